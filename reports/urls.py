"""Addresses of the annual report, and of the documents that a plan goes out as."""

from django.urls import path

from reports import views

urlpatterns = [
    path("annual-reports/", views.annual_report_list, name="annual_report_list"),
    path("annual-reports/new/", views.annual_report_create, name="annual_report_create"),
    path("annual-reports/<int:pk>/", views.annual_report_detail, name="annual_report_detail"),
    path("annual-reports/<int:pk>/signature/", views.annual_report_sign, name="annual_report_sign"),
    path("annual-reports/<int:pk>/build/", views.annual_report_build, name="annual_report_build"),
    path("annual-reports/<int:pk>/sections/<slug:kind>/", views.section_edit, name="section_edit"),
    path("annual-reports/builds/<int:pk>/", views.build_detail, name="build_detail"),
    path("annual-reports/builds/<int:pk>/progress/", views.build_progress, name="build_progress"),
    path("annual-reports/builds/<int:pk>/download/", views.build_download, name="build_download"),
    path("plans/<int:pk>/assignment-plan.docx", views.plan_docx, name="plan_docx"),
    path("plans/<int:pk>/assignment-plan.xlsx", views.plan_xlsx, name="plan_xlsx"),
]
