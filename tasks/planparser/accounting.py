"""What became of every line of the source, so that nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .line_kinds import Line, LineKind
from .nodes import Node, Outline, Taken
from .source import SourceLine

Account = Literal[
    "blank", "furniture", "title", "letter", "preamble", "heading", "task", "indicator", "table", "note", "section",
    "reported", "unread",
]  # fmt: skip
_BY_USE: Mapping[str, Account] = {"item": "indicator", "row": "table", "note": "note", "annex": "letter"}


@dataclass(frozen=True, slots=True)
class Accounting:
    """For each source line, from 1, what it was read as; ``unread`` lines are reported by the pipeline."""

    of: Mapping[int, Account]

    def lines(self, account: Account) -> list[int]:
        """The source lines read as one thing, in order."""
        return sorted(number for number, found in self.of.items() if found == account)


@dataclass(frozen=True, slots=True)
class Found:
    """What the stages made of a document, by the numbers of the lines where each thing begins.

    ``tables``: headings that have a table that is read; ``known``: lines of the letter and captions; ``reported``:
    lines that a diagnostic says were left out.
    """

    title: frozenset[int]
    tasks: frozenset[int]
    tables: frozenset[int]
    sections: frozenset[int]
    known: frozenset[int]
    preamble: frozenset[int]
    reported: frozenset[int]


def account(source: Sequence[SourceLine], lines: Sequence[Line], outline: Outline, found: Found) -> Accounting:
    """What each of the ``source`` lines was read as; a line that nothing claims is ``unread``."""
    claims: dict[int, Account] = {}
    headings = _headings(outline, found)
    for taken in outline.taken:
        claim = _claim(taken, headings, found)
        for number in _span(taken.line):
            claims[number] = claim
    for line in lines:
        claim = _single(line, found) or claims.get(line.number, "unread")
        for number in _span(line):
            claims[number] = claim
    return Accounting({line.number: claims.get(line.number) or _outside(line) for line in _each(source)})


def _each(source: Iterable[SourceLine]) -> Iterable[SourceLine]:
    """The source lines one by one, those of a restored row too."""
    for line in source:
        yield line
        for number in line.also:
            yield SourceLine(number, line.text)


def _span(line: Line) -> tuple[int, ...]:
    return (line.number, *line.also)


def _outside(line: SourceLine) -> Account:
    return "unread" if line.text.strip() else "blank"


def _single(line: Line, found: Found) -> Account | None:
    """What a line is by itself; None where its paragraph decides."""
    if line.kind is LineKind.FURNITURE:
        return "furniture"
    if line.number in found.title:
        return "title"
    return "letter" if line.number in found.known else None


def _claim(taken: Taken, headings: frozenset[int], found: Found) -> Account:
    """What a paragraph of the outline is: by what it was taken for, and where it stands."""
    number = taken.line.number
    if number in found.reported or taken.use == "stray":
        return "reported"
    if taken.use == "tail":
        return "preamble" if number in found.preamble else "unread"
    return _BY_USE.get(taken.use) or _under(taken.node, headings, found)


def _under(node: Node, headings: frozenset[int], found: Found) -> Account:
    """A task, the heading of one, or a section that was reported to have none."""
    above: Node | None = node
    while above and above.numbering:
        if above.line in found.tasks:
            return "task"
        if above.line in headings:
            return "heading"
        if above.line in found.sections:
            return "section"
        above = above.parent
    return "unread"


def _headings(outline: Outline, found: Found) -> frozenset[int]:
    """The lines of the nodes above tasks, tables and indicator lists."""
    with_lists = {item.owner.line for item in outline.items}
    below = found.tasks | found.tables | with_lists
    lines: set[int] = set()
    for taken in outline.taken:
        if taken.use == "node" and taken.line.number in below:
            above: Node | None = taken.node if taken.line.number not in found.tasks else taken.node.parent
            while above and above.numbering and above.line not in lines:
                lines.add(above.line)
                above = above.parent
    return frozenset(lines)
