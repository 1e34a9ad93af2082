"""Where the annexes of a plan begin, and the names printed above its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import furniture
from .clean import squeeze
from .line_kinds import Line, LineKind
from .nodes import Node
from .printed_numbers import Numbering, read_number

_GOES_ON = re.compile(r"[（(]续.{0,2}[）)]$")  # 任务分解表（续）


class Captions:
    """What the paragraphs so far say of annexes and of the names of tables.

    ``annexed``: what follows is no longer under the headings of the plan; ``name``: of the table being read.
    """

    def __init__(self, paragraphs: Sequence[Line]) -> None:
        self.annexed = False
        self.name: Node | None = None
        self._paragraphs = paragraphs
        self._next: int | None = None  # the number of the next annex, where they are listed

    def is_caption(self, index: int, line: Line) -> bool:
        """The name of a table right above it; in an annex 任务清单 is one too."""
        plain = line.kind is LineKind.TEXT or (line.kind is LineKind.SECTION and self.annexed)
        return plain and self._is_above_row(index) and furniture.is_caption(line.text)

    def take(self, number: int, text: str) -> None:
        """Keep the name of the next table; the same name printed again, as on each page, is still the same table."""
        name = _GOES_ON.sub("", squeeze(text))
        if self.name is None or self.name.text != name:
            self.name = Node(number, name)

    def begin_annex(self, index: int, line: Line) -> None:
        """附件：1.任务台账, whose next line may be 2.联络员名单."""
        self.annexed, self.name = True, None
        match = furniture.ANNEX.fullmatch(line.text)
        title = match["title"] if match else ""
        first = read_number(title)
        if title and self._is_above_row(index):
            self.take(line.number, first.rest if first else title)
        self._next = (first.value or 0) + 1 if first else 1

    def goes_on(self, index: int, numbering: Numbering, line: Line) -> bool:
        """Whether a numbered line is the next annex of the list; if so, it is counted as one."""
        if self._next is None or numbering.value != self._next or not furniture.is_caption(line.text):
            return False
        self._next += 1
        self.name = None
        if self._is_above_row(index):
            self.take(line.number, line.text)
        return True

    def end_annex(self) -> None:
        """Leave the annex: a heading of the plan follows."""
        self.annexed, self._next = False, None

    def end_list(self) -> None:
        """Leave the list of annexes: a plain text follows, and what is numbered below it is no annex."""
        self._next = None

    def _is_above_row(self, index: int) -> bool:
        return any(below.kind is LineKind.ROW for below in self._paragraphs[index + 1 : index + 2])
