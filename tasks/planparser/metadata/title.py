"""The plan's own title, found above its first heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.planparser.clean import squeeze
from tasks.planparser.furniture import ANNEX, NOTICE, NOTICE_TITLE, SALUTATION, is_caption
from tasks.planparser.labelled_values import split_fields
from tasks.planparser.line_kinds import Line, LineKind
from tasks.planparser.numerals import plain_digits

from .identity import DOCUMENT_NUMBER, MONTH, ORGANISATION, SIGNED_ON
from .region import region_of
from .years import CITED, years_in

# 红寺堡区法治政府建设“八大行动(2024年)”任务分工方案 · 2024年法治政府建设工作要点（征求意见稿）
_PLAN_WORDS = (
    "方案|计划|要点|分工|安排|清单|任务表|一览表|明细表|台账|行动|意见|措施|办法|分工表|分解表|责任制|"
    "(?:工作|重点|任务)事项|(?:计划|安排|责任|推进|落实|进度)表|(?:任务|责任|目标)分解|目标任务|工作任务|重点任务|规划|纲要|任务书|通知"
)
_TITLE_END = re.compile(rf"(?:{_PLAN_WORDS})[”》]?\s*(?:[（(][^（）()]{{1,20}}[）)])?$")
# 标题：甲县2024年法治政府建设工作要点, in the record of a site or of an encyclopedia
_LABEL = re.compile(r"^\s*(?:(?:文件|公文|信息)?(?:标\s*题|名\s*称)|题\s*名|中文名)\s*[:：]\s*")
_REPORT_END = re.compile(r"(?:报告|总结|汇报)\s*$")
_SENTENCE = re.compile(r"[。；;！？!?]|[，,].*[，,]|[:：]$")
_PREAMBLE = re.compile(r"为(?!民|企)|根据|按照|现将|结合")  # the first line of a preamble may break after 方案
_SECOND_LINE = re.compile(rf"(?:工作|实施|任务|行动|分工|分解|重点|责任|推进|年度)*(?:{_PLAN_WORDS})")  # 任务分工方案
_SUBTITLE = re.compile(
    r"[（(](?:20\d\d年?(?:(?:[-—–~～－]{1,2}|至|到)20\d\d)?年?度?|.{0,4}(?:试行|草案|送审稿|修订稿?|讨论稿|征求意见稿|暂行|初稿))[)）]"
)  # （2024—2026年）
_MONTH_BELOW = re.compile(r"[（(](20\d\d)年\d{1,2}月[)）]")
_SENDS = re.compile(r"(?:印发|转发|下发)(?P<title>.{4,120})的通知$")
_TITLE_LINES = 4
_TITLE_MAX, _SECOND_LINE_MAX, _FIRST_LINE_MAX = 120, 20, 40


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the source lines it is printed on; ``is_report`` where it names a report, not a plan."""

    text: str
    lines: frozenset[int]
    is_report: bool = False


def find_title(lines: Sequence[Line]) -> Title | None:
    """The last title-like line above the first heading or table; of a notice, what it sends.

    A notice may number what it asks for before the plan begins. None when there is no such line.
    """
    head = _head(lines)
    candidates = [at for at, line in enumerate(head) if _is_title(line)]
    plans = [at for at in candidates if not NOTICE_TITLE.fullmatch(squeeze(head[at].text))]
    title = _whole_title(head, plans[-1]) if plans else None
    if title and not NOTICE_TITLE.fullmatch(title.text):
        return _above_annex(head, candidates, title) or _on_cover(head, plans[:-1], title) or _in_full(title, head)
    if enclosed := _enclosed(lines):
        return _as_sent(enclosed, [squeeze(head[at].text) for at in candidates])
    if not title and candidates:
        line = head[candidates[0]]
        title = Title(squeeze(line.text), frozenset({line.number}))
    return _sent(title) if title else _annexed(head) or _above_table(lines) or _report(head)


def _above_annex(head: Sequence[Line], candidates: Sequence[int], title: Title) -> Title | None:
    """The plan's own title, where the last one names an annex only: no place and no year are in 重点任务清单."""
    annex = next((at for at, line in enumerate(head) if line.kind is LineKind.ANNEX), None)
    if annex is None or min(title.lines) < head[annex].number or not _is_bare(title):
        return None
    above = [_whole_title(head, at) for at in candidates if at < annex]
    own = [found for found in above if not found.text.endswith("通知")]
    return own[-1] if own else _as_sent(title, [found.text for found in above])


def _on_cover(head: Sequence[Line], plans: Sequence[int], title: Title) -> Title | None:
    """The plan's own title, with place and year, where the last one only names a table: 县公安局任务清单."""
    above = [_whole_title(head, at) for at in plans] if _is_bare(title) else []
    return next((found for found in above if region_of(found.text) and years_in(found.text)), None)


def _in_full(title: Title, head: Sequence[Line]) -> Title:
    """The title; one without place and year as the letter above names it: 现将《甲市畜牧局实施方案》印发给你们."""
    letter = [line.text for line in head if line.number < min(title.lines) and NOTICE.match(line.text)]
    named = [squeeze(cited["title"]) for text in letter for cited in CITED.finditer(text)] if _is_bare(title) else []
    return replace(title, text=next((name for name in named if name.endswith(title.text)), title.text))


def _as_sent(title: Title, notices: Sequence[str]) -> Title:
    """The title; one without place and year as the notice above names what it sends."""
    sent = next(filter(None, map(_SENDS.search, notices)), None) if _is_bare(title) else None
    return replace(title, text=sent["title"].strip("《》")) if sent else title


