"""A table of a document: column widths, the repeated header row, cells merged downwards."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median_low

from lxml import etree

from reports.officialdoc import measures, ooxml, styles
from reports.officialdoc.blocks import Table

# Text of a column is centred when half of its cells are no wider than this, in characters.
_CENTRED_WIDTH = 8
# Two characters of table text and the cell's margins, with something to spare for the other columns' share.
_NARROWEST = 650
# A merged name stays with its rows on one page up to this many rows; more would leave too much of a page blank.
_KEPT_TOGETHER = 12


def add_table(body: etree._Element, table: Table) -> list[etree._Element]:
    """Append `table` as a w:tbl as wide as the text area, and the small paragraph that parts it from what follows.

    Returns its rows below the header.
    """
    widths = column_widths(table.widths)
    centred = _centred_columns(table)
    element = ooxml.add(body, "tbl")
    _add_properties(element, widths)
    header = _add_row(element, header=True)
    for text, width in zip(table.header, widths, strict=True):
        _add_cell(header, text, width, styles.TABLE_HEADER)
    merges = merged_cells(table.rows, table.merged)
    kept = _rows_kept_with_next(merges)
    for row, state, keep in zip(table.rows, merges, kept, strict=True):
        target = _add_row(element)
        for column, text in enumerate(row):
            style = styles.TABLE_CENTRED if column in centred else styles.TABLE_TEXT
            _add_cell(target, text, widths[column], style, goes_on=state.get(column), keep=keep)
    ooxml.add_paragraph(body, styles.TABLE_TEXT)
    return ooxml.rows_of(element)[1:]


def column_widths(shares: Sequence[float]) -> list[int]:
    """Return whole twips in proportion to `shares` that add up to the width of the text area.

    A column too narrow for a heading of two characters, such as 序号, is widened at the cost of the others.
    """
    least = sum(shares) * _NARROWEST / measures.TEXT_WIDTH
    ends = list(accumulate(max(share, least) for share in shares))
    edges = [0, *(round(measures.TEXT_WIDTH * end / ends[-1]) for end in ends)]
    return [right - left for left, right in pairwise(edges)]


def merged_cells(rows: Sequence[tuple[str, ...]], columns: Sequence[int]) -> list[dict[int, bool]]:
    """Return for each row its merged columns: True where the cell goes on from the row above, False where it starts.

    A column goes on when its value does and every merged column before it goes on too.
    """
    found: list[dict[int, bool]] = []
    for number, row in enumerate(rows):
        goes_on = number > 0
        state = {}
        for column in columns:
            goes_on = goes_on and row[column] == rows[number - 1][column]
            state[column] = goes_on
        found.append(state)
    return found


def _rows_kept_with_next(merges: Sequence[dict[int, bool]]) -> list[bool]:
    """Tell for each row whether it stays on the page of the next: so does a merged group that is not too long."""
    starts = [number for number, state in enumerate(merges) if not any(state.values())]
    kept: list[bool] = []
    for start, end in pairwise([*starts, len(merges)]):
        size = end - start
        kept += [size <= _KEPT_TOGETHER] * (size - 1) + [False]
    return kept


def _centred_columns(table: Table) -> set[int]:
    """The merged columns, and those of short text; a column of longer text reads better from the left."""
    columns = zip(*table.rows, strict=True)
    widths = {column: median_low(map(measures.characters, cells)) for column, cells in enumerate(columns)}
    return {column for column, width in widths.items() if width <= _CENTRED_WIDTH} | set(table.merged)


def _add_properties(element: etree._Element, widths: Sequence[int]) -> None:
    properties = ooxml.add(element, "tblPr")
    ooxml.add(properties, "tblStyle", val=styles.TABLE)
    ooxml.add(properties, "tblW", w=str(measures.TEXT_WIDTH), type="dxa")
    ooxml.add(properties, "jc", val="center")
    ooxml.add(properties, "tblLayout", type="fixed")
    grid = ooxml.add(element, "tblGrid")
    for width in widths:
        ooxml.add(grid, "gridCol", w=str(width))


def _add_row(element: etree._Element, *, header: bool = False) -> etree._Element:
    """Append a row that no page break cuts; a header row is repeated on every page."""
    row = ooxml.add(element, "tr")
    properties = ooxml.add(row, "trPr")
    ooxml.add(properties, "cantSplit")
    ooxml.add(properties, "trHeight", val="440", hRule="atLeast")
    if header:
        ooxml.add(properties, "tblHeader")
    return row


def _add_cell(
    row: etree._Element, text: str, width: int, style: str, *, goes_on: bool | None = None, keep: bool = False
) -> None:
    """Append a cell; `goes_on` is None when it is not merged. A cell that goes on from above repeats no text."""
    cell = ooxml.add(row, "tc")
    properties = ooxml.add(cell, "tcPr")
    ooxml.add(properties, "tcW", w=str(width), type="dxa")
    if goes_on is not None:
        ooxml.add(properties, "vMerge", val="continue" if goes_on else "restart")
    ooxml.add(properties, "vAlign", val="center")
    paragraph = ooxml.add_paragraph(cell, style, (("keepNext", {}),) if keep else ())
    lines = ooxml.clean_lines(text)
    if lines and not goes_on:
        ooxml.add_run(paragraph, "\n".join(lines))
