"""Plans as read from their documents. A published plan is the year's work: it is read here and changed nowhere."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tasks.admin.base import DraftPage, DraftRows, HistoryRows, ReadOnlyPage, ReadOnlyRows
from tasks.models import (
    Action,
    Assignment,
    AssignmentTransition,
    Milestone,
    Plan,
    PlanDraft,
    PlanTransition,
    PlanVersion,
    ReportingPeriod,
    Responsibility,
    SourceDocument,
    Task,
    TaskCoverage,
)


class ActionInline(DraftRows):
    model = Action
    fields = ["position", "heading", "goal", "line"]
    show_change_link = True


class ReportingPeriodInline(ReadOnlyRows):
    model = ReportingPeriod
    fields = ["label", "starts_on", "ends_on"]


class CoverageInline(ReadOnlyRows):
    model = TaskCoverage
    fields = ["upper", "extent", "lower", "score", "decided_by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskCoverage]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("upper", "lower", "decided_by")


class PlanVersionInline(ReadOnlyRows):
    """Under its plan only: a page of its own, to read, would forbid deleting a draft plan with its version."""

    model = PlanVersion
    fields = ["number", "title", "document_number", "issued_on", "changes", "actor", "at"]


class PlanHistoryInline(HistoryRows):
    model = PlanTransition


@admin.register(Plan)
class PlanAdmin(DraftPage):
    list_display = ["title", "jurisdiction", "first_year", "last_year", "status", "reporting_cycle", "published_at"]
    list_filter = ["jurisdiction", "status", "first_year"]
    list_select_related = ["jurisdiction"]
    search_fields = ["title", "document_number", "issuer"]
    readonly_fields = [
        "jurisdiction", "source", "upper_plan", "status", "cites", "diagnostics", "created_at", "published_at"
    ]  # fmt: skip
    inlines = [ActionInline, ReportingPeriodInline, CoverageInline, PlanVersionInline, PlanHistoryInline]


class TaskInline(DraftRows):
    model = Task
    fields = ["position", "number", "title", "deadline_text", "deadline_kind", "due_on"]
    show_change_link = True


@admin.register(Action)
class ActionAdmin(DraftPage):
    list_display = ["heading", "plan", "position"]
    list_filter = ["plan__jurisdiction", "plan"]
    list_select_related = ["plan"]
    search_fields = ["heading", "goal", "plan__title"]
    readonly_fields = ["plan"]
    inlines = [TaskInline]


class ResponsibilityInline(DraftRows):
    model = Responsibility
    autocomplete_fields = ["unit", "group"]


class MilestoneInline(DraftRows):
    model = Milestone


@admin.register(Task)
class TaskAdmin(DraftPage):
    list_display = ["number", "title", "action", "deadline_text", "deadline_kind", "due_on"]
    list_display_links = ["title"]
    list_filter = ["deadline_kind", "action__plan"]
    list_select_related = ["action"]
    search_fields = ["title", "text", "responsibilities__name"]
    readonly_fields = ["action"]
    inlines = [ResponsibilityInline, MilestoneInline]


class AssignmentHistoryInline(HistoryRows):
    model = AssignmentTransition


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyPage):
    list_display = ["task", "unit", "role", "state"]
    list_filter = ["state", "role", "task__action__plan", "unit__jurisdiction"]
    list_select_related = ["task", "unit"]
    search_fields = ["task__title", "unit__name", "unit__short_name"]
    inlines = [AssignmentHistoryInline]


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyPage):
    list_display = ["name", "sha256", "created_at"]
    search_fields = ["name", "sha256"]


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
        return drafts.defer("text", "parsed", "decisions", "settled", "given", "pairs")

    @admin.display(description="占用至", ordering="lease_until")
    def held_until(self, draft: PlanDraft) -> dt.datetime | None:
        return draft.lease_until
