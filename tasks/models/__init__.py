"""What the work is made of: places, people, units, plans and the work on them."""

from tasks.jobs.models import Job
from tasks.models.coverage import TaskCoverage
from tasks.models.drafts import PlanDraft
from tasks.models.history import AssignmentTransition, PlanTransition, ProgressTransition
from tasks.models.people import Membership, User
from tasks.models.places import Jurisdiction, JurisdictionAlias
from tasks.models.plans import FIRST_YEAR, LAST_YEAR, Action, Milestone, Plan, Responsibility, Task
from tasks.models.progress import Evidence, EvidenceLink, Figure, ProgressReport, ProgressVersion
from tasks.models.sources import SourceDocument
from tasks.models.units import Unit, UnitAlias, UnitGroup, UnitGroupAlias
from tasks.models.versions import PlanVersion
from tasks.models.work import Assignment, ReportingPeriod

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Action",
    "Assignment",
    "AssignmentTransition",
    "Evidence",
    "EvidenceLink",
    "Figure",
    "Job",
    "Jurisdiction",
    "JurisdictionAlias",
    "Membership",
    "Milestone",
    "Plan",
    "PlanDraft",
    "PlanTransition",
    "PlanVersion",
    "ProgressReport",
    "ProgressTransition",
    "ProgressVersion",
    "ReportingPeriod",
    "Responsibility",
    "SourceDocument",
    "Task",
    "TaskCoverage",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitGroupAlias",
    "User",
]
