"""What is done to a plan without changing its state stands in its history too."""

import datetime as dt

from tasks.people.models import User
from tasks.plans.models import Plan, PlanTransition


def plan_note(*, plan: Plan, reason: str, user: User | None, now: dt.datetime) -> None:
    """Say in the plan's history what was done. Belongs in the caller's transaction."""
    PlanTransition.objects.create(
        subject=plan, actor=user, at=now, from_state=plan.status, to_state=plan.status, reason=reason
    )
