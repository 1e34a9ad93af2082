"""Saying whether a draft is a new version of a plan that is here, and which task is which."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.plans.models import Plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_discard as discard
from tracker.intake.services.review import draft_pair as pair
from tracker.intake.services.review import draft_revise
from tracker.intake.views.requests import back_to, managed_draft, seen


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_revises(request: HttpRequest, pk: int) -> HttpResponse:
    """`act`: revise (the plan named by `plan`), another (a plan of its own), or drop (it is that plan already)."""
    draft, act = managed_draft(request, pk), request.POST.get("act", "")
    try:
        plan = None if act == "another" else _plan(request, draft)
        if act == "drop" and plan:
            discard(**seen(request, draft))
            messages.success(request, "已放弃这份稿件，这里就是已有的方案，没有任何变化。")
            return redirect("plan_detail", plan.pk)
        draft_revise(**seen(request, draft), plan=plan)
    except ServiceError as error:
        messages.error(request, str(error))
        return back_to(draft, "kin")
    return redirect("draft_difference", pk) if plan else back_to(draft, "kin")


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
    try:
        if not (item and said):
            raise ServiceError("请先选择对应的任务。")
        pair(**seen(request, draft), item=item, said=said)
    except ServiceError as error:
        messages.error(request, str(error))
    show = request.POST.get("show", "")
    query = f"?{urlencode({'show': show})}" if show else ""
    return redirect(f"{reverse('draft_difference', args=[draft.pk])}{query}#{item}")
