"""Addresses of the rooms of the work."""

from django.urls import include, path

urlpatterns = [
    path("", include("tasks.work.urls")),
    path("", include("tasks.plans.urls")),
    path("", include("tasks.alignment.urls")),
    path("", include("tasks.events.urls")),
    path("", include("tasks.jobs.urls")),
]
