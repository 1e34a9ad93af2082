"""A line of the source, as every stage passes it on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line, paragraph or table row: its number from 1, its text, and its cells where it is a table row.

    ``cells`` come only from formats that know their tables; merged cells are already filled there.
    """

    number: int
    text: str
    cells: tuple[str, ...] | None = None
