"""Tables of a PDF by the rules drawn around their cells, merged cells told by the rules that are missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import pypdfium2
from pypdfium2 import raw

from .pdf_layout import Glyph, in_rows
from .table_lines import GridRow

NEAR = 3.0  # points within which two rules are one
THIN, LONG = 2.5, 6.0  # what is thinner and longer is a rule
MAX_RULES = 4_000
_SIDES_MIN = 3  # columns and rows of what may be a frame around something else
MAX_CELLS = 4_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line across at ``at``, or down: where it begins and ends."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The rows of a table and its upper edge."""

    top: float
    rows: list[GridRow]


def ruled_tables(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph]) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables of a page, and the characters that stand in none."""
    across, down = _rules(page)
    tables, outside = [], list(glyphs)
    for bottom, top in _regions(down):
        grid = _Grid(
            [rule for rule in across if bottom - NEAR <= rule.at <= top + NEAR],
            [rule for rule in down if bottom - NEAR <= rule.start and rule.end <= top + NEAR],
        )
        if grid.is_table:
            inside = [glyph for glyph in outside if grid.holds(glyph)]
            outside = [glyph for glyph in outside if not grid.holds(glyph)]
            tables.append(RuledTable(top, grid.rows(inside)))
    return tables, outside


def _rules(page: pypdfium2.PdfPage) -> tuple[list[_Rule], list[_Rule]]:
    across: list[_Rule] = []
    down: list[_Rule] = []
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = shape.get_bounds()
        if top - bottom <= THIN < LONG <= right - left:
            across.append(_Rule((top + bottom) / 2, left, right))
        elif right - left <= THIN < LONG <= top - bottom:
            down.append(_Rule((left + right) / 2, bottom, top))
        elif min(right - left, top - bottom) > LONG:  # the frame of a cell
            across += [_Rule(bottom, left, right), _Rule(top, left, right)]
            down += [_Rule(left, bottom, top), _Rule(right, bottom, top)]
        if len(across) + len(down) > MAX_RULES:
            return [], []
    return across, down


def _regions(down: Sequence[_Rule]) -> list[tuple[float, float]]:
    """Heights of the page that rules run down through without a break."""
    found: list[tuple[float, float]] = []
    for rule in sorted(down, key=lambda rule: rule.start):
        if found and rule.start <= found[-1][1] + NEAR:
            found[-1] = found[-1][0], max(found[-1][1], rule.end)
        else:
            found.append((rule.start, rule.end))
    return found


def _places(rules: Sequence[_Rule]) -> list[float]:
    """Where rules lie, those close together once."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > NEAR:
            places.append(at)
    return places


def _is_ruled(rules: Sequence[_Rule], at: float, through: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.start - 1 <= through <= rule.end + 1 for rule in rules)


class _Grid:
    """Columns from left to right, rows from top to bottom."""

    def __init__(self, across: Sequence[_Rule], down: Sequence[_Rule]) -> None:
        self._across, self._down = across, down
        self._lefts, self._bottoms = _places(down), _places(across)
        self._columns, self._height = len(self._lefts) - 1, len(self._bottoms) - 1

    @property
    def is_table(self) -> bool:
        """Whether it has several columns, and rows, and not more than a page can print; a page may end with one row."""
        drawn = self._columns > 1 and self._height > 0 and self._columns + self._height > _SIDES_MIN
        return drawn and self._columns * self._height <= MAX_CELLS

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        return (
            self._lefts[0] <= (glyph.left + glyph.right) / 2 <= self._lefts[-1]
            and self._bottoms[0] <= glyph.middle <= self._bottoms[-1]
        )

    def rows(self, glyphs: Sequence[Glyph]) -> list[GridRow]:
        """The text of every cell, merged ones filled."""
        owners = self._owners()
        inside: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            inside.setdefault(owners[self._cell(glyph)], []).append(glyph)
        texts = {owner: self._text(owner[1], found) for owner, found in inside.items()}
        return [
            GridRow(
                tuple(texts.get(owners[row, column], "") for column in range(self._columns)),
                frozenset(column for column in range(self._columns) if owners[row, column][0] < row),
            )
            for row in range(self._height)
        ]

    def _cell(self, glyph: Glyph) -> tuple[int, int]:
        row = self._height - bisect_right(self._bottoms, glyph.middle)
        column = bisect_right(self._lefts, (glyph.left + glyph.right) / 2) - 1
        return min(max(row, 0), self._height - 1), min(max(column, 0), self._columns - 1)

    def _owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each cell the first of those it is merged with."""
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(self._height):
            upper = self._bottoms[self._height - row]
            middle = (upper + self._bottoms[self._height - row - 1]) / 2
            for column in range(self._columns):
                across = (self._lefts[column] + self._lefts[column + 1]) / 2
                owner = row, column
                if row and not _is_ruled(self._across, upper, across):
                    owner = owners[row - 1, column]
                elif column and not _is_ruled(self._down, self._lefts[column], middle):
                    owner = owners[row, column - 1]
                owners[row, column] = owner
        return owners

    def _text(self, column: int, glyphs: Sequence[Glyph]) -> str:
        """The lines of a cell; one without room for the next word goes on in the next."""
        text, edge = "", self._lefts[column + 1]
        rows = list(in_rows(glyphs))
        for row, below in zip(rows, [*rows[1:], []], strict=True):
            last = row[-1]
            word = sum(glyph.right - glyph.left for glyph in takewhile(lambda glyph: glyph.text.isascii(), below))
            full = edge - last.right < 2 * (last.right - last.left) + NEAR + word
            text += "".join(glyph.text for glyph in row).strip() + ("" if full else "\n")
        return text.strip("\n")
