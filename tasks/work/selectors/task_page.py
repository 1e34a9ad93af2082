"""The task page: who has a part in the task, how each stands, and what this person can do about it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from tasks.people.models import User
from tasks.plans.models import ROLE_STRENGTH, Action, Plan, Responsibility, Role, Task
from tasks.plans.selectors.source_lines import item_lines
from tasks.rights.acts import Act
from tasks.rights.rules import may, units_where
from tasks.work.lights import dated_part_is_done, due_date, with_light
from tasks.work.models import Assignment, ProgressReport, ProgressReportQuerySet
from tasks.work.selectors.progress import QueueFilter, waiting


@dataclass(frozen=True)
class UnitRow:
    """One unit's part. `ground`: the words of the document it comes under, where they are not the unit's own name.

    `light` and `days` are empty where this person does not see how the unit stands.
    """

    assignment: Assignment
    ground: str
    light: str
    days: int | None
    is_own: bool


@dataclass(frozen=True)
class RolePart:
    """The units in one role, strongest role first."""

    label: str
    rows: list[UnitRow]


def get_task(user: User, pk: int) -> Task:
    """The task with its plan. Raises Task.DoesNotExist where this person may not read it."""
    tasks = Task.objects.allowed_to(user, Act.PLAN_READ).select_related(
        "action__plan__source", "action__plan__jurisdiction"
    )
    return tasks.prefetch_related("milestones", "responsibilities").get(pk=pk)


def sees_work(task: Task, user: User) -> bool:
    """Whether this person sees more than the wording: all of the place's work, or that of a unit with a part in it."""
    sees_place = may(user, Act.WORK_READ, place_id=task.action.plan.jurisdiction_id)
    return sees_place or bool(units_where(user, Act.WORK_READ))


def source_lines(task: Task) -> list[tuple[int, str]]:
    """The numbered lines of the source document that make up the task; none where it does not know its line.

    The document of a withdrawn task is an older one, of which nothing but the task itself is known: none either.
    """
    if task.withdrawn_at:
        return []
    plan = task.action.plan
    lines = (
        Action.objects.in_force().filter(plan=plan, line__gt=task.line or 0).values_list("line", flat=True),
        Task.objects.in_force().filter(action__plan=plan, line__gt=task.line or 0).values_list("line", flat=True),
    )
    starts = [first for rows in lines if (first := rows.order_by("line").first())]
    return item_lines(plan.source, task.line, starts, task.deadline_text)


def role_parts(task: Task, user: User, today: dt.date) -> list[RolePart]:
    """The units by role: those named themselves first, then those under each collective name. Four queries."""
    plan = task.action.plan
    whole = ProgressReport.objects.accepted().filter(completion=100).select_related("period")
    assignments = with_light(task.assignments.in_force(), today, last_years=[plan.last_year])
    found = assignments.select_related("unit").prefetch_related(
        Prefetch("sources", Responsibility.objects.order_by("position")),
        Prefetch("progress_reports", whole, to_attr="whole_reports"),
    )
    rows = [_unit_row(row, task, user, today) for row in found.order_by("unit__position", "unit_id")]
    rows.sort(key=_place)
    return [
        RolePart(Role(role).label, part)
        for role in ROLE_STRENGTH
        if (part := [row for row in rows if row.assignment.role == role])
    ]


def _place(row: UnitRow) -> tuple[bool, int, str]:
    """In the order of the document; the sort is stable, so units keep theirs under one ground."""
    if not row.ground:
        return False, 0, ""
    return True, min(source.position for source in row.assignment.sources.all()), row.ground


def _unit_row(assignment: Assignment, task: Task, user: User, today: dt.date) -> UnitRow:
    plan = task.action.plan
    where = {"place_id": plan.jurisdiction_id, "unit_id": assignment.unit_id}
    is_own = may(user, Act.PROGRESS_FILL, **where)
    if not may(user, Act.WORK_READ, **where):
        return UnitRow(assignment, _ground(assignment), "", None, is_own)
    day = plan.as_of(today)
    completed = [report.period.starts_on for report in assignment.whole_reports]  # type: ignore[attr-defined]  # prefetched
    days = None if dated_part_is_done(task.deadline_kind, completed, day) else due_date(task, day).days
    light: str = assignment.light  # type: ignore[attr-defined]  # annotated by with_light
    return UnitRow(assignment, _ground(assignment), light, days, is_own)


def _ground(assignment: Assignment) -> str:
    """Nothing where the unit is named once and itself; a collective name; all that it absorbed where there is more."""
    sources = list(assignment.sources.all())
    if len(sources) == 1:
        return sources[0].name if sources[0].group_id else ""
    return "，".join(str(source) for source in sources)


def unresolved(task: Task) -> list[Responsibility]:
    """What the document says of units that nobody has found yet; all of it in a draft."""
    is_draft = task.action.plan.status == Plan.Status.DRAFT
    return [row for row in task.responsibilities.all() if is_draft or not row.is_resolved]


def reports_shown(task: Task, user: User, unit: int | None) -> ProgressReportQuerySet:
    """The progress of the task that this person may see, handed in at least once; of one unit if named."""
    reports = ProgressReport.objects.visible_to(user).filter(assignment__task=task)
    return reports.filter(assignment__unit_id=unit) if unit else reports


def waiting_here(task: Task, user: User) -> Sequence[ProgressReport]:
    """Reports on this task that wait for this person's decision, oldest first; none that the same person handed in."""
    reports = waiting(user, QueueFilter()).filter(assignment__task=task)
    return list(reports.select_related("assignment__unit", "period"))


def own_rows(parts: Sequence[RolePart]) -> Iterator[UnitRow]:
    """The parts of the units that this person reports for."""
    return (row for part in parts for row in part.rows if row.is_own)
