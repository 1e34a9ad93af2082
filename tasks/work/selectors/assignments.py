"""The task list (任务台账): one row per assignment, in force, of published plans that the person may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tasks.people.models import Unit, User
from tasks.plans.models import Plan, Role
from tasks.rights.acts import Act
from tasks.rights.visibility import allowed
from tasks.work.as_of import AsOfDays, of_current_period
from tasks.work.lights import dated_part_is_done, due_on, with_light
from tasks.work.models import Assignment, AssignmentQuerySet, ProgressReport
from tasks.work.periods import begun, has_begun, is_current

Status = ProgressReport.Status
DOCUMENT_ORDER = ("task__action__plan_id", "task__action__position", "task__position", "id")
CHUNK = 2000
MISSING = "missing"
PERIOD_STATUS = [(MISSING, "未报"), *Status.choices]
PERIOD_WORDS = dict(PERIOD_STATUS)
ROLE_WORDS = dict(Role.choices)


def published_plans(user: User) -> list[Plan]:
    """The published plans that this person may see, newest first, with what a list needs of them. One query."""
    plans = Plan.objects.visible_to(user).published().select_related("jurisdiction")
    return list(plans.only("title", "first_year", "last_year", "jurisdiction__name"))


@dataclass(frozen=True, slots=True)
class Handed:
    """A progress report, as far as a row of the list needs it."""

    id: int
    status: str
    completion: int
    starts_on: dt.date
    ends_on: dt.date

    @property
    def is_reported(self) -> bool:
        """Handed in and not sent back."""
        return self.status in ProgressReport.REPORTED

    @property
    def is_whole(self) -> bool:
        """Accepted with 100 %."""
        return self.status == Status.ACCEPTED and self.completion == 100


def years_of(plans: Iterable[Plan]) -> list[int]:
    """The years that the plans cover, newest first."""
    return sorted({year for plan in plans for year in range(plan.first_year, plan.last_year + 1)}, reverse=True)


def units_in_charge(user: User) -> list[Unit]:
    """The units that hold assignments this person may see, in their order, with their names. One query."""
    units = Unit.objects.filter(Exists(Assignment.objects.in_force().filter(unit=OuterRef("pk"))))
    in_order = allowed(units, user, Act.WORK_READ).order_by("jurisdiction_id", "position", "id")
    return list(in_order.only("name", "short_name"))


def assignments_of(user: User, plans: Sequence[Plan], today: dt.date) -> AssignmentQuerySet:
    """The assignments of these plans that this person may see, with `light`, in the document's order.

    None in force is of a withdrawn task; saying so lets the index of the places in force give the order, and no page
    sorts every row.
    """
    visible = Assignment.objects.visible_to(user).in_force().filter(task__action__plan__in=[plan.id for plan in plans])
    in_order = visible.filter(task__withdrawn_at=None, task__action__withdrawn_at=None)
    return with_light(in_order, today, last_years=[plan.last_year for plan in plans]).order_by(*DOCUMENT_ORDER)


def with_words(assignments: AssignmentQuerySet, words: Iterable[str], units: Sequence[Unit]) -> AssignmentQuerySet:
    """Those in which every word stands: in the task's title or text, or in the name of the unit.

    `units` are those that this person may see: their names are compared here, so that a word that is no unit's name
    concerns tasks alone, and each text is searched once, not once per assignment.
    """
    for word in words:
        hit = Q(task__title__icontains=word) | Q(task__text__icontains=word)
        named = [unit.pk for unit in units if word.casefold() in f"{unit.name}\n{unit.short_name}".casefold()]
        assignments = assignments.filter(hit | Q(unit__in=named) if named else hit)
    return assignments


def with_period_status(assignments: AssignmentQuerySet, status: str, user: User, days: AsOfDays) -> AssignmentQuerySet:
    """Those whose report of the current period has this status; `missing`: it is owed, and this person sees none."""
    current = of_current_period(ProgressReport.objects.visible_to(user), days).order_by()
    if status != MISSING:
        return assignments.filter(pk__in=current.filter(status=status).values("assignment"))
    return assignments.filter(begun(days.today) & ~Q(pk__in=current.values("assignment")), state=Assignment.State.OPEN)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row of the list. `days` is what the light speaks of: None once a dated part is done.

    `completion` (percent) is that of the latest report handed in, `report_id`; `period_status` is empty where nothing
    is owed.
    """

    id: int
    task_id: int
    number: int
    title: str
    action: str
    place: str
    unit: str
    role: str
    deadline_text: str
    due_on: dt.date | None
    light: str
    days: int | None
    completion: int | None
    report_id: int | None
    period_status: str

    @property
    def role_words(self) -> str:
        return str(ROLE_WORDS[self.role])

    @property
    def is_reported(self) -> bool:
        """Nothing is left to write for this period: it waits for review or was accepted."""
        return self.period_status in ProgressReport.REPORTED

    @property
    def period_words(self) -> str:
        return str(PERIOD_WORDS.get(self.period_status, ""))


