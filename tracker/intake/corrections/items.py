"""Actions, tasks and indicators of a plan: found by their ids, and put back changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from tasks.common.errors import ServiceError
from tasks.planparser import ParsedAction, ParsedDeadline, ParsedIndicator, ParsedPlan, ParsedTask, new_id

Item = ParsedAction | ParsedTask | ParsedIndicator
Row = TypeVar("Row", bound=ParsedAction | ParsedTask | ParsedIndicator)
T = TypeVar("T")

GONE = "这一项已不存在，请刷新页面后再改。"
LAST_TASK = "方案至少要有一项任务，不能删除最后一项；整份稿件不要时请放弃。"


def item_of(rows: Iterable[Row], item: str) -> Row:
    """The one of these rows that has this id. Raises ServiceError when there is none."""
    found = next((row for row in rows if row.id == item), None)
    if found is None:
        raise ServiceError(GONE)
    return found


def action_with(plan: ParsedPlan, task: str) -> ParsedAction:
    """The action that a task stands in. Raises ServiceError when there is none."""
    found = next((action for action in plan.actions if place_of(action.tasks, task) >= 0), None)
    if found is None:
        raise ServiceError(GONE)
    return found


def place_of(rows: Sequence[Item], item: str) -> int:
    """Where the row of this id stands, from 0; -1 for nowhere."""
    return next((n for n, row in enumerate(rows) if row.id == item), -1)


def items_of(plan: ParsedPlan) -> list[Item]:
    """Every action with its tasks behind it, then every indicator."""
    found: list[Item] = []
    for action in plan.actions:
        found += [action, *action.tasks]
    return [*found, *plan.indicators]


def put(plan: ParsedPlan, item: Item) -> ParsedPlan:
    """The plan with this item in the place of the one of its id."""
    if isinstance(item, ParsedAction):
        return replace(plan, actions=_put(plan.actions, item))
    if isinstance(item, ParsedIndicator):
        return replace(plan, indicators=_put(plan.indicators, item))
    action = action_with(plan, item.id)
    return put(plan, replace(action, tasks=_put(action.tasks, item)))


def _put(rows: Sequence[Row], item: Row) -> tuple[Row, ...]:
    return tuple(item if row.id == item.id else row for row in rows)


def put_in(rows: Sequence[T], at: int, item: T) -> tuple[T, ...]:
    """The rows with one more at this place, from 0."""
    return (*rows[:at], item, *rows[at:])


def without(plan: ParsedPlan, item: str) -> ParsedPlan:
    """The plan without this item; an action goes with its tasks."""
    actions = tuple(
        replace(action, tasks=tuple(task for task in action.tasks if task.id != item))
        for action in plan.actions
        if action.id != item
    )
    return replace(plan, actions=actions, indicators=tuple(row for row in plan.indicators if row.id != item))


def bare_actions(plan: ParsedPlan) -> set[str]:
    """The actions that wait for their tasks."""
    return {action.id for action in plan.actions if not action.tasks}


def tidy(plan: ParsedPlan, bare: Collection[str]) -> ParsedPlan:
    """Without actions that have no task left, but for those that had none before (`bare`); numbered anew.

    Raises ServiceError when the last task of all is gone.
    """
    kept = [action for action in plan.actions if action.tasks or action.id in bare]
    if not any(action.tasks for action in kept):
        raise ServiceError(LAST_TASK)
    return replace(plan, actions=tuple(replace(action, number=n) for n, action in enumerate(kept, 1)))


def new_task() -> ParsedTask:
    """A task that says nothing yet, with an id of its own."""
    return ParsedTask(
        id=new_id("task"),
        number=0,
        title="",
        text="",
        responsibilities=(),
        deadline=ParsedDeadline(),
        milestones=(),
        line=None,
    )


def new_action(heading: str) -> ParsedAction:
    """An action without tasks, with an id of its own; where it stands gives its number."""
    return ParsedAction(id=new_id("action"), number=0, heading=heading, goal=None, tasks=(), line=None)
