"""Dates named inside a task's body."""

from __future__ import annotations

import re

from .dates import DatePhrase, PlanYears, find_dates
from .diagnostics import diagnostic
from .model import Diagnostic, ParsedMilestone

# A cited document's title keeps its own dates: 《…(2024年6月修订)》
_TITLE = re.compile(r"《[^《》]{0,200}》|〈[^〈〉]{0,200}〉")
# 自2024年7月1日起施行 · 2023年12月以来 · 2024年3月印发的: when something began or was issued
_PAST = re.compile(r"\s*(?:起(?![草诉步点])|以来|印发的|出台的|发布的|修订的|召开的|通过的)")


def find_milestones(text: str, years: PlanYears) -> tuple[ParsedMilestone, ...]:
    """时间节点 of a body: dates with a month or 年底; bare years, recurring and past dates are none."""
    return tuple(ParsedMilestone(phrase.text, phrase.due) for phrase in _phrases(text, years) if phrase.due)


def milestone_remarks(text: str, years: PlanYears, line: int) -> list[Diagnostic]:
    """A remark for each date without a year in a plan of several years."""
    if years.certain:
        return []
    return [
        diagnostic("year_guessed", line, text=phrase.text, year=phrase.due.year)
        for phrase in _phrases(text, years)
        if phrase.due and phrase.year is None
    ]


def _phrases(text: str, years: PlanYears) -> list[DatePhrase]:
    masked = _TITLE.sub(lambda match: "　" * len(match.group()), text)
    return [phrase for phrase in find_dates(masked, years) if _is_milestone(phrase, masked, years)]


def _is_milestone(phrase: DatePhrase, text: str, years: PlanYears) -> bool:
    named = phrase.precision in ("day", "month", "year_end") or (phrase.precision == "period" and _heads(phrase, text))
    if phrase.recurring or not named or phrase.text.endswith(("年内", "年度内", "全年")):
        return False
    if _PAST.match(text, phrase.end) or text[: phrase.start].endswith("自"):
        return False
    return phrase.due is not None and (not years.years or phrase.due.year >= years.years[0])


def _heads(phrase: DatePhrase, text: str) -> bool:
    """一季度：印发方案, as a table with a column a quarter says it."""
    return text[phrase.end : phrase.end + 1] in ("：", ":") and text[: phrase.start][-1:] in ("", "\n")
