"""What the rows of a grid say becomes a plan; what cannot be read is named by row and cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.planparser import (
    ROLES,
    ItemKind,
    ParsedAction,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTask,
    Role,
    find_milestones,
    new_id,
    parse_deadline,
    split_units,
    squeeze,
    title_of,
)
from tracker.intake.corrections.items import GONE, items_of, new_action, new_task
from tracker.intake.grid.rows import MAX_ROWS, TOO_MANY, Row, task_row

MAX_NUMBER = 100_000
MAX_HEADING, MAX_TITLE, MAX_NAME, MAX_DEADLINE = 300, 500, 200, 200  # as wide as the columns they will stand in
NO_ACTION = "任务上面要有一个行动，请先插入行动。"
_SEPARATORS = "、，,；;。\n"


@dataclass(frozen=True)
class CellError:
    """What is wrong in a cell; `row` counts the rows from 1."""

    row: int
    cell: str
    message: str

    def __str__(self) -> str:
        return f"第{self.row}行：{self.message}"


class GridError(ServiceError):
    """Some cells cannot be read; nothing was changed."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__(f"有{len(errors)}处需要改正，还没有保存。")
        self.errors = list(errors)


def plan_of(rows: Sequence[Row], plan: ParsedPlan, whole: Iterable[str] = ()) -> ParsedPlan:
    """The plan with actions and tasks as the rows say. New rows that are blank are left out.

    `whole` are known names that hold a separator themselves (各乡镇、街道) and are not cut there. Raises GridError with
    all that is wrong, ServiceError when there are too many rows or one refers to what is gone.
    """
    if len(rows) > MAX_ROWS:
        raise ServiceError(TOO_MANY)
    said = [(number, row) for number, row in enumerate(rows, 1) if not (row.is_new and row.is_blank)]
    if errors := list(_errors(said)):
        raise GridError(errors)
    reader = _Reader(plan, whole)
    for _, row in said:
        reader.add(row)
    return replace(plan, actions=tuple(reader.actions))


class _Reader:
    """Takes row after row; what stands in one is read against what it was."""

    def __init__(self, plan: ParsedPlan, whole: Iterable[str]) -> None:
        self.actions: list[ParsedAction] = []
        self._plan, self._whole = plan, list(whole)
        self._held = {item.id: item for item in items_of(plan)}
        self._used: set[str] = set()
        self._last = 0

    def add(self, row: Row) -> None:
        if row.is_action:
            self.actions.append(self._action(row))
        else:
            task, action = self._task(row), self.actions[-1]
            self.actions[-1] = replace(action, tasks=(*action.tasks, task))
            self._last = task.number

    def _own_id(self, kind: ItemKind, item: str) -> str:
        """The id of an item; of two rows that say they are one, the second is a new one."""
        own = new_id(kind) if item in self._used else item
        self._used.add(own)
        return own

    def _was(self, row: Row) -> object:
        """What the plan holds where the row stands, or held before it was deleted; None for a new one."""
        if row.item and row.item not in self._held:
            raise ServiceError(GONE)
        return self._held[row.item] if row.item else row.held

    def _action(self, row: Row) -> ParsedAction:
        was = self._was(row)
        old = was if isinstance(was, ParsedAction) else new_action("")
        own, number = self._own_id("action", old.id), len(self.actions) + 1
        return replace(old, id=own, number=number, heading=squeeze(row.text), tasks=())

    def _task(self, row: Row) -> ParsedTask:
        held = self._was(row)
        old = held if isinstance(held, ParsedTask) else new_task()
        was = task_row(old)
        number = int(row.number) if row.number.strip() else self._last + 1
        new = replace(old, id=self._own_id("task", old.id), number=number)
        if tidy_text(row.text) != tidy_text(was.text):
            new = self._with_words(new, tidy_text(row.text))
        if (row.lead, row.responsible, row.support) != (was.lead, was.responsible, was.support):
            new = replace(new, responsibilities=self._names(row, old))
        if squeeze(row.deadline) != squeeze(was.deadline):
            new = replace(new, deadline=parse_deadline(row.deadline, self._plan.years))
        return new

    def _with_words(self, task: ParsedTask, text: str) -> ParsedTask:
        """Text, title and milestones; a title that the text still begins with stays."""
        title = task.title if task.title and text.startswith(task.title) else title_of(text)
        return replace(task, text=text, title=title, milestones=find_milestones(text, self._plan.years))

    def _names(self, row: Row, old: ParsedTask) -> tuple[ParsedResponsibility, ...]:
        whole = [*self._whole, *(said.name for said in old.responsibilities)]
        return tuple(dict.fromkeys(said for role in ROLES for said in read_names(getattr(row, role), role, whole)))


def tidy_text(text: str) -> str:
    """A text as the parser keeps it: paragraphs by line, no blank ones, no space between Chinese characters."""
    return "\n".join(squeezed for line in text.splitlines() if (squeezed := squeeze(line)))


def read_names(text: str, role: Role, whole: Iterable[str] = ()) -> list[ParsedResponsibility]:
    """The units in a cell as the parser would read them there; a word such as 牵头 behind a name gives it that role."""
    lists = sorted({name for name in whole if is_list(name)}, key=len, reverse=True)
    stood = {chr(0xE000 + n): name for n, name in enumerate(lists)}
    for mark, name in stood.items():
        text = re.sub(rf"(?<![^{_SEPARATORS}]){re.escape(name)}(?![^{_SEPARATORS}])", mark, text)
    names = str.maketrans(stood)
    return [ParsedResponsibility(said.role, said.name.translate(names)) for said in split_units(text, role)]


def is_list(name: str) -> bool:
    """Whether a name holds a separator itself: 各乡镇、街道."""
    return any(mark in name for mark in _SEPARATORS)


def _errors(rows: Iterable[tuple[int, Row]]) -> Iterator[CellError]:
    has_action = False
    for number, row in rows:
        has_action |= row.is_action
        for cell, message in _heading_errors(row) if row.is_action else _task_errors(row):
            yield CellError(number, cell, message)
        if not has_action:
            yield CellError(number, "text", NO_ACTION)


def _task_errors(row: Row) -> Iterator[tuple[str, str]]:
    """(cell, what is wrong with it)."""
    if not row.text.strip():
        yield "text", "任务内容是空的，请填写；不要这一项时请删除这一行。"
    if len(title_of(tidy_text(row.text))) > MAX_TITLE:
        yield "text", f"任务内容的第一句超过{MAX_TITLE}字，请用句号或另起一段分开。"
    written = row.number.strip()
    number = number_in(written)
    if written and (number is None or number > MAX_NUMBER):
        yield "number", f"编号“{written[:20]}”不是{MAX_NUMBER}以内的整数，请改正，或清空由系统编号。"
    if len(row.deadline.strip()) > MAX_DEADLINE:
        yield "deadline", f"完成时限超过{MAX_DEADLINE}字，请改短。"
    for role in ROLES:
        if any(len(said.name) > MAX_NAME for said in read_names(getattr(row, role), role)):
            yield role, f"单位名称超过{MAX_NAME}字，请用顿号分开。"


def _heading_errors(row: Row) -> Iterator[tuple[str, str]]:
    if not row.text.strip():
        yield "text", "行动标题是空的，请填写；不要这个行动时请删除这一行，任务并入上一个行动。"
    if len(squeeze(row.text)) > MAX_HEADING:
        yield "text", f"行动标题超过{MAX_HEADING}字，请改短。"
