"""Cards, one small table a task with a label before each value, become rows below one head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from .clean import squeeze
from .heads import is_column, read_head
from .source import SourceLine

_ROWS_MAX = 12
_Pairs = list[tuple[str, str]]


def rows_of_cards(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines, each card as one row; a head stands above the first card and above one with other labels."""
    if not any(line.begins for line in lines):
        return list(lines)
    found: list[SourceLine] = []
    labels: tuple[str, ...] = ()
    for table in _tables(lines):
        pairs = _pairs(table)
        if pairs:
            names, values = (tuple(column) for column in zip(*pairs, strict=True))
            head, rest = ([table[0]], table[1:]) if names != labels else ([], table)
            found += [SourceLine(line.number, "\t".join(names), names, begins=True) for line in head]
            found.append(_row(rest, values))
            labels = names
        else:
            found += table
            labels = () if table[0].cells else labels
    return found


def _tables(lines: Sequence[SourceLine]) -> Iterator[list[SourceLine]]:
    """Runs of rows, each from the first row of a table on; other lines one by one."""
    run: list[SourceLine] = []
    for line in lines:
        if run and (line.begins or not line.cells):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _pairs(table: Sequence[SourceLine]) -> _Pairs:
    """Labels and values of a card; none where the table is no card."""
    if not table[0].begins or not 1 < len(table) <= _ROWS_MAX:
        return []
    pairs: _Pairs = []
    for line in table:
        cells = _apart(line.cells or ())
        of_line = list(zip(cells[::2], cells[1::2], strict=False))
        if len(cells) % 2 or not all(is_column(_label(label)) and not is_column(value) for label, value in of_line):
            return []
        pairs += [(_label(label), value) for label, value in of_line]
    head = read_head([label for label, _ in pairs])
    return pairs if head and head.kind == "tasks" and len(dict(pairs)) == len(pairs) else []


def _apart(cells: Sequence[str]) -> list[str]:
    """The cells, each merged one once, without the empty ones behind the last pair."""
    once = [cell for cell, _ in groupby(cells)]
    return once[:-1] if len(once) % 2 and not once[-1] else once


def _label(text: str) -> str:
    return squeeze(text).rstrip("：:")


def _row(rest: Sequence[SourceLine], values: tuple[str, ...]) -> SourceLine:
    return SourceLine(rest[0].number, "\t".join(values), values, also=tuple(line.number for line in rest[1:]))
