"""What the home page shows: the year at a glance for staff, what is owed for a liaison."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse

from tasks.events.acts import EventAct
from tasks.events.selectors import newest_of
from tasks.people.models import Unit, User
from tasks.plans.models import Action, Plan
from tasks.rights.acts import Act
from tasks.rights.rules import units_where
from tasks.work.as_of import as_of_days, due_key
from tasks.work.lights import Light
from tasks.work.models import Assignment, ProgressReport, ProgressReportQuerySet
from tasks.work.selectors.assignments import MISSING, AssignmentRow, RowBuilder, assignments_of
from tasks.work.selectors.progress import QueueFilter, waiting

Status = ProgressReport.Status
FEW = 8
BY_LIGHT: tuple[str, ...] = ("task__action_id", "unit_id", "light")
MANY = 20


# ---- the bureau's side ----
@dataclass(frozen=True)
class Tally:
    """How many assignments carry which light: of the whole year, of one action or of one unit.

    `query` narrows the task list to them: {"year": 2024, "action": 3}.
    """

    label: str
    query: Mapping[str, object]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def url(self) -> str:
        return _list_url(**self.query)

    @property
    def parts(self) -> list[dict[str, object]]:
        """One part for each light, most urgent first: {value, fill, label, url}; those of a bar and of a table row."""
        return [
            {
                "value": self.counts[light.value],
                "fill": light.value,
                "label": f"{self.label}：{light.label} {self.counts[light.value]} 项",
                "url": _list_url(**self.query, light=light.value),
            }
            for light in Light
        ]


@dataclass(frozen=True)
class Glance:
    """The year at a glance: all assignments, by action in the plans' order, by unit with the most urgent first."""

    total: Tally
    actions: list[Tally]
    units: list[Tally]

    @property
    def longest_action(self) -> int:
        return max((tally.total for tally in self.actions), default=0)

    @property
    def longest_unit(self) -> int:
        return max((tally.total for tally in self.units), default=0)


def year_at_a_glance(user: User, plans: Sequence[Plan], year: int, today: dt.date) -> Glance:
    """Count the lights once, by action and unit, and add them up. Three queries."""
    counts = assignments_of(user, plans, today).order_by().values_list(*BY_LIGHT)
    total = Tally("全部", {"year": year})
    by_action: dict[int, Counter[str]] = {}
    by_unit: dict[int, Counter[str]] = {}
    for action, unit, light, number in counts.annotate(number=Count("pk")):
        for counter in (total.counts, by_action.setdefault(action, Counter()), by_unit.setdefault(unit, Counter())):
            counter[light] += number
    actions = Action.objects.filter(pk__in=by_action).order_by("plan_id", "position").values_list("pk", "heading")
    units = Unit.objects.filter(pk__in=by_unit).values_list("pk", "short_name")
    return Glance(
        total,
        [Tally(words, {"year": year, "action": pk}, by_action[pk]) for pk, words in actions],
        sorted((Tally(words, {"year": year, "unit": pk}, by_unit[pk]) for pk, words in units), key=_least_urgent),
    )


def _least_urgent(tally: Tally) -> tuple[int, int, int]:
    """Sorts those with the most overdue first."""
    return -tally.counts[Light.RED], -tally.counts[Light.YELLOW], -tally.total


def overdue_rows(user: User, plans: Sequence[Plan], today: dt.date) -> list[AssignmentRow]:
    """The assignments that are overdue for longest. Two queries."""
    red = assignments_of(user, plans, today).filter(Q(light=Light.RED))
    days = as_of_days(today, [plan.last_year for plan in plans])
    return RowBuilder(user, plans, today).rows(red.order_by(due_key(days), "id")[:FEW])


def waiting_reports(user: User) -> tuple[int, list[ProgressReport]]:
    """How many reports wait for this person's review, and the oldest of them. Two queries."""
    queue = waiting(user, QueueFilter())
    related = ("assignment__unit", "assignment__task", "period")
    return queue.count(), list(queue.select_related(*related)[:FEW])


