"""The tree that a plan's numbered paragraphs make."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .labels import Field, is_note
from .line_kinds import Line
from .model import Diagnostic
from .printed_numbers import Numbering, Style

# 重点任务（列第一位的为牵头单位，下同）
_NOTE = re.compile(r"[（(〔][^（(〔）)〕]{1,60}[）)〕]$")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a body."""

    line: int
    text: str


@dataclass(slots=True)
class Node:
    """A numbered paragraph and what stands under it. The root has no numbering.

    ``text`` is the paragraph without number and fields; ``body`` are the plain paragraphs between it and its
    first child; ``goal`` are those labelled 目标.
    """

    line: int
    text: str = ""
    numbering: Numbering | None = None
    parent: Node | None = None
    value: int | None = None
    depth: int = 0
    body: list[Passage] = field(default_factory=list)
    goal: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    open_to_text: bool = True

    @property
    def style(self) -> Style | None:
        """How its number is printed; None for the root."""
        return self.numbering.style if self.numbering else None


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a 效果指标 list: the node it stands under, its printed number and text."""

    owner: Node
    value: int | None
    text: str
    line: int
    area: str = ""  # the kind of indicators that it stands among


Use = Literal["node", "field", "body", "goal", "label", "item", "row", "annex", "tail", "note", "stray"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one paragraph, and the node that it belongs to."""

    line: Line
    use: Use
    node: Node


@dataclass(slots=True)
class Outline:
    """The tree, the indicator items, the table rows (with the node above them), and what became of each paragraph."""

    root: Node
    items: list[ListItem]
    rows: list[tuple[Line, Node]]
    tail: list[Line]
    diagnostics: list[Diagnostic]
    taken: list[Taken]

    def let_go(self) -> None:
        """Cut the links from children to parents, so that the tree is freed without the garbage collector."""
        for node in walk(self.root):
            node.parent = None


def walk(node: Node) -> Iterable[Node]:
    """The node and all below it, in document order, without recursion (a hostile file may nest deeply)."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += reversed(current.children)


def heading_of(node: Node) -> str:
    """A heading's own words: up to its first 。 where its lead paragraph stands on the same line."""
    heading = _NOTE.sub(lambda note: "" if is_note(note.group()) else note.group(), node.text)
    return heading.split("。", 1)[0].rstrip("：:")


def goal_of(node: Node, before: float = math.inf) -> str | None:
    """The 目标 of a section, else its lead paragraph (above line ``before``); None where it has neither."""
    if node.goal:
        return "\n".join(node.goal)
    lead = node.text.split("。", 1)[1] if "。" in node.text else ""
    paragraphs = [*([lead] if lead else []), *(passage.text for passage in node.body if passage.line < before)]
    return "\n".join(paragraphs) or None
