"""What units handed in, to read."""

from django.contrib import admin

from tasks.admin.base import HistoryRows, ReadOnlyPage, ReadOnlyRows
from tasks.models import Evidence, EvidenceLink, Figure, ProgressReport, ProgressTransition, ProgressVersion


class FigureInline(ReadOnlyRows):
    model = Figure
    fields = ["position", "label", "value", "unit", "previous_value"]


class EvidenceLinkInline(ReadOnlyRows):
    model = EvidenceLink
    fields = ["name", "evidence", "uploaded_by", "uploaded_at", "removed"]


class VersionInline(ReadOnlyRows):
    model = ProgressVersion
    fields = ["number", "narrative", "completion", "submitted_by", "submitted_at"]


class ProgressHistoryInline(HistoryRows):
    model = ProgressTransition


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnlyPage):
    list_display = ["assignment", "period", "status", "completion", "author", "submitted_at"]
    list_filter = ["status", "period__plan", "assignment__unit"]
    list_select_related = ["assignment__unit", "assignment__task", "period", "author"]
    search_fields = ["narrative", "assignment__task__title", "assignment__unit__name", "author__name"]
    inlines = [FigureInline, EvidenceLinkInline, VersionInline, ProgressHistoryInline]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyPage):
    list_display = ["sha256", "media_type", "size", "created_at"]
    list_filter = ["media_type"]
    search_fields = ["sha256", "links__name"]
