"""Deciding how the tasks of the upper plan are carried out (承接): by which of ours, wholly, partly or not at all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tasks.alignment.coverage import CARRIED_OUT, SURE_PERCENT, Extent, seen_of
from tasks.alignment.models import TaskCoverage
from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.people.models import User
from tasks.plans.models import Plan, Task
from tasks.plans.services.history import plan_record
from tasks.rights.acts import Act
from tasks.rights.rules import require

MAX_NAME = 40
HIDDEN = "您无权查看这份方案的上级方案，不能确认承接情况。"
STALE = "这项上级任务的承接情况刚刚已由他人更改，现在显示的是最新情况，请核对后再确认。"


@dataclass(frozen=True)
class Match:
    """An upper task and the task of ours that carries it out; `percent` is their similarity as shown."""

    upper: Task
    lower: Task
    percent: int


@transaction.atomic
def coverage_decide(
    *,
    plan: Plan,
    upper: Task,
    lower: Task,
    extent: str,
    percent: int | None,
    seen: str,
    user: User,
    now: dt.datetime,
) -> None:
    """Say that `lower` carries out `upper` wholly (full), partly, or not (none); a former word on the two gives way.

    `seen` is what the page showed as decided on the upper task (see `seen_of`). Raises NotAllowedError for who does not
    keep the plans of the place; StaleError when something else stands decided by now; ServiceError for a task that is
    not of the two plans, or where the upper task was set down as not ours.
    """
    _require_decides(user, plan)
    standing = _locked(plan, upper, seen)
    if extent not in (*CARRIED_OUT, Extent.NONE):
        raise ServiceError("请选择完全承接、部分承接或不对应。")
    if any(row.extent == Extent.EXEMPT for row in standing):
        raise ServiceError("这项上级任务已定为不涉及本级，请先撤销，再确认由哪项任务承接。")
    _must_be_of(plan, lower)
    TaskCoverage.objects.update_or_create(
        plan=plan,
        upper=upper,
        lower=lower,
        defaults={"extent": extent, "score": percent, "decided_by": user, "decided_at": now},
    )
    words = f"{'与' if extent == Extent.NONE else '由'}“{_name(lower)}”{Extent(extent).label}"
    _record(EventAct.COVERAGE_DECIDE, plan, user, now, upper, words)


@transaction.atomic
def coverage_exempt(*, plan: Plan, upper: Task, seen: str, user: User, now: dt.datetime) -> None:
    """Say that an upper task is not for this level of government. Raises as coverage_decide."""
    _require_decides(user, plan)
    standing = _locked(plan, upper, seen)
    if any(row.extent in CARRIED_OUT and row.lower and row.lower.withdrawn_at is None for row in standing):
        raise ServiceError("这项上级任务已有任务承接，请先撤销，再定为不涉及本级。")
    if any(row.extent == Extent.EXEMPT for row in standing):
        return
    TaskCoverage.objects.create(plan=plan, upper=upper, extent=Extent.EXEMPT, decided_by=user, decided_at=now)
    _record(EventAct.COVERAGE_DECIDE, plan, user, now, upper, "不涉及本级")


@transaction.atomic
def coverage_clear(*, plan: Plan, upper: Task, lower: Task | None, seen: str, user: User, now: dt.datetime) -> None:
    """Take back what was decided on an upper task and one of ours; without one, that it is not for this level.

    Raises as coverage_decide.
    """
    _require_decides(user, plan)
    _locked(plan, upper, seen)
    if not TaskCoverage.objects.filter(plan=plan, upper=upper, lower=lower).delete()[0]:
        raise StaleError(STALE)
    words = f"撤销对“{_name(lower)}”的确认" if lower else "撤销“不涉及本级”"
    _record(EventAct.COVERAGE_CLEAR, plan, user, now, upper, words)


@transaction.atomic
def coverage_accept_all(*, plan: Plan, matches: Sequence[Match], user: User, now: dt.datetime) -> int:
    """Accept what was proposed as carried out wholly, all or nothing. Returns how many.

    Raises as coverage_decide; StaleError when somebody decided on one of these upper tasks meanwhile.
    """
    _require_decides(user, plan)
    if not matches:
        raise ServiceError(f"没有{SURE_PERCENT}%以上的提议可以确认。")
    above = _locked_upper(plan)
    for match in matches:
        _must_be_above(above, match.upper)
        _must_be_of(plan, match.lower)
    pairs = {(match.upper.pk, match.lower.pk) for match in matches}
    for row in TaskCoverage.objects.filter(plan=plan, upper__in=[match.upper for match in matches]):
        if row.extent != Extent.NONE or (row.upper_id, row.lower_id) in pairs:
            raise StaleError("其中有的任务刚刚已由他人确认，请刷新页面后再确认。")
    TaskCoverage.objects.bulk_create(
        TaskCoverage(
            plan=plan,
            upper=match.upper,
            lower=match.lower,
            extent=Extent.FULL,
            score=match.percent,
            decided_by=user,
            decided_at=now,
        )
        for match in matches
    )
    words = f"确认全部{SURE_PERCENT}%以上的提议：{len(matches)}项上级任务由本级任务完全承接"
    plan_record(act=EventAct.COVERAGE_DECIDE, plan=plan, user=user, now=now, reason=words)
    return len(matches)


def _require_decides(user: User, plan: Plan) -> None:
    """Who keeps the plans of the place, and may read the plan above."""
    require(user, Act.COVERAGE_DECIDE, place_id=plan.jurisdiction_id)
    readable = Plan.objects.allowed_to(user, Act.PLAN_READ)
    if Plan.objects.filter(lower_plans=plan).exclude(pk__in=readable.values("pk")).exists():
        raise ServiceError(HIDDEN)


def _record(act: EventAct, plan: Plan, user: User, now: dt.datetime, upper: Task, words: str) -> None:
    plan_record(act=act, plan=plan, user=user, now=now, reason=f"上级任务“{_name(upper)}”：{words}")


def _locked(plan: Plan, upper: Task, seen: str) -> list[TaskCoverage]:
    """What stands decided on an upper task; whoever decides at the same moment waits, or is seen here."""
    _must_be_above(_locked_upper(plan), upper)
    standing = list(TaskCoverage.objects.filter(plan=plan, upper=upper).select_related("lower"))
    if seen_of((row.lower_id, row.extent) for row in standing) != seen:
        raise StaleError(STALE)
    return standing


def _locked_upper(plan: Plan) -> int | None:
    """The key of the plan's upper plan, held for the rest of the transaction."""
    return Plan.objects.select_for_update().values_list("upper_plan", flat=True).get(pk=plan.pk)


def _must_be_above(plan_id: int | None, upper: Task) -> None:
    if upper.action.plan_id != plan_id or upper.withdrawn_at:
        raise ServiceError("这项任务已不在上级方案中，请刷新页面。")


def _must_be_of(plan: Plan, lower: Task) -> None:
    if lower.action.plan_id != plan.pk or lower.withdrawn_at:
        raise ServiceError("所选任务已不在本方案中，请刷新页面后重新选择。")


def _name(task: Task) -> str:
    """The task as its history names it."""
    name = str(task)
    return name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…"
