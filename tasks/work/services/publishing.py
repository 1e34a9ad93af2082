"""A plan becomes the year's work: publishing it, and linking names that nobody knew."""

import datetime as dt

from django.db import transaction

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import Unit, UnitGroup, User
from tasks.people.services import remember
from tasks.plans.models import Plan, Responsibility, Task
from tasks.plans.services.history import plan_record
from tasks.plans.services.plans import unresolved
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tasks.work.models import ReportingPeriod
from tasks.work.periods import periods_between
from tasks.work.services.assignments import assignments_expand


@transaction.atomic
def plan_publish(*, plan: Plan, user: User | None, now: dt.datetime) -> int:
    """Make a draft the year's work: its reporting periods and one assignment per task and unit. Returns how many.

    Raises NotAllowedError for who does not keep the plans of its place, StaleError when it was published meanwhile.
    """
    require(user, Act.PLAN_PUBLISH, place_id=plan.jurisdiction_id)
    changed = Plan.objects.filter(pk=plan.pk, status=Plan.Status.DRAFT).update(
        status=Plan.Status.PUBLISHED, published_at=now
    )
    if not changed:
        raise StaleError("这份方案已经发布，无需再次发布。")
    plan.status, plan.published_at = Plan.Status.PUBLISHED, now
    before, after = Plan.Status.DRAFT, Plan.Status.PUBLISHED
    record(act=EventAct.PLAN_PUBLISH, user=user, obj=plan, now=now, from_state=before, to_state=after)
    periods_create(plan)
    tasks = Task.objects.in_force().filter(action__plan=plan)
    return assignments_expand(tasks=tasks, user=user, now=now, reason="方案发布")


def periods_create(plan: Plan) -> None:
    """The reporting periods of the plan's years, those that are there already excepted."""
    there = set(plan.periods.values_list("starts_on", flat=True))
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(plan=plan, label=label, starts_on=first, ends_on=last)
        for label, first, last in periods_between(plan.first_day, plan.last_day, plan.reporting_cycle)
        if first not in there
    )


@transaction.atomic
def responsibility_link(
    *, responsibility: Responsibility, target: Unit | UnitGroup, user: User, now: dt.datetime
) -> int:
    """Say which unit or group a name means; remembered as an alias, and applied to every such name of the plan.

    Returns the number of assignments that came of it (none in a draft). Raises NotAllowedError for who does not keep
    the plans of the place, ServiceError when the target belongs to another jurisdiction, StaleError when somebody
    linked the name meanwhile.
    """
    require(user, Act.NAME_LINK, place_id=responsibility.task.place_id)
    # Whoever publishes the plan or links another of its names at the same moment waits, or is seen here.
    plan = Plan.objects.select_for_update().get(actions__tasks=responsibility.task_id)
    if target.jurisdiction_id != plan.jurisdiction_id:
        raise ServiceError("所选单位不属于这份方案的地区，请重新选择。")
    meaning = {"unit": target} if isinstance(target, Unit) else {"group": target}
    same = unresolved(plan).filter(name=responsibility.name)
    linked = list(same.values_list("pk", flat=True))
    if not same.update(**meaning):
        raise StaleError("这个名称已由他人对应到单位，请刷新页面查看。")
    remember(responsibility.name, target)
    words = f"“{responsibility.name}”对应到{target}"
    plan_record(act=EventAct.NAME_LINK, plan=plan, user=user, now=now, reason=words)
    if plan.status != Plan.Status.PUBLISHED:
        return 0
    # All responsibilities of the tasks concerned: the strongest role is judged over the whole task.
    tasks = Task.objects.filter(responsibilities__in=linked)
    return assignments_expand(tasks=tasks, user=user, now=now, reason="对应单位")
