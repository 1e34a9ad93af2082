"""Stage 3b: paragraphs become a tree of headings and items; labelled values hang on the item above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .clean import squeeze
from .diagnostics import diagnostic
from .fields import split_fields
from .labels import SECTION, Field, section_kind
from .lines import Kind, Line
from .model import Diagnostic
from .numbering import LOST_AS_LIST, MARKED, Numbering, Style


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


@dataclass(slots=True)
class Outline:
    """The tree, the indicator items, the table rows (with the node above them) and the annex lines."""

    root: Node
    items: list[ListItem]
    rows: list[tuple[Line, Node]]
    annexes: list[Line]
    tail: list[Line]
    diagnostics: list[Diagnostic]


def build(paragraphs: Sequence[Line]) -> Outline:
    """The outline of a document's paragraphs, in one pass."""
    builder = _Builder(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        builder.take(index, paragraph)
    return builder.outline


class _Builder:
    def __init__(self, paragraphs: Sequence[Line]) -> None:
        root = Node(line=1)
        self.outline = Outline(root, [], [], [], [], [])
        self._paragraphs = paragraphs
        self._stack: list[Node] = [root]
        self._list_style: Style | None = None  # of the 效果指标 list being read
        self._in_list = False
        self._last_value: int | None = None
        self._in_goal = False
        self._annexed = False

    @property
    def _top(self) -> Node:
        return self._stack[-1]

    def take(self, index: int, line: Line) -> None:
        """Put one paragraph where it belongs."""
        if line.kind is Kind.NUMBERED:
            self._numbered(index, line)
        elif line.kind is Kind.FIELD:
            self._fields(line)
        elif line.kind is Kind.SECTION:
            self._section(line)
        elif line.kind is Kind.ROW:
            self.outline.rows.append((line, self._top))
        elif line.kind is Kind.ANNEX:
            self.outline.annexes.append(line)
            self._annexed = True
        else:
            self._text(line)

    def _numbered(self, index: int, line: Line) -> None:
        numbering = self._restyled(index, line)
        if self._in_list and self._is_item(numbering):
            self._item(numbering, line)
            return
        self._in_list = self._in_goal = self._annexed = False
        self._push(numbering, line)

    def _restyled(self, index: int, line: Line) -> Numbering:
        """A lost number inside a list of (1)(2) is one of the list, unless a heading's own lines follow."""
        numbering = line.numbering
        if numbering is None:
            raise AssertionError("numbered lines have a number")
        style = self._list_style if self._in_list else self._top.style
        if numbering.value is not None or style != LOST_AS_LIST or numbering.printed == "、":
            return numbering
        following = self._paragraphs[index + 1] if index + 1 < len(self._paragraphs) else None
        inside = following is not None and following.numbering is not None and following.numbering.style == style
        return Numbering(LOST_AS_LIST, None, numbering.printed, numbering.rest) if inside else numbering

    def _is_item(self, numbering: Numbering) -> bool:
        if self._list_style is None:
            return all(node.style != numbering.style for node in self._stack) or numbering.value == 1
        expected = (self._last_value or 0) + 1
        same = self._list_style == numbering.style
        goes_on = self._top.style == numbering.style and numbering.value == (self._top.value or 0) + 1
        return same and not (goes_on and numbering.value != expected)

    def _item(self, numbering: Numbering, line: Line) -> None:
        value = numbering.value
        if value is None and numbering.style != MARKED:
            value = (self._last_value or 0) + 1
            self._lost(line, value)
        self._list_style, self._last_value = numbering.style, value
        self.outline.items.append(ListItem(self._top, value, squeeze(line.text), line.number))

    def _push(self, numbering: Numbering, line: Line) -> None:
        parent = self._parent_for(numbering.style)
        body, found = split_fields(line.text, line.number)
        node = Node(line.number, squeeze(body), numbering, parent, numbering.value, parent.depth + 1, fields=found)
        if node.value is None:
            node.value = self._after(parent, numbering.style)
            if numbering.style != MARKED:
                self._lost(line, node.value)
        parent.children.append(node)
        node.open_to_text = not found
        self._stack.append(node)

    def _parent_for(self, style: Style) -> Node:
        """Back to the sibling of the same style; else out of everything that ranks below the new item."""
        while any(node.style == style for node in self._stack) and self._top.style != style:
            self._stack.pop()
        if self._top.style == style:
            self._stack.pop()
            return self._top
        while self._top.style and self._top.style.rank >= style.rank:
            self._stack.pop()
        return self._top

    def _after(self, parent: Node, style: Style) -> int:
        same = [child for child in parent.children[-1:] if child.style == style]
        return (same[0].value or 0) + 1 if same else 1

    def _lost(self, line: Line, value: int) -> None:
        self.outline.diagnostics.append(diagnostic("number_lost", line.number, number=value))

    def _fields(self, line: Line) -> None:
        body, found = split_fields(line.text, line.number)
        if self._top is self.outline.root:
            text = squeeze(line.text)
            self.outline.diagnostics.append(diagnostic("fields_without_task", line.number, text=text))
            return
        self._in_list = self._in_goal = False
        self._top.fields += found
        self._top.open_to_text = False
        if body:
            self._stray(line)

    def _section(self, line: Line) -> None:
        match = SECTION.match(line.text)
        if match is None:
            self._text(line)
            return
        kind, rest = section_kind(match["label"]), squeeze(line.text[match.end() :])
        self._in_list, self._in_goal = kind == "indicators", kind == "goal"
        self._list_style, self._last_value = None, None
        if kind == "measures":
            self._top.open_to_text = True
        if rest:
            self._section_text(rest, line.number)

    def _section_text(self, rest: str, number: int) -> None:
        if self._in_goal:
            self._top.goal.append(rest)
        elif self._in_list:
            self.outline.items.append(ListItem(self._top, None, rest, number))
        else:
            self._top.body.append(Passage(number, rest))

    def _text(self, line: Line) -> None:
        body, found = split_fields(line.text, line.number)
        text = squeeze(body)
        if self._annexed or self._top is self.outline.root:
            self.outline.tail.append(line)
        elif self._in_list:
            self._section_text(text, line.number)
        elif self._in_goal:
            self._top.goal.append(text)
        elif self._top.open_to_text:
            self._top.body.append(Passage(line.number, text))
        else:
            self._stray(line)
        if found and self._top is not self.outline.root:
            self._top.fields += found
            self._top.open_to_text = False

    def _stray(self, line: Line) -> None:
        self.outline.diagnostics.append(diagnostic("text_after_fields", line.number))


def walk(node: Node) -> Iterable[Node]:
    """The node and all below it, in document order, without recursion (a hostile file may nest deeply)."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += reversed(current.children)
