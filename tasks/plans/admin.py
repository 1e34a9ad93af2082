"""Plans as read from their documents. A published plan is the year's work: it is read here and changed nowhere."""

from django.contrib import admin

from tasks.common.admin import ReadOnlyPage, ReadOnlyRows
from tasks.events.admin_history import WithHistory
from tasks.plans.admin_pages import DraftPage, DraftRows
from tasks.plans.models import Action, Milestone, Plan, PlanVersion, Responsibility, SourceDocument, Task


class ActionInline(DraftRows):
    model = Action
    fields = ["position", "heading", "goal", "line"]
    show_change_link = True


class PlanVersionInline(ReadOnlyRows):
    """Under its plan only: a page of its own, to read, would forbid deleting a draft plan with its version."""

    model = PlanVersion
    fields = ["number", "title", "document_number", "issued_on", "changes", "actor", "at"]


@admin.register(Plan)
class PlanAdmin(WithHistory, DraftPage):
    list_display = ["title", "jurisdiction", "first_year", "last_year", "status", "reporting_cycle", "published_at"]
    list_filter = ["jurisdiction", "status", "first_year"]
    list_select_related = ["jurisdiction"]
    search_fields = ["title", "document_number", "issuer"]
    readonly_fields = [
        "jurisdiction", "source", "upper_plan", "status", "cites", "diagnostics", "created_at", "published_at",
        "history",
    ]  # fmt: skip
    inlines = [ActionInline, PlanVersionInline]


class TaskInline(DraftRows):
    model = Task
    fields = ["position", "number", "title", "deadline_text", "deadline_kind", "due_on"]
    show_change_link = True


@admin.register(Action)
class ActionAdmin(DraftPage):
    list_display = ["heading", "plan", "position", "withdrawn_at"]
    list_filter = ["plan__jurisdiction", "plan"]
    list_select_related = ["plan"]
    search_fields = ["heading", "goal", "plan__title"]
    readonly_fields = ["plan", "withdrawn_at"]
    inlines = [TaskInline]


class ResponsibilityInline(DraftRows):
    model = Responsibility
    autocomplete_fields = ["unit", "group"]


class MilestoneInline(DraftRows):
    model = Milestone


@admin.register(Task)
class TaskAdmin(DraftPage):
    list_display = ["number", "title", "action", "deadline_text", "deadline_kind", "due_on", "withdrawn_at"]
    list_display_links = ["title"]
    list_filter = ["deadline_kind", "action__plan"]
    list_select_related = ["action"]
    search_fields = ["title", "text", "responsibilities__name"]
    readonly_fields = ["action", "withdrawn_at"]
    inlines = [ResponsibilityInline, MilestoneInline]


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyPage):
    list_display = ["name", "sha256", "created_at"]
    search_fields = ["name", "sha256"]
