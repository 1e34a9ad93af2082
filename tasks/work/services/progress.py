"""Writing progress reports: save, submit, accept, return. Each is one transaction with its event."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.common.numbers import decimal_text
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import User
from tasks.plans.models import Task
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tasks.work.models import Assignment, Figure, ProgressReport, ProgressVersion, ReportingPeriod

Status = ProgressReport.Status
CHANGED_MEANWHILE = "这份填报刚刚被他人修改或提交，您填写的内容仍在页面上，请核对最新内容后再保存。"
DECIDED_MEANWHILE = "这份填报已被他人处理，请刷新页面查看最新状态。"
CLOSED: dict[str, str] = {
    Assignment.State.DONE: "这项任务已办结，不再需要填报；需要补充的，请联系司法局。",
    Assignment.State.WITHDRAWN: "这项任务已撤回，不再需要填报。",
}


NOT_OPEN = "{period}还没有开始，请在{day:%Y-%m-%d}以后填报。"
STEPS = {
    Status.SUBMITTED: EventAct.PROGRESS_SUBMIT,
    Status.ACCEPTED: EventAct.PROGRESS_ACCEPT,
    Status.RETURNED: EventAct.PROGRESS_RETURN,
}


@dataclass(frozen=True)
class FigureContent:
    """One counted result as typed: `value` and `previous_value` are in `unit`."""

    label: str
    value: Decimal
    unit: str = ""
    previous_value: Decimal | None = None


@dataclass(frozen=True)
class ProgressContent:
    """What a liaison fills in; `completion` is 0 to 100 percent."""

    narrative: str
    completion: int
    figures: Sequence[FigureContent] = ()


@transaction.atomic
def progress_save(
    *,
    user: User,
    assignment: Assignment,
    period: ReportingPeriod,
    content: ProgressContent,
    revision: int | None,
    now: dt.datetime,
) -> ProgressReport:
    """Save a draft, or the answer to a returned report. `revision` is what the form was opened with, None if new.

    Raises NotAllowedError for who does not report for the unit; StaleError when the report was changed, or begun, by
    somebody else meanwhile; ServiceError when the assignment takes no reports, since it is done or withdrawn, or none
    on this period, which has not begun.
    """
    require(user, Act.PROGRESS_FILL, unit_id=assignment.unit_id)
    _require_open(assignment.pk)
    _require_begun(assignment, period, now)
    if revision is None:
        report = _begin(user, assignment, period, content)
        record(act=EventAct.PROGRESS_BEGIN, user=user, obj=report, now=now, to_state=report.status)
    else:
        report = _overwrite(user, assignment, period, content, revision, now)
        report.figures.all().delete()
    Figure.objects.bulk_create(
        Figure(report=report, position=n, **vars(figure)) for n, figure in enumerate(content.figures, 1)
    )
    return report


def _require_open(assignment_id: int) -> None:
    """Lock the assignment's row first: who closes it at the same moment waits, or is seen here."""
    state = Assignment.objects.select_for_update().values_list("state", flat=True).get(pk=assignment_id)
    if state in CLOSED:
        raise ServiceError(CLOSED[state])


def _require_begun(assignment: Assignment, period: ReportingPeriod, now: dt.datetime) -> None:
    """The period is one of the plan, and can be reported on."""
    plan = assignment.task.action.plan
    if period.plan_id != plan.pk:
        raise ServiceError("所选调度周期不属于这项任务的工作方案，请重新选择周期。")
    if period.starts_on > plan.as_of(timezone.localdate(now)):
        raise ServiceError(NOT_OPEN.format(period=period, day=period.starts_on))


def _begin(user: User, assignment: Assignment, period: ReportingPeriod, content: ProgressContent) -> ProgressReport:
    try:
        with transaction.atomic():
            return ProgressReport.objects.create(
                assignment=assignment,
                period=period,
                author=user,
                narrative=content.narrative,
                completion=content.completion,
                revision=1,
            )
    except IntegrityError as error:
        raise StaleError(CHANGED_MEANWHILE) from error


def _overwrite(
    user: User,
    assignment: Assignment,
    period: ReportingPeriod,
    content: ProgressContent,
    revision: int,
    now: dt.datetime,
) -> ProgressReport:
    """The report with its new words; the event keeps the old ones, where they differ."""
    stored = ProgressReport.objects.filter(assignment=assignment, period=period, status__in=ProgressReport.EDITABLE)
    old = stored.filter(revision=revision).values_list("narrative", flat=True).first()
    changed = stored.filter(revision=revision).update(
        narrative=content.narrative,
        completion=content.completion,
        author=user,
        revision=F("revision") + 1,
        updated_at=now,
    )
    if not changed:
        raise StaleError(CHANGED_MEANWHILE)
    report = ProgressReport.objects.get(assignment=assignment, period=period)
    report.assignment, report.period = assignment, period  # at hand already
    before = old if old and old != content.narrative else ""
    record(act=EventAct.PROGRESS_WRITE, user=user, obj=report, now=now, before=before)
    return report


