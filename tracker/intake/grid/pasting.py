"""A rectangle that was copied elsewhere: which cells of the grid its columns are."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.planparser import heading_role
from tracker.intake.grid.rows import CELLS, NEW_TASK, Row

# Which cell a column goes to, by what its heading says it holds. Measures stand below their task, as on import.
CELL_OF = {name: name for name in CELLS} | {"task": "text", "measure": "text"}
# Between what two columns say that go to one cell.
BETWEEN = {"number": "", "text": "\n", "deadline": "，"}


@dataclass(frozen=True)
class Pasted:
    """What each line says, by cell; what an empty cell of the rectangle says is nothing.

    `headings` are those of columns that no cell takes; `beyond` counts cells with words behind the last column.
    """

    lines: list[dict[str, str]]
    headings: list[str]
    beyond: int

    @property
    def rows(self) -> list[Row]:
        """New tasks of the lines that have words."""
        rows = [Row(NEW_TASK, **line) for line in self.lines]  # type: ignore[arg-type]  # the cells are the fields
        return [row for row in rows if not row.is_blank]


def pasted(table: Sequence[Sequence[str]], first: str) -> Pasted:
    """What a rectangle says whose first column is the cell `first`; a head row says for itself what its columns are."""
    order = list(CELLS)
    columns: list[str | None] = [*order[order.index(first) :]]
    body, headings = list(table), list[str]()
    if body and (head := _head(body[0])):
        columns, headings = head, [cell.strip() for cell, name in zip(body[0], head, strict=True) if not name]
        body = body[1:]
    beyond = sum(bool(cell.strip()) for line in body for cell in line[len(columns) :])
    return Pasted([_said(columns, line) for line in body], [words for words in headings if words], beyond)


def _said(columns: Sequence[str | None], line: Sequence[str]) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for name, cell in zip(columns, line, strict=False):
        if name:
            said.setdefault(name, []).append(cell.strip())
    return {name: BETWEEN.get(name, "、").join(filter(None, cells)) for name, cells in said.items()}


def _head(line: Sequence[str]) -> list[str | None] | None:
    """The cells that the columns of a head row go to; None where it is no head: one that names no two of them."""
    found = [CELL_OF.get(heading_role(cell) or "") for cell in line]
    return found if sum(name is not None for name in found) >= 2 else None
