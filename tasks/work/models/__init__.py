"""Assignments, periods, progress reports with figures and evidence."""

from tasks.work.models.assignments import Assignment, AssignmentQuerySet, ReportingPeriod
from tasks.work.models.progress import (
    Evidence,
    EvidenceLink,
    Figure,
    ProgressReport,
    ProgressReportQuerySet,
    ProgressVersion,
)

__all__ = [
    "Assignment",
    "AssignmentQuerySet",
    "Evidence",
    "EvidenceLink",
    "Figure",
    "ProgressReport",
    "ProgressReportQuerySet",
    "ProgressVersion",
    "ReportingPeriod",
]
