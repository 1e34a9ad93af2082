"""Stage 3c: rows become tables; heads are recognised by their words, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeVar

from .clean import squeeze
from .labels import label_word
from .lines import Line
from .nodes import Node
from .numbering import read_number
from .numerals import to_int

Column = Literal[
    "number", "area", "indicator", "unit", "task", "measure", "lead", "responsible", "support", "deadline", "target",
    "other",
]  # fmt: skip
_T = TypeVar("_T")
TableKind = Literal["indicators", "tasks", "unknown"]

# Words of a column head, tried in order; labels of units and time come from the label tables.
COLUMN_WORDS: tuple[tuple[Column, str], ...] = (
    ("number", r"序号?|编号|项次|N[Oo]\.?"),
    ("indicator", r"(?:[一二三]级)?指标(?:名称|内容|项目)?|(?:具体|主要|考核|评价)指标|指标项"),
    ("unit", r"(?:计量|指标)?单位"),
    ("task", r".{0,4}(?:任务|事项)[及和与](?:目标|要求|措施|内容).{0,4}|目标[及和与]?任务(?:.{2})?"),
    ("target", r".{0,6}(?:目标值|目标|指标值|预期值|标准值)"),
    ("measure", r"(?:具体|工作|主要|重点|任务|推进|落实|改革)?(?:措施|举措)(?:及要求|内容)?|措施内容|主要内容"),
    ("measure", r"具体(?:任务|内容|工作|要求)|任务(?:内容|要求)|工作(?:内容|要求|标准)"),
    ("task", r"(?:工作|重点|主要|目标|年度|改革|具体)?(?:任务|事项)(?:名称|分解|清单|项目)?"),
    ("task", r"重点工作|工作项目|主要工作|任务分工"),
    ("area", r"(?:深化|重点|工作|任务|所属|涉及|指标)?(?:领域|类别|板块|行动|分类|方面|模块)(?:名称)?"),
    ("area", r"一级任务|项目|任务类型|总任务"),
)
_COLUMN = tuple((column, re.compile(pattern)) for column, pattern in COLUMN_WORDS)
_YEAR_HEAD = re.compile(r"(20\d\d)\s*年?(?:度)?(?:目标值?|指标值?|任务|完成值)?")
_TIME_HEAD = re.compile(
    r"(?:完成|办结|落实|推进|整改|计划|工作)?(?:时限|时间|期限|日期|时间节点|进度)(?:要求|安排|节点)?"
)
_UNIT_HEAD = re.compile(
    r"(?P<role>牵头|责任|配合|参与|协办|主责|落实|承办|主办|实施|协助)(?:（?[市县区]?级?）?)?"
    r"(?:单位|部门|科室|主体|处室|股室)?(?:及.*|和.*|（.*）|\(.*\))?"
)
_ROLE_HEADS: dict[str, Column] = {
    "牵头": "lead", "主责": "lead", "主办": "lead", "责任": "responsible", "落实": "responsible", "承办": "responsible",
    "实施": "responsible", "配合": "support", "参与": "support", "协办": "support", "协助": "support",
}  # fmt: skip


_DITTO = frozenset(("〃", "″", "同上", '"', "”"))


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table: what each holds, and the year of a target column."""

    columns: tuple[Column, ...]
    years: tuple[int | None, ...]

    @property
    def kind(self) -> TableKind:
        """Indicators have a name and targets; tasks have a task or measure and somebody or something to go with it."""
        has = set(self.columns)
        if "indicator" in has and {"target", "unit"} & has:
            return "indicators"
        if {"task", "measure"} & has and {"lead", "responsible", "support", "deadline", "number"} & has:
            return "tasks"
        return "unknown"

    def at(self, column: Column) -> list[int]:
        """Positions of the columns of one kind."""
        return [at for at, found in enumerate(self.columns) if found == column]


@dataclass(frozen=True, slots=True)
class Row:
    """One row under a head; ``section`` where it is a heading across the table."""

    line: int
    cells: tuple[str, ...]
    section: str | None = None
    short: bool = False

    def cell(self, at: int) -> str:
        """The text of one cell, closed up."""
        return squeeze(self.cells[at])


@dataclass(frozen=True, slots=True)
class Table:
    """A head, its rows, and the node of the outline that it stands under."""

    head: Head
    rows: list[Row]
    owner: Node
    line: int

    def number(self, row: Row) -> int | None:
        """The number printed in a row; None where it has none."""
        return next((_number(row.cells[at]) for at in self.head.at("number")), None)


def find_tables(rows: Sequence[tuple[Line, Node]]) -> list[Table]:
    """The tables among ``rows``; a head repeated on a new page goes on with the same table."""
    finder = _Finder()
    for line, node in rows:
        finder.take(line, node)
    return [replace(table, head=_numbered(table)) for table in finder.tables]


def _numbered(table: Table) -> Head:
    """The head; where 具体要求 stands above the number of a task and its text, the first is a column of numbers.

    What stands left of it are then headings.
    """
    columns = list(table.head.columns)
    for at, (column, following) in enumerate(pairwise(columns)):
        if column == following and column in ("task", "measure") and "number" not in columns:
            printed = [row.cell(at) for row in table.rows if row.section is None]
            if any(printed) and all(_number(cell) is not None for cell in printed if cell):
                columns[: at + 1] = [*("area" if left == "task" else left for left in columns[:at]), "number"]
    return table.head if tuple(columns) == table.head.columns else replace(table.head, columns=tuple(columns))


