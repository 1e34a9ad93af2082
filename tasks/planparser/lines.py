"""Stage 2: what each line is, judged by itself; then lines cut by page breaks are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from . import furniture, labels
from .numbering import Numbering, read_number
from .source import SourceLine


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

    ``text`` is without the printed number; ``cells`` only in rows.
    """

    kind: Kind
    number: int
    text: str
    numbering: Numbering | None = None
    cells: tuple[str, ...] = ()


# A printed line of an official document holds 28 characters, 26 after the indent. Shorter lines without
# punctuation are titles of their own, not lines cut by the page.
PRINTED_LINE = 22
_FINISHED = re.compile(r"[。！？!?；;：:…]['\"”’）)〕】》\s]*$")
_CLAUSE = re.compile(r"[，,。；;：:]")
_NEVER_FIRST = re.compile(r"^\s*[，,。；;、：:！？!?）)〕】》”’%％]")
_SENTENCE = re.compile(r"。")
_OPENING, _CLOSING = re.compile(r"[（(〔\[［【]"), re.compile(r"[)）〕\]］】]")
_TAB_ROW = re.compile(r"\t")
_PIPES = re.compile(r"[|｜│┃]")
_PIPE_RULE = re.compile(r"[|｜│┃\s:+-]+")


def classify(lines: Iterable[SourceLine]) -> list[Line]:
    """Every line that is not blank, with its kind."""
    return [_classified(line) for line in lines if line.text.strip() or line.cells]


def _classified(line: SourceLine) -> Line:
    cells = line.cells if line.cells is not None else _cells(line.text)
    if cells and line.cells is None and furniture.is_furniture(line.text):
        return Line(Kind.FURNITURE, line.number, line.text.strip())
    if cells:
        return Line(Kind.ROW, line.number, line.text, cells=cells)
    text = line.text.strip()
    kind = _kind_by_words(text)
    if kind:
        return Line(kind, line.number, text)
    numbering = read_number(text)
    if numbering is None:
        return Line(Kind.TEXT, line.number, text)
    if labels.begins_field(numbering.rest):
        return Line(Kind.FIELD, line.number, numbering.rest)
    return Line(Kind.NUMBERED, line.number, numbering.rest, numbering)


def _kind_by_words(text: str) -> Kind | None:
    if labels.begins_field(text):
        return Kind.FURNITURE if furniture.is_furniture(text) and len(text) > 40 else Kind.FIELD
    if furniture.is_furniture(text):
        return Kind.FURNITURE
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
        inner = inner[1 if not inner[0].strip() else 0 :]
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
    following = _next_marks(solid)
    return list(_joined(solid, following, standalone))


def _joined(lines: Sequence[Line], following: Sequence[Line | None], standalone: frozenset[int]) -> Iterator[Line]:
    current: list[Line] = []
    for line, mark in zip(lines, following, strict=True):
        whole = line.number in standalone or (current and current[0].number in standalone)
        if current and line.kind is Kind.TEXT and not whole and _continues(current, line, mark):
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
    return replace(first, text=between.join(part.text for part in parts))


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
    if first.kind is Kind.FIELD:
        return _continues_field(current, line)
    if _FINISHED.search(last.text) or (_ends_with_fields(last.text)):
        return False
    return _looks_cut(first, last, mark)


def _continues_field(current: Sequence[Line], line: Line) -> bool:
    """Names go on until a sentence; an open bracket goes on until it closes."""
    last = current[-1].text
    if last.rstrip().endswith(("、", "，", ",")):
        return True
    return not _balanced(last) or (
        len(line.text) <= 60 and not _SENTENCE.search(line.text) and not _SENTENCE.search(last)
    )


def _balanced(text: str) -> bool:
    return len(_OPENING.findall(text)) <= len(_CLOSING.findall(text))


def _ends_with_fields(text: str) -> bool:
    """…工作机制。（责任单位：司法局）"""
    return text.rstrip("。 ").endswith(("）", ")", "〕", "]", "］", "】")) and labels.FIELD.search(text) is not None


def _looks_cut(first: Line, last: Line, mark: Line | None) -> bool:
    """A line without an end: cut by the page when it is long enough, a title when it is short."""
    if last is not first or _CLAUSE.search(last.text):
        return True
    if first.numbering and mark and mark.numbering and mark.numbering.style.rank > first.numbering.style.rank:
        return False  # a heading above its items: what follows is its lead paragraph
    printed = len(first.numbering.printed) if first.numbering else 0
    return len(last.text) + printed >= PRINTED_LINE