@transaction.atomic
def progress_submit(*, user: User, report: ProgressReport, now: dt.datetime) -> ProgressVersion:
    """Hand a draft or a returned report in for review; what is handed in is kept as a version.

    Raises NotAllowedError for who does not report for the unit; ServiceError when there is nothing in it, the
    assignment takes no reports or the period has not begun; StaleError when it was submitted or changed meanwhile.
    """
    require(user, Act.PROGRESS_SUBMIT, unit_id=report.assignment.unit_id)
    if not report.narrative.strip():
        raise ServiceError("请先填写进展情况，再提交审核。")
    _require_open(report.assignment_id)
    _require_begun(report.assignment, report.period, now)
    _move(report, ProgressReport.EDITABLE, Status.SUBMITTED, user=user, now=now, submitted_at=now)
    return ProgressVersion.objects.create(
        report=report,
        number=report.versions.count() + 1,
        narrative=report.narrative,
        completion=report.completion,
        figures=figure_records(report),
        evidence=[
            {"sha256": link.evidence.sha256, "name": link.name}
            for link in report.evidence_links.filter(removed=False).select_related("evidence").order_by("pk")
        ],
        submitted_by=user,
        submitted_at=now,
    )


@transaction.atomic
def progress_accept(*, user: User, report: ProgressReport, now: dt.datetime, seen_revision: int | None = None) -> None:
    """Accept a submitted report; completion 100 % closes an assignment whose deadline closes.

    `seen_revision` is the one the reviewer read, if the page said. Raises NotAllowedError for who does not decide here,
    or handed it in himself; StaleError when it was decided meanwhile.
    """
    _require_decides(user, report, seen_revision)
    _move(report, [Status.SUBMITTED], Status.ACCEPTED, user=user, now=now)
    assignment = report.assignment
    if report.completion == 100 and _closes(assignment.task_id):
        closed = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.OPEN).update(
            state=Assignment.State.DONE
        )
        if closed:
            record(
                act=EventAct.ASSIGNMENT_DONE,
                user=user,
                obj=assignment,
                now=now,
                from_state=Assignment.State.OPEN,
                to_state=Assignment.State.DONE,
                reason=f"{report.period.label}填报完成100%，审核通过",
            )


def _closes(task_id: int) -> bool:
    """Whether the task ends with 100 %, as it is now: who revises it at the same moment waits, or is seen here."""
    return Task.objects.select_for_update(no_key=True).get(pk=task_id).closes


@transaction.atomic
def progress_return(
    *, user: User, report: ProgressReport, reason: str, now: dt.datetime, seen_revision: int | None = None
) -> None:
    """Send a submitted report back with a reason; `seen_revision` as for acceptance.

    Raises NotAllowedError as for acceptance, ServiceError without a reason, StaleError when it was decided meanwhile.
    """
    _require_decides(user, report, seen_revision)
    if not reason.strip():
        raise ServiceError("请写明退回理由，以便联络员修改。")
    _move(report, [Status.SUBMITTED], Status.RETURNED, user=user, now=now, reason=reason.strip())


def _require_decides(user: User, report: ProgressReport, seen_revision: int | None) -> None:
    """Staff of the place, the admin; never who handed it in.

    Returned and handed in again since the page was opened, it is another text: the reviewer reads it first.
    """
    require(user, Act.PROGRESS_DECIDE, place_id=report.place_id, handed_in_by=report.handed_in_by_id)
    if seen_revision is not None and seen_revision != report.revision:
        raise StaleError(DECIDED_MEANWHILE)


def _move(
    report: ProgressReport,
    from_states: Sequence[str],
    to_state: Status,
    *,
    user: User,
    now: dt.datetime,
    reason: str = "",
    **changes: object,
) -> None:
    """Change the status only from the state and the revision that the caller saw; zero rows: someone else was first."""
    changed = ProgressReport.objects.filter(
        pk=report.pk, status=report.status, status__in=from_states, revision=report.revision
    ).update(status=to_state, updated_at=now, **changes)
    if not changed:
        raise StaleError(DECIDED_MEANWHILE)
    record(
        act=STEPS[to_state],
        user=user,
        obj=report,
        now=now,
        from_state=report.status,
        to_state=to_state,
        reason=reason,
    )
    report.status = to_state


def figure_records(report: ProgressReport) -> list[dict[str, str | None]]:
    """A report's figures in the form that versions keep: {label, value, unit, previous_value}, numbers as text."""
    return [
        {
            "label": figure.label,
            "value": decimal_text(figure.value),
            "unit": figure.unit,
            "previous_value": None if figure.previous_value is None else decimal_text(figure.previous_value),
        }
        for figure in report.figures.order_by("position")
    ]