def _number(cell: str) -> int | None:
    """3, 3. 三、 （3） and ③ are 3; None for a cell that is no number."""
    text = squeeze(cell)
    printed = read_number(text)
    return printed.value if printed and not printed.rest else to_int(text)


class _Finder:
    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._printed: list[tuple[str, ...]] = []  # the rows of the head of the last table

    def take(self, line: Line, node: Node) -> None:
        """One row: a head, the second row of a head, a head printed again, or a row of the last table."""
        cells = tuple(squeeze(cell) for cell in line.cells)
        last = self.tables[-1] if self.tables else None
        head = read_head(cells)
        if last and last.owner is node and cells in self._printed:
            return
        if last and last.owner is node and not last.rows and (under := _second_row(last.head, cells, head)):
            self.tables[-1] = Table(under, last.rows, node, last.line)
            self._printed.append(cells)
        elif head or last is None:
            self.tables.append(Table(head or _unknown_head(len(cells)), [], node, line.number))
            self._printed = [cells]
        else:
            self._row(line, node, last)

    def _row(self, line: Line, node: Node, last: Table) -> None:
        """A row of the last table; after a heading between its rows, of a table with the same head."""
        if last.owner is not node:
            self.tables[len(self.tables) - (not last.rows) :] = [Table(last.head, [], node, line.number)]
            last = self.tables[-1]
        last.rows.append(_row(line, last.rows[-1] if last.rows else None, last.head))


def _unknown_head(width: int) -> Head:
    return Head(tuple(_padded([], width, "other")), (None,) * width)


def read_head(cells: Sequence[str]) -> Head | None:
    """The columns, where at least half of the cells (and two) are words of a column head."""
    named = [_column(cell) for cell in cells]
    known = sum(column != "other" for column, _ in named)
    if known < 2 or known * 2 < sum(map(bool, cells)):
        return None
    return Head(tuple(column for column, _ in named), tuple(year for _, year in named))


def _column(cell: str) -> tuple[Column, int | None]:
    year = _YEAR_HEAD.fullmatch(cell)
    if year:
        return "target", int(year[1])
    kind = label_word(cell)
    if kind in ("lead", "responsible", "support", "deadline"):
        return kind, None
    if _TIME_HEAD.fullmatch(cell):
        return "deadline", None
    for column, pattern in _COLUMN:
        if pattern.fullmatch(cell):
            return column, None
    unit = _UNIT_HEAD.fullmatch(cell)
    return (_ROLE_HEADS[unit["role"]], None) if unit else ("other", None)


def _second_row(head: Head, cells: Sequence[str], alone: Head | None) -> Head | None:
    """A head of two rows: 目标值 over 2024年 and 2025年, 责任分工 over 牵头单位 and 配合单位.

    ``alone`` is the second row read by itself: the head of another table where both are whole.
    """
    if alone and alone.kind != "unknown" and head.kind != "unknown" and all(cells):
        return None
    named = [_column(cell) for cell in cells]
    if not any(cells) or any(column == "other" and cell for (column, _), cell in zip(named, cells, strict=True)):
        return None
    width = max(len(cells), len(head.columns))
    above = _padded(head.columns, width, "other"), _padded(head.years, width, None)
    below = _padded([column for column, _ in named], width, "other"), _padded([year for _, year in named], width, None)
    columns = tuple(low if low != "other" else high for high, low in zip(above[0], below[0], strict=True))
    return Head(columns, tuple(low or high for high, low in zip(above[1], below[1], strict=True)))


def _padded(values: Sequence[_T], width: int, filler: _T) -> list[_T]:
    return [*values, *[filler] * (width - len(values))]


def _own(line: Line, above: Row | None, head: Head) -> tuple[str, ...]:
    """The cells without the number, task or measure of the row above: it is printed once and is not repeated.

    〃 and 同上 say again what stands above.
    """
    once = {at for at in line.merged if at < len(head.columns) and head.columns[at] in ("number", "task", "measure")}
    said = above.cells if above else ()
    return tuple(
        "" if at in once else said[at] if at < len(said) and cell.strip() in _DITTO else cell
        for at, cell in enumerate(line.cells)
    )


def _row(line: Line, above: Row | None, head: Head) -> Row:
    """A row as wide as its head; a row of one cell, or of the same cell all over, is a heading across."""
    cells, width = _own(line, above, head), len(head.columns)
    filled = {squeeze(cell) for cell in cells if cell.strip()}
    if len(filled) == 1 and width > 2:
        return Row(line.number, (), section=filled.pop())
    short = len(cells) < width
    missing = width - len(cells)
    carried = [at for at in head.at("area") if at > 0]
    if short and missing == len(carried) and _number(cells[0]) is not None:
        cells = (cells[0], *[""] * missing, *cells[1:])  # the merged cells after the number were left out
    return Row(line.number, (*cells, *[""] * (width - len(cells)))[:width], short=short)
