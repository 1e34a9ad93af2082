"""Progress of the demo: told again through the services, one report after another, or written at once where decided."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.events.services import event_of, record_many
from tasks.people.models import Membership, UnitGroup, User
from tasks.people.names import NameBook
from tasks.plans.models import Plan
from tasks.work.models import Assignment, ProgressReport, ProgressVersion, ReportingPeriod
from tasks.work.services.progress import (
    FigureContent,
    ProgressContent,
    progress_accept,
    progress_return,
    progress_save,
    progress_submit,
)

Entry = Mapping[str, Any]
Status, State = ProgressReport.Status, Assignment.State
RETURNED_AFTER = dt.timedelta(minutes=95)
ACCEPTED_AFTER = dt.timedelta(days=1, minutes=35)


class DemoProgress:
    """Hands in for the units of one published plan, each at moments within the period reported on.

    The author is the unit's liaison, the reviewer the first of the place's staff.
    """

    def __init__(self, plan: Plan) -> None:
        rows = Assignment.objects.filter(task__action__plan=plan).select_related("unit", "task__action__plan")
        self._assignments = {(row.unit.short_name, row.task.action.position, row.task.number): row for row in rows}
        self._by_task = {(row.unit_id, row.task.number): row for row in rows}
        self._periods = {period.label: period for period in plan.periods.all()}
        served = Membership.objects.filter(unit__jurisdiction=plan.jurisdiction_id).select_related("user")
        self._reviewer = served.filter(role=Membership.Role.STAFF).order_by("pk")[0].user
        liaisons = served.filter(role=Membership.Role.LIAISON).order_by("-pk")
        self._liaisons = {row.unit_id: row.user for row in liaisons}
        self._book = NameBook(plan.jurisdiction)

    # ---- one by one: every outcome, figures, and what was sent back and answered ----
    def hand_in(self, entries: Iterable[Entry]) -> None:
        """Entries {unit, action, number, period, narrative, completion, figures, outcome}, in the order of the year."""
        for serial, entry in enumerate(entries):
            self._hand_in(entry, serial)

    def _hand_in(self, entry: Entry, serial: int) -> None:
        assignment = self._assignments[entry["unit"], entry["action"], entry["number"]]
        period = self._periods[entry["period"]]
        author, moment = self._liaisons[assignment.unit_id], _moment(period, serial)
        revision = None
        if first := entry.get("first_narrative"):
            before = moment - dt.timedelta(days=1)
            returned = _save(author, assignment, period, {**entry, "narrative": first}, revision=None, now=before)
            self._submit_and_return(returned, author, entry["return_reason"], before)
            revision = returned.revision
        report = _save(author, assignment, period, entry, revision=revision, now=moment)
        if entry["outcome"] == Status.RETURNED:
            self._submit_and_return(report, author, entry["return_reason"], moment)
        elif entry["outcome"] != Status.DRAFT:
            progress_submit(user=author, report=report, now=moment)
        if entry["outcome"] == Status.ACCEPTED:
            progress_accept(user=self._reviewer, report=report, now=moment + ACCEPTED_AFTER)

    def _submit_and_return(self, report: ProgressReport, author: User, reason: str, moment: dt.datetime) -> None:
        progress_submit(user=author, report=report, now=moment)
        progress_return(user=self._reviewer, report=report, reason=reason, now=moment + RETURNED_AFTER)

    # ---- at once: hundreds of accepted reports, as the services would leave them ----
    def write_accepted(self, entries: Iterable[Entry]) -> int:
        """Entries {by, but, task, period, narrative, completion}: one report for each unit named, groups included.

        In a few statements, since the first start should not take a minute. Returns how many reports.
        """
        rows = [
            (entry, assignment, _moment(self._periods[entry["period"]], serial))
            for serial, (entry, assignment) in enumerate(self._named(entries))
        ]
        told = [(self._accepted(*row), row[-1]) for row in rows]
        ProgressReport.objects.bulk_create(report for report, _ in told)
        written = ProgressReport.objects.filter(pk__in=[report.pk for report, _ in told])
        written.update(updated_at=F("submitted_at") + ACCEPTED_AFTER)
        ProgressVersion.objects.bulk_create(_version(*row) for row in told)
        last = [row for row in told if row[0].completion == 100 and row[0].assignment.task.closes]
        self._close(last)
        record_many([*self._history(told), *self._closed(last)])
        return len(told)

    def _named(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Assignment]]:
        for entry in entries:
            for unit_id in sorted(self._units(entry["by"]) - self._units(entry.get("but", []))):
                if assignment := self._by_task.get((unit_id, entry["task"])):
                    yield entry, assignment

    def _units(self, names: Iterable[str]) -> set[int]:
        """The units that these names mean, those of groups only where somebody hands in for them."""
        meant = [self._book.resolve(name) for name in names]
        groups = UnitGroup.objects.filter(pk__in=[row.group_id for row in meant if row.group_id])
        members = set(groups.values_list("members", flat=True)) & self._liaisons.keys()
        return members | {row.unit_id for row in meant if row.unit_id}

    def _accepted(self, entry: Entry, assignment: Assignment, at: dt.datetime) -> ProgressReport:
        return ProgressReport(
            assignment=assignment,
            period=self._periods[entry["period"]],
            author=self._liaisons[assignment.unit_id],
            narrative=entry["narrative"],
            completion=entry["completion"],
            status=Status.ACCEPTED,
            revision=1,
            submitted_at=at,
        )

    def _history(self, told: Iterable[tuple[ProgressReport, dt.datetime]]) -> Iterator[Event]:
        for report, at in told:
            steps = (
                (EventAct.PROGRESS_BEGIN, report.author, at, "", Status.DRAFT),
                (EventAct.PROGRESS_SUBMIT, report.author, at, Status.DRAFT, Status.SUBMITTED),
                (EventAct.PROGRESS_ACCEPT, self._reviewer, at + ACCEPTED_AFTER, Status.SUBMITTED, Status.ACCEPTED),
            )
            for act, actor, moment, before, after in steps:
                yield event_of(act=act, user=actor, obj=report, now=moment, from_state=before, to_state=after)

    def _close(self, last: list[tuple[ProgressReport, dt.datetime]]) -> None:
        """100 % of a task that closes ends the work; each unit says it once."""
        Assignment.objects.filter(pk__in=[report.assignment_id for report, _ in last]).update(state=State.DONE)

    def _closed(self, last: Iterable[tuple[ProgressReport, dt.datetime]]) -> Iterator[Event]:
        for report, at in last:
            yield event_of(
                act=EventAct.ASSIGNMENT_DONE,
                user=self._reviewer,
                obj=report.assignment,
                now=at + ACCEPTED_AFTER,
                from_state=State.OPEN,
                to_state=State.DONE,
                reason=f"{report.period.label}填报完成100%，审核通过",
            )


def _save(
    author: User,
    assignment: Assignment,
    period: ReportingPeriod,
    entry: Entry,
    *,
    revision: int | None,
    now: dt.datetime,
) -> ProgressReport:
    content = ProgressContent(entry["narrative"], entry["completion"], [_figure(row) for row in entry["figures"]])
    return progress_save(user=author, assignment=assignment, period=period, content=content, revision=revision, now=now)


def _version(report: ProgressReport, at: dt.datetime) -> ProgressVersion:
    return ProgressVersion(
        report=report,
        number=1,
        narrative=report.narrative,
        completion=report.completion,
        submitted_by=report.author,
        submitted_at=at,
    )


def _moment(period: ReportingPeriod, serial: int) -> dt.datetime:
    """A working hour in the last three weeks of the period, different from entry to entry."""
    day = period.ends_on - dt.timedelta(days=4 + serial % 17)
    return dt.datetime.combine(day, dt.time(9 + serial % 8, serial * 7 % 60), tzinfo=timezone.get_default_timezone())


def _figure(row: Entry) -> FigureContent:
    previous = row.get("previous_value")
    return FigureContent(
        row["label"], Decimal(row["value"]), row.get("unit", ""), None if previous is None else Decimal(previous)
    )
