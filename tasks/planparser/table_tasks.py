"""Rows of a task table become actions and tasks; merged fields are carried down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .action_drafts import ActionDraft, TaskDraft
from .clean import squeeze
from .diagnostics import diagnostic
from .heads import Column
from .labelled_values import split_fields, split_value
from .labels import Field, FieldKind
from .model import ROLES, Diagnostic
from .nodes import goal_of, heading_of
from .printed_numbers import read_number
from .table_rows import NOTHING, Row, Table, across_left_out, left_out

_CUT = re.compile(r"(?<=[，、,])\s*\n\s*|\n\s*(?=[，。、；,;）)])")
_QUOTED = re.compile(r"“[^“”]{1,60}”|《[^《》]{1,60}》")
_COLUMN_OF: dict[FieldKind, Column] = {
    "lead": "lead", "responsible": "responsible", "support": "support", "deadline": "deadline",
}  # fmt: skip


@dataclass(slots=True)
class _Carried:
    """What merged cells above still say; ``task_heads`` where the task column stands above several measures,
    ``due_apart`` where each measure is due on a day of its own; ``words`` are the last row with a task."""

    area: str
    area_line: int | None
    task_heads: bool
    due_apart: bool
    words: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    drafts: list[tuple[str, int | None, TaskDraft]] = field(default_factory=list)


def tasks_of_all(tables: Sequence[Table]) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """Actions of the tables of tasks in order, one task a numbered row, and what had to be guessed."""
    heading = {id(table.head) for table in tables if _task_heads(table)}
    found = [_tasks_of(table, task_heads=id(table.head) in heading) for table in tables]
    remarks = [remark for _, doubts in found for remark in doubts]
    remarks += [diagnostic("column_guessed", table.line, text=table.guessed) for table in tables if table.guessed]
    remarks += [
        diagnostic("marks_unexplained", table.line, text=table.unexplained) for table in tables if table.unexplained
    ]
    return [draft for drafts, _ in found for draft in drafts], remarks + left_out(tables)


def _tasks_of(table: Table, *, task_heads: bool) -> tuple[list[ActionDraft], list[Diagnostic]]:
    line = table.owner.line if table.owner.text else None
    state = _Carried(heading_of(table.owner), line, task_heads, _due_apart(table))
    goals: dict[tuple[str, int | None], str | None] = {}
    if line:
        goals[state.area, line] = goal_of(table.owner, before=table.line)
    remarks = across_left_out(table)
    for row in table.rows:
        if row.is_note:
            continue
        if row.section is not None:
            state.area, state.area_line, state.words = plain(row.section), row.line, ()
            continue
        remarks += [diagnostic("row_short", row.line)] if row.short else []
        remarks += _take(row, table, state)
    return list(_grouped(state, goals)), remarks


def _task_heads(table: Table) -> bool:
    """Whether a merged task cell stands above several measures that are numbered, and so is their heading.

    Not beside a column of areas, nor under headings across the table: those are the headings.
    """
    rows = [row for row in table.rows if row.section is None]
    if any(row.cell(at) for row in rows for at in table.head.at("area")):
        return False
    if any(row.section is not None and not row.is_note for row in table.rows[:-1]):
        return False
    below = any(_has_number(row, table) and not _body(row, table, "task") for row in rows if table.head.at("task"))
    return below or _due_apart(table)


def _due_apart(table: Table) -> bool:
    """Whether a table without numbers has measures under one merged task that are due on different days.

    Each of them is a task: as parts of one, all but the first would lose their day.
    """
    if table.head.at("number") or not table.head.at("task"):
        return False
    rows = [row for row in table.rows if row.section is None]
    return any(
        above.cell(at) and row.cell(at) and above.cell(at) != row.cell(at)
        for above, row in pairwise(rows)
        if _body(row, table, "measure") and not _body(row, table, "task")
        for at in table.head.at("deadline")
    )


def _has_number(row: Row, table: Table) -> bool:
    """Whether a row with a measure is numbered, in a column for that or in the measure itself."""
    measure = _body(row, table, "measure")
    if table.head.at("number"):
        return bool(measure and table.number(row))
    return read_number(measure) is not None and not _is_list(measure.split("\n"))


def plain(text: str) -> str:
    """A heading without its printed number."""
    numbering = read_number(text)
    return squeeze(numbering.rest if numbering else text).rstrip("。：:")


def _take(row: Row, table: Table, state: _Carried) -> list[Diagnostic]:
    _take_area(row, table, state)
    fields, remarks = _fields(row, table, state)
    if state.drafts and _goes_on(row, table, state):
        return _go_on(row, _paragraphs(row, table, state), fields, state)
    row, carried = _in_full(row, table, state)
    remarks += carried
    paragraphs = _paragraphs(row, table, state)
    if not paragraphs:
        return [diagnostic("unread_line", row.line)]
    printed = None if _is_list(paragraphs) else read_number(paragraphs[0])
    text, found = split_fields(printed.rest if printed else paragraphs[0], row.line)
    number = table.number(row) or (printed.value if printed else None) or len(state.drafts) + 1
    draft = TaskDraft(number, (squeeze(text), *paragraphs[1:]), (*fields, *found), row.line)
    state.drafts.append((state.area, state.area_line, draft))
    return remarks


def _in_full(row: Row, table: Table, state: _Carried) -> tuple[Row, list[Diagnostic]]:
    """A row that is a task, with what a cell merged over it says of it too; an empty task is that of the row above."""
    whole, tasks = replace(row, cells=row.said), table.head.at("task")
    if any(whole.cell(at) for at in tasks):
        state.words = whole.cells
    elif state.words and not state.task_heads and _body(row, table, "measure"):
        words = tuple(state.words[at] if at in tasks else cell for at, cell in enumerate(whole.cells))
        return replace(whole, cells=words), [diagnostic("words_carried", row.line)]
    return whole, []


def _goes_on(row: Row, table: Table, state: _Carried) -> bool:
    """Whether a row without a number, or in a table without numbers without a task, is one of the task above."""
    if table.head.at("number"):
        return not table.number(row)
    if state.due_apart and _body(row, table, "measure"):
        return False
    merged = bool(table.head.at("task")) and not _body(row, table, "task") and not state.task_heads
    return merged and state.area == state.drafts[-1][0]


def _is_list(paragraphs: Sequence[str]) -> bool:
    """Whether a cell holds （1）（2）, so that its first number is not that of the task."""
    first, second = (read_number(text) for text in (*paragraphs[:2], *[""] * (2 - len(paragraphs[:2]))))
    return first is not None and second is not None and first.style == second.style


def _take_area(row: Row, table: Table, state: _Carried) -> None:
    areas = [row.cell(at) for at in table.head.at("area")]
    if state.task_heads:
        areas += [_lines(row, at).replace("\n", "") for at in table.head.at("task")]
    lowest = next((area for area in reversed(areas) if area), "")
    if lowest and plain(lowest) != state.area:
        state.area, state.area_line, state.words = plain(lowest), row.line, ()


def _go_on(row: Row, paragraphs: tuple[str, ...], fields: tuple[Field, ...], state: _Carried) -> list[Diagnostic]:
    """Add a row without a number, in a table that has numbers, to the task above; the remark that says so."""
    area, line, above = state.drafts[-1]
    own = tuple(found for found in fields if found.line == row.line and found not in above.fields)
    merged = replace(above, paragraphs=above.paragraphs + paragraphs, fields=above.fields + own)
    state.drafts[-1] = (area, line, merged)
    return [diagnostic("row_joined", row.line)]


def _paragraphs(row: Row, table: Table, state: _Carried) -> tuple[str, ...]:
    """The body: task and measure, or the measure alone where the task is its heading or its own first words.

    What the task is to reach stands between the two, what each quarter is for behind them.
    """
    task, measure = _body(row, table, "task"), _body(row, table, "measure")
    apart = task and not measure.startswith(task) and not state.task_heads
    first, second = (task, measure) if apart and measure else (measure or task, "")
    parts = (first, *_labelled(row, table, "target"), second, *_labelled(row, table, "stage"))
    return tuple(line for part in parts for line in part.split("\n") if line)


def _labelled(row: Row, table: Table, column: Column) -> list[str]:
    """量化标准：不少于4次 · 一季度：印发方案, each under the words of its column."""
    return [f"{table.head.names[at]}：{row.cell(at)}" for at in table.head.at(column) if row.cell(at).strip(NOTHING)]


def _body(row: Row, table: Table, column: Column) -> str:
    return "\n".join(filter(None, (_lines(row, at) for at in table.head.at(column))))


def _lines(row: Row, at: int) -> str:
    """The paragraphs of a cell; a line cut inside a sentence is joined to the one before."""
    text = row.cells[at]
    if "\n" not in text:
        return squeeze(text)
    text = _QUOTED.sub(lambda quoted: quoted.group().replace("\n", ""), _CUT.sub("", text))
    return "\n".join(filter(None, map(squeeze, text.split("\n"))))


def _fields(row: Row, table: Table, state: _Carried) -> tuple[tuple[Field, ...], list[Diagnostic]]:
    filled = [
        (kind, row.cells[at])
        for kind, column in _COLUMN_OF.items()
        for at in table.head.at(column)
        if row.cells[at].strip()
    ]
    own = tuple(found for kind, cell in filled for found in split_value(kind, kind, cell, row.line))
    kinds = {kind for kind, _ in filled}  # — says that what stands above does not hold here
    carried = tuple(
        above
        for above in state.fields
        if (above.kind == "deadline" and "deadline" not in kinds) or (above.kind in ROLES and not kinds & set(ROLES))
    )
    state.fields = own + carried
    return state.fields, [diagnostic("task_carried", row.line)] if carried else []


def _grouped(state: _Carried, goals: Mapping[tuple[str, int | None], str | None]) -> Iterator[ActionDraft]:
    """Rows of one area, as long as they stand together; ``goals`` of the headings among the areas."""
    group: list[TaskDraft] = []
    key: tuple[str, int | None] | None = None
    for area, line, draft in state.drafts:
        if key is not None and key[0] != area:
            yield ActionDraft(key[0], goals.get(key), tuple(group), key[1])
            group, key = [], None
        key = key or (area, line)
        group.append(draft)
    if key is not None:
        yield ActionDraft(key[0], goals.get(key), tuple(group), key[1])
