"""Items that print no number: cards of labels, and paragraphs that each name units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .diagnostics import diagnostic
from .duties import number_units
from .labelled_values import split_fields
from .labels import SECTION, is_note
from .line_kinds import Line, LineKind
from .model import ROLES, Diagnostic
from .printed_numbers import CARD, ITEM, UNNUMBERED, Numbering, Style, read_spaced_numbers

# 任务编号：01
_CARD_NUMBER = re.compile(r"\s*(?:任务|项目|事项)?(?:编号|序号)\s*[:：]\s*(?P<n>\d{1,4})\s*")
# 任务名称：制定年度学法计划
_CARD_NAME = re.compile(r"\s*(?:任务|项目|事项)(?:名称|标题)\s*[:：]\s*(?=\S)")
# 1. 任务内容：制定年度学法计划
_ITEM_NAME = re.compile(r"\s*(?:任务|工作|事项)(?:内容|任务)\s*[:：]\s*(?=\S)")
# ——完善制度。 · 一是完善制度。
_MARK = re.compile(r"\s*(?:[—–－-]{2,}|[一二三四五六七八九十]{1,3}是(?=[^\s，,否])[:：]?)\s*")
_SEVERAL = 2


def number_items(lines: Sequence[Line]) -> list[Line]:
    """The lines; one that begins with 任务名称：, or with a number and a space in a run of such lines, is an item.

    Units alone on their lines above numbered items are headings.
    """
    return number_units(_number_cards(_number_spaced(lines)))


def _number_spaced(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, 1 开展评查 as an item; only where no other item is printed like 1. in the document."""
    if any(line.numbering and line.numbering.style == ITEM for line in lines):
        return lines
    spaced = read_spaced_numbers([line.text if line.kind is LineKind.TEXT else "" for line in lines])
    return [
        line._replace(kind=LineKind.NUMBERED, text=spaced[at].rest, numbering=spaced[at]) if at in spaced else line
        for at, line in enumerate(lines)
    ]


def _number_cards(lines: Sequence[Line]) -> list[Line]:
    """A card is numbered by the 任务编号 above its name, else in order; a number keeps its own, without the label."""
    found: list[Line] = []
    last = 0
    for line in lines:
        name = _CARD_NAME.match(line.text) if line.kind in (LineKind.TEXT, LineKind.NUMBERED) else None
        if line.numbering and not line.numbering.style.is_list:  # in a list within a task the label is one of several
            name = name or _ITEM_NAME.match(line.text)
        if name is None:
            found.append(line)
            continue
        text = line.text[name.end() :]
        above = _CARD_NUMBER.fullmatch(found[-1].text) if found else None
        if line.numbering:
            found.append(line._replace(text=text))
            continue
        if above:
            line = line._replace(number=found.pop().number, also=(line.number, *line.also))
        last = int(above["n"]) if above else last + 1
        numbering = Numbering(CARD, last, "", text)
        found.append(line._replace(kind=LineKind.NUMBERED, text=text, numbering=numbering))
    return found


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the paragraphs under it that have units of their own, by position."""

    heading: int
    style: Style
    items: tuple[int, ...]


def number_paragraphs(paragraphs: Sequence[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """The paragraphs, each that names units of its own below a heading as an item, and a remark for each heading.

    Only where at least half of the headings printed alike, of those with such paragraphs, have several: a heading with
    one is a task, and what stands under it is its text.
    """
    sections = list(_sections(paragraphs))
    all_of = Counter(section.style for section in sections)
    several = Counter(section.style for section in sections if len(section.items) >= _SEVERAL)
    numbered, remarks = list(paragraphs), []
    for section in sections:
        if several[section.style] * 2 >= all_of[section.style]:
            remarks.append(diagnostic("numbers_ours", paragraphs[section.heading].number))
            for value, at in enumerate(section.items, start=1):
                numbered[at] = _numbered(paragraphs[at], value)
    return numbered, remarks


def _numbered(line: Line, value: int) -> Line:
    mark = _MARK.match(line.text)
    text = line.text[mark.end() :] if mark else line.text
    return line._replace(kind=LineKind.NUMBERED, text=text, numbering=Numbering(UNNUMBERED, value, "", text))


def _sections(paragraphs: Sequence[Line]) -> Iterator[_Section]:
    """The headings with paragraphs below them, up to the next number, list or table."""
    at = 0
    while at < len(paragraphs):
        start, at = at, at + 1
        if not _is_heading(paragraphs[start]):
            continue
        while at < len(paragraphs) and _is_below(paragraphs[at]):
            at += 1
        items = _items(paragraphs, start + 1, at)
        following = paragraphs[at].numbering if at < len(paragraphs) else None
        style = (paragraphs[start].numbering or Numbering(UNNUMBERED, None, "", "")).style
        if items and not (following and following.style.is_list):
            yield _Section(start, style, items)


def _is_heading(line: Line) -> bool:
    """A number and words that are no sentence and name no units."""
    if line.kind is not LineKind.NUMBERED or line.numbering is None or line.numbering.style.is_list:
        return False
    return "。" not in line.text and not split_fields(line.text, line.number)[1]


def _is_below(line: Line) -> bool:
    """A paragraph, units, or 目标：… with its text; a label alone begins a list."""
    label = SECTION.match(line.text) if line.kind is LineKind.SECTION else None
    return line.kind in (LineKind.TEXT, LineKind.FIELD) or (label is not None and label.end() < len(line.text.rstrip()))


def _items(paragraphs: Sequence[Line], start: int, end: int) -> tuple[int, ...]:
    """Where each run of paragraphs that ends in units begins; none where units stand right below the heading."""
    items: list[int] = []
    first: int | None = None  # of the run being read
    for at in range(start, end):
        line = paragraphs[at]
        names_units = any(found.kind in ROLES for found in split_fields(line.text, line.number)[1])
        if line.kind is LineKind.TEXT and not is_note(line.text):
            first = at if first is None else first
        if names_units and first is None and not items:
            return ()
        if names_units and first is not None:
            items.append(first)
            first = None
    return tuple(items)
