"""Addresses of the plan above and of how it is carried out."""

from django.urls import path

from tasks.alignment import views

urlpatterns = [
    path("plans/<int:pk>/upper/", views.plan_upper, name="plan_upper"),
    path("plans/<int:pk>/coverage/", views.plan_coverage, name="plan_coverage"),
    path("plans/<int:pk>/coverage.xlsx", views.plan_coverage_export, name="plan_coverage_export"),
    path("plans/<int:pk>/coverage/accept/", views.plan_coverage_accept, name="plan_coverage_accept"),
    path("plans/<int:pk>/coverage/<int:upper>/decide/", views.plan_coverage_decide, name="plan_coverage_decide"),
    path("plans/<int:pk>/coverage/<int:upper>/exempt/", views.plan_coverage_exempt, name="plan_coverage_exempt"),
    path("plans/<int:pk>/coverage/<int:upper>/clear/", views.plan_coverage_clear, name="plan_coverage_clear"),
]
