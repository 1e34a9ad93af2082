"""Confirming an import, which writes tasks and indicators at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.plans.services.plans import PlanImport
from tasks.rights.access import requires
from tasks.rights.acts import Act
from tracker.intake.models import PlanDraft
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.views.requests import managed_draft, seen


@require_POST
@requires(Act.DRAFT_CONFIRM)
def draft_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the reviewed draft as a plan, which its page publishes, or as the next version of the one it revises."""
    draft = managed_draft(request, pk)
    try:
        result = confirm_draft(
            **seen(request, draft), now=timezone.now(), seen_version=number_in(request.POST.get("version", "")) or 0
        )
    except ServiceError as error:
        draft.refresh_from_db()
        if draft.plan:  # a second click, or another window: it is done
            messages.info(request, "这份稿件已经确认过，没有重复写入，这里就是写入后的方案。")
            return redirect("plan_detail", draft.plan.pk)
        messages.error(request, str(error))
        return redirect("draft_difference" if draft.revises_id else "draft_detail", pk)
    messages.success(request, _done(result, draft))
    return redirect("plan_detail", result.plan.pk)


def _done(result: PlanImport, draft: PlanDraft) -> str:
    if result.version:
        return f"方案已修订为第{result.version}版，各项任务的进展都已保留；改了什么，见“版本”。"
    done = "写入" if draft.origin == PlanDraft.Origin.WRITTEN else "导入"
    return f"方案已{done}为草稿。请在这里核对后点“发布”，各单位即可填报。"
