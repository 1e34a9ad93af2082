"""Addresses of plans on their way in."""

from django.urls import path

from tracker.intake.views import (
    confirm,
    corrections,
    drafts,
    grid,
    lines,
    names,
    old_addresses,
    plan_deletion,
    printing,
    revision,
    writing,
)

urlpatterns = [
    path("imports/new/", drafts.draft_new, name="draft_new"),
    path("imports/write/", writing.draft_write, name="draft_write"),
    path("imports/<int:pk>/", drafts.draft_detail, name="draft_detail"),
    path("imports/<int:pk>/progress/", drafts.draft_progress, name="draft_progress"),
    path("imports/<int:pk>/retry/", drafts.draft_retry, name="draft_retry"),
    path("imports/<int:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path("imports/<int:pk>/doubts/", drafts.draft_acknowledge, name="draft_settle"),
    path("imports/<int:pk>/undo/", corrections.draft_undo, name="draft_undo"),
    path("imports/<int:pk>/grid/", grid.draft_grid, name="draft_grid"),
    path("imports/<int:pk>/about/", corrections.draft_about, name="draft_about"),
    path("imports/<int:pk>/place/", corrections.draft_new_place, name="draft_new_place"),
    path("imports/<int:pk>/lines/<int:line>/", lines.draft_line, name="draft_line"),
    path("imports/<int:pk>/names/", names.draft_name, name="draft_name"),
    path("imports/<int:pk>/carry/", writing.draft_carry, name="draft_carry"),
    path("imports/<int:pk>/revises/", revision.draft_revises, name="draft_revises"),
    path("imports/<int:pk>/pairs/", revision.draft_pair, name="draft_pair"),
    path("imports/<int:pk>/difference/", revision.draft_difference, name="draft_difference"),
    path("imports/<int:pk>/confirm/", confirm.draft_confirm, name="draft_confirm"),
    path("imports/<int:pk>/actions/<int:action>/", old_addresses.old_draft_action, name="old_draft_action"),
    path(
        "imports/<int:pk>/actions/<int:action>/tasks/<int:place>/",
        old_addresses.old_draft_task,
        name="old_draft_task",
    ),
    path("imports/<int:pk>/indicators/<int:place>/", old_addresses.old_draft_indicator, name="old_draft_indicator"),
    # An id begins with a letter.
    path("imports/<int:pk>/actions/<slug:item>/", corrections.draft_action, name="draft_action"),
    path("imports/<int:pk>/tasks/<slug:item>/", corrections.draft_task, name="draft_task"),
    path("imports/<int:pk>/indicators/<slug:item>/", corrections.draft_indicator, name="draft_indicator"),
    path("imports/<int:pk>/assignment-plan.docx", printing.draft_docx, name="draft_docx"),
    path("imports/<int:pk>/assignment-plan.xlsx", printing.draft_xlsx, name="draft_xlsx"),
    path("plans/<int:pk>/delete/", plan_deletion.plan_delete, name="plan_delete"),
    path("plans/<int:pk>/versions/<int:number>/again/", drafts.version_again, name="version_again"),
]
