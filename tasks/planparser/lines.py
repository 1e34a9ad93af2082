"""Stage 2: what each line is, judged by itself; then lines cut by page breaks are joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from . import furniture, labels
from .clean import squeeze
from .deadlines import is_time, may_be_time
from .fields import split_fields
from .heads import read_head
from .numbering import Numbering, read_next_number, read_number
from .repeats import once
from .source import SourceLine
from .units import ends_as_unit


class Kind(Enum):
    """What a line is."""

    NUMBERED = "numbered"  # 1. 国家级示范创建实现新突破。…
    FIELD = "field"  # 责任单位：司法局
    SECTION = "section"  # 效果指标:
    ROW = "row"  # 序号 | 深化领域 | 指标名称
    ANNEX = "annex"  # 附件：主要指标
    TEXT = "text"
    FURNITURE = "furniture"  # — 3 —


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or after joining a paragraph, that begins at source line ``number``.

    ``text`` is without the printed number; ``cells`` only in rows, ``merged`` those that go on from the row above;
    ``also`` are the source lines it goes on over.
    """

    kind: Kind
    number: int
    text: str
    numbering: Numbering | None = None
    cells: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()
    also: tuple[int, ...] = ()
    indented: bool = False


# A printed line of an official document holds 28 characters, 26 after the indent. Shorter lines without
# punctuation are titles of their own, not lines cut by the page.
PRINTED_LINE = 22
_FINISHED = re.compile(r"[。！？!?；;：:…]['\"”’）)〕】》\s]*$")
# 责任人姓名：… is a label too, if not one that is known
_UNKNOWN_LABEL = re.compile(r"\s*[\u4e00-\u9fff（）()]{2,12}\s*[:：]")
# What some line of a list of names has: the end of a name, or a part given to it.
_OF_NAMES = re.compile(
    r"[局办委部厅院会镇乡街区县市旗村社所站队府处科室]|中心|单位|公司|负责|牵头|配合|参与|落实|等|坚持|完成|\d"
)
_LABEL, _TIME_END = re.compile(r"^[^:：]*[:：]"), 12  # characters that may be left of a time: 底前并长期坚持
_CLAUSE = re.compile(r"[，,。；;：:]")
_NEVER_FIRST = re.compile(r"^\s*[，,。；;、：:！？!?）)〕】》”’%％]")
_SENTENCE = re.compile(r"。")
_OPENING, _CLOSING = re.compile(r"[（(〔\[［【]"), re.compile(r"[)）〕\]］】]")
_CLOSES_SOON = re.compile(r"\s*[\u4e00-\u9fff、]{1,12}[)）〕\]］】]")  # 各镇（街 / 道）
_TAB_ROW = re.compile(r"\t")
_INDENTS = ("\u3000\u3000", "    ")
_PIPES = re.compile(r"[|｜│┃]")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PIPE_RULE = re.compile(r"[|｜│┃\s:+-]+")


def classify(lines: Sequence[SourceLine]) -> list[Line]:
    """Every line that is not blank, with its kind."""
    found = [_placed(_classified(line), line) for line in lines if line.text.strip() or line.cells]
    return _without_running_heads(_renumbered(found))


def _renumbered(lines: list[Line]) -> list[Line]:
    """Lines whose number stands right before other digits, told by the number before it."""
    before: Numbering | None = None
    for at, line in enumerate(lines):
        numbering = line.numbering
        if before and line.kind is Kind.TEXT and line.text[:1].isdecimal():
            numbering = read_next_number(line.text, before)
            if numbering:
                lines[at] = replace(line, kind=Kind.NUMBERED, text=numbering.rest, numbering=numbering)
        before = numbering or before
    return lines


