"""Addresses of the annual report, and of the documents that a plan goes out as."""

from django.urls import path

from reports.views import assignment_plan, builds, reports, sections

urlpatterns = [
    path("annual-reports/", reports.annual_report_list, name="annual_report_list"),
    path("annual-reports/new/", reports.annual_report_create, name="annual_report_create"),
    path("annual-reports/<int:pk>/", reports.annual_report_detail, name="annual_report_detail"),
    path("annual-reports/<int:pk>/signature/", reports.annual_report_sign, name="annual_report_sign"),
    path("annual-reports/<int:pk>/build/", builds.annual_report_build, name="annual_report_build"),
    path("annual-reports/<int:pk>/sections/<slug:kind>/", sections.section_edit, name="section_edit"),
    path("annual-reports/builds/<int:pk>/", builds.build_detail, name="build_detail"),
    path("annual-reports/builds/<int:pk>/progress/", builds.build_progress, name="build_progress"),
    path("annual-reports/builds/<int:pk>/download/", builds.build_download, name="build_download"),
    path("plans/<int:pk>/assignment-plan.docx", assignment_plan.plan_docx, name="plan_docx"),
    path("plans/<int:pk>/assignment-plan.xlsx", assignment_plan.plan_xlsx, name="plan_xlsx"),
]
