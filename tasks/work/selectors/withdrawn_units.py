"""Which units no longer have a task."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from tasks.events.acts import EventAct
from tasks.events.selectors import history_of
from tasks.plans.models import Task
from tasks.work.models import Assignment


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
    withdrawn = task.assignments.filter(state=Assignment.State.WITHDRAWN)
    rows = {row.pk: row for row in withdrawn.select_related("unit").order_by("unit__position", "pk")}
    history = history_of("tasks.assignment", rows, acts=[EventAct.ASSIGNMENT_WITHDRAW])
    gone = [
        Withdrawn(rows[pk], steps[-1].at if steps else None, steps[-1].reason if steps else "")
        for pk, steps in history.items()
    ]
    return sorted(gone, key=lambda row: row.said, reverse=True)
