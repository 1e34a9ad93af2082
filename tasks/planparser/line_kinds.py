"""What each line is, judged by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from . import furniture, labels
from .clean import squeeze
from .heads import read_head
from .printed_numbers import Numbering, read_next_number, read_number
from .source import SourceLine
from .text_cache import cached_by_text


class LineKind(Enum):
    """What a line is."""

    NUMBERED = "numbered"  # 1. 国家级示范创建实现新突破。…
    FIELD = "field"  # 责任单位：司法局
    SECTION = "section"  # 效果指标:
    ROW = "row"  # 序号 | 深化领域 | 指标名称
    ANNEX = "annex"  # 附件：主要指标
    TEXT = "text"
    FURNITURE = "furniture"  # — 3 —


class Line(NamedTuple):
    """A line, or after joining a paragraph, that begins at source line ``number``.

    ``text`` is without the printed number; ``cells`` only in rows, ``merged`` those that go on from the row above;
    ``also`` are the source lines it goes on over; ``begins`` is the first row of a table.
    """

    kind: LineKind
    number: int
    text: str
    numbering: Numbering | None = None
    cells: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()
    also: tuple[int, ...] = ()
    indented: bool = False
    begins: bool = False


# A printed line of an official document holds 28 characters, 26 after the indent. Shorter lines without
# punctuation are titles of their own, not lines cut by the page.
PRINTED_LINE = 22
CLAUSE = re.compile(r"[，,。；;：:]")
_INDENTS = ("\u3000\u3000", "    ")
_PIPES = re.compile(r"[|｜│┃]")
_BREAK_TAG = re.compile(r"(?:<br\s*/?>\s*)+", re.IGNORECASE)
_PIPE_RULE = re.compile(r"[|｜│┃\s:+-]+")


def classify(lines: Sequence[SourceLine]) -> list[Line]:
    """Every line that is not blank, with its kind."""
    found = [_placed(_classified(line), line) for line in lines if line.text.strip() or line.cells]
    return _without_running_heads(_renumbered(found))


def _renumbered(lines: list[Line]) -> list[Line]:
    """The lines; where other digits follow a number directly, the number of the line above tells where it ends."""
    before: Numbering | None = None
    for at, line in enumerate(lines):
        numbering = line.numbering
        if before and line.kind is LineKind.TEXT and line.text[:1].isdecimal():
            numbering = read_next_number(line.text, before)
            if numbering:
                lines[at] = line._replace(kind=LineKind.NUMBERED, text=numbering.rest, numbering=numbering)
        before = numbering or before
    return lines


def _placed(found: Line, source: SourceLine) -> Line:
    """The line with what its place on the page tells."""
    indented = source.text.startswith(_INDENTS)
    return found._replace(also=source.also, indented=indented) if source.also or indented else found


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """The lines, with the name of the document beside the page number on page after page as furniture."""
    furnished = [at for at, line in enumerate(lines) if line.kind is LineKind.FURNITURE]
    beside = {at + step for at in furnished if furniture.is_page_number(lines[at].text) for step in (-1, 1)}
    plain = [at for at in sorted(beside) if 0 <= at < len(lines) and _may_be_head(lines[at])]
    printed = Counter(lines[at].text for at in plain)
    elsewhere = {line.text for at, line in enumerate(lines) if at not in beside}
    for at in plain:
        text = lines[at].text
        if printed[text] > 1 and (text in elsewhere or not furniture.is_caption(text)):
            lines[at] = lines[at]._replace(kind=LineKind.FURNITURE)
        elsewhere.add(text)  # the first of them is the title, where it stands nowhere else
    return lines


def _may_be_head(line: Line) -> bool:
    return line.kind is LineKind.TEXT and len(line.text) <= PRINTED_LINE and CLAUSE.search(line.text) is None


def _classified(line: SourceLine) -> Line:
    if not line.cells:
        kind, text, numbering, cells = _judged(line.text)
        return Line(kind, line.number, text, numbering, cells)
    if _is_record(line.cells) or furniture.is_site_row(line.cells) or furniture.is_form_row(line.cells):
        return Line(LineKind.FURNITURE, line.number, line.text.strip())
    return Line(LineKind.ROW, line.number, line.text, cells=line.cells, merged=line.merged, begins=line.begins)


def _is_record(cells: Sequence[str]) -> bool:
    """A row of a site's record; 类别 may begin the head of a table as well."""
    if not furniture.is_record(cells):
        return False
    head = read_head([squeeze(cell) for cell in cells])
    return head is None or head.kind == "unknown"


@cached_by_text
def _judged(text: str) -> tuple[LineKind, str, Numbering | None, tuple[str, ...]]:
    """What a line of text is: its kind, the text without its number, the number, and its cells where it is a row."""
    cells = _cells(text)
    if cells and (_is_record(cells) or furniture.is_furniture(text)):
        return LineKind.FURNITURE, text.strip(), None, ()
    if cells:
        return LineKind.ROW, text, None, cells
    text = text.strip().rstrip("|｜ ")
    kind = _kind_by_words(text)
    if kind:
        return kind, text, None, ()
    numbering = read_number(text)
    if numbering is None:
        return LineKind.TEXT, text, None, ()
    if labels.begins_field(numbering.rest):
        return LineKind.FIELD, numbering.rest, None, ()
    return LineKind.NUMBERED, numbering.rest, numbering, ()


def _kind_by_words(text: str) -> LineKind | None:
    if furniture.is_furniture(text):
        return LineKind.FURNITURE
    if labels.begins_field(text):
        return LineKind.FIELD
    if labels.SECTION.match(text):
        return LineKind.SECTION
    return LineKind.ANNEX if furniture.ANNEX.fullmatch(text) else None


def _cells(text: str) -> tuple[str, ...]:
    """Cells of a row flattened to tabs or pipes; none where the line is no row."""
    if "\t" not in text and not _PIPES.search(text):
        return ()
    if len(_PIPES.findall(text)) >= 2:
        if _PIPE_RULE.fullmatch(text):
            return ()
        inner = _PIPES.split(text.strip())
        inner = [_BREAK_TAG.sub("\n", cell) for cell in inner[1 if not inner[0].strip() else 0 :]]
        return tuple(cell.strip() for cell in (inner[:-1] if not inner[-1].strip() else inner))
    if text.rstrip().lstrip(" \u3000").count("\t") < 2:
        return ()
    cells = tuple(cell.strip() for cell in text.rstrip("\r\n").split("\t"))
    return cells if sum(map(bool, cells)) >= 2 else ()
