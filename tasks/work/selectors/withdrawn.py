"""What a revision dropped: tasks, which who looks for their words still finds, and the parts of units in a task."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from tasks.events.acts import EventAct
from tasks.events.selectors import history_of
from tasks.people.models import User
from tasks.plans.models import Plan, Task
from tasks.work.models import Assignment

SHOWN = 20


@dataclass(frozen=True)
class WithdrawnTasks:
    """The first of those found, the last withdrawn first, and whether there are more."""

    tasks: Sequence[Task]
    has_more: bool


def withdrawn_with_words(user: User, plans: Iterable[Plan], words: Sequence[str]) -> WithdrawnTasks:
    """Withdrawn tasks of these plans in whose title or text every word stands; none without words. One query."""
    if not words:
        return WithdrawnTasks([], has_more=False)
    gone = Task.objects.visible_to(user).filter(action__plan__in=[plan.id for plan in plans])
    gone = gone.filter(withdrawn_at__isnull=False)
    for word in words:
        gone = gone.filter(Q(title__icontains=word) | Q(text__icontains=word))
    found = list(gone.select_related("action__plan").order_by("-withdrawn_at", "pk")[: SHOWN + 1])
    return WithdrawnTasks(found[:SHOWN], has_more=len(found) > SHOWN)


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
