"""Paragraphs become a tree of headings and items; labelled values hang on the item above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from . import furniture, labels
from .captions import Captions
from .clean import squeeze
from .diagnostics import diagnostic
from .labelled_values import split_fields
from .labels import SECTION, Field, section_kind
from .line_kinds import Line, LineKind
from .model import ROLES
from .nodes import ListItem, Node, Outline, Passage, Taken, Use
from .printed_numbers import FIRST, FIRST_AS_LIST, ITEM, LOST_AS_LIST, MARKED, Numbering, Style
from .units import ends_as_unit

# 三、主要预期指标, above a list · （一）行政执法类
_INDICATORS = re.compile(r"(?:主要|预期|具体|核心|工作|目标|效果|成效|考核|绩效|量化|发展)*指标(?:体系)?[:：]?")
_KIND = re.compile(r"[^\d。；;，,：:]{2,20}")
_ROW_ACROSS = re.compile(r"[\u4e00-\u9fff“”（）()、]{4,30}")


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
        self._strayed = False  # whether words of no known place stand below the last item
        self._kind, self._kind_style = "", cast(Style | None, None)  # of the items being read
        self._captions = Captions(paragraphs)

    @property
    def _top(self) -> Node:
        return self._stack[-1]

    @property
    def _owner(self) -> Node:
        """What a list stands under: in an annex nothing of the plan's."""
        return self.outline.root if self._captions.annexed else self._top

    @property
    def _above_rows(self) -> Node:
        """What a table stands under: a heading of the plan, else its own name."""
        own = self._captions.annexed or self._top is self.outline.root
        return self._captions.name or self.outline.root if own else self._top

    def take(self, index: int, line: Line) -> None:
        """Put one paragraph where it belongs."""
        use = self._put(index, line)
        self.outline.taken.append(Taken(line, use, self._top))

    def _put(self, index: int, line: Line) -> Use:
        if line.kind is LineKind.NUMBERED:
            return self._numbered(index, line)
        if line.kind is LineKind.FIELD:
            return self._fields(line)
        if self._captions.is_caption(index, line):
            self._captions.take(line.number, line.text)
            self.outline.tail.append(line)
            return "tail"
        if line.kind is LineKind.SECTION:
            return self._section(line)
        if line.kind is LineKind.ROW or self._is_row_across(index, line):
            row = line if line.cells else line._replace(kind=LineKind.ROW, cells=(line.text,))
            self._in_list = False  # 主要指标 stands above a table
            self.outline.rows.append((row, self._above_rows))
            return "row"
        if line.kind is LineKind.ANNEX:
            self._captions.begin_annex(index, line)
            return "annex"
        return self._text(line)

    def _is_row_across(self, index: int, line: Line) -> bool:
        """Short words of their own between two whole rows: a heading across the table that lost its empty cells."""
        if line.kind is not LineKind.TEXT or not 0 < index < len(self._paragraphs) - 1:
            return False
        above, below = self._paragraphs[index - 1], self._paragraphs[index + 1]
        whole = above.kind is below.kind is LineKind.ROW and len(above.cells) == len(below.cells)
        return whole and _ROW_ACROSS.fullmatch(line.text) is not None and not ends_as_unit(line.text)

    def _numbered(self, index: int, line: Line) -> Use:
        numbering = self._restyled(index, line)
        if self._in_list and self._is_kind(index, numbering, line):
            self._kind, self._kind_style, self._list_style = squeeze(line.text), numbering.style, None
            return "label"
        if self._in_list and self._is_item(numbering):
            self._item(numbering, line)
            return "item"
        if self._captions.goes_on(index, numbering, line):
            return "annex"
        self._in_list = self._in_goal = False
        self._captions.end_annex()
        self._push(numbering, line)
        if _INDICATORS.fullmatch(line.text.strip()) and self._has_items(index, numbering):
            self._begin_list()
        return "node"

    def _is_kind(self, index: int, numbering: Numbering, line: Line) -> bool:
        """（一）行政执法类 above the items of that kind."""
        may = self._kind_style == numbering.style or (self._kind_style is None and self._list_style is None)
        return may and _KIND.fullmatch(line.text.strip()) is not None and self._has_items(index, numbering)

    def _has_items(self, index: int, numbering: Numbering) -> bool:
        """Whether a list of a lower rank begins right below a number."""
        below = self._paragraphs[index + 1].numbering if index + 1 < len(self._paragraphs) else None
        return below is not None and below.value == 1 and below.style.rank > numbering.style.rank

    def _begin_list(self) -> None:
        self._in_list, self._list_style, self._last_value = True, None, None
        self._kind, self._kind_style = "", None

    def _restyled(self, index: int, line: Line) -> Numbering:
        """A lost number inside a list of (1)(2) is one of the list, unless a heading's own lines follow."""
        numbering = line.numbering
        if numbering is None:
            raise AssertionError("numbered lines have a number")
        if numbering.value is not None:
            return numbering if self._in_list else self._placed(index, numbering)
        style = self._list_style if self._in_list else self._top.style
        if style != LOST_AS_LIST or numbering.printed == "、":
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
        self.outline.items.append(ListItem(self._owner, value, squeeze(line.text), line.number, self._kind))

    def _placed(self, index: int, numbering: Numbering) -> Numbering:
        """The number in the style that its place gives it.

        第一， right below 1. begins a list inside it; （2） with units below 1. and its units is the next item.
        """
        top = self._top
        if numbering.style == FIRST and (top.style == FIRST_AS_LIST or (top.style == ITEM and numbering.value == 1)):
            return replace(numbering, style=FIRST_AS_LIST)
        follows = numbering.value is not None and numbering.value > 1 and numbering.value - 1 == top.value
        labelled = [line.kind is LineKind.FIELD for line in self._paragraphs[index + 1 : index + 2]]
        if top.style and not top.style.is_list and numbering.style.is_list and follows and top.fields and any(labelled):
            return replace(numbering, style=top.style)
        return numbering

    def _push(self, numbering: Numbering, line: Line) -> None:
        parent = self._parent_for(numbering.style)
        body, found = split_fields(line.text, line.number)
        node = Node(line.number, squeeze(body), numbering, parent, numbering.value, parent.depth + 1, fields=found)
        if node.value is None:
            node.value = self._after(parent, numbering.style)
            if numbering.style != MARKED:
                self._lost(line, node.value)
        parent.children.append(node)
        self._strayed = False
        node.open_to_text = not found
        self._stack.append(node)
        if _names_again(found):
            self.outline.diagnostics.append(diagnostic("units_again", line.number))

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

    def _fields(self, line: Line) -> Use:
        body, found = split_fields(line.text, line.number)
        if self._top is self.outline.root:
            text = squeeze(line.text)
            self.outline.diagnostics.append(diagnostic("fields_without_task", line.number, text=text))
            return "stray"
        self._in_list = self._in_goal = False
        self._top.fields += found
        self._top.open_to_text = False
        if body:
            self._stray(line)
        return "field"

    def _section(self, line: Line) -> Use:
        match = SECTION.match(line.text)
        if match is None:
            return self._text(line)
        kind, rest = section_kind(match["label"]), squeeze(line.text[match.end() :])
        self._begin_list()
        self._in_list, self._in_goal = kind == "indicators", kind == "goal"
        if self._in_goal and self._strayed:  # the goal of a heading that is no number: not that of the task above
            self._in_goal = False
            self._stray(line)
            return "stray"
        if kind == "measures":
            self._top.open_to_text = True
        return self._section_text(rest, line.number) if rest else "label"

    def _section_text(self, rest: str, number: int) -> Use:
        if self._in_goal:
            self._top.goal.append(rest)
            return "goal"
        if self._in_list:
            self.outline.items.append(ListItem(self._owner, None, rest, number, self._kind))
            return "item"
        self._top.body.append(Passage(number, rest))
        return "body"

    def _text(self, line: Line) -> Use:
        self._captions.end_list()
        body, found = split_fields(line.text, line.number)
        text = squeeze(body)
        if labels.is_note(text):
            return "note"
        if self._captions.annexed or self._top is self.outline.root:
            self.outline.tail.append(line)
            return "tail"
        if found and not text:
            use: Use = "field"
        else:
            use = self._prose(line, text, own=bool(found))
        if found:
            self._add(found, line, own=use == "body")
            self._top.open_to_text = False
        return use

    def _add(self, found: list[Field], line: Line, *, own: bool) -> None:
        """Units and times of a node; ``own`` where they end a paragraph of its body."""
        if own and any(field.kind in ROLES for field in found) and any(f.kind in ROLES for f in self._top.fields):
            self.outline.diagnostics.append(diagnostic("units_again", line.number))
        self._top.fields += found

    def _prose(self, line: Line, text: str, *, own: bool) -> Use:
        """A plain paragraph; after units it goes on with the task only where it names ``own`` ones too."""
        closes = self._in_list and self._list_style is not None and furniture.CLOSING.match(text)
        if (self._in_list or self._in_goal) and not closes:
            return self._section_text(text, line.number)
        if self._top.open_to_text or (own and self._top.fields):
            self._top.body.append(Passage(line.number, text))
            return "body"
        self._stray(line)
        return "stray"

    def _stray(self, line: Line) -> None:
        self._strayed = True
        code = "closing_paragraph" if furniture.CLOSING.match(line.text) else "text_after_fields"
        self.outline.diagnostics.append(diagnostic(code, line.number))


def _names_again(found: Sequence[Field]) -> bool:
    """Whether one paragraph labels units of the same part twice, as two tasks run together do."""
    labels_of = [field.label for field in found if field.kind in ROLES and field.label]
    return len(set(labels_of)) < len(labels_of)
