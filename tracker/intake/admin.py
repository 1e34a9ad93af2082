"""Plans on their way in, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tasks.common.admin import ReadOnlyPage
from tracker.intake.models import PlanDraft


@admin.register(PlanDraft)
class PlanDraftAdmin(ReadOnlyPage):
    """How its reading goes stands at 后台任务."""

    list_display = ["title", "state", "message", "jurisdiction", "owner", "updated_at"]
    list_filter = ["state", "origin", "jurisdiction"]
    list_select_related = ["jurisdiction", "owner"]
    search_fields = ["name", "sha256", "message", "owner__name"]
    fields = [
        *("name", "origin", "state", "message", "job", "revision", "jurisdiction"),
        *("owner", "plan", "revises", "upper_plan", "sha256", "file", "created_at", "updated_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        drafts: QuerySet[Any] = super().get_queryset(request)
        return drafts.defer("text", "parsed", "decisions", "acknowledged", "given", "pairs")
