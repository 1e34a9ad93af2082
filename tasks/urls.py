"""Addresses of tasks, progress, review, plans and evidence."""

from django.urls import path

from tasks.views import draft_edits, draft_grid, draft_names, drafts, evidence, lists, plans, progress, review, task

urlpatterns = [
    path("tasks/", lists.task_list, name="task_list"),
    path("tasks/export.xlsx", lists.task_export, name="task_export"),
    path("tasks/<int:pk>/", task.task_detail, name="task_detail"),
    path("assignments/<int:assignment_id>/progress/", progress.progress_edit, name="progress_edit"),
    path("progress/<int:pk>/", review.progress_detail, name="progress_detail"),
    path("progress/<int:pk>/accept/", review.progress_accept, name="progress_accept"),
    path("progress/<int:pk>/return/", review.progress_return, name="progress_return"),
    path("review/", review.review_queue, name="review_queue"),
    path("evidence/<int:pk>/", evidence.evidence_download, name="evidence_download"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/publish/", plans.plan_publish, name="plan_publish"),
    path("plans/<int:pk>/source/", plans.plan_source, name="plan_source"),
    path("imports/new/", drafts.draft_new, name="draft_new"),
    path("imports/<int:pk>/", drafts.draft_detail, name="draft_detail"),
    path("imports/<int:pk>/progress/", drafts.draft_progress, name="draft_progress"),
    path("imports/<int:pk>/retry/", drafts.draft_retry, name="draft_retry"),
    path("imports/<int:pk>/discard/", drafts.draft_discard_view, name="draft_discard"),
    path("imports/<int:pk>/doubts/", drafts.draft_settle_view, name="draft_settle"),
    path("imports/<int:pk>/grid/", draft_grid.draft_grid, name="draft_grid"),
    path("imports/<int:pk>/about/", draft_edits.draft_about, name="draft_about"),
    path("imports/<int:pk>/names/", draft_names.draft_name, name="draft_name"),
    path("imports/<int:pk>/actions/<int:action>/", draft_edits.draft_action, name="draft_action"),
    path("imports/<int:pk>/actions/<int:action>/tasks/<int:place>/", draft_edits.draft_task, name="draft_task"),
    path("imports/<int:pk>/indicators/<int:place>/", draft_edits.draft_indicator, name="draft_indicator"),
    path("responsibilities/<int:pk>/link/", plans.responsibility_link, name="responsibility_link"),
]
