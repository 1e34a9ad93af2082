"""Tables of a PDF without rules: cells told by the gaps between columns, rows by their numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.planparser.units import ends_as_unit

from .pdf_layout import Glyph
from .table_lines import GridRow

Row = list[Glyph]  # the pieces of a printed line, from left to right
_NAMES = 0.6  # of the cells of a column that end as units do: it holds names
_ENDS = ("。", "；", ";", "：", ":")


@dataclass(slots=True)
class _Columns:
    """Where pieces stand above each other: left and right edges, from left to right."""

    spans: list[tuple[float, float]] = field(default_factory=list)

    def add(self, row: Sequence[Glyph]) -> None:
        for piece in row:
            touching = [span for span in self.spans if piece.left <= span[1] and span[0] <= piece.right]
            self.spans = [span for span in self.spans if span not in touching]
            left, right = (
                min([piece.left, *(span[0] for span in touching)]),
                max([piece.right, *(span[1] for span in touching)]),
            )
            self.spans = sorted([*self.spans, (left, right)])

    def at(self, piece: Glyph) -> int:
        """The column that a piece begins in."""
        return max(0, bisect_right([left for left, _ in self.spans], piece.left) - 1)

    def holds(self, piece: Glyph) -> bool:
        """Whether a lone piece goes on with a cell of one column that is not the first."""
        at, height = self.at(piece), piece.top - piece.bottom
        over = [span for span in self.spans if piece.left <= span[1] and span[0] <= piece.right]
        return at > 0 and over == [self.spans[at]] and piece.left >= over[0][0] - height


def groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Lines of cells with the lone pieces that go on with one of them; every other line by itself."""
    group: list[Row] = []
    columns = _Columns()
    for row in rows:
        if len(row) == 1 and not (group and columns.holds(row[0])):
            if group:
                yield group
                group, columns = [], _Columns()
            yield [row]
            continue
        group.append(row)
        columns.add(row)
    if group:
        yield group


def numbered_table(rows: Sequence[Row]) -> list[GridRow]:
    """The rows of a table that numbers them, each put together from its lines; empty where it has no numbers."""
    columns = _Columns()
    for row in rows:
        columns.add(row)
    lines = [{columns.at(piece): piece for piece in row} for row in rows]
    key = _key(lines, len(columns.spans))
    if key is None or all(key in line for line in lines):
        return []
    first = next(at for at, line in enumerate(lines) if key in line and line[key].text.isdecimal())
    parts = _centred(lines, key) or [*([line] for line in lines[:first]), *_from_numbers(lines[first:], key)]
    names = frozenset(at for at in range(len(columns.spans)) if _are_names(lines[1:], at))
    return [_merged(part, len(columns.spans), names) for part in parts]


def _key(lines: Sequence[dict[int, Glyph]], width: int) -> int | None:
    """The first column with nothing but numbers below its head, at least two of them."""
    for at in range(width):
        texts = [line[at].text for line in lines if at in line]
        if len(texts) > 2 and not texts[0].isdecimal() and all(text.isdecimal() for text in texts[1:]):
            return at
    return None


def _from_numbers(lines: Sequence[dict[int, Glyph]], key: int) -> Iterator[list[dict[int, Glyph]]]:
    """Rows whose number stands on their first line."""
    part: list[dict[int, Glyph]] = []
    for line in lines:
        if part and key in line:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _centred(lines: Sequence[dict[int, Glyph]], key: int) -> list[list[dict[int, Glyph]]]:
    """Rows whose number stands on their middle line, below a head of one line; empty where it does not."""
    if key in lines[1]:
        return []
    parts = [[lines[0]]]
    at = 1
    while at < len(lines):
        number = next((place for place in range(at, len(lines)) if key in lines[place]), None)
        if number is None:
            return []
        middle = lines[number][key].middle
        end = 2 * middle - max(piece.middle for piece in lines[at].values())
        height = lines[number][key].top - lines[number][key].bottom
        stop = number + 1
        while stop < len(lines) and max(piece.middle for piece in lines[stop].values()) >= end - height / 3:
            if key in lines[stop]:
                return []
            stop += 1
        parts.append(list(lines[at:stop]))
        at = stop
    return parts


def _are_names(lines: Sequence[dict[int, Glyph]], at: int) -> bool:
    texts = [line[at].text for line in lines if at in line]
    return sum(map(ends_as_unit, texts)) >= _NAMES * len(texts)


def _merged(part: Sequence[dict[int, Glyph]], width: int, names: frozenset[int]) -> GridRow:
    cells = [""] * width
    for line in part:
        for at, piece in line.items():
            cells[at] += _between(cells[at], names=at in names) + piece.text if cells[at] else piece.text
    return GridRow(tuple(cells))


def _between(above: str, *, names: bool) -> str:
    """A line break between names and after a sentence; nothing inside one."""
    apart = ends_as_unit(above.rsplit("\n", 1)[-1]) if names else above.endswith(_ENDS)
    return "\n" if apart else ""
