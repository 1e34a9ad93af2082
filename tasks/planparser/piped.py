"""A table printed one cell a line, with a line that is only | between the cells, becomes rows again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .diagnostics import diagnostic
from .heads import Head, read_head
from .labels import label_word
from .model import Diagnostic
from .numerals import to_int
from .source import SourceLine

_PIPES = frozenset("|｜│┃")
_PIPES_MIN = 6  # lines of them that make a table
_LEADING_MAX = 2  # cells that may stand before the number of a row
_Cell = list[SourceLine]


def rows_of_pipes(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Diagnostic]]:
    """The same lines, but each row of such a table is one line; ``also`` names the others, those of | too."""
    bars = [at for at, line in enumerate(lines) if line.cells is None and line.text.strip() in _PIPES]
    if len(bars) < _PIPES_MIN:
        return list(lines), []
    start = next((at for at in range(bars[0] - 1, -1, -1) if lines[at].text.strip()), bars[0])
    rows = list(_rows(_cells(lines, start, bars)))
    used = {number for row in rows for number in (row.number, *row.also)}
    rest = [line for line in lines if line.number not in used]
    remarks = [diagnostic("cells_from_lines", rows[0].number)] if rows else []
    return sorted([*rows, *rest], key=lambda line: line.number), remarks


def _cells(lines: Sequence[SourceLine], start: int, bars: Sequence[int]) -> list[_Cell]:
    """The lines of each cell, with the | that ends it; the last one may lack that."""
    begins = [start, *(bar + 1 for bar in bars[:-1])]
    cells = [[line for line in lines[at : bar + 1] if line.text.strip()] for at, bar in zip(begins, bars, strict=True)]
    last = next((line for line in lines[bars[-1] + 1 :] if line.text.strip()), None)
    return [*cells, *([[last]] if last else [])]


def _rows(cells: Sequence[_Cell]) -> Iterator[SourceLine]:
    """The head and the numbered rows below it; none where the head is not known."""
    first = next((at for at, cell in enumerate(cells) if _text(cell) == "1"), 0)
    head, width = _head(cells[:first])
    leading = first - width
    numbers = head.at("number") if head else []
    if head is None or (numbers and numbers[0] != leading):
        return
    yield _row(cells[:width])
    begin, behind = width, len(head.columns) - leading - len(numbers)
    at: int | None = first
    while at is not None and at + behind < len(cells):
        missing = leading - (at - begin)  # merged cells that are printed once
        yield _row([*[[]] * missing, *cells[begin : at + behind + 1]])
        begin, number = at + behind + 1, (to_int(_text(cells[at])) or 0) + 1
        at = next((at for at in range(begin, begin + leading + 1) if _is_number(cells, at, number)), None)


def _head(cells: Sequence[_Cell]) -> tuple[Head | None, int]:
    """The head, which ends in a word of a column, and its width."""
    texts = ["".join(_text(cell).split()) for cell in cells]
    for width in range(len(texts), max(2, len(texts) - _LEADING_MAX - 1), -1):
        head = read_head(texts[:width])
        if head and head.kind != "unknown" and (head.columns[-1] != "other" or label_word(texts[width - 1])):
            return head, width
    return None, 0


def _is_number(cells: Sequence[_Cell], at: int, number: int) -> bool:
    return at < len(cells) and _text(cells[at]) == str(number)


def _text(cell: _Cell) -> str:
    return "\n".join(line.text.strip() for line in cell if line.text.strip() not in _PIPES)


def _row(cells: Sequence[_Cell]) -> SourceLine:
    numbers = [line.number for cell in cells for line in cell]
    texts = tuple(map(_text, cells))
    return SourceLine(numbers[0], "\t".join(texts), texts, also=tuple(numbers[1:]))
