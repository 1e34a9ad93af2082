"""The rows of a grid, where they come from and what can be done with them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.common.errors import ServiceError
from tasks.planparser import ROLES, ParsedAction, ParsedPlan, ParsedTask
from tracker.intake.corrections.items import GONE

CELLS = {
    "number": "编号",
    "text": "任务内容",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "support": "配合单位",
    "deadline": "完成时限",
}
MAX_ROWS = 1200  # a thousand tasks and their actions; the settings let a form have as many fields
TOO_MANY = f"表格最多填{MAX_ROWS}行，请减少行数，或把方案存为文件后导入。"
FIRST_ACTION = "第一个行动下面还有任务，不能删除；请改写它的标题。"
NEW_ACTION, NEW_TASK = "action:", "task:"
_REF = re.compile(r"(?:action|task):[a-z0-9-]{0,60}")


@dataclass(frozen=True)
class Row:
    """One row. `ref` says what it is: an action or a task, and its id where it has one: task:t3-8d1f0a2b, or task:.

    `held` is what the plan held where a new one stood before it was deleted: it comes back with what no cell shows.
    """

    ref: str
    number: str = ""
    text: str = ""  # a task's text, or an action's heading
    lead: str = ""
    responsible: str = ""
    support: str = ""
    deadline: str = ""
    held: ParsedAction | ParsedTask | None = None

    @property
    def is_action(self) -> bool:
        return self.ref.startswith(NEW_ACTION)

    @property
    def item(self) -> str:
        """The id of the action or task that the row is; empty for a new one."""
        return self.ref.partition(":")[2]

    @property
    def is_new(self) -> bool:
        return not self.item

    @property
    def is_blank(self) -> bool:
        """Nothing was typed in it; a number alone says nothing."""
        return not any(getattr(self, name).strip() for name in CELLS if name != "number")


def is_ref(text: str) -> bool:
    """Whether a text names a row of a grid."""
    return _REF.fullmatch(text) is not None


def rows_of(plan: ParsedPlan) -> list[Row]:
    """The rows of a plan, in document order."""
    rows: list[Row] = []
    for action in plan.actions:
        rows += [Row(f"{NEW_ACTION}{action.id}", text=action.heading), *map(task_row, action.tasks)]
    return rows


def task_row(task: ParsedTask) -> Row:
    """A task as a row."""
    said: dict[str, Any] = {
        role: "、".join(row.name for row in task.responsibilities if row.role == role) for role in ROLES
    }
    return Row(f"{NEW_TASK}{task.id}", str(task.number), task.text, **said, deadline=task.deadline.text or "")


def replaced(rows: Sequence[Row], changed: Iterable[Row]) -> list[Row]:
    """The rows with some of them as they were changed, told by their `ref`. Raises ServiceError when one is gone."""
    news = {row.ref: row for row in changed}
    if not news.keys() <= {row.ref for row in rows}:
        raise ServiceError(GONE)
    return [news.get(row.ref, row) for row in rows]


# ---- what can be done with rows; `at` counts them from 1 ----
def inserted(rows: Sequence[Row], at: int, ref: str) -> list[Row]:
    """With a new row behind the one at `at`; at the end where there is none."""
    place = at if 1 <= at <= len(rows) else len(rows)
    return [*rows[:place], Row(ref), *rows[place:]]


def deleted(rows: Sequence[Row], at: int) -> list[Row]:
    """Without a row; the tasks of a deleted action go to the one above. Raises ServiceError for the first action."""
    row = _row_at(rows, at)
    if at == 1 and row.is_action and len(rows) > 1 and not rows[1].is_action:
        raise ServiceError(FIRST_ACTION)
    return [*rows[: at - 1], *rows[at:]]


def moved(rows: Sequence[Row], at: int, step: int) -> list[Row]:
    """With a row one place up (-1) or down (1); the first row stays an action. At the edge nothing changes."""
    _row_at(rows, at)
    new, other = list(rows), at - 1 + step
    if not 0 <= other < len(rows):
        return new
    new[at - 1], new[other] = new[other], new[at - 1]
    return new if new[0].is_action else list(rows)


def renumbered(rows: Sequence[Row]) -> list[Row]:
    """Tasks numbered 1, 2, 3 throughout."""
    numbers = iter(range(1, len(rows) + 1))
    return [row if row.is_action else replace(row, number=str(next(numbers))) for row in rows]


def _row_at(rows: Sequence[Row], at: int) -> Row:
    if not 1 <= at <= len(rows):
        raise ServiceError(GONE)
    return rows[at - 1]
