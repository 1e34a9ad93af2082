"""The rows of a grid, where they come from and what can be done with them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.common.errors import ServiceError
from tasks.planparser import ROLES, squeeze
from tasks.plans.content import Contract
from tracker.intake.corrections import GONE, item, task_at

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
_REF = re.compile(r"action-(\d{1,6})?|task-(?:(\d{1,6})-(\d{1,6}))?")
# How the columns of other people's tables are called.
_HEADS = {
    "number": ("编号", "序号"),
    "text": ("任务内容", "工作任务", "重点任务", "任务", "工作内容", "主要任务", "具体任务"),
    "lead": ("牵头单位", "牵头部门", "主办单位"),
    "responsible": ("责任单位", "责任部门", "责任主体", "承办单位"),
    "support": ("配合单位", "配合部门", "参与单位", "协办单位"),
    "deadline": ("完成时限", "时限", "时限要求", "完成时间", "完成期限", "办理时限"),
}
_BY_HEAD = {word: name for name, words in _HEADS.items() for word in words}


@dataclass(frozen=True)
class Row:
    """One row. `ref` says what it is: action-2, task-1-3 (places from 1), or action- and task- for a new one.

    `held` is what the plan held where a new one stood before it was deleted: it comes back with what no cell shows.
    """

    ref: str
    number: str = ""
    text: str = ""  # a task's text, or an action's heading
    lead: str = ""
    responsible: str = ""
    support: str = ""
    deadline: str = ""
    held: Contract | None = None

    @property
    def is_action(self) -> bool:
        return self.ref.startswith("action")

    @property
    def is_new(self) -> bool:
        return self.ref.endswith("-")

    @property
    def places(self) -> tuple[int, ...]:
        """Where the row stood in the plan, from 1: (action,) or (action, task); nothing for a new one."""
        found = _REF.fullmatch(self.ref)
        return tuple(int(part) for part in found.groups() if part) if found else ()

    @property
    def is_blank(self) -> bool:
        """Nothing was typed in it; a number alone says nothing."""
        return not any(getattr(self, name).strip() for name in CELLS if name != "number")


def is_ref(text: str) -> bool:
    """Whether a text names a row of a grid."""
    return _REF.fullmatch(text) is not None


def rows_of(plan: Contract) -> list[Row]:
    """The rows of a plan, in document order."""
    return list(_rows(plan))


def _rows(plan: Contract) -> Iterator[Row]:
    for a, action in enumerate(plan["actions"], 1):
        yield Row(f"action-{a}", text=action["heading"])
        for t, task in enumerate(action["tasks"], 1):
            yield task_row(f"task-{a}-{t}", task)


def task_row(ref: str, task: Contract) -> Row:
    """A task as a row."""
    said: dict[str, Any] = {
        role: "、".join(row["name"] for row in task["responsibilities"] if row["role"] == role) for role in ROLES
    }
    return Row(ref, number=str(task["number"]), text=task["text"], **said, deadline=task["deadline"]["text"] or "")


def dropped(plan: Contract, rows: Iterable[Row]) -> list[Contract]:
    """The actions and tasks of the plan that none of the rows is."""
    kept = {row.ref for row in rows}
    gone = [row for row in rows_of(plan) if row.ref not in kept]
    return [item(plan["actions"], *row.places) if row.is_action else task_at(plan, *row.places) for row in gone]


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
    row: Row = item(rows, at)
    if at == 1 and row.is_action and len(rows) > 1 and not rows[1].is_action:
        raise ServiceError(FIRST_ACTION)
    return [*rows[: at - 1], *rows[at:]]


def moved(rows: Sequence[Row], at: int, step: int) -> list[Row]:
    """With a row one place up (-1) or down (1); the first row stays an action. At the edge nothing changes."""
    item(rows, at)
    new, other = list(rows), at - 1 + step
    if not 0 <= other < len(rows):
        return new
    new[at - 1], new[other] = new[other], new[at - 1]
    return new if new[0].is_action else list(rows)


def renumbered(rows: Sequence[Row]) -> list[Row]:
    """Tasks numbered 1, 2, 3 throughout."""
    numbers = iter(range(1, len(rows) + 1))
    return [row if row.is_action else replace(row, number=str(next(numbers))) for row in rows]


def filled(table: Sequence[Sequence[str]], first: str) -> list[Row]:
    """New rows from a copied rectangle whose first column is `first`; a head row says for itself what its columns are.

    Columns beyond the last one are left out, and so are rows without words.
    """
    order = list(CELLS)
    columns: list[str | None] = [*order[order.index(first) :]]
    body = list(table)
    if body and (head := _head(body[0])):
        columns, body = head, body[1:]
    rows = []
    for line in body:
        cells: dict[str, Any] = {name: cell.strip() for name, cell in zip(columns, line, strict=False) if name}
        row = Row("task-", **cells)
        rows += [] if row.is_blank else [row]
    return rows


def _head(line: Sequence[str]) -> list[str | None] | None:
    """What the columns of a head row are; None where it is no head: one that names no two columns."""
    found = [_BY_HEAD.get(squeeze(cell)) for cell in line]
    return found if sum(name is not None for name in found) >= 2 else None
