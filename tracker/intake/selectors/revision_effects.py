"""What putting a draft into force as a new version will do to the work that stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q

from tasks.people.names import Resolved, normal_name
from tasks.plans.difference import Difference
from tasks.plans.models import DeadlineKind, Plan, Responsibility, Task
from tasks.work.models import ProgressReport
from tasks.work.reconciliation import reconcile, strongest
from tasks.work.services.assignments import standing_assignments
from tracker.intake.meanings import NameMeanings
from tracker.intake.models import PlanDraft

Status = ProgressReport.Status
# A task by its row, or by its id in the draft; a unit by its row, or by the name it will be made under.
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
    closes = {
        row.row: not DeadlineKind(row.new.deadline.kind).goes_on for row in difference.tasks if row.row and row.new
    }
    standing: dict[Key, Any] = {
        key: replace(row, closes=closes.get(key[0], row.closes))
        for key, row in standing_assignments(Task.objects.filter(action__plan=plan)).items()
    }
    said = _Said(draft, difference).roles()
    done = reconcile(strongest(said), standing)
    withdrawn = [row.id for row in done.withdrawn]
    is_in_hand = Q(status__in=ProgressReport.EDITABLE)
    counts = ProgressReport.objects.filter(assignment__task__action__plan=plan).aggregate(
        kept=Count("pk", filter=~Q(status=Status.DRAFT)),
        shelved=Count("pk", filter=~Q(status=Status.DRAFT) & Q(assignment__in=withdrawn)),
        drafts=Count("pk", filter=is_in_hand & Q(assignment__in=withdrawn)),
    )
    return Effects(len(done.new), len(withdrawn), len(done.reinstated), len(done.reopened), len(done.roles), **counts)


class _Said:
    """Which units the new version means: each name as the plan has it in that task, else as the draft means it.

    A name that means nothing to the draft is what another task of the plan was linked by.
    """

    def __init__(self, draft: PlanDraft, difference: Difference) -> None:
        self._changes = difference.tasks
        self._meanings = NameMeanings(draft)
        self._standing: dict[tuple[int, str, str], Resolved] = {}
        self._known: dict[str, Resolved] = {}
        stay = [row.row for row in self._changes if row.row and row.new]
        rows = Responsibility.objects.filter(task__in=stay).exclude(unit=None, group=None)
        for row in rows.order_by("position"):
            meant, name = Resolved(row.unit_id, row.group_id), normal_name(row.name)
            self._known[name] = self._standing[row.task_id, row.role, name] = meant

    def roles(self) -> Iterator[tuple[Key, str]]:
        """((task, unit), role) for every unit that the draft means."""
        for change in self._changes:
            for said in change.new.responsibilities if change.new else ():
                for unit in self._units(change.row, said.role, normal_name(said.name)):
                    yield (change.row or change.id, unit), said.role

    def _units(self, task: int | None, role: str, name: str) -> Sequence[int | str]:
        if standing := self._standing.get((task or 0, role, name)):
            return self._of(standing)
        units = self._meanings.units(name)
        return self._of(self._known.get(name, Resolved())) if units is None else units

    def _of(self, meant: Resolved) -> Sequence[int | str]:
        return [meant.unit_id] if meant.unit_id else self._meanings.members(meant.group_id or 0)
