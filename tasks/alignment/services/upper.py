"""Naming the plan of a government above that a plan carries out (上级方案)."""

import datetime as dt

from django.db import transaction

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.people.models import User
from tasks.plans.models import Plan
from tasks.plans.services.history import plan_record
from tasks.plans.services.holding import GONE, plan_is_there
from tasks.rights.acts import Act
from tasks.rights.rules import require


@transaction.atomic
def plan_set_upper(*, plan: Plan, upper: Plan | None, seen: int | None, user: User, now: dt.datetime) -> None:
    """Name the upper plan, or none. `seen` is the key of the one that the page showed.

    What was decided on the tasks of the former one stays, and counts again when it is named again. Raises
    NotAllowedError for who does not keep the plans of its place, ServiceError for a plan that is not of a place above
    or that this person may not read, StaleError when somebody else was first.
    """
    require(user, Act.UPPER_SET, place_id=plan.jurisdiction_id)
    if upper and not plan_is_there(upper.pk):
        raise StaleError(GONE)
    if upper and not may_be_upper(plan, upper, user):
        raise ServiceError("上级方案只能选上级地区已发布的方案，或由您代录的方案，请重新选择。")
    if not Plan.objects.filter(pk=plan.pk, upper_plan=seen).update(upper_plan=upper):
        raise StaleError("上级方案刚刚已由他人更改，请刷新页面查看。")
    words = f"上级方案定为“{upper}”" if upper else "取消上级方案"
    plan_record(act=EventAct.PLAN_UPPER, plan=plan, user=user, now=now, reason=words)
    plan.upper_plan = upper


def may_be_upper(plan: Plan, upper: Plan, user: User) -> bool:
    """Whether this person may name `upper` as the plan above: of a place above, readable, and not itself below."""
    is_above = upper.jurisdiction_id in plan.jurisdiction.upper_ids
    return (
        is_above
        and Plan.objects.allowed_to(user, Act.PLAN_READ).filter(pk=upper.pk).exists()
        and not _leads_to(upper, plan)
    )


def _leads_to(upper: Plan, plan: Plan) -> bool:
    """Whether going up from `upper` one comes to `plan`: so it may be once a place was put under another."""
    passed: set[int] = set()
    step: Plan | None = upper
    while step and step.pk not in passed:
        if step.pk == plan.pk:
            return True
        passed.add(step.pk)
        step = step.upper_plan
    return False
