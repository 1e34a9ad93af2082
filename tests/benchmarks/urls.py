"""The product's addresses, and beside them Django admin's own list of the same nine columns to compare with."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import path

from tasks.work.models import Assignment
from tracker.urls import urlpatterns as product

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Assignment]
else:
    Base = admin.ModelAdmin


class PlainAssignmentAdmin(Base):
    """As anybody would set it up: nine columns, fifty rows, joined in one query."""

    list_display = ["number", "title", "action", "unit", "role", "deadline", "completion", "period", "state"]
    list_per_page = 50
    list_select_related = ["task__action", "unit"]

    def number(self, row: Assignment) -> int:
        return row.task.number

    def title(self, row: Assignment) -> str:
        return row.task.title

    def action(self, row: Assignment) -> str:
        return row.task.action.heading

    def deadline(self, row: Assignment) -> str:
        return f"{row.task.deadline_text} {row.task.due_on or ''}"

    def completion(self, row: Assignment) -> int | None:
        latest = next(iter(row.progress_reports.all()), None)
        return latest.completion if latest else None

    def period(self, row: Assignment) -> str:
        latest = next(iter(row.progress_reports.all()), None)
        return latest.status if latest else ""

    def get_queryset(self, request: object) -> "admin.options.QuerySet[Assignment]":
        return super().get_queryset(request).prefetch_related("progress_reports")


plain_admin = admin.AdminSite(name="plain")
plain_admin.register(Assignment, PlainAssignmentAdmin)
urlpatterns = [*product, path("plain-admin/", plain_admin.urls)]
handler400 = "tracker.pages.errors.bad_request"