COLUMNS = (
    "id",
    "task_id",
    "task__number",
    "task__title",
    "task__action__heading",
    "task__action__plan_id",
    "unit__short_name",
    "role",
    "state",
    "task__deadline_text",
    "task__deadline_kind",
    "task__due_on",
    "task__annual_on",
    "light",
)


class RowBuilder:
    """Turns assignments with `light` into rows; two queries a batch, whatever its size."""

    def __init__(self, user: User, plans: Sequence[Plan], today: dt.date) -> None:
        self._user = user
        self._plans = {plan.id: plan for plan in plans}
        self._today = today

    def rows(self, assignments: AssignmentQuerySet) -> list[AssignmentRow]:
        """The rows of one page."""
        return self._batch(list(assignments.values_list(*COLUMNS)))

    def batches(self, assignments: AssignmentQuerySet) -> Iterator[list[AssignmentRow]]:
        """All rows, some thousands at a time, so that memory does not grow with the list."""
        found = iter(assignments.values_list(*COLUMNS).iterator(chunk_size=CHUNK))
        while batch := list(islice(found, CHUNK)):
            yield self._batch(batch)

    def _batch(self, found: list[tuple[Any, ...]]) -> list[AssignmentRow]:
        reports = self._reports([row[0] for row in found])
        return [self._row(row, reports.get(row[0], [])) for row in found]

    def _reports(self, ids: list[int]) -> dict[int, list[Handed]]:
        """The reports of these assignments that this person may see, oldest period first."""
        columns = ("assignment_id", "id", "status", "completion", "period__starts_on", "period__ends_on")
        reports: dict[int, list[Handed]] = defaultdict(list)
        visible = ProgressReport.objects.visible_to(self._user).filter(assignment_id__in=ids)
        for assignment, *values in visible.order_by("period__starts_on").values_list(*columns):
            reports[assignment].append(Handed(*values))
        return reports

    def _row(self, found: tuple[Any, ...], reports: list[Handed]) -> AssignmentRow:
        pk, task, number, title, action, plan_id, unit, role, state, text, kind, on, annual_on, light = found
        plan = self._plans[plan_id]
        day = plan.as_of(self._today)
        due = due_on(kind, on, annual_on, day)
        completed = (report.starts_on for report in reports if report.is_whole)
        latest = next((report for report in reversed(reports) if report.is_reported), None)
        return AssignmentRow(
            id=pk,
            task_id=task,
            number=number,
            title=title,
            action=action,
            place=plan.jurisdiction.name,
            unit=unit,
            role=role,
            deadline_text=text,
            due_on=due.on,
            light=light,
            days=None if dated_part_is_done(kind, completed, day) else due.days,
            completion=latest.completion if latest else None,
            report_id=latest.id if latest else None,
            period_status=self._period_status(plan, state, day, reports),
        )

    def _period_status(self, plan: Plan, state: str, day: dt.date, reports: list[Handed]) -> str:
        for report in reports:
            if is_current(report.starts_on, report.ends_on, day):
                return report.status
        owes = state == Assignment.State.OPEN and has_begun(plan.first_year, self._today)
        return MISSING if owes else ""
