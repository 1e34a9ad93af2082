"""Plans on their way in, to read."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tasks.common.admin import ReadOnlyPage
from tracker.intake.models import PlanDraft


@admin.register(PlanDraft)
class PlanDraftAdmin(ReadOnlyPage):
    """A draft that is stuck is seen here: how often it was begun, until when its worker holds it, what it said."""

    list_display = ["title", "state", "message", "jurisdiction", "owner", "attempts", "held_until", "updated_at"]
    list_filter = ["state", "origin", "jurisdiction"]
    list_select_related = ["jurisdiction", "owner"]
    search_fields = ["name", "sha256", "message", "owner__name"]
    fields = [
        *("name", "origin", "state", "percent", "message", "attempts", "held_until", "revision", "jurisdiction"),
        *("owner", "plan", "revises", "upper_plan", "sha256", "file", "created_at", "updated_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        drafts: QuerySet[Any] = super().get_queryset(request)
        return drafts.defer("text", "parsed", "decisions", "acknowledged", "given", "pairs")

    @admin.display(description="占用至", ordering="lease_until")
    def held_until(self, draft: PlanDraft) -> dt.datetime | None:
        return draft.lease_until
