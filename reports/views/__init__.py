"""Pages of the annual report and downloads of plans, for the bureau's staff."""

from reports.views.assignment_plan import plan_docx, plan_xlsx
from reports.views.builds import annual_report_build, build_detail, build_download, build_progress
from reports.views.reports import (
    annual_report_create,
    annual_report_detail,
    annual_report_list,
    annual_report_sign,
)
from reports.views.sections import section_edit

__all__ = [
    "annual_report_build",
    "annual_report_create",
    "annual_report_detail",
    "annual_report_list",
    "annual_report_sign",
    "build_detail",
    "build_download",
    "build_progress",
    "plan_docx",
    "plan_xlsx",
    "section_edit",
]