def _placed(found: Line, source: SourceLine) -> Line:
    """The line with what its place on the page tells."""
    indented = source.text.startswith(_INDENTS)
    return replace(found, also=source.also, indented=indented) if source.also or indented else found


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """The name of the paper, printed beside the page number on page after page, is furniture."""
    furnished = [at for at, line in enumerate(lines) if line.kind is Kind.FURNITURE]
    beside = {at + step for at in furnished if furniture.is_page_number(lines[at].text) for step in (-1, 1)}
    plain = [at for at in sorted(beside) if 0 <= at < len(lines) and _may_be_head(lines[at])]
    printed = Counter(lines[at].text for at in plain)
    elsewhere = {line.text for at, line in enumerate(lines) if at not in beside}
    for at in plain:
        text = lines[at].text
        if printed[text] > 1 and (text in elsewhere or not furniture.is_caption(text)):
            lines[at] = replace(lines[at], kind=Kind.FURNITURE)
        elsewhere.add(text)  # the first of them is the title, where it stands nowhere else
    return lines


def _may_be_head(line: Line) -> bool:
    return line.kind is Kind.TEXT and len(line.text) <= PRINTED_LINE and _CLAUSE.search(line.text) is None


def _classified(line: SourceLine) -> Line:
    if not line.cells:
        kind, text, numbering, cells = _judged(line.text)
        return Line(kind, line.number, text, numbering, cells)
    if _is_record(line.cells) or furniture.is_site_row(line.cells):
        return Line(Kind.FURNITURE, line.number, line.text.strip())
    return Line(Kind.ROW, line.number, line.text, cells=line.cells, merged=line.merged)


def _is_record(cells: Sequence[str]) -> bool:
    """A row of a site's record; 类别 may begin the head of a table as well."""
    head = read_head([squeeze(cell) for cell in cells]) if furniture.is_record(cells) else None
    return furniture.is_record(cells) and (head is None or head.kind == "unknown")


@once
def _judged(text: str) -> tuple[Kind, str, Numbering | None, tuple[str, ...]]:
    """What a line of text is: its kind, the text without its number, the number, and its cells where it is a row."""
    cells = _cells(text)
    if cells and (_is_record(cells) or furniture.is_furniture(text)):
        return Kind.FURNITURE, text.strip(), None, ()
    if cells:
        return Kind.ROW, text, None, cells
    text = text.strip().rstrip("|｜ ")
    kind = _kind_by_words(text)
    if kind:
        return kind, text, None, ()
    numbering = read_number(text)
    if numbering is None:
        return Kind.TEXT, text, None, ()
    if labels.begins_field(numbering.rest):
        return Kind.FIELD, numbering.rest, None, ()
    return Kind.NUMBERED, numbering.rest, numbering, ()


def _kind_by_words(text: str) -> Kind | None:
    if furniture.is_furniture(text):
        return Kind.FURNITURE
    if labels.begins_field(text):
        return Kind.FIELD
    if labels.SECTION.match(text):
        return Kind.SECTION
    return Kind.ANNEX if furniture.ANNEX.fullmatch(text) else None


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
    if len(_TAB_ROW.findall(text.rstrip().lstrip(" \u3000"))) < 2:
        return ()
    cells = tuple(cell.strip() for cell in text.rstrip("\r\n").split("\t"))
    return cells if sum(map(bool, cells)) >= 2 else ()


def join(lines: Sequence[Line], standalone: frozenset[int] = frozenset()) -> list[Line]:
    """Paragraphs: each line with the lines that continue it, furniture dropped.

    ``standalone`` are source lines known to be whole (the title, the signature).
    """
    solid = [line for line in lines if line.kind is not Kind.FURNITURE]
    return list(_joined(_hung(solid), _next_marks(solid), standalone))


