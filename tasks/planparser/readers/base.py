"""What every reader of a file format offers."""

from __future__ import annotations

from typing import Protocol

from tasks.planparser.source import SourceLine


class Reader(Protocol):
    """One file format. Readers look at content, never at the name of the file."""

    def accepts(self, data: bytes) -> bool:
        """Whether these bytes are of the reader's format."""
        ...

    def read(self, data: bytes) -> list[SourceLine]:
        """The source lines in order, numbered from 1; PlanError when the bytes are broken."""
        ...
