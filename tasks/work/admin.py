"""What units handed in, to read."""

from django.contrib import admin

from tasks.common.admin import ReadOnlyPage, ReadOnlyRows
from tasks.events.admin_history import WithHistory
from tasks.plans.admin import PlanAdmin
from tasks.work.models import (
    Assignment,
    Evidence,
    EvidenceLink,
    Figure,
    ProgressReport,
    ProgressVersion,
    ReportingPeriod,
)


class FigureInline(ReadOnlyRows):
    model = Figure
    fields = ["position", "label", "value", "unit", "previous_value"]


class EvidenceLinkInline(ReadOnlyRows):
    model = EvidenceLink
    fields = ["name", "evidence", "uploaded_by", "uploaded_at", "removed"]


class VersionInline(ReadOnlyRows):
    model = ProgressVersion
    fields = ["number", "narrative", "completion", "submitted_by", "submitted_at"]


@admin.register(ProgressReport)
class ProgressReportAdmin(WithHistory, ReadOnlyPage):
    list_display = ["assignment", "period", "status", "completion", "author", "submitted_at"]
    list_filter = ["status", "period__plan", "assignment__unit"]
    list_select_related = ["assignment__unit", "assignment__task", "period", "author"]
    search_fields = ["narrative", "assignment__task__title", "assignment__unit__name", "author__name"]
    inlines = [FigureInline, EvidenceLinkInline, VersionInline]
    readonly_fields = ["history"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyPage):
    list_display = ["sha256", "media_type", "size", "created_at"]
    list_filter = ["media_type"]
    search_fields = ["sha256", "links__name"]


class ReportingPeriodInline(ReadOnlyRows):
    model = ReportingPeriod
    fields = ["label", "starts_on", "ends_on"]


@admin.register(Assignment)
class AssignmentAdmin(WithHistory, ReadOnlyPage):
    list_display = ["task", "unit", "role", "state"]
    list_filter = ["state", "role", "task__action__plan", "unit__jurisdiction"]
    list_select_related = ["task", "unit"]
    search_fields = ["task__title", "unit__name", "unit__short_name"]
    readonly_fields = ["history"]


PlanAdmin.inlines = [*PlanAdmin.inlines, ReportingPeriodInline]
