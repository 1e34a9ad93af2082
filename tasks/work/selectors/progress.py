"""Reading progress reports: what a liaison may fill in for which period, and what waits for review."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from tasks.events.acts import EventAct
from tasks.events.selectors import history_of
from tasks.people.models import Unit, User
from tasks.plans.models import Action
from tasks.rights.acts import Act
from tasks.work.models import Assignment, AssignmentQuerySet, ProgressReport, ProgressReportQuerySet, ReportingPeriod
from tasks.work.periods import open_periods

Status = ProgressReport.Status


# ---- the liaison's side ----
@dataclass(frozen=True)
class PeriodRow:
    """One period that can be reported in, and the report on it, if begun."""

    period: ReportingPeriod
    report: ProgressReport | None

    @property
    def is_owed(self) -> bool:
        """Still to be handed in."""
        return self.report is None or not self.report.is_reported


def served_assignments(user: User) -> AssignmentQuerySet:
    """The assignments that this person reports on: those of the units reported for."""
    return Assignment.objects.allowed_to(user, Act.PROGRESS_FILL).select_related("task__action__plan", "unit")


def period_rows(assignment: Assignment, today: dt.date) -> list[PeriodRow]:
    """The periods that can be reported on, oldest first, each with its report. Two queries."""
    plan = assignment.task.action.plan
    reports = {row.period_id: row for row in assignment.progress_reports.select_related("author")}
    return [PeriodRow(period, reports.get(period.pk)) for period in open_periods(plan, plan.as_of(today))]


@dataclass(frozen=True)
class PeriodTabs:
    """The periods to turn to: those of the chosen one's year, and those of the other years of a long plan."""

    current: ReportingPeriod
    shown: list[PeriodRow]
    folded: list[PeriodRow]

    @property
    def owed(self) -> int:
        """How many of the folded ones are still to be handed in."""
        return sum(row.is_owed for row in self.folded)


def period_tabs(rows: Sequence[PeriodRow], current: ReportingPeriod) -> PeriodTabs:
    """The rows of `period_rows`, sorted by whether they are of the year of this one."""
    by_year: dict[bool, list[PeriodRow]] = {True: [], False: []}
    for row in rows:
        by_year[row.period.starts_on.year == current.starts_on.year].append(row)
    return PeriodTabs(current, by_year[True], by_year[False])


def chosen_row(rows: list[PeriodRow], asked: str) -> PeriodRow | None:
    """The row of the period that the address or the form names; the latest where it names none; else None."""
    if not asked:
        return rows[-1] if rows else None
    return next((row for row in rows if str(row.period.pk) == asked), None)


def earlier_reports(assignment: Assignment, row: PeriodRow) -> list[ProgressReport]:
    """The assignment's reports on periods before this one that say something, newest first."""
    reports = assignment.progress_reports.filter(period__starts_on__lt=row.period.starts_on).exclude(narrative="")
    return list(reports.select_related("period").order_by("-period__starts_on")[:4])


def last_return_reason(report: ProgressReport | None) -> str:
    """Why a returned report went back; nothing for any other."""
    if report is None or report.status != Status.RETURNED:
        return ""
    steps = history_of("tasks.progressreport", [report.pk], acts=[EventAct.PROGRESS_RETURN])[report.pk]
    return steps[-1].reason if steps else ""


# ---- the reviewer's side ----
@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; None for all."""

    unit_id: int | None = None
    action_id: int | None = None


def waiting(user: User, chosen: QueueFilter) -> ProgressReportQuerySet:
    """Reports that wait for this person's decision, oldest first; none that the same person handed in."""
    reports = ProgressReport.objects.allowed_to(user, Act.PROGRESS_DECIDE).filter(status=Status.SUBMITTED)
    if chosen.unit_id:
        reports = reports.filter(assignment__unit_id=chosen.unit_id)
    if chosen.action_id:
        reports = reports.filter(assignment__task__action_id=chosen.action_id)
    return reports.order_by("submitted_at", "pk")


def with_queue_columns(reports: ProgressReportQuerySet) -> ProgressReportQuerySet:
    """What a row of the queue shows, in one query: unit, task, period, author, counts of figures and files."""
    related = ("assignment__unit", "assignment__task__action", "period", "author")
    return reports.select_related(*related).annotate(
        figure_count=Count("figures", distinct=True),
        evidence_count=Count("evidence_links", filter=Q(evidence_links__removed=False), distinct=True),
        version_count=Count("versions", distinct=True),
    )


def queue_choices(user: User) -> tuple[list[Unit], list[Action]]:
    """The units and the actions that have something waiting, in the order of the documents. Two queries."""
    reports = waiting(user, QueueFilter()).order_by()
    units = Unit.objects.filter(pk__in=reports.values("assignment__unit"))
    actions = Action.objects.filter(pk__in=reports.values("assignment__task__action"))
    return list(units), list(actions)


def next_waiting(user: User, chosen: QueueFilter, after: ProgressReport) -> ProgressReport | None:
    """The next report in the queue after this one, else the oldest of the others; None when it is empty."""
    others = waiting(user, chosen).exclude(pk=after.pk)
    later = Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
    return others.filter(later).first() or others.first()
