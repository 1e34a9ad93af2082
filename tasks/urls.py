"""Addresses of tasks, progress, review, plans and evidence."""

from django.urls import path

from tasks.views import evidence, lists, plans, progress, review, task

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
    path("responsibilities/<int:pk>/link/", plans.responsibility_link, name="responsibility_link"),
]
