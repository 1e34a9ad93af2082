"""The years a plan covers."""

from __future__ import annotations

import re

from tasks.planparser.numerals import plain_digits, to_int

# 2023-2025年 · 2021年至2025年
_SPAN = re.compile(r"(?<!\d)(?P<from>20\d\d)\s*年?\s*(?:[-—–~～－]{1,2}|至|到)\s*(?P<to>20\d\d)\s*年?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_BARE = re.compile(r"[（(]\s*(20\d\d)\s*[）)]")  # 行动（2024）
CITED = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》){2,200})》")  # another document, which may cite a third
_IS_PLAN = re.compile(r"方案|计划|要点|行动|安排|分工")
# 本方案实施期限为2023年至2025年
_TERM = re.compile(r"(?:实施|行动|工作)(?:期限|时间|周期)[为是自从：:](?P<years>[^，,。；;]{4,20})")
_PERIOD = re.compile(r"[“\"]十([一二三四五六七八九])五[”\"]")
_LONGEST = 15


def years_in(title: str) -> tuple[int, ...]:
    """The years a title names, spans filled: 三年行动方案(2023-2025年) gives 2023, 2024, 2025."""
    title = plain_digits(title)
    years: set[int] = set()
    for span in _SPAN.finditer(title):
        first, last = int(span["from"]), int(span["to"])
        if first <= last <= first + _LONGEST:
            years.update(range(first, last + 1))
    single = _SPAN.sub("", title)
    years.update(int(year) for pattern in (_YEAR, _BARE) for year in pattern.findall(single))
    return tuple(sorted(years))


def period_years(title: str) -> tuple[int, ...]:
    """The five years of the 五年规划 that a title names: “十四五” is 2021 to 2025."""
    match = _PERIOD.search(title)
    first = 1951 + 5 * (10 + (to_int(match[1]) or 0)) if match else 0
    return tuple(range(first, first + 5)) if match else ()


def carried_out_years(preamble: str) -> tuple[int, ...]:
    """The years of the first plan that a preamble cites; the frameworks above it (纲要, 条例) say nothing."""
    for match in CITED.finditer(preamble):
        years = years_in(match["title"])
        if years and _IS_PLAN.search(match["title"]) and "纲要" not in match["title"]:
            return years
    return ()


def stated_years(preamble: str) -> tuple[int, ...]:
    """The years for which a preamble says that the plan holds; none where it does not say."""
    match = _TERM.search(preamble)
    return years_in(match["years"]) if match else ()
