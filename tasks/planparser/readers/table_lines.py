"""Tables of every format: merged cells filled, and each row turned into a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.planparser.clean import squeeze
from tasks.planparser.errors import PlanError
from tasks.planparser.heads import Head, read_head
from tasks.planparser.source import SourceLine

from .base import MAX_CHARACTERS, MAX_LINES, TOO_LONG

MAX_COLUMNS = 256
MAX_CELLS = 2_000_000  # of one table
_EMPTY_LINES = re.compile(r"\n\s*\n")
_TYPED_MIN = 3  # columns of a table typed with tabs


def head_of(cells: Sequence[str]) -> Head | None:
    """The head of a table that is read; None for any other row."""
    head = read_head([squeeze(cell) for cell in cells])
    return head if head and head.kind != "unknown" else None


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of a row, as many as it has columns; ``merged`` are those that go on from the row above."""

    cells: tuple[str, ...]
    merged: frozenset[int] = frozenset()


@dataclass(slots=True)
class Lines:
    """The source lines of a document as they are found, numbered from 1."""

    found: list[SourceLine] = field(default_factory=list)
    _typed: int = 0  # columns of the last table that was typed with tabs

    def text(self, text: str) -> None:
        """A paragraph; its line breaks part it, and a tab in it is a space but in rows typed below a typed head."""
        for line in text.split("\n"):
            if "\t" in line:
                self._tabbed(line)
            else:
                self._add(line)

    def _tabbed(self, line: str) -> None:
        cells = tuple(cell.strip() for cell in line.split("\t"))
        begins = len(cells) >= _TYPED_MIN and head_of(cells) is not None
        self._typed = len(cells) if begins else self._typed
        if len(cells) == self._typed and any(cells):
            self._add("\t".join(cells), GridRow(cells), begins=begins)
        else:
            self._add(line.replace("\t", " "))

    def _add(self, text: str, row: GridRow | None = None, *, begins: bool = False) -> None:
        if len(self.found) >= MAX_LINES:
            raise PlanError(TOO_LONG)
        number = len(self.found) + 1
        self.found.append(
            SourceLine(number, text, row.cells, row.merged, begins=begins) if row else SourceLine(number, text)
        )

    def table(self, rows: Iterable[GridRow]) -> None:
        """A table; rows of one cell above its first real row are its title, and a table of one column is text."""
        begun = False
        for row in _even(list(_without_empty(rows))):
            begins = not begun and len(set(filter(None, row.cells))) > 1
            begun = begun or begins
            if begun:
                self._add("\t".join(" ".join(cell.split()) for cell in row.cells), row, begins=begins)
            else:
                self.text(next(filter(None, row.cells)))


def _without_empty(rows: Iterable[GridRow]) -> Iterator[GridRow]:
    """Rows with something in them, cells stripped, and without empty lines.

    The text of a merged cell counts in every row, as it is copied to every line.
    """
    size = 0
    for row in rows:
        size += sum(map(len, row.cells))
        if size > MAX_CHARACTERS:
            raise PlanError(TOO_LONG)
        cells = tuple(_EMPTY_LINES.sub("\n", cell.strip()) for cell in row.cells)
        if any(cells):
            yield GridRow(cells, row.merged)


def _even(rows: list[GridRow]) -> Iterator[GridRow]:
    """Rows of one width, that of the last column with anything in it."""
    width = max((at for row in rows for at, cell in enumerate(row.cells, start=1) if cell), default=0)
    if width * len(rows) > MAX_CELLS:
        raise PlanError("表格过大，请删去与方案无关的行和列后再试。")
    for row in rows:
        yield GridRow((*row.cells, *[""] * (width - len(row.cells)))[:width], row.merged)
