"""Lines cut by page breaks are joined to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import furniture, labels
from .deadlines import is_time, may_be_time
from .labelled_values import split_fields
from .line_kinds import CLAUSE, PRINTED_LINE, Line, LineKind
from .units import ends_as_unit

_FINISHED = re.compile(r"[。！？!?；;：:…]['\"”’）)〕】》\s]*$")
# 责任人姓名：… is a label too, if not one that is known
_UNKNOWN_LABEL = re.compile(r"\s*[\u4e00-\u9fff（）()]{2,12}\s*[:：]")
# What some line of a list of names has: the end of a name, or a part given to it.
_OF_NAMES = re.compile(
    r"[局办委部厅院会镇乡街区县市旗村社所站队府处科室]|中心|单位|公司|负责|牵头|配合|参与|落实|等|坚持|完成|\d"
)
_LABEL, _TIME_END = re.compile(r"^[^:：]*[:：]"), 12  # characters that may be left of a time: 底前并长期坚持
_NEVER_FIRST = re.compile(r"^\s*[，,。；;、：:！？!?）)〕】》”’%％]")
_SENTENCE = re.compile(r"。")
_OPENING, _CLOSING = re.compile(r"[（(〔\[［【]"), re.compile(r"[)）〕\]］】]")
_CLOSES_SOON = re.compile(r"\s*[\u4e00-\u9fff、]{1,12}[)）〕\]］】]")  # 各镇（街 / 道）


def join_paragraphs(lines: Sequence[Line], standalone: frozenset[int] = frozenset()) -> list[Line]:
    """Paragraphs: each line with the lines that continue it, furniture dropped.

    ``standalone`` are source lines known to be whole (the title, the signature).
    """
    solid = [line for line in lines if line.kind is not LineKind.FURNITURE]
    return list(_joined(_hung(solid), _next_marks(solid), standalone))


def _hung(lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Each line, and whether it hangs: it has no indent in a document that indents its paragraphs."""
    begun = [line.indented for line in lines if line.kind in (LineKind.NUMBERED, LineKind.FIELD)]
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
            and line.kind is LineKind.TEXT
            and not whole
            and (_continues(current, line, mark) or (hangs and current[0].kind in (LineKind.NUMBERED, LineKind.TEXT)))
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
    between = "\n" if first.kind is LineKind.FIELD else ""
    numbers = [number for part in parts for number in (part.number, *part.also)]
    return first._replace(text=between.join(part.text for part in parts), also=tuple(numbers[1:]))


def _next_marks(lines: Sequence[Line]) -> list[Line | None]:
    """For each line the next one that is not plain text: what follows tells headings from items."""
    marks: list[Line | None] = []
    mark: Line | None = None
    for line in reversed(lines):
        marks.append(mark)
        if line.kind is not LineKind.TEXT:
            mark = line
    return marks[::-1]


def _continues(current: Sequence[Line], line: Line, mark: Line | None) -> bool:
    """Whether a plain line goes on with the paragraph begun in ``current``."""
    first, last = current[0], current[-1]
    if first.kind in (LineKind.ROW, LineKind.ANNEX):
        return False
    if first.kind is LineKind.SECTION and last is first and labels.SECTION.fullmatch(first.text.strip()):
        return False
    if _NEVER_FIRST.match(line.text):
        return True
    if furniture.CLOSING.match(line.text) or labels.is_note(line.text):
        return False
    if first.kind is LineKind.FIELD:
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
    if last is not first or CLAUSE.search(last.text):
        return True
    if first.numbering and mark and mark.numbering and mark.numbering.style.rank > first.numbering.style.rank:
        return False  # a heading above its items: what follows is its lead paragraph
    printed = len(first.numbering.printed) if first.numbering else 0
    return len(last.text) + printed >= PRINTED_LINE
