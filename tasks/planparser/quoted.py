"""Rows of a spreadsheet as text, parted by tabs or commas, with cells in quotes that may hold line breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from .clean import squeeze
from .heads import read_head
from .source import SourceLine

_COLUMNS_MIN = 3
_LINES_MAX = 40  # of one row


def rows_of_sheet(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines, with each row below a known head on one line; ``also`` holds the numbers of its other lines.

    Rows of tabs without quotes are left to later stages. Above the head of a file of commas, commas at the end of a
    line are dropped.
    """
    for mark in "\t,":
        start = _head_at(lines, mark)
        if start is not None:
            rows = _rows(lines[start:], mark)
            above = [_plain(line) for line in lines[:start]] if mark == "," else lines[:start]
            return [*above, *rows]
    return list(lines)


def _head_at(lines: Sequence[SourceLine], mark: str) -> int | None:
    """Where the first head stands whose cells ``mark`` parts; with tabs, only where quotes follow."""
    for at, line in enumerate(lines):
        cells = _cells(line.text, mark) if line.cells is None and line.text.count(mark) + 1 >= _COLUMNS_MIN else []
        head = read_head([squeeze(cell) for cell in cells]) if cells else None
        if head and head.kind != "unknown":
            quoted = mark == "," or any(_opens(below, mark) for below in lines[at + 1 :])
            return at if quoted else None
    return None


def _opens(line: SourceLine, mark: str) -> bool:
    """Whether a cell of a line begins with a quote."""
    return line.cells is None and (line.text.startswith('"') or f'{mark}"' in line.text)


def _plain(line: SourceLine) -> SourceLine:
    text = line.text.rstrip(", ")
    return line if text == line.text else SourceLine(line.number, text.strip('"'))


def _rows(lines: Sequence[SourceLine], mark: str) -> list[SourceLine]:
    """The rows as wide as the head, which is the first; other lines as they are."""
    found: list[SourceLine] = []
    at, width = 0, len(_cells(lines[0].text, mark))
    while at < len(lines):
        count, cells = _row(lines[at : at + _LINES_MAX], mark, width)
        if cells:
            number, *also = (line.number for line in lines[at : at + count])
            found.append(SourceLine(number, "\t".join(cells), cells, also=tuple(also), begins=not at))
        else:
            found.append(lines[at])
        at += count
    return found


def _row(lines: Sequence[SourceLine], mark: str, width: int) -> tuple[int, tuple[str, ...]]:
    """How many lines the first row takes, and its cells; none where it is no row, or its quotes are never closed."""
    record = ""
    for count, line in enumerate(lines, start=1):
        if line.cells is not None:
            break
        record += ("\n" if record else "") + line.text
        if record.count('"') % 2 == 0:
            cells = _cells(record, mark)
            return (count, tuple(cells)) if len(cells) == width else (1, ())
    return 1, ()


def _cells(record: str, mark: str) -> list[str]:
    try:
        rows = list(csv.reader(io.StringIO(record), delimiter=mark))
    except csv.Error:  # a cell too long
        return []
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else []
