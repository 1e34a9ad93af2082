"""Saying whether a draft is a new version of a plan that is here, which task is which, and what it changes there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.plans.models import Plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.difference import difference_page
from tracker.intake.services.drafts import draft_discard as discard
from tracker.intake.services.review import draft_pair as pair
from tracker.intake.services.review import draft_revise
from tracker.intake.views.requests import back_to, managed_draft, refusal_told, seen


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_revises(request: HttpRequest, pk: int) -> HttpResponse:
    """`act`: revise (the plan named by `plan`), another (a plan of its own), or drop (it is that plan already)."""
    draft, act = managed_draft(request, pk), request.POST.get("act", "")
    with refusal_told(request):
        plan = None if act == "another" else _plan(request, draft)
        if act == "drop" and plan:
            discard(**seen(request, draft))
            messages.success(request, "已放弃这份稿件，这里就是已有的方案，没有任何变化。")
            return redirect("plan_detail", plan.pk)
        draft_revise(**seen(request, draft), plan=plan)
        if plan:
            return redirect("draft_difference", pk)
    return back_to(draft, "kin")


def _plan(request: HttpRequest, draft: PlanDraft) -> Plan:
    """The plan chosen, one of the draft's place that this person manages."""
    plans = Plan.objects.allowed_to(current_user(request), Act.PLAN_REVISE).filter(jurisdiction=draft.jurisdiction_id)
    plan = plans.filter(pk=number_in(request.POST.get("plan", "")) or 0).first()
    if plan is None:
        raise ServiceError("请选择这是哪份方案的新版本。")
    return plan


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """A task of the draft (`item`) is this one of the plan (`task`); none; or again as proposed (auto)."""
    draft = managed_draft(request, pk)
    item, said = request.POST.get("item", ""), request.POST.get("task", "")
    with refusal_told(request):
        if not (item and said):
            raise ServiceError("请先选择对应的任务。")
        pair(**seen(request, draft), item=item, said=said)
    show = request.POST.get("show", "")
    query = f"?{urlencode({'show': show})}" if show else ""
    return redirect(f"{reverse('draft_difference', args=[draft.pk])}{query}#{item}")


@require_safe
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """The difference by task; ?show= narrows it to one kind of change."""
    draft = managed_draft(request, pk)
    if draft.state != PlanDraft.State.READY or not draft.revises_id:
        return redirect("draft_detail", pk)
    plans = Plan.objects.allowed_to(current_user(request), Act.PLAN_REVISE).select_related("jurisdiction")
    plan = get_object_or_404(plans, pk=draft.revises_id)
    context = {
        "draft": draft,
        "plan": plan,
        "page": difference_page(draft, plan, request.GET.get("show", "")),
        "year_from_home": True,
    }
    return render(request, "intake/difference.html", context)
