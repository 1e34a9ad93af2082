"""Tasks that a revision dropped: no row of the list is theirs, but who looks for their words finds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from tasks.people.models import User
from tasks.plans.models import Plan, Task

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
