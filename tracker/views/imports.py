"""Confirming an import, which writes tasks and indicators at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tasks.services.errors import ServiceError
from tasks.views.access import current_user, staff_only
from tasks.views.drafts import managed_draft, revision_of
from tracker.importing import confirm_draft


@require_POST
@staff_only
def draft_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the reviewed draft as a plan; the plan's page publishes it."""
    draft = managed_draft(request, pk)
    try:
        result = confirm_draft(
            draft=draft, revision=revision_of(request), user=current_user(request), now=timezone.now()
        )
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("draft_detail", pk)
    messages.success(request, "方案已导入为草稿。请在这里核对后点“发布”，各单位即可填报。")
    return redirect("plan_detail", result.plan.pk)
