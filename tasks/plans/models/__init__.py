"""Plans with their items, source documents and versions."""

from tasks.plans.models.plans import (
    MAX_KEY,
    ROLE_STRENGTH,
    Action,
    ActionQuerySet,
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
    "MAX_KEY",
    "ROLE_STRENGTH",
    "Action",
    "ActionQuerySet",
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