def _is_bare(title: Title) -> bool:
    return not region_of(title.text) and not years_in(title.text)


def _annexed(head: Sequence[Line]) -> Title | None:
    """附件1 红寺堡区…任务分工方案, the first line of a document that is an annex."""
    for line in head:
        match = ANNEX.fullmatch(line.text) if line.kind is LineKind.ANNEX else None
        named = line._replace(kind=LineKind.TEXT, text=match["title"]) if match else line
        if _is_title(named):
            return Title(squeeze(named.text), frozenset({line.number}))
    return None


def _above_table(lines: Sequence[Line]) -> Title | None:
    """The caption of the first table: of one of indicators, or below a numbered note on how to fill it in."""
    lines = [line for line in lines if line.kind is not LineKind.FURNITURE]
    row = next((at for at, line in enumerate(lines) if line.kind is LineKind.ROW), 0)
    title = _whole_title(lines, row - 1) if row and lines[row - 1].kind is LineKind.TEXT else None
    own = title and (_is_title(lines[row - 1]) or (is_caption(title.text) and not _is_bare(title)))
    return title if own else None


def _sent(notice: Title) -> Title:
    """What a notice says that it sends, else its own title."""
    sent = CITED.search(notice.text)
    return replace(notice, text=squeeze(sent["title"])) if sent else notice


def _enclosed(lines: Sequence[Line]) -> Title | None:
    """The title of a plan that stands behind its notice: after the signature or a bare 附件, with no task above it."""
    lines = [line for line in lines if line.kind is not LineKind.FURNITURE]
    numbered = False
    for at, line in enumerate(lines):
        if line.kind in (LineKind.FIELD, LineKind.ROW, LineKind.SECTION):
            return None
        if line.kind is LineKind.NUMBERED:
            numbered = True
            if split_fields(line.text, line.number)[1]:
                return None
        elif numbered and line.kind is LineKind.TEXT and _is_title(line):
            start = at
            while _is_plain(lines[start - 1]) and start > at - _TITLE_LINES:
                start -= 1
            if _ends_letter(lines[start - 1]):
                return _whole_title(lines[start : at + 1], at - start)
    return None


def _is_plain(line: Line) -> bool:
    return line.kind is LineKind.TEXT and SIGNED_ON.fullmatch(line.text) is None


def _ends_letter(line: Line) -> bool:
    """Whether a line ends a covering letter: the day of a signature, or 附件 alone on its line."""
    match = ANNEX.fullmatch(line.text) if line.kind is LineKind.ANNEX else None
    return SIGNED_ON.fullmatch(line.text) is not None or (match is not None and not match["title"])


def _report(head: Sequence[Line]) -> Title | None:
    for line in head:
        text = squeeze(line.text) if line.kind is LineKind.TEXT else ""
        if len(text) <= _TITLE_MAX and _REPORT_END.search(text) and not _SENTENCE.search(text):
            return Title(text, frozenset({line.number}), is_report=True)
    return None


def _head(lines: Sequence[Line]) -> list[Line]:
    """Plain lines, and those of annexes, above the first numbered line, section label or table."""
    head: list[Line] = []
    for line in lines:
        if line.kind in (LineKind.NUMBERED, LineKind.ROW, LineKind.SECTION) and head:
            break
        if line.kind in (LineKind.TEXT, LineKind.ANNEX):
            head.append(line)
    return head


def _is_title(line: Line) -> bool:
    text = squeeze(_LABEL.sub("", line.text, count=1)) if line.kind is LineKind.TEXT else ""
    whole = text.count("《") == text.count("》") and not _PREAMBLE.match(text)
    return whole and len(text) <= _TITLE_MAX and _TITLE_END.search(text) is not None and not _SENTENCE.search(text)


def _whole_title(head: Sequence[Line], at: int) -> Title:
    """A title broken over lines: 红寺堡区法治政府建设 / 任务分工方案."""
    parts, position = [head[at]], at
    while at > 0 and len(parts) < _TITLE_LINES and _goes_before(head[at - 1], parts[0]):
        at -= 1
        parts.insert(0, head[at])
    below = head[position + 1 : position + 2]
    if below and _SUBTITLE.fullmatch(plain_digits(squeeze(below[0].text))):
        parts += below
    text = squeeze(_LABEL.sub("", "".join(part.text for part in parts), count=1))
    quoted = text.startswith("《") and text.endswith("》") and text.count("《") == 1
    return Title(text[1:-1] if quoted else text, frozenset(part.number for part in parts))


def _goes_before(earlier: Line, later: Line) -> bool:
    """Whether ``earlier`` is the first part of a title whose last, short part is ``later``."""
    if earlier.kind is not LineKind.TEXT:
        return False
    text, end = squeeze(earlier.text), squeeze(later.text)
    if len(end) > _SECOND_LINE_MAX or len(text) > _FIRST_LINE_MAX or region_of(end):
        return False
    if NOTICE_TITLE.fullmatch(text) or (_is_title(earlier) and not _SECOND_LINE.fullmatch(end)):
        return False
    if _SENTENCE.search(text) or SALUTATION.fullmatch(text) or DOCUMENT_NUMBER.search(text):
        return False
    return not (SIGNED_ON.fullmatch(text) or MONTH.fullmatch(text) or ORGANISATION.fullmatch(text))


def year_below(lines: Sequence[Line], title: Title) -> int | None:
    """The year of （2022年5月） right below a title."""
    after = max(title.lines)
    below = next((line for line in lines if line.number > after and line.kind is not LineKind.FURNITURE), None)
    match = _MONTH_BELOW.fullmatch(plain_digits(squeeze(below.text))) if below else None
    return int(match[1]) if match else None
