"""Rows become tables, each under its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .clean import squeeze
from .diagnostics import diagnostic
from .furniture import is_form
from .heads import Head, names_area, padded, read_head, second_row, unknown_head
from .labels import label_word
from .line_kinds import Line
from .model import Diagnostic
from .nodes import Node
from .numerals import to_int
from .printed_numbers import read_number

_DITTO = frozenset(("〃", "″", "同上", '"', "”"))
_TOTAL = re.compile(r"(?:合|小|总|共)计[:：]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HIGHER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")
# 1-3 · 1.3 · 第3项
_COMPOUND = re.compile(r"第?(?:\d{1,3}[-—–－.．])*(?P<n>\d{1,4})[项条号]?")
_NOTE = re.compile(r"(?:附?注|备注|说明|注释)\d?[:：]")
_LABELLED = re.compile(r"(?P<label>[^:：]{2,6})[:：](?P<value>.{2,30})")
_WHAT = re.compile(r"^(?:项目|任务|事项)(?=[\d一二三四五六七八九十]{1,3}$)")
NOTHING = " /—–-－无"  # in a cell: there is none
_OF_PERSONS = re.compile(r"姓名|联[络系]|职[务称]|电话|手机|邮箱|人员|负责人|领导")  # heads of lists of persons
_TASK_MIN = 4  # characters of a task: fewer are names and amounts
_NUMBER_AT = 3  # a column of numbers that the head leaves out is among the first


@dataclass(frozen=True, slots=True)
class Row:
    """One row under a head; ``section`` where it is a heading across the table.

    ``cells`` have a number, task or measure that is printed above only there; ``said`` have it in each row it is of.
    """

    line: int
    cells: tuple[str, ...]
    section: str | None = None
    short: bool = False
    said: tuple[str, ...] = ()

    @property
    def is_note(self) -> bool:
        """注：牵头部门列第一位, across the table: no heading."""
        return self.section is not None and _NOTE.match(self.section) is not None

    def cell(self, at: int) -> str:
        """The text of one cell, closed up."""
        return squeeze(self.cells[at])


@dataclass(frozen=True, slots=True)
class Table:
    """A head, its rows, and the node of the outline above.

    ``guessed`` names a column that was taken as the tasks, ``unexplained`` are marks that no legend explains.
    """

    head: Head
    rows: list[Row]
    owner: Node
    line: int
    guessed: str = ""
    unexplained: str = ""

    def number(self, row: Row) -> int | None:
        """The number printed in a row; None where it has none. Of two columns the one of digits counts, not 一."""
        cells = sorted((row.cell(at) for at in self.head.at("number")), key=lambda cell: not cell.isdecimal())
        return next((number for cell in cells if (number := _number(cell)) is not None), None)


def find_tables(rows: Sequence[tuple[Line, Node]]) -> list[Table]:
    """The tables among ``rows``; a head repeated on a new page goes on with the same table."""
    finder = _Finder()
    for line, node in rows:
        finder.take(line, node)
    return [_settled(_with_task(replace(table, head=_numbered(table)))) for table in finder.tables]


def left_out(tables: Iterable[Table]) -> list[Diagnostic]:
    """A remark for each column with something in it that is not read; once where tables share a head."""
    found: dict[tuple[Head, int], Diagnostic] = {}
    for table in tables:
        for at in table.head.left_out:
            filled = any(row.cell(at).strip(NOTHING) for row in table.rows if row.section is None)
            if filled and (table.head, at) not in found:
                name = table.head.names[at] or f"第{at + 1}列"
                found[table.head, at] = diagnostic("column_left_out", table.line, text=name)
    return list(found.values())


def across_left_out(table: Table) -> list[Diagnostic]:
    """A remark for each note across a table, and for what is printed across below its last row."""
    notes = [diagnostic("note_in_table", row.line) for row in table.rows if row.is_note]
    last = table.rows[-1] if table.rows else None
    return notes + ([diagnostic("unread_line", last.line)] if last and last.section and not last.is_note else [])


def _numbered(table: Table) -> Head:
    """The head; a column of numbers below 具体要求, or below nothing, is marked as one."""
    head = table.head
    if head.at("number"):
        return head
    for at, (column, following) in enumerate(pairwise(head.columns)):
        twice = column == following and column in ("task", "measure")
        if (twice or (column == "other" and not head.names[at])) and _holds_numbers(table, at):
            return head.with_number(at)
    return head


def _with_task(table: Table) -> Table:
    """The table; where units or times stand beside nothing known, the column of the longest texts is the tasks."""
    if not table.head.lacks_task:
        return table
    rows = [row for row in table.rows if row.section is None]
    names = {at: name for at, name in enumerate(table.head.names) if table.head.columns[at] == "other" and name}
    may_be = [at for at, name in names.items() if not label_word(name) and not _OF_PERSONS.search(name)]
    words = {at: sum(len(_HAN.findall(row.cell(at))) for row in rows) for at in may_be}
    longest = max(may_be, key=words.__getitem__, default=-1)
    if longest < 0 or words[longest] < _TASK_MIN * len(rows):
        return table
    return replace(table, head=table.head.with_task(longest), guessed=names[longest])


def _holds_numbers(table: Table, at: int) -> bool:
    printed = [row.cell(at) for row in table.rows if row.section is None]
    return any(printed) and all(_number(cell) is not None for cell in printed if cell)


def _settled(table: Table) -> Table:
    """The table without its totals; 一 with nothing but a name, above rows with 1, 2, is a heading across."""
    counts = any(row.cell(at).isdecimal() for row in table.rows if not row.section for at in table.head.at("number"))
    rows = [_as_section(row, table.head) if counts else row for row in table.rows if not _is_total(row)]
    return replace(table, rows=_said_once(rows, table.head))


def _said_once(rows: Sequence[Row], head: Head) -> list[Row]:
    """The rows; a task printed again beside its next measure is one cell over both, as where it is merged."""
    tasks, measures = head.at("task"), head.at("measure")
    if not tasks or not measures:
        return list(rows)
    found: list[Row] = []
    said: list[str] = []
    for row in rows:
        own = [] if row.section is not None else [row.cell(at) for at in tasks]
        again = any(own) and own == said and any(row.cell(at) for at in measures)
        cells = tuple("" if at in tasks else cell for at, cell in enumerate(row.cells))
        found.append(replace(row, cells=cells) if again else row)
        said = own if any(own) or row.section is not None else said
    return found


def _is_total(row: Row) -> bool:
    return any(_TOTAL.fullmatch(squeeze(cell)) for cell in row.cells[:3])


def _as_section(row: Row, head: Head) -> Row:
    if row.section is not None or not any(_HIGHER.fullmatch(row.cell(at)) for at in head.at("number")):
        return row
    others = [at for at, cell in enumerate(row.cells) if cell.strip() and head.columns[at] != "number"]
    named = len(others) == 1 and head.columns[others[0]] in ("area", "task", "measure", "indicator")
    return Row(row.line, (), section=row.cell(others[0])) if named else row


def _number(cell: str) -> int | None:
    """3, 3. 三、 （3） ③ 第3项 项目三 1-3 and 1.3 are 3; None for a cell that is no number."""
    text = _WHAT.sub("", squeeze(cell))
    printed = read_number(text)
    if printed and not printed.rest:
        return printed.value
    compound = _COMPOUND.fullmatch(text)
    return int(compound["n"]) if compound else to_int(text)


class _Finder:
    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._printed: list[tuple[str, ...]] = []  # the rows of the head of the last table
        self._area: Row | None = None  # printed above the head of the next rows

    def take(self, line: Line, node: Node) -> None:
        """One row: a head, the second row of a head, a head printed again, or a row of the last table."""
        cells = tuple(squeeze(cell) for cell in line.cells)
        last = self.tables[-1] if self.tables else None
        head = read_head(cells)
        area = None if head else _area_above(cells)
        if area:
            self._area = Row(line.number, (), section=area)
            return
        if last and last.owner is node and cells in self._printed:
            return
        if last and last.owner is node and not last.rows and (under := second_row(last.head, cells, head)):
            self.tables[-1] = Table(under, last.rows, node, last.line)
            self._printed.append(cells)
        elif head or last is None or (line.begins and not _goes_on(cells, last.head)):
            self.tables.append(Table(head or unknown_head(cells), [], node, line.number))
            self._printed = [cells]
        else:
            self._row(line, node, last)

    def _row(self, line: Line, node: Node, last: Table) -> None:
        """A row of the last table; after a heading between its rows, of a table with the same head."""
        if last.owner is not node:
            self.tables[len(self.tables) - (not last.rows) :] = [Table(last.head, [], node, line.number)]
            last = self.tables[-1]
        if not last.rows and (at := _extra_number(line.cells, last.head)) is not None:
            last = self.tables[-1] = replace(last, head=last.head.widened(at).with_number(at))
        if self._area:
            last.rows.append(self._area)
            self._area = None
        last.rows.append(_row(line, last.rows[-1] if last.rows else None, last.head))


def _goes_on(cells: Sequence[str], head: Head) -> bool:
    """Whether the first row of a table without a head that is known goes on with the table above.

    Not one of other columns, nor one with words where that has its numbers, unless they run across.
    """
    if len(cells) != len(head.columns):
        return False
    across = len(set(filter(None, cells))) == 1
    return across or all(not cells[at] or _number(cells[at]) is not None for at in head.at("number")[:1])


def _area_above(cells: Sequence[str]) -> str | None:
    """制度建设 of a row above the head of a table: 工作领域：制度建设 | 填报时间：2月20日."""
    own = [cell for cell in dict.fromkeys(cells) if cell and not is_form(cell)]
    match = _LABELLED.fullmatch(own[0]) if len(own) == 1 and len(cells) > 1 else None
    return match["value"] if match and names_area(match["label"]) else None


def _extra_number(cells: Sequence[str], head: Head) -> int | None:
    """Where a first row that is one cell wider than its head has its number: the head has none for it."""
    width = len(head.columns) + bool(head.names[-1])
    if len(cells) != width or head.at("number") or head.kind == "unknown":
        return None
    first = (at for at, cell in enumerate(cells[:_NUMBER_AT]) if _number(cell) == 1)
    return next((at for at in first if head.names[at]), None)


def _said(line: Line, above: Row | None) -> tuple[str, ...]:
    """The cells; 〃 and 同上 say again what stands above."""
    over = above.said if above else ()
    return tuple(over[at] if at < len(over) and cell.strip() in _DITTO else cell for at, cell in enumerate(line.cells))


def _own(said: Sequence[str], line: Line, head: Head) -> tuple[str, ...]:
    """The cells without the number, task or measure of the row above: it is printed once and is not repeated."""
    once = {at for at in line.merged if at < len(head.columns) and head.columns[at] in ("number", "task", "measure")}
    return tuple("" if at in once else cell for at, cell in enumerate(said))


def _goes_on_above(cells: Sequence[str], head: Head) -> bool:
    """Whether a row is a sentence in the column of tasks alone, where tasks have numbers: it belongs to the last."""
    filled = [at for at, cell in enumerate(cells[: len(head.columns)]) if cell.strip()]
    in_task = len(filled) == 1 and head.columns[filled[0]] in ("task", "measure") and bool(head.at("number"))
    return in_task and cells[filled[0]].rstrip().endswith(("。", "；"))


def _row(line: Line, above: Row | None, head: Head) -> Row:
    """A row as wide as its head; a row of one cell, or of the same cell all over, is a heading across."""
    said, width = _said(line, above), len(head.columns)
    cells = _own(said, line, head)
    filled = {squeeze(cell) for cell in cells if cell.strip()}
    if len(filled) == 1 and width > 2 and (above is None or above.section or not _goes_on_above(cells, head)):
        return Row(line.number, (), section=filled.pop())
    short = len(cells) < width or any(cell.strip() for cell in cells[width:])
    return Row(line.number, _placed(cells, head), short=short, said=_placed(said, head))


def _placed(cells: tuple[str, ...], head: Head) -> tuple[str, ...]:
    """The cells of a row, each below its head where merged ones were left out."""
    width = len(head.columns)
    missing = width - len(cells)
    number = next(iter(head.at("number")), -1)
    carried = [at for at in head.at("area") if at > 0]
    if cells and missing > 0 and _number(cells[0]) is not None:
        if missing == number:
            cells = ("",) * missing + cells  # those before the number
        elif missing == len(carried):
            cells = (cells[0], *[""] * missing, *cells[1:])  # those after it
    return tuple(padded(cells, width, "")[:width])
