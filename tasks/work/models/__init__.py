"""Assignments, periods, progress reports with figures and evidence, and their history."""

from tasks.work.models.assignments import Assignment, AssignmentQuerySet, ReportingPeriod
from tasks.work.models.history import AssignmentTransition, ProgressTransition
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
    "AssignmentTransition",
    "Evidence",
    "EvidenceLink",
    "Figure",
    "ProgressReport",
    "ProgressReportQuerySet",
    "ProgressTransition",
    "ProgressVersion",
    "ReportingPeriod",
]
