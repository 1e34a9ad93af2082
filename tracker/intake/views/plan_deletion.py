"""Deleting a plan that is still a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tasks.plans.views import allowed_plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tracker.intake.services.plan_deletion import plan_delete as delete
from tracker.intake.views.requests import refusal_told


@require_POST
@requires(Act.PLAN_DELETE)
def plan_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the draft; a plan that was written here is under review again."""
    plan = allowed_plan(request, pk, Act.PLAN_DELETE)
    with refusal_told(request):
        if written := delete(plan=plan, user=current_user(request)):
            messages.success(request, f"方案草稿“{plan.title}”已删除，拟制稿已退回待核对，可以继续修改。")
            return redirect("draft_detail", written.pk)
        messages.success(request, f"方案草稿“{plan.title}”已删除。需要时可以重新导入同一文件。")
        return redirect("plan_list")
    return redirect("plan_detail", pk)
