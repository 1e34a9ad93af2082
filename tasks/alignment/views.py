"""The plan above: naming it, and deciding task by task how it is carried out."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from tasks.alignment.coverage import SURE_PERCENT, State
from tasks.alignment.exports import coverage_name, write_coverage
from tasks.alignment.selectors.coverage import (
    Coverage,
    CoverageRow,
    Proposal,
    coverage,
    similarity_percent,
    tasks_in_force,
    units_of,
)
from tasks.alignment.selectors.upper import upper_plans
from tasks.alignment.services.coverage import (
    Match,
    coverage_accept_all,
    coverage_clear,
    coverage_decide,
    coverage_exempt,
)
from tasks.alignment.services.upper import plan_set_upper
from tasks.common.errors import ServiceError, StaleError
from tasks.common.numbers import number_in
from tasks.common.query import query_of
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.plans.models import Plan, Task
from tasks.plans.views import allowed_plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.rules import may

PAGE_SIZE = 60


@require_POST
@requires(Act.UPPER_SET)
def plan_upper(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the upper plan; an empty choice names none."""
    plan, user = allowed_plan(request, pk, Act.UPPER_SET), current_user(request)
    chosen = number_in(request.POST.get("upper", ""))
    upper = next((row for row in upper_plans(plan.jurisdiction, user) if row.pk == chosen), None)
    try:
        if request.POST.get("upper") and upper is None:
            raise ServiceError("所选方案不是上级地区的方案，请重新选择。")
        seen = number_in(request.POST.get("seen", ""))
        plan_set_upper(plan=plan, upper=upper, seen=seen, user=user, now=timezone.now())
        messages.success(
            request, f"上级方案已定为《{upper}》。" if upper else "已取消上级方案，已确认的承接情况仍然保留。"
        )
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("plan_detail", pk)


