"""What a person decides about a draft under review: place, names, version, which task is which, what was looked at."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from tasks.common.errors import ServiceError, StaleError
from tasks.common.numbers import number_in
from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Plan, Task
from tasks.plans.services.holding import GONE, plan_is_there
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.decisions import Decision
from tracker.intake.draft_warnings import typed_warnings
from tracker.intake.models import PlanDraft
from tracker.intake.services.draft_changes import draft_change

ELSEWHERE = "这份文件已在另一份导入稿中，请打开那一份，这一份可以放弃。"


def draft_place(
    *, draft: PlanDraft, revision: int, place: Jurisdiction | None, user: User, what: str = "", **changes: Any
) -> None:
    """Say which jurisdiction the plan is of; what was decided goes with another one.

    Raises as draft_change, and where a colleague there has the same file in hand.
    """
    if place:
        require(user, Act.DRAFT_PLACE, place_id=place.pk)
    if (place.pk if place else None) != draft.jurisdiction_id:
        changes |= {"decisions": {}, "revises": None, "stands_alone": False, "pairs": {}}
    said = what or f"地区改为{place or '未选择'}"
    try:
        draft_change(draft=draft, revision=revision, user=user, what=said, jurisdiction=place, **changes)
    except IntegrityError as error:
        raise ServiceError(ELSEWHERE) from error


def draft_decide(*, draft: PlanDraft, revision: int, user: User, decisions: Mapping[str, Decision | None]) -> None:
    """Say what names (in normal form) mean; None takes a decision back. Raises as draft_change."""
    kept = {**draft.decisions, **decisions}
    draft_change(
        draft=draft,
        revision=revision,
        user=user,
        what=f"对应责任单位名称：{'、'.join(decisions)}",
        decisions={name: said for name, said in kept.items() if said is not None},
    )


@transaction.atomic
def draft_revise(*, draft: PlanDraft, revision: int, user: User, plan: Plan | None) -> None:
    """Say that the draft is a new version of this plan, or with None that it is another one. Raises as draft_change."""
    if plan and plan.jurisdiction_id != draft.jurisdiction_id:
        raise ServiceError("所选方案不属于这份稿件的地区，请重新选择。")
    if plan and not plan_is_there(plan.pk):
        raise StaleError(GONE)
    what = f"作为“{plan.title}”的新版本" if plan else "作为另一份方案"
    changes: Any = {"revises": plan, "stands_alone": plan is None, "pairs": {}}
    draft_change(draft=draft, revision=revision, user=user, what=what, **changes)


def draft_pair(*, draft: PlanDraft, revision: int, user: User, item: str, said: str) -> None:
    """Say which task of the plan in force a task of the draft is: its row as text, "none", or "auto" for as proposed.

    Each old task becomes one new one only: who had it before loses it. Raises as draft_change.
    """
    tasks = {task.id: task for task in draft.content.tasks()} if draft.content else {}
    if item not in tasks or not draft.revises_id:
        raise ServiceError("这项任务已不在稿件中，请刷新页面后再选。")
    pairs = {task: old for task, old in draft.pairs.items() if task in tasks and task != item}
    if said == "none":
        pairs[item] = None
    elif said != "auto":
        row = _task_of(draft, said)
        pairs = {task: old for task, old in pairs.items() if old != row} | {item: row}
    what = f"对应原方案的任务：{tasks[item].number}. {tasks[item].title}"
    draft_change(draft=draft, revision=revision, user=user, what=what, pairs=pairs)


def _task_of(draft: PlanDraft, said: str) -> int:
    """The row of a task of the plan that the draft revises."""
    task = number_in(said)
    tasks = Task.objects.in_force().filter(action__plan=draft.revises_id)
    if task is None or not tasks.filter(pk=task).exists():
        raise ServiceError("请选择是原方案的哪一项。")
    return task


def draft_acknowledge(*, draft: PlanDraft, revision: int, user: User, keys: Iterable[str], acknowledged: bool) -> None:
    """Tick warnings off as looked at, or take that back. Raises as draft_change."""
    known, asked = set(warning_keys(draft)), set(keys)
    if not asked <= known:
        raise ServiceError("这条提示已不存在，请刷新页面。")
    before = known & set(draft.acknowledged)
    after = before | asked if acknowledged else before - asked
    what = f"{len(asked)}条提示标为已核对" if acknowledged else f"恢复{len(before & asked)}条提示"
    draft_change(draft=draft, revision=revision, user=user, what=what, acknowledged=sorted(after))


def warning_keys(draft: PlanDraft) -> list[str]:
    """What can be ticked off: the parser's remarks by their ids, warnings about what was typed by their keys."""
    if not draft.content:
        return []
    typed = (found.key for found in typed_warnings(draft.content, draft.parsed))
    return [*(remark.id for remark in draft.content.diagnostics), *typed]
