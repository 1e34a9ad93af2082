"""完成时限 as written becomes a due date, an annual day, or something that goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from .clean import squeeze
from .dates import DatePhrase, PlanYears, find_dates
from .diagnostics import diagnostic
from .labels import says_none
from .model import DeadlineKind, Diagnostic, ParsedDeadline
from .units import ends_as_unit

# 长期坚持 · 持续推进 · 每季度末 · 即日起 (but 即日起至12月底 is a date) · 之后动态更新 (but 完成清单动态调整 is a date)
ONGOING = re.compile(
    r"长期(?!规划|计划)|持续|常态(?!化.{0,4}(?:机制|制度))|经常性|不间断|始终|贯穿(?!全年)|每(?:[两二三]?个|[两二三])?(?:季|月|周|日|半年|学期)"
    r"|按[季月周]|^季度?末|常年|实时(?:更新|调整|公开|推进)"
    r"|(?:半年|一季|一月|[一两二]周|[两二]个?月)一(?:次|报|调度|通报|研判|总结|督查)"
    r"|即日起(?!至|到|—|-)|日常|一贯|(?:^|(?<=[，,；;、。并再])|(?<=[之此其以]后))动态(?:更新|调整|管理|完善|维护|推进)"
)
# 4月起持续推进: the date is when it begins, and it has no end
_STARTS = re.compile(r"(?:份|底|初)?(?:起|开始)")
# 2024年3月启动 · 4月部署: when it begins too, but 3月底前启动 is due by then
_BEGUN = re.compile(r"份?(?:全面|正式|组织|集中)?(?:启动|部署|动员)")
# 分发2021年度工作任务: a year that something is of
_OF_YEAR = re.compile(r"的?(?:法治|政府|重点|工作|任务|计划|方案|目录|报告|清单|要点|立法|考核|普法|预算|决算|总结)")
# 年内持续推进: how long it goes on, where another date is due
_GOES_ON = re.compile(r"(?:不断|滚动)?(?:持续|长期|常态|滚动|不间断)")
# 每年开展1次 (no month): owed by the end of each year
_EVERY_YEAR = re.compile(r"每年|年度内每|逐年|一年一次")
# 6月底完成: what may stand around the date in a clause that is a time and nothing else
_MAY_BE_TIME = re.compile(r"[年月季期续态]|即日|\d|时限|进度|节点|之日起|十.五”?末")
# 各阶段任务按国家要求时限完成: a time that names no day
# 自发文之日起3个月内完成 · “十四五”末完成
_BY_OTHERS = re.compile(
    r"(?:各.{0,8})?按照?.{0,16}(?:时限|时间|期限|进度|节点)(?:要求)?(?:推进|完成|落实)?"
    r"|自?.{2,10}之日起.{1,8}[内前](?:完成)?|“?十.五”?(?:期?末|期间)(?:全面|基本)?(?:完成)?"
)
_TIME_WORDS = re.compile(
    r"(?:于|在|到|至|截至|力争)?(?:底|之)?(?:前后|前|左右)?(?:全面|基本|全部)?(?:完成|落实|推进|建成|实施|见效)?"
    r"(?:[，,]?并?(?:长期|持续)(?:坚持|推进|抓好|巩固|落实)?)?"
)
_AND_THEN = re.compile(r"(?:[之此其以]后|并|再)?")
_FROM_YEAR_TO_YEAR = re.compile(r"20\d\d\s*年?\s*(?:[-—–~～－]{1,2}|至|到)\s*20\d\d\s*年(?:底前?)?(?:完成)?")
# 4月底前制定工作方案 · 于8月底前完成清单动态调整: a time, and what is due by then
_BY = re.compile(r"(?:并|拟|须|需)?(?:于|在|力争|确保|争取)?")
_GIVES_PART = re.compile(r"牵头|配合|负责|参与|协办|主办")
_CLAUSE_MAX = 40


def parse_deadline(text: str | None, years: PlanYears) -> ParsedDeadline:
    """The deadline that ``text`` states; kind ``none`` where it is empty, 无 or —, or names no time.

    Of several dates the latest counts, of several annual ones the last; one on which it begins (3月启动) never.
    """
    written = squeeze(text or "").strip("。；;，, ")
    if not written or says_none(written):
        return ParsedDeadline()
    phrases = list(find_dates(written, years))
    due = max((found.due for found in _ends(written, phrases) if found.due), default=None)
    annual = _annual(written, phrases)
    open_ended = any(_STARTS.match(written, found.end) for found in phrases) and not due and not annual
    ongoing = ONGOING.search(_without(phrases, written)) is not None or open_ended
    return ParsedDeadline(written, _kind(due, annual, ongoing=ongoing), due, ongoing, annual)


def deadline_remarks(deadline: ParsedDeadline, years: PlanYears, line: int | None) -> list[Diagnostic]:
    """What to look at in a deadline: unread, impossible, without a year, several a year."""
    text = deadline.text or ""
    phrases = list(find_dates(text, years))
    found = [diagnostic("bad_date", line, text=phrase.text) for phrase in phrases if phrase.due is None and years.years]
    if deadline.text and deadline.kind == "none" and not found:
        begins = any(_begins(text, phrase) for phrase in phrases)
        found.append(diagnostic("deadline_begins" if begins else "deadline_unread", line, text=text))
    if deadline.due and not years.certain and any(phrase.year is None for phrase in phrases):
        found.append(diagnostic("year_guessed", line, text=text, year=deadline.due.year))
    if sum(phrase.recurring for phrase in phrases) > 1:
        found.append(diagnostic("annual_several", line, text=text))
    return found


def may_be_time(text: str) -> bool:
    """Whether anything in a text is a word of time or a digit."""
    return _MAY_BE_TIME.search(text) is not None


def is_time(text: str) -> bool:
    """Whether a clause among units is a time: （牵头单位：甲；6月底完成）."""
    if not may_be_time(text):
        return False
    text = squeeze(text)
    if _BY_OTHERS.fullmatch(text):
        return True
    phrases = list(find_dates(text, PlanYears((2000,))))
    if ONGOING.match(text, _after(text)) and len(text) <= 8:
        return True
    if not phrases or (phrases[0].precision == "year" and not text.endswith("完成")):  # 2020年完成, but not 2020年
        return False
    rest = text[: phrases[0].start] + text[phrases[-1].end :]
    return _TIME_WORDS.fullmatch(rest) is not None


def names_time(text: str) -> bool:
    """Whether a clause among units is a time, or begins with one and says what is due by then: 6月底前出台."""
    if not may_be_time(text) or len(text) > _CLAUSE_MAX:
        return is_time(text)
    text = squeeze(text)
    first = next(find_dates(text, PlanYears((2000,))), None)
    due = first is not None and first.precision != "year" and _BY.fullmatch(text, 0, first.start) is not None
    return is_time(text) or (due and not ends_as_unit(text) and not _GIVES_PART.search(text))


def is_time_of_units(text: str) -> bool:
    """Whether a clause among units is a time; there 2024年—2026年 is one, elsewhere it may be part of a title."""
    return names_time(text) or _FROM_YEAR_TO_YEAR.fullmatch(text.strip()) is not None


def _after(text: str) -> int:
    """Where a clause begins behind its 之后 or 并."""
    match = _AND_THEN.match(text)
    return match.end() if match else 0


def _begins(text: str, phrase: DatePhrase) -> bool:
    """Whether a date is when something begins."""
    begun = not phrase.text.endswith("前") and _BEGUN.match(text, phrase.end)
    return bool(begun or _STARTS.match(text, phrase.end))


def _ends(text: str, phrases: Sequence[DatePhrase]) -> list[DatePhrase]:
    """The dates by which something is due; where several are, not the years that something is of or goes on in."""
    ends = [found for found in phrases if not found.recurring and not _begins(text, found)]
    finer = [
        found
        for found in ends
        if not (found.precision == "year" and _OF_YEAR.match(text, found.end))
        and not (found.precision in ("year", "year_end") and _GOES_ON.match(text, found.end))
    ]
    return finer or ends


def _annual(text: str, phrases: Sequence[DatePhrase]) -> str | None:
    """The last recurring day as MM-DD; a 29 February belongs to leap years only."""
    days: list[date] = [found.due for found in phrases if found.recurring and found.due and _yearly(found)]
    if not days and _EVERY_YEAR.search(text) and not any(found.recurring for found in phrases):
        return "12-31"
    if not days:
        return None
    last = days[-1]
    return "02-28" if (last.month, last.day) == (2, 29) and "29" not in text else last.strftime("%m-%d")


def _yearly(phrase: DatePhrase) -> bool:
    return not re.match(r"每(?:个)?(?:季|月|周|半年)", phrase.text)


def _without(phrases: Sequence[DatePhrase], text: str) -> str:
    """``text`` with its yearly dates blanked, so that the 每 of 每年 is not read as going on."""
    for phrase in reversed(phrases):
        if phrase.recurring and _yearly(phrase):
            text = text[: phrase.start] + text[phrase.end :]
    return text


def _kind(due: date | None, annual: str | None, *, ongoing: bool) -> DeadlineKind:
    if annual:
        return "annual"
    if due:
        return "date_then_ongoing" if ongoing else "date"
    return "ongoing" if ongoing else "none"