def _hung(lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Each line, and whether it hangs: it has no indent in a document that indents its paragraphs."""
    begun = [line.indented for line in lines if line.kind in (Kind.NUMBERED, Kind.FIELD)]
    indents = len(begun) > 2 and sum(begun) * 10 >= len(begun) * 9
    return [(line, indents and not line.indented) for line in lines]


def _joined(
    lines: Sequence[tuple[Line, bool]], following: Sequence[Line | None], standalone: frozenset[int]
) -> Iterator[Line]:
    current: list[Line] = []
    for (line, hangs), mark in zip(lines, following, strict=True):
        whole = line.number in standalone or (current and current[0].number in standalone)
        if (
            current
            and line.kind is Kind.TEXT
            and not whole
            and (_continues(current, line, mark) or (hangs and current[0].kind in (Kind.NUMBERED, Kind.TEXT)))
        ):
            current.append(line)
            continue
        if current:
            yield _merged(current)
        current = [line]
    if current:
        yield _merged(current)


def _merged(parts: list[Line]) -> Line:
    """A field keeps its line breaks, as they may separate names; a sentence closes up."""
    first = parts[0]
    if len(parts) == 1:
        return first
    between = "\n" if first.kind is Kind.FIELD else ""
    numbers = [number for part in parts for number in (part.number, *part.also)]
    return replace(first, text=between.join(part.text for part in parts), also=tuple(numbers[1:]))


def _next_marks(lines: Sequence[Line]) -> list[Line | None]:
    """For each line the next one that is not plain text: what follows tells headings from items."""
    marks: list[Line | None] = []
    mark: Line | None = None
    for line in reversed(lines):
        marks.append(mark)
        if line.kind is not Kind.TEXT:
            mark = line
    return marks[::-1]


def _continues(current: Sequence[Line], line: Line, mark: Line | None) -> bool:
    """Whether a plain line goes on with the paragraph begun in ``current``."""
    first, last = current[0], current[-1]
    if first.kind in (Kind.ROW, Kind.ANNEX):
        return False
    if first.kind is Kind.SECTION and last is first and labels.SECTION.fullmatch(first.text.strip()):
        return False
    if _NEVER_FIRST.match(line.text):
        return True
    if furniture.CLOSING.match(line.text) or labels.is_note(line.text):
        return False
    if first.kind is Kind.FIELD:
        return _continues_field(current, line)
    if _FINISHED.search(last.text) and not _opens_field(current):
        return False
    if _ends_with_fields(current):
        return False
    return _looks_cut(first, last, mark)


def _continues_field(current: Sequence[Line], line: Line) -> bool:
    """Names go on until a sentence; an open bracket goes on until it closes."""
    last = current[-1].text
    if last.rstrip().endswith(("、", "，", ",")):
        return True
    if _UNKNOWN_LABEL.match(line.text) or _ends_time(_LABEL.sub("", last), line.text):
        return False
    if not _balanced(last) and _CLOSES_SOON.match(line.text):
        return True
    if ends_as_unit(last.rstrip()) and not _OF_NAMES.search(line.text):
        return False
    return not _balanced(last) or (
        len(line.text) <= 60 and not _SENTENCE.search(line.text) and not _SENTENCE.search(last)
    )


def _ends_time(time: str, line: str) -> bool:
    """Whether a time is whole and the next line no part of it."""
    return is_time(time) and (len(line) > _TIME_END or not (may_be_time(line) or is_time(time + line)))


def _balanced(text: str) -> bool:
    return len(_OPENING.findall(text)) <= len(_CLOSING.findall(text))


def _opens_field(current: Sequence[Line]) -> bool:
    """…工作机制。【牵头单位：司法局；配合单位："""
    text = current[-1].text
    start = max(map(text.rfind, "（(〔[［【"))
    return start >= 0 and _balanced(text[start + 1 :]) and labels.FIELD.match(text, start) is not None


def _ends_with_fields(current: Sequence[Line]) -> bool:
    """…工作机制。（责任单位：司法局） · …工作机制。（司法局牵头）"""
    last = current[-1]
    if not last.text.rstrip("。 ").endswith(("）", ")", "〕", "]", "］", "】")):
        return False
    return labels.FIELD.search(last.text) is not None or bool(
        split_fields("".join(part.text for part in current), last.number)[1]
    )


def _looks_cut(first: Line, last: Line, mark: Line | None) -> bool:
    """A line without an end: cut by the page when it is long enough, a title when it is short."""
    if last is not first or _CLAUSE.search(last.text):
        return True
    if first.numbering and mark and mark.numbering and mark.numbering.style.rank > first.numbering.style.rank:
        return False  # a heading above its items: what follows is its lead paragraph
    printed = len(first.numbering.printed) if first.numbering else 0
    return len(last.text) + printed >= PRINTED_LINE
