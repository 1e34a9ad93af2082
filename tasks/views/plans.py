"""Plans for staff: what was read, what is unknown, publish, the source file."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tasks.forms.decisions import LinkForm, link_choices
from tasks.models import Plan, PlanDraft, Responsibility
from tasks.selectors.coverage import lower_plans
from tasks.selectors.drafts import draft_rows
from tasks.selectors.plans import (
    other_lines,
    parsed_items,
    plan_rows,
    publication_preview,
    remarks,
    unknown_names,
)
from tasks.selectors.upper import upper_choice
from tasks.selectors.versions import version_rows
from tasks.services.errors import ServiceError
from tasks.services.plan_deletion import plan_delete as delete
from tasks.services.plans import plan_publish as publish
from tasks.services.plans import responsibility_link as link
from tasks.views.access import current_user, staff_only
from tasks.views.files import attachment


@require_safe
@staff_only
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans that this person may read, newest years first."""
    plans = plan_rows(current_user(request))
    context = {"plans": plans, "drafts": draft_rows(current_user(request)), "year_from_home": True}
    return render(request, "tasks/plan_list.html", context)


@require_safe
@staff_only
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan beside its source, and for who manages it what is still to be done before and after publication."""
    user, plan = current_user(request), _readable_plan(request, pk)
    manages = user.scope.imports_for(plan.jurisdiction_id)
    items, unknown = parsed_items(plan), unknown_names(plan) if manages else []
    context = {
        "plan": plan,
        "items": items,
        "other_lines": other_lines(plan, items),
        "task_count": sum(len(item.tasks) for item in items),
        "remarks": remarks(plan) if manages else [],
        "unknown": unknown,
        "choices": link_choices(plan.jurisdiction) if unknown else [],
        "preview": publication_preview(plan) if manages and plan.status == Plan.Status.DRAFT else None,
        "is_written": plan.drafts.filter(origin=PlanDraft.Origin.WRITTEN).exists(),
        "manages": manages,
        "upper": upper_choice(plan, user) if manages else None,
        "lower_plans": lower_plans(plan, user),
        "versions": version_rows(plan) if manages else [],
        "transitions": plan.transitions.select_related("actor").order_by("-at", "-id"),
        "year_from_home": True,
    }
    return render(request, "tasks/plan_detail.html", context)


@require_POST
@staff_only
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft the year's work."""
    plan = _plan(request, pk)
    try:
        count = publish(plan=plan, user=current_user(request), now=timezone.now())
        messages.success(request, f"方案已发布，生成{count}项承办任务，各单位联络员现在可以填报。")
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("plan_detail", pk)


@require_POST
@staff_only
def plan_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the draft; a plan that was written here is under review again."""
    plan = _plan(request, pk)
    try:
        written = delete(plan=plan, user=current_user(request))
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("plan_detail", pk)
    if written:
        messages.success(request, f"方案草稿“{plan.title}”已删除，拟制稿已退回待核对，可以继续修改。")
        return redirect("draft_detail", written.pk)
    messages.success(request, f"方案草稿“{plan.title}”已删除。需要时可以重新导入同一文件。")
    return redirect("plan_list")


@require_safe
@staff_only
def plan_source(request: HttpRequest, pk: int) -> FileResponse:
    """The file that the plan was read from."""
    source = _readable_plan(request, pk).source
    return attachment(source.file, source.name)


@require_safe
@staff_only
def version_source(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file that one version of the plan was read from."""
    versions = _plan(request, pk).versions.select_related("source")
    source = get_object_or_404(versions, number=number).source
    return attachment(source.file, source.name)


@require_POST
@staff_only
def responsibility_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which unit or group a name stands for."""
    user = current_user(request)
    managed = Responsibility.objects.filter(task__action__plan__in=Plan.objects.managed_by(user))
    said = get_object_or_404(managed.select_related("task__action__plan__jurisdiction"), pk=pk)
    plan = said.task.action.plan
    form = LinkForm(request.POST, choices=link_choices(plan.jurisdiction))
    try:
        if not form.is_valid():
            raise ServiceError(form.refusal)
        target = form.cleaned_data["target"]
        count = link(responsibility=said, target=target, user=user, now=timezone.now())
        came = f"，新增{count}项承办任务" if count else ""
        messages.success(request, f"“{said.name}”已对应到{target}{came}。以后导入的方案会自动识别这个名称。")
    except ServiceError as error:
        messages.error(request, f"“{said.name}”没有对应：{error}")
    return redirect("plan_detail", plan.pk)


def _plan(request: HttpRequest, pk: int) -> Plan:
    managed = Plan.objects.managed_by(current_user(request)).select_related("source", "jurisdiction", "upper_plan")
    return get_object_or_404(managed, pk=pk)


def _readable_plan(request: HttpRequest, pk: int) -> Plan:
    readable = Plan.objects.readable_by(current_user(request)).select_related("source", "jurisdiction", "upper_plan")
    return get_object_or_404(readable, pk=pk)
