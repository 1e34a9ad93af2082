"""Addresses of the ledger, of progress and its review, of evidence, and of publishing."""

from django.urls import path

from tasks.work.views import evidence, lists, progress, publishing, review

urlpatterns = [
    path("tasks/", lists.task_list, name="task_list"),
    path("tasks/export.xlsx", lists.task_export, name="task_export"),
    path("assignments/<int:assignment_id>/progress/", progress.progress_edit, name="progress_edit"),
    path("progress/<int:pk>/", review.progress_detail, name="progress_detail"),
    path("progress/<int:pk>/accept/", review.progress_accept, name="progress_accept"),
    path("progress/<int:pk>/return/", review.progress_return, name="progress_return"),
    path("review/", review.review_queue, name="review_queue"),
    path("evidence/<int:pk>/", evidence.evidence_download, name="evidence_download"),
    path("plans/<int:pk>/publish/", publishing.plan_publish, name="plan_publish"),
    path("responsibilities/<int:pk>/link/", publishing.responsibility_link, name="responsibility_link"),
]
