"""Characters by their place on a page become lines and the pieces of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

CELL_GAP = 1.5  # heights of a character between two cells of a row
WORD_GAP = 0.2  # between two Latin words


class Glyph(NamedTuple):
    """A character, or a run of them, and the box it fills, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        """Half of its height."""
        return (self.bottom + self.top) / 2


def in_rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that stand on one line, from top to bottom, each line from left to right."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -(glyph.bottom + glyph.top)):
        if row and glyph.middle < row[0].bottom:
            yield sorted(row)
            row = []
        row.append(glyph)
    if row:
        yield sorted(row)


def in_pieces(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line joined, up to each gap that only cells have between them."""
    pieces: list[Glyph] = []
    parts: list[str] = []
    for before, glyph in zip([None, *row], row, strict=False):
        gap = glyph.left - before.right if before else 0.0
        height = max(glyph.top - glyph.bottom, 1.0)
        if before is None or gap > CELL_GAP * height:
            pieces.append(glyph)
            parts.append("")
        words = parts[-1][-1:].isascii() and parts[-1][-1:].isalpha() and glyph.text.isascii() and glyph.text.isalpha()
        between = " " if words and gap > WORD_GAP * height else ""
        parts[-1] += between + glyph.text
        pieces[-1] = pieces[-1]._replace(right=glyph.right)
    return [piece._replace(text=text.strip()) for piece, text in zip(pieces, parts, strict=True) if text.strip()]
