"""Items that a conversion from pages ran together on one line are put on lines of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from .diagnostics import diagnostic
from .labels import FIELD
from .model import Diagnostic
from .source import SourceLine

_CN = "[一二三四五六七八九十]{1,3}"
_ITEM = r"\d{1,2}[.．、](?=\s*[\u3400-\u9fff“《])"
# …责任单位:县司法局〕 3.开展评查
_BEHIND_FIELDS = re.compile(rf"(?<=[)）〕\]】])[ \u3000]+(?={_ITEM}|{_CN}、|[（(]{_CN}[)）])")
# 四、加强文件管理 6.严格审核
_BEHIND_HEADING = re.compile(rf"^\s*(?:{_CN}、|[（(]{_CN}[)）])[^。；;，,：:\s]{{4,40}}(?P<gap>[ \u3000]+)(?={_ITEM})")
_LIST = re.compile(r"\s*[（(]?\d{1,2}[.．、)）]")  # 责任单位：1.县司法局（牵头） 2.县财政局: units, and no items
_GAP = re.compile(r"[ \u3000](?<=[^\s.．、].)(?=[ \u3000]*+\S)")  # 1. 开展评查 has none
_OF_A_ROW = re.compile(r"[\t|｜│┃]")
# - 2 - 工作汇报: the number of a page before the line that goes on behind it
_PAGE_MARK = re.compile(r"^\s*[-—–－]\s?\d{1,3}\s?[-—–－][ \u3000]+(?=\S)")


def set_apart(lines: Iterable[SourceLine]) -> tuple[list[SourceLine], list[Diagnostic]]:
    """The lines, each item and heading on its own under the same line number; a remark for every line cut."""
    found: list[SourceLine] = []
    remarks: list[Diagnostic] = []
    for line in lines:
        if line.cells or _is_whole(line.text):
            found.append(line)
            continue
        parts = _parts(_PAGE_MARK.sub("", line.text))
        found += [line] if parts == [line.text] else [line._replace(text=part) for part in parts]
        remarks += [diagnostic("run_on", line.number)] if len(parts) > 1 else []
    return found, remarks


def _is_whole(text: str) -> bool:
    """Whether a line has no gap to be cut at. Quick for the many lines without a space."""
    spaced = " " in text or "\u3000" in text
    return not spaced or not _GAP.search(text) or _OF_A_ROW.search(text) is not None


def _parts(text: str) -> list[str]:
    """A line cut behind each bracket of units, and behind a heading that an item follows."""
    parts: list[str] = []
    start = 0
    gaps = list(_BEHIND_FIELDS.finditer(text))
    labels = [label.start() for label in FIELD.finditer(text) if not _LIST.match(text, label.end())] if gaps else []
    for gap in gaps:
        if bisect_left(labels, start) < bisect_left(labels, gap.start()):
            parts += _behind_heading(text[start : gap.start()])
            start = gap.end()
    return parts + _behind_heading(text[start:])


def _behind_heading(text: str) -> list[str]:
    match = _BEHIND_HEADING.match(text)
    return [text[: match.start("gap")], text[match.end("gap") :]] if match else [text]
