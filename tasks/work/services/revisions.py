"""A new version of a plan comes into force: in one transaction, or not at all. No work is lost by it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.people.models import User
from tasks.people.names import Meanings
from tasks.planparser import ParsedPlan
from tasks.plans.contract import HeldPlan, held_plan
from tasks.plans.difference import Difference, compare, records
from tasks.plans.kept_ids import ids_in_force, renamed
from tasks.plans.models import Plan, PlanVersion, Task
from tasks.plans.services.history import plan_record
from tasks.plans.services.plans import Document, plan_describe, version_create
from tasks.plans.services.revised_items import items_revise
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tasks.work.reconciliation import Reconciliation
from tasks.work.services.assignments import assignments_revise
from tasks.work.services.publishing import periods_create

CHANGED = "这份方案刚刚修订过，差异已按现行版重新比对，请再核对一遍后确认。"


@dataclass(frozen=True)
class Revision:
    """What a revision did; `reconciled` is None for a plan that is not published."""

    version: PlanVersion
    difference: Difference
    reconciled: Reconciliation[tuple[int, int]] | None


def plan_hold(*, plan_id: int, seen_version: int) -> Plan:
    """Lock a plan for revision. Raises StaleError when it is no longer the version that the person compared with."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.versions.aggregate(last=Max("number"))["last"] != seen_version:
        raise StaleError(CHANGED)
    return plan


@transaction.atomic
def plan_revise(
    *,
    plan: Plan,
    parsed: ParsedPlan,
    document: Document,
    pairs: Mapping[str, int | None],
    seen_version: int,
    user: User | None,
    now: dt.datetime,
    also: Sequence[dict[str, Any]] = (),
    decided: Meanings | None = None,
) -> Revision:
    """Put a new version of a plan into force. Tasks keep their rows, and so their reports; dropped ones are withdrawn.

    `pairs` is what a person said about which task is which (see `tasks.plans.difference`); `also` are the changes of
    what other apps keep, for the version's record; `decided` as for items_create.

    Raises NotAllowedError for who does not keep the plans of its place; StaleError when the plan or its work changed
    meanwhile; ServiceError when the document is that of another plan, lacks years, or says something too long to be
    kept whole.
    """
    require(user, Act.PLAN_REVISE, place_id=plan.jurisdiction_id)
    plan = plan_hold(plan_id=plan.pk, seen_version=seen_version)
    others = Plan.objects.filter(jurisdiction=plan.jurisdiction_id, versions__source__sha256=document.sha256)
    if other := others.exclude(pk=plan.pk).first():
        raise ServiceError(f"这份文件已作为“{other.title}”导入，未作任何更改。")
    held = held_plan(plan)
    difference = compare(
        held.parsed, replace(parsed, indicators=()), rows=held.rows, pairs=pairs, withdrawn=held.withdrawn
    )
    ids = _ids(plan, parsed, difference, held)
    named = renamed(parsed, ids)
    plan_describe(plan, named, document)
    rows = items_revise(plan, named, held.rows, now, decided)
    added = {task.id: rows[ids[task.id]] for task in parsed.tasks()}
    version = version_create(plan=plan, user=user, now=now, changes=[*records(difference, added), *also])
    plan_record(act=EventAct.PLAN_REVISE, plan=plan, user=user, now=now, reason=f"修订为第{version.number}版")
    return Revision(version, difference, _work(plan, user, now) if plan.status == Plan.Status.PUBLISHED else None)


def _ids(plan: Plan, parsed: ParsedPlan, difference: Difference, held: HeldPlan) -> dict[str, str]:
    """By id of an action or task in the document, the id of the row that it goes on with or gets."""
    taken = {*held.rows, *plan.actions.values_list("key", flat=True)}
    actions = ids_in_force("action", [action.id for action in parsed.actions], difference.kept, taken)
    return actions | ids_in_force("task", [task.id for task in parsed.tasks()], difference.kept, taken)


def _work(plan: Plan, user: User | None, now: dt.datetime) -> Reconciliation[tuple[int, int]]:
    """Periods and assignments follow what the plan now says."""
    periods_create(plan)
    outside = plan.periods.filter(progress_reports=None)
    outside.exclude(starts_on__range=(plan.first_day, plan.last_day)).delete()
    tasks = Task.objects.filter(action__plan=plan)
    return assignments_revise(tasks=tasks, user=user, now=now, reason="方案修订")
