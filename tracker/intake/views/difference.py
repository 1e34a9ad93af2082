"""What a draft changes in the plan it revises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tasks.plans.models import Plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.difference import difference_page
from tracker.intake.views.requests import managed_draft


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
