"""What a plan's responsibilities come to: which unit has which task, in which role, and on what ground."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tasks.plans.models import ROLE_STRENGTH, Responsibility, Role

Wanted = dict[tuple[int, int], list[Responsibility]]


def wanted_assignments(responsibilities: QuerySet[Responsibility]) -> Wanted:
    """(task, unit) to the responsibilities that name the unit, directly or through a group, strongest first.

    Three queries, however many there are.
    """
    rows = responsibilities.select_related("unit").prefetch_related("group__members")
    wanted: Wanted = {}
    for said in sorted(rows, key=lambda row: (row.task_id, ROLE_STRENGTH[Role(row.role)], row.position)):
        for unit_id in _units_meant(said):
            wanted.setdefault((said.task_id, unit_id), []).append(said)
    return wanted


def _units_meant(said: Responsibility) -> Iterable[int]:
    """The units a responsibility stands for; a unit that is no longer in use is left out of a group."""
    if said.unit_id:
        return [said.unit_id]
    return [unit.pk for unit in said.group.members.all() if unit.is_active] if said.group else []
