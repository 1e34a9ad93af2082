"""Plans with their items, source documents and versions."""

from tasks.plans.models.plans import (
    DATED,
    MAX_KEY,
    ROLE_STRENGTH,
    Action,
    ActionQuerySet,
    DeadlineKind,
    Milestone,
    Plan,
    PlanQuerySet,
    Responsibility,
    Role,
    Task,
    TaskQuerySet,
)
from tasks.plans.models.sources import SourceDocument
from tasks.plans.models.versions import PlanVersion

__all__ = [
    "DATED",
    "MAX_KEY",
    "ROLE_STRENGTH",
    "Action",
    "ActionQuerySet",
    "DeadlineKind",
    "Milestone",
    "Plan",
    "PlanQuerySet",
    "PlanVersion",
    "Responsibility",
    "Role",
    "SourceDocument",
    "Task",
    "TaskQuerySet",
]
