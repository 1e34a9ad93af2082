"""What a form or an act on the review page changes in a plan."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tasks.common.errors import ServiceError
from tasks.planparser import (
    ROLES,
    ParsedMilestone,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTask,
    find_milestones,
    new_id,
    parse_target,
    title_of,
)
from tracker.intake.corrections.items import (
    action_with,
    bare_actions,
    item_of,
    items_of,
    new_task,
    place_of,
    put,
    put_in,
    tidy,
    without,
)

_SENTENCE_END = re.compile(r"[。；;\n][”’』」）)]*\s*(?=\S)")
NO_NEXT = "这是本行动的最后一项，后面没有可以合并的任务。"
BAD_SPLIT = "请选择从哪一句起分为下一项。"
BAD_PLACE = "请选择要移到的行动和位置。"


def set_item(plan: ParsedPlan, item: str, **changes: Any) -> ParsedPlan:
    """What one action, task or indicator says."""
    return put(plan, replace(item_of(items_of(plan), item), **changes))


def move_task(plan: ParsedPlan, task: str, *, to_action: str, to_place: int) -> ParsedPlan:
    """Take a task out and put it in at `to_place` (1 is first) of an action; one that this leaves empty goes."""
    moved, left = item_of(plan.tasks(), task), without(plan, task)
    target = item_of(left.actions, to_action)
    if not 1 <= to_place <= len(target.tasks) + 1:
        raise ServiceError(BAD_PLACE)
    put_there = replace(target, tasks=put_in(target.tasks, to_place - 1, moved))
    return tidy(put(left, put_there), bare_actions(plan))


def next_task(plan: ParsedPlan, task: str) -> ParsedTask:
    """The one behind it in the same action. Raises ServiceError when there is none."""
    tasks = action_with(plan, task).tasks
    at = place_of(tasks, task) + 1
    if at == len(tasks):
        raise ServiceError(NO_NEXT)
    return tasks[at]


def merge_next(plan: ParsedPlan, task: str) -> ParsedPlan:
    """One task of this and the next one of the same action: texts joined, responsibilities and milestones united."""
    second = next_task(plan, task)
    return put(without(plan, second.id), both(item_of(plan.tasks(), task), second))


def both(first: ParsedTask, second: ParsedTask) -> ParsedTask:
    """The first with what two tasks or passages say, one after the other; units and milestones each once."""
    return replace(
        first,
        text="\n".join(filter(None, (first.text, second.text))),
        responsibilities=united(first.responsibilities + second.responsibilities),
        milestones=(*first.milestones, *(mark for mark in second.milestones if mark not in first.milestones)),
        deadline=second.deadline if first.deadline.kind == "none" else first.deadline,
    )


def united(said: Sequence[ParsedResponsibility]) -> tuple[ParsedResponsibility, ...]:
    """Each name once, in the strongest role it has."""
    by_role = sorted(said, key=lambda row: ROLES.index(row.role), reverse=True)
    return tuple({row.name: row for row in (*said, *by_role)}.values())  # the strongest of a name comes last


def split_points(text: str) -> list[tuple[int, str]]:
    """Where a task's text can be cut: (offset, the words that would begin the next task), after each sentence."""
    return [(found.end(), text[found.end() : found.end() + 30]) for found in _SENTENCE_END.finditer(text)]


def split_task(plan: ParsedPlan, task: str, *, offset: int, line: int | None = None) -> ParsedPlan:
    """Two tasks of one, cut at one of its `split_points`; the second has the same units, deadline and number.

    The first is the task that was, the second a new one. Milestones go with the words they were read in.
    """
    whole, action = item_of(plan.tasks(), task), action_with(plan, task)
    if offset not in [at for at, _ in split_points(whole.text)]:
        raise ServiceError(BAD_SPLIT)
    first, second = whole.text[:offset].strip(), whole.text[offset:].strip()
    other = replace(
        whole,
        id=new_id("task"),
        text=second,
        title=title_of(second),
        line=line or whole.line,
        milestones=_within(second, whole.milestones),
    )
    title = title_of(first).rstrip("；;") if len(whole.title) > len(first) else whole.title
    kept = replace(whole, text=first, title=title, milestones=_within(first, whole.milestones))
    tasks = put_in(action.tasks, place_of(action.tasks, task) + 1, other)
    return put(put(plan, replace(action, tasks=tasks)), kept)


def _within(text: str, marks: Iterable[ParsedMilestone]) -> tuple[ParsedMilestone, ...]:
    return tuple(mark for mark in marks if mark.text in text)


def delete_task(plan: ParsedPlan, task: str) -> ParsedPlan:
    """Take a task out; an action that this leaves empty goes."""
    item_of(plan.tasks(), task)
    return tidy(without(plan, task), bare_actions(plan))


def add_task(plan: ParsedPlan, action: str, *, text: str) -> ParsedPlan:
    """A task that the parser did not see, at the end of an action, numbered after its last."""
    held = item_of(plan.actions, action)
    number = held.tasks[-1].number + 1 if held.tasks else 1
    marks = find_milestones(text, plan.years)
    task = replace(new_task(), number=number, title=title_of(text), text=text, milestones=marks)
    return put(plan, replace(held, tasks=(*held.tasks, task)))


def set_indicator(
    plan: ParsedPlan, indicator: str, *, name: str, area: str, unit: str | None, targets: Iterable[tuple[int, str]]
) -> ParsedPlan:
    """Words and targets (year, text) of an indicator; a target's text is read anew."""
    read = tuple(parse_target(text, year, unit) for year, text in targets)
    return set_item(plan, indicator, name=name, area=area, unit=unit, targets=read)


def delete_indicator(plan: ParsedPlan, indicator: str) -> ParsedPlan:
    """Take an indicator out."""
    item_of(plan.indicators, indicator)
    return without(plan, indicator)
