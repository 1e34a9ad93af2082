"""A line of the source, as every stage passes it on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class SourceLine(NamedTuple):
    """One line, paragraph or table row: its number from 1, its text, and its cells where it is a table row.

    ``cells`` come only from formats that know their tables, merged cells already filled there (``merged`` are the
    positions of those that go on from the row above), or from rows put together again, whose other lines are ``also``.
    ``begins`` is the first row of a table; ``hidden`` at the first line of a sheet says what it hides: 2行、1列.
    """

    number: int
    text: str
    cells: tuple[str, ...] | None = None
    merged: frozenset[int] = frozenset()
    also: tuple[int, ...] = ()
    begins: bool = False
    hidden: str = ""


def source_text(lines: Iterable[SourceLine]) -> str:
    """The document as text: the n-th line of it is line n, the cells of a row joined by tabs."""
    return "\n".join(line.text for line in lines)
