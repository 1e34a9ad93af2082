"""Addresses of background jobs."""

from django.urls import path

from tasks.jobs import views

urlpatterns = [
    path("jobs/", views.job_list, name="job_list"),
    path("jobs/<int:pk>/retry/", views.job_again, name="job_retry"),
    path("jobs/<int:pk>/cancel/", views.job_stop, name="job_cancel"),
]
