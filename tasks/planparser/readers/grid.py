"""Tables of every format: merged cells filled, and each row turned into a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .base import MAX_CHARACTERS, MAX_LINES, TOO_LONG

MAX_COLUMNS = 256
MAX_CELLS = 2_000_000  # of one table


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of a row, as many as it has columns; ``merged`` are those that go on from the row above."""

    cells: tuple[str, ...]
    merged: frozenset[int] = frozenset()


@dataclass(slots=True)
class Lines:
    """The source lines of a document as they are found, numbered from 1."""

    found: list[SourceLine] = field(default_factory=list)

    def text(self, text: str) -> None:
        """A paragraph; its line breaks part it, and a tab in it is a space (only tables have cells here)."""
        for line in text.split("\n"):
            self._add(line.replace("\t", " "))

    def _add(self, text: str, cells: tuple[str, ...] | None = None, merged: frozenset[int] = frozenset()) -> None:
        if len(self.found) >= MAX_LINES:
            raise PlanError(TOO_LONG)
        self.found.append(SourceLine(len(self.found) + 1, text, cells, merged))

    def table(self, rows: Iterable[GridRow]) -> None:
        """A table; rows of one cell above its first real row are its title, and a table of one column is text."""
        begun = False
        for row in _even(list(_without_empty(rows))):
            begun = begun or len(set(filter(None, row.cells))) > 1
            if begun:
                self._add("\t".join(" ".join(cell.split()) for cell in row.cells), row.cells, row.merged)
            else:
                self.text(next(filter(None, row.cells)))


def _without_empty(rows: Iterable[GridRow]) -> Iterator[GridRow]:
    """Rows with something in them, cells stripped.

    The text of a merged cell counts in every row, as it is copied to every line.
    """
    size = 0
    for row in rows:
        size += sum(map(len, row.cells))
        if size > MAX_CHARACTERS:
            raise PlanError(TOO_LONG)
        cells = tuple(cell.strip() for cell in row.cells)
        if any(cells):
            yield GridRow(cells, row.merged)


def _even(rows: list[GridRow]) -> Iterator[GridRow]:
    """Rows of one width, that of the last column with anything in it."""
    width = max((at for row in rows for at, cell in enumerate(row.cells, start=1) if cell), default=0)
    if width * len(rows) > MAX_CELLS:
        raise PlanError("表格过大，请删去与方案无关的行和列后再试。")
    for row in rows:
        yield GridRow((*row.cells, *[""] * (width - len(row.cells)))[:width], row.merged)