# ---- the liaison's side ----
@dataclass(frozen=True)
class Section:
    """A list of assignments on the home page: the first of `rows`, and the filtered task list at `url`."""

    title: str
    rows: list[AssignmentRow]
    url: str

    @property
    def shown(self) -> list[AssignmentRow]:
        return self.rows[:MANY]


@dataclass(frozen=True)
class Owed:
    """What the units that a person serves owe now; each assignment stands once, where it presses most."""

    returned: list[ProgressReport]
    overdue: list[AssignmentRow]
    unreported: list[AssignmentRow]
    soon: list[AssignmentRow]
    year: int

    @property
    def sections(self) -> list[Section]:
        """The lists of assignments that hold something, most urgent first."""
        sections = [
            Section("逾期", self.overdue, _list_url(year=self.year, light=Light.RED.value)),
            Section("本期未报", self.unreported, _list_url(year=self.year, period=MISSING)),
            Section("临期", self.soon, _list_url(year=self.year, light=Light.YELLOW.value)),
        ]
        return [section for section in sections if section.rows]

    @property
    def total(self) -> int:
        return len(self.returned) + len(self.overdue) + len(self.unreported) + len(self.soon)


def units_to_report_for(user: User) -> frozenset[int]:
    """The units whose duties the home page lists: those that the person reports for, else those whose work is seen."""
    return units_where(user, Act.PROGRESS_FILL) or units_where(user, Act.WORK_READ)


def owed_by(user: User, plans: Sequence[Plan], year: int, today: dt.date) -> Owed:
    """What is owed in the plans of a year. Three queries."""
    returned = _returned_reports(user, plans)
    open_rows = assignments_of(user, plans, today).filter(state=Assignment.State.OPEN)
    mine = open_rows.filter(unit__in=units_to_report_for(user))
    seen = {report.assignment_id for report in returned}
    rows = [row for row in RowBuilder(user, plans, today).rows(mine) if row.id not in seen]
    overdue = [row for row in rows if row.light == Light.RED]
    rest = [row for row in rows if row.light != Light.RED]
    unreported = [row for row in rest if row.period_status in (MISSING, Status.DRAFT)]
    soon = [row for row in rest if row.light == Light.YELLOW and row not in unreported]
    return Owed(returned, sorted(overdue, key=_days), unreported, sorted(soon, key=_days), year)


def _returned_reports(user: User, plans: Iterable[Plan]) -> list[ProgressReport]:
    """Reports sent back and not yet answered, with `reason` and `returned_at`, the longest first."""
    last = newest_of("tasks.progressreport", OuterRef("pk"), EventAct.PROGRESS_RETURN)
    reports = _own_reports(user, plans).filter(status=Status.RETURNED, assignment__state=Assignment.State.OPEN)
    dated = reports.annotate(reason=Subquery(last.values("reason")[:1]), returned_at=Subquery(last.values("at")[:1]))
    return list(dated.order_by(F("returned_at").asc(nulls_last=True), "pk"))


def recent_reports(user: User, plans: Iterable[Plan]) -> list[ProgressReport]:
    """What was handed in last, newest first. One query."""
    return list(_own_reports(user, plans).reported().order_by("-submitted_at", "-pk")[:FEW])


def _own_reports(user: User, plans: Iterable[Plan]) -> ProgressReportQuerySet:
    """The reports of the units served, in these plans, with what a line of a list says."""
    own = ProgressReport.objects.visible_to(user).filter(
        assignment__unit__in=units_to_report_for(user), period__plan__in=[plan.id for plan in plans]
    )
    return own.select_related("assignment__task", "assignment__unit", "period")


def _days(row: AssignmentRow) -> int:
    return row.days or 0


def _list_url(**query: object) -> str:
    return f"{reverse('task_list')}?{urlencode(query)}"
