"""A plan as a grid (表格): one row for each action and task, cells of plain text; pure.

What a cell says is read only where somebody changed it: an unchanged one keeps what the plan holds (a deadline chosen
by hand, a title of its own, the line it was read from).
"""

from tracker.intake.grid.pasting import Pasted, pasted
from tracker.intake.grid.reading import CellError, GridError, plan_of, read_names
from tracker.intake.grid.rows import (
    CELLS,
    MAX_ROWS,
    NEW_ACTION,
    NEW_TASK,
    TOO_MANY,
    Row,
    deleted,
    dropped,
    inserted,
    is_ref,
    moved,
    renumbered,
    replaced,
    rows_of,
)

__all__ = [
    "CELLS",
    "MAX_ROWS",
    "NEW_ACTION",
    "NEW_TASK",
    "TOO_MANY",
    "CellError",
    "GridError",
    "Pasted",
    "Row",
    "deleted",
    "dropped",
    "inserted",
    "is_ref",
    "moved",
    "pasted",
    "plan_of",
    "read_names",
    "renumbered",
    "replaced",
    "rows_of",
]
