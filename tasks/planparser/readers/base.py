"""What every reader of a file format offers, and how much it may give."""

from __future__ import annotations

from typing import Protocol

from tasks.planparser.source import SourceLine

MAX_LINES = 200_000
MAX_CHARACTERS = 4_000_000
TOO_LONG = "文档超过 20 万行或 400 万字，请只保留方案正文后再试。"


class Reader(Protocol):
    """One file format. Readers look at content, never at the name of the file."""

    def accepts(self, data: bytes) -> bool:
        """Whether these bytes are of the reader's format."""
        ...

    def read(self, data: bytes) -> list[SourceLine]:
        """The source lines in order, numbered from 1; PlanError when the bytes are broken."""
        ...
