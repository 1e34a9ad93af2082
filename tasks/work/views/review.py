"""Reading one report, and the staff's queue: accept, or return with a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.common.query import query_of
from tasks.people.models import User
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.rules import OWN, may
from tasks.work.forms import ReturnForm
from tasks.work.models import Assignment, ProgressReport, ProgressReportQuerySet
from tasks.work.selectors.progress import (
    QueueFilter,
    next_waiting,
    period_rows,
    period_tabs,
    queue_choices,
    waiting,
    with_queue_columns,
)
from tasks.work.selectors.timeline import handed_in, timeline
from tasks.work.services.progress import progress_accept as accept
from tasks.work.services.progress import progress_return as send_back

PAGE_SIZE = 20
NO_REVISION = -1


@require_safe
@requires(Act.PROGRESS_DECIDE)
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's decision, oldest first; ?unit= and ?action= narrow it."""
    user, chosen = current_user(request), _chosen(request)
    page = Paginator(with_queue_columns(waiting(user, chosen)), PAGE_SIZE).get_page(request.GET.get("page"))
    units, actions = queue_choices(user)
    context = {"page": page, "units": units, "actions": actions, "chosen": chosen, "keep": _query(chosen)}
    return render(request, "work/review_queue.html", {**context, "year_from_home": True})


@require_safe
def progress_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as last handed in, and its history; with the forms to decide for those who may."""
    user = current_user(request)
    report = get_object_or_404(_with_task(ProgressReport.objects.visible_to(user)), pk=pk)
    return _detail(request, user, report, ReturnForm())


def _detail(request: HttpRequest, user: User, report: ProgressReport, form: ReturnForm) -> HttpResponse:
    assignment, chosen, place_id = report.assignment, _chosen(request), report.place_id
    may_review = may(user, Act.PROGRESS_DECIDE, place_id=place_id)
    may_decide = may_review and may(user, Act.PROGRESS_DECIDE, place_id=place_id, handed_in_by=report.handed_in_by_id)
    is_waiting = report.status == ProgressReport.Status.SUBMITTED
    is_own = may(user, Act.PROGRESS_FILL, unit_id=assignment.unit_id)
    context = {
        "report": report,
        "assignment": assignment,
        "task": assignment.task,
        "content": handed_in(report),
        "events": timeline(ProgressReport.objects.filter(pk=report.pk)),
        "tabs": period_tabs(period_rows(assignment, timezone.localdate()), report.period) if is_own else None,
        "is_own": is_own,
        "is_withdrawn": assignment.state == Assignment.State.WITHDRAWN,
        "may_review": may_review,
        "may_decide": may_decide and is_waiting,
        "refusal": OWN if may_review and is_waiting and not may_decide else "",
        "next": next_waiting(user, chosen, report) if may_review and report.submitted_at else None,
        "keep": _query(chosen),
        "form": form,
        "year_from_home": True,
    }
    return render(request, "work/progress_detail.html", context)


@require_POST
@requires(Act.PROGRESS_DECIDE)
def progress_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, and go on to the next in the queue."""
    user = current_user(request)
    report = _to_decide_on(user, pk)
    try:
        accept(user=user, report=report, now=timezone.now(), seen_revision=_seen(request))
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("progress_detail", pk)
    return _go_on(request, user, report, "已审核通过")


@require_POST
@requires(Act.PROGRESS_DECIDE)
def progress_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back with a reason, and go on to the next in the queue. A reason that could not be used stays typed."""
    user = current_user(request)
    report = _to_decide_on(user, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _detail(request, user, report, form)
    reason = form.cleaned_data["reason"]
    try:
        send_back(user=user, report=report, reason=reason, now=timezone.now(), seen_revision=_seen(request))
    except ServiceError as error:
        form.add_error(None, str(error))
        return _detail(request, user, report, form)
    return _go_on(request, user, report, "已退回")


def _to_decide_on(user: User, pk: int) -> ProgressReport:
    """A report of a place whose progress this person decides on; an own one is refused later, with a sentence."""
    report = get_object_or_404(_with_task(ProgressReport.objects.visible_to(user)), pk=pk)
    if not may(user, Act.PROGRESS_DECIDE, place_id=report.place_id):
        raise Http404
    return report


def _with_task(reports: ProgressReportQuerySet) -> ProgressReportQuerySet:
    return reports.select_related("assignment__task__action__plan", "assignment__unit", "period", "author")


def _seen(request: HttpRequest) -> int | None:
    """The revision that the page showed, None if it did not say; one that no page of ours sent matches nothing."""
    text = request.POST.get("revision", "")
    return None if not text else number_in(text) or NO_REVISION


def _go_on(request: HttpRequest, user: User, report: ProgressReport, outcome: str) -> HttpResponse:
    chosen = _chosen(request)
    following = next_waiting(user, chosen, report)
    done = f"{outcome}：{report.assignment.unit}，{report.period}，“{report.assignment.task}”。"
    if following is None:
        messages.success(request, f"{done}待审核的已全部处理完。")
        return redirect("review_queue")
    messages.success(request, f"{done}现在是下一份。")
    return redirect(reverse("progress_detail", args=[following.pk]) + _query(chosen))


def _chosen(request: HttpRequest) -> QueueFilter:
    return QueueFilter(number_in(request.GET.get("unit", "")), number_in(request.GET.get("action", "")))


def _query(chosen: QueueFilter) -> str:
    """The query string that keeps the queue narrowed from one report to the next; nothing where it is not."""
    return query_of({"unit": chosen.unit_id, "action": chosen.action_id})