@require_safe
@requires(Act.PLAN_DETAILS)
def plan_coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """The upper tasks and what became of them; ?state= narrows them, ?at= is the one just decided on, which stays.

    To htmx, only that one; ?pick= opens the choice of any other task for it.
    """
    plan = allowed_plan(request, pk, Act.PLAN_DETAILS)
    upper = _readable_upper(request, plan)
    found = coverage(plan) if upper else Coverage([])
    at = number_in(request.GET.get("at", ""))
    if request.htmx and at:  # type: ignore[attr-defined]  # django-htmx
        response = _fragment(request, plan, found, at)
    else:
        chosen = _chosen(request)
        rows = [row for row in found.rows if not chosen or row.state == chosen or row.task.pk == at]
        page = _page(request, rows, at)
        context = {
            **_context(request, plan, found, at),
            "upper": upper,
            "page": page,
        }
        response = render(request, "alignment/plan_coverage.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@requires(Act.COVERAGE_DECIDE)
def plan_coverage_decide(request: HttpRequest, pk: int, upper: int) -> HttpResponse:
    """`decision` is full, partly or none, and may name the task of ours: full-12; where it does not, `lower` does."""
    extent, _, named = request.POST.get("decision", "").partition("-")

    def act(plan: Plan, task: Task, seen: str) -> None:
        lower = _lower(plan, named or request.POST.get("lower", ""))
        coverage_decide(
            plan=plan,
            upper=task,
            lower=lower,
            extent=extent,
            percent=similarity_percent(plan, task, lower),
            seen=seen,
            user=current_user(request),
            now=timezone.now(),
        )

    return _act(request, pk, upper, act)


@require_POST
@requires(Act.COVERAGE_DECIDE)
def plan_coverage_exempt(request: HttpRequest, pk: int, upper: int) -> HttpResponse:
    """The upper task is not for this level of government."""

    def act(plan: Plan, task: Task, seen: str) -> None:
        coverage_exempt(plan=plan, upper=task, seen=seen, user=current_user(request), now=timezone.now())

    return _act(request, pk, upper, act)


@require_POST
@requires(Act.COVERAGE_DECIDE)
def plan_coverage_clear(request: HttpRequest, pk: int, upper: int) -> HttpResponse:
    """Take a decision back: on the task that `clear` names, or on the upper task as a whole."""

    def act(plan: Plan, task: Task, seen: str) -> None:
        named = request.POST.get("clear", "")
        lower = _lower(plan, named) if named else None
        coverage_clear(plan=plan, upper=task, lower=lower, seen=seen, user=current_user(request), now=timezone.now())

    return _act(request, pk, upper, act)


@require_POST
@requires(Act.COVERAGE_DECIDE)
def plan_coverage_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all sure proposals, if they are still the `pairs` that the page showed."""
    plan = allowed_plan(request, pk, Act.COVERAGE_DECIDE)
    if _readable_upper(request, plan) is None:
        raise Http404
    sure = coverage(plan).sure
    matches = [Match(row.task, best.task, best.percent) for row, best in sure]
    try:
        if request.POST.get("pairs", "") != _pairs(sure):
            raise StaleError("提议刚刚有变化，请核对页面上现在的项数后再确认。")
        count = coverage_accept_all(plan=plan, matches=matches, user=current_user(request), now=timezone.now())
        messages.success(request, f"已确认{count}项{SURE_PERCENT}%以上的提议。")
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("plan_coverage", pk)


@require_safe
@requires(Act.PLAN_DETAILS)
def plan_coverage_export(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The coverage as XLSX."""
    plan = allowed_plan(request, pk, Act.PLAN_DETAILS)
    if _readable_upper(request, plan) is None:
        return redirect("plan_coverage", pk)
    rows = coverage(plan).rows
    units = units_of(decision.lower_id for row in rows for decision in row.carried_out)
    file = write_coverage(rows, units)
    record(act=EventAct.COVERAGE_EXPORT, user=current_user(request), obj=plan)
    return FileResponse(file, as_attachment=True, filename=coverage_name(plan, timezone.localdate()))


def _page(request: HttpRequest, rows: list[CoverageRow], at: int | None) -> Page[CoverageRow]:
    """The page that the address asks for; where it asks for none, that of the task just decided on."""
    place = next((n for n, row in enumerate(rows) if row.task.pk == at), 0)
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page") or place // PAGE_SIZE + 1)


def _readable_upper(request: HttpRequest, plan: Plan) -> Plan | None:
    """The upper plan, where one is named that this person may read."""
    readable = Plan.objects.allowed_to(current_user(request), Act.PLAN_READ)
    return readable.filter(pk=plan.upper_plan_id).first() if plan.upper_plan_id else None


def _lower(plan: Plan, key: str) -> Task:
    """A task of this plan, as a form names it."""
    tasks = Task.objects.filter(action__plan=plan).select_related("action")
    task = tasks.filter(pk=number_in(key) or 0).first()
    if task is None:
        raise ServiceError("请先选择一项本级任务。")
    return task


def _chosen(request: HttpRequest) -> str:
    """The state that the address asks for; nothing for all."""
    asked = request.POST.get("state") or request.GET.get("state", "")
    return asked if asked in State.values else ""


def _act(request: HttpRequest, pk: int, upper: int, act: Callable[[Plan, Task, str], None]) -> HttpResponse:
    """Do one thing to one upper task, and show that task again: alone to htmx, else on the page."""
    plan = allowed_plan(request, pk, Act.COVERAGE_DECIDE)
    if _readable_upper(request, plan) is None:
        raise Http404
    readable = Task.objects.allowed_to(current_user(request), Act.PLAN_READ).select_related("action")
    task = get_object_or_404(readable, pk=upper)
    refusal = ""
    try:
        act(plan, task, request.POST.get("seen", ""))
    except ServiceError as error:
        refusal = str(error)
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return _fragment(request, plan, coverage(plan), upper, refusal)
    if refusal:
        messages.error(request, refusal)
    return redirect(f"{_address(plan, state=_chosen(request), at=upper)}#upper-{upper}")


def _fragment(request: HttpRequest, plan: Plan, found: Coverage, upper: int, refusal: str = "") -> HttpResponse:
    """One upper task, and the figures above the list; the whole page where that task is not there any more."""
    row = found.row(upper)
    if row is None:
        messages.error(request, refusal or "这项任务已不在上级方案中。")
        return HttpResponseClientRedirect(_address(plan))
    context = {**_context(request, plan, found, upper), "row": row, "refusal": refusal, "is_swap": True}
    return render(request, "alignment/_coverage_row.html", context)


def _context(request: HttpRequest, plan: Plan, found: Coverage, at: int | None) -> dict[str, object]:
    """What the page and one upper task of it, `at`, both show; all tasks of ours where one is to be picked for that."""
    picks = request.method != "POST" and bool(request.GET.get("pick"))
    return {
        "plan": plan,
        "may_decide": may(current_user(request), Act.COVERAGE_DECIDE, place_id=plan.jurisdiction_id),
        "state": _chosen(request),
        "total": len(found.rows),
        "parts": _parts(plan, found),
        "sure": found.sure,
        "pairs": _pairs(found.sure),
        "sure_percent": SURE_PERCENT,
        "choices": tasks_in_force(plan.pk) if picks else [],
        "picked": at if picks else None,
        "year_from_home": True,
    }


def _parts(plan: Plan, found: Coverage) -> list[dict[str, object]]:
    """The states with their counts, as parts of a bar: {state, name, value, fill, label, url}."""
    return [
        {
            "state": state.value,
            "name": state.label,
            "value": found.counts[state],
            "fill": state.value,
            "label": f"{state.label} {found.counts[state]} 项",
            "url": _address(plan, state=state.value),
        }
        for state in State
    ]


def _pairs(sure: list[tuple[CoverageRow, Proposal]]) -> str:
    return " ".join(f"{row.task.pk}-{best.task.pk}" for row, best in sure)


def _address(plan: Plan, **query: object) -> str:
    return reverse("plan_coverage", args=[plan.pk]) + query_of(query)
