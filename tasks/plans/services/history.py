"""What is done to a plan stands in its history, also where its state stays."""

import datetime as dt

from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import User
from tasks.plans.models import Plan


def plan_record(*, act: EventAct, plan: Plan, user: User | None, now: dt.datetime, reason: str) -> None:
    """Say in the record what was done to a plan whose state stays. Belongs in the caller's transaction."""
    record(act=act, user=user, obj=plan, now=now, from_state=plan.status, to_state=plan.status, reason=reason)
