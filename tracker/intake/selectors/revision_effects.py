"""What putting a draft into force as a new version will do to the work that stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q

from tasks.people.models import UnitGroup
from tasks.people.names import NameBook, Resolved, normal_name
from tasks.plans.difference import Difference
from tasks.plans.models import Plan, Responsibility, Task
from tasks.work.models import ProgressReport
from tasks.work.reconciliation import reconcile, strongest
from tasks.work.services.assignments import standing_assignments
from tracker.intake.models import PlanDraft
from tracker.intake.services.units import Decision, decisions_that_hold

Status = ProgressReport.Status
# A task by its row, or by its key in the draft; a unit by its row, or by the name it will be made under.
Key = tuple[int | str, int | str]


@dataclass(frozen=True)
class Effects:
    """Numbers of assignments, and of reports: `kept` in all that were handed in, `shelved` of those on withdrawn ones.

    `drafts`: reports in hand on assignments that will be withdrawn.
    """

    new: int = 0
    withdrawn: int = 0
    reinstated: int = 0
    reopened: int = 0
    roles: int = 0
    kept: int = 0
    shelved: int = 0
    drafts: int = 0


def reported_units(plan: Plan) -> dict[int, int]:
    """How many units have handed in progress on each task. One query."""
    handed_in = ProgressReport.objects.filter(assignment__task__action__plan=plan).exclude(status=Status.DRAFT)
    rows = handed_in.order_by().values("assignment__task").annotate(units=Count("assignment__unit", distinct=True))
    return dict(rows.values_list("assignment__task", "units"))


def revision_effects(draft: PlanDraft, plan: Plan, difference: Difference) -> Effects:
    """What confirmation will do to a published plan's work. Eleven queries, however large the plan."""
    closes = {row.id: row.new["deadline"]["kind"] in Task.CLOSING for row in difference.tasks if row.id and row.new}
    standing: dict[Key, Any] = {
        key: replace(row, closes=closes.get(key[0], row.closes))
        for key, row in standing_assignments(Task.objects.filter(action__plan=plan)).items()
    }
    said = _Meanings(draft, plan, difference).said()
    done = reconcile(strongest(said), standing)
    withdrawn = [row.id for row in done.withdrawn]
    is_in_hand = Q(status__in=ProgressReport.EDITABLE)
    counts = ProgressReport.objects.filter(assignment__task__action__plan=plan).aggregate(
        kept=Count("pk", filter=~Q(status=Status.DRAFT)),
        shelved=Count("pk", filter=~Q(status=Status.DRAFT) & Q(assignment__in=withdrawn)),
        drafts=Count("pk", filter=is_in_hand & Q(assignment__in=withdrawn)),
    )
    return Effects(len(done.new), len(withdrawn), len(done.reinstated), len(done.reopened), len(done.roles), **counts)


class _Meanings:
    """Which units a name in the draft stands for: as the plan has it, as it is known, or as was decided."""

    def __init__(self, draft: PlanDraft, plan: Plan, difference: Difference) -> None:
        self._changes = difference.tasks
        self._book = NameBook(plan.jurisdiction)
        self._decisions = decisions_that_hold(draft)
        groups = UnitGroup.objects.filter(jurisdiction=plan.jurisdiction).prefetch_related("members")
        self._members = {row.pk: [unit.pk for unit in row.members.all() if unit.is_active] for row in groups}
        self._standing: dict[tuple[int, str, str], Resolved] = {}
        self._known: dict[str, Resolved] = {}
        stay = [row.id for row in self._changes if row.id and row.new]
        rows = Responsibility.objects.filter(task__in=stay).exclude(unit=None, group=None)
        for row in rows.order_by("position"):
            meant, name = Resolved(row.unit_id, row.group_id), normal_name(row.name)
            self._known[name] = self._standing[row.task_id, row.role, name] = meant

    def said(self) -> Iterator[tuple[Key, str]]:
        """((task, unit), role) for every unit that the draft means."""
        for change in self._changes:
            for row in change.new["responsibilities"] if change.new else ():
                for unit in self._units(change.id, row["role"], normal_name(row["name"])):
                    yield (change.id or change.key, unit), row["role"]

    def _units(self, task: int | None, role: str, name: str) -> Sequence[int | str]:
        meant = self._standing.get((task or 0, role, name)) or self._book.resolve(name)
        if meant != Resolved():
            return self._of(meant)
        said = self._decisions.get(name, {})
        if not said or "leave" in said:
            return self._of(self._known.get(name, Resolved()))
        return self._decided(said)

    def _of(self, meant: Resolved) -> Sequence[int | str]:
        return [meant.unit_id] if meant.unit_id else self._members.get(meant.group_id or 0, [])

    def _decided(self, said: Decision) -> Sequence[int | str]:
        """What a person decided about an unknown name."""
        if "same" in said:
            meant = self._book.resolve(said["same"])
            return self._of(meant) if meant != Resolved() else self._decided(self._decisions[said["same"]])
        if "new_group" in said:
            return [unit for one in said["members"] if (unit := self._member(one))]
        unit = self._unit(said)
        return [unit] if unit else self._of(Resolved(group_id=said.get("group")))

    def _member(self, one: int | str) -> int | str | None:
        """A unit of a group that is new: its row, or a name of the draft."""
        if isinstance(one, int):
            return one
        return self._book.resolve(one).unit_id or self._unit(self._decisions.get(one, {}))

    def _unit(self, said: Decision) -> int | str | None:
        """The unit decided on; one that will be made goes by its name."""
        if "new_unit" in said:
            return self._book.resolve(said["new_unit"]).unit_id or str(said["new_unit"])
        return said.get("unit")
