"""Which units no longer have a task."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from tasks.plans.models import Task
from tasks.work.models import Assignment, AssignmentTransition


@dataclass(frozen=True)
class Withdrawn:
    """An assignment out of force: since when, and why."""

    assignment: Assignment
    at: dt.datetime | None
    reason: str

    @property
    def said(self) -> tuple[str, str]:
        """What those that went together have in common: day and reason."""
        return (str(timezone.localdate(self.at)) if self.at else "", self.reason)


def withdrawn_assignments(task: Task) -> list[Withdrawn]:
    """The units that no longer have the task, those that went together side by side, last first. Two queries."""
    rows = (
        task.assignments.filter(state=Assignment.State.WITHDRAWN)
        .select_related("unit")
        .order_by("unit__position", "pk")
    )
    steps = AssignmentTransition.objects.filter(subject__in=rows, to_state=Assignment.State.WITHDRAWN).order_by(
        "at", "id"
    )
    last = {step.subject_id: step for step in steps}
    gone = [
        Withdrawn(row, step.at if step else None, step.reason if step else "")
        for row in rows
        for step in [last.get(row.pk)]
    ]
    return sorted(gone, key=lambda row: row.said, reverse=True)
