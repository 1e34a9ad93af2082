"""Dates as plans print them, found in running text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .numerals import plain_digits, to_int

Precision = Literal["day", "month", "period", "year_end", "year"]


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The years a plan covers, and the one that a date without a year belongs to."""

    years: tuple[int, ...]
    issued: date | None = None
    numbered: int | None = None  # the year in its 文号

    @property
    def default(self) -> int | None:
        """The only year; of several the year of issue if it is one of them, else the last; None without years."""
        issued = self.issued.year if self.issued else self.numbered
        if issued in self.years:
            return issued
        return self.years[-1] if self.years else None

    @property
    def certain(self) -> bool:
        """Whether a date without a year can only mean one year."""
        return len(self.years) == 1


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date in a text. ``due`` is the last day of the period it names; None when there is no such day.

    ``year`` is the year printed with it or before it in the text, None where the plan's year was taken.
    """

    text: str
    start: int
    end: int
    due: date | None
    precision: Precision
    year: int | None
    recurring: bool


_CN = "[一二三四五六七八九十]"
_EVERY = r"(?:(?P<every>每(?:个)?(?:年度?|季度?|月|半年|学年|周|学期)?)的?)?"
# 2024年 · 2024年度 · 二〇二四年 · 2O24年
_YEAR = (
    r"(?<![\dA-Za-z])(?P<year>(?:19|2[0Oo])[\dOo]{2}|二[〇零○][〇零○一二三四五六七八九]{2})\s*年(?:度(?!内))?\s*"
    r"|(?P<relative>今年度?|本年度?|当年度?|明年|次年|翌年)"
)
# 6月 · 十二月底 · 3月份; a Chinese numeral only with a year before or a day behind it (一月一次 is no date)
_MONTH = (
    rf"(?:(?<![\d.．])(?P<month>\d{{1,2}})|(?P<cn_month>{_CN}{{1,2}})(?=月(?:[份底末初前]|[上中下]旬|{_CN}{{1,3}}日|以前|之前))"
    rf"|(?<=年)(?P<cn_month2>{_CN}{{1,2}}))\s*月(?!度)(?:份)?"
)
_DAY = rf"(?P<day>\d{{1,2}}|{_CN}{{1,3}})\s*[日号]"
_PART = r"(?:[上中](?=[中下]旬))?(?P<part>[上中下]旬|初|底|末|中(?=[，,。；;、前]|$))"
# 上半年 · 年中 · 第三季度 · 二、三季度; 三年中 and 年中考核 are no dates
_MIDDLE = r"(?<![\d一二两三四五六七八九十百近数几多半每全往去上历])年中(?=之?前|以前|底|[，,。；;、）)]|$)"
_QUARTER = r"[第前]?(?:[一二三四1-4]\s*[、和及]\s*第?){0,3}(?P<quarter>[一二三四1-4])季度(?:末|底)?"
_HALF_OR_QUARTER = rf"(?P<half>[上下]半年|{_MIDDLE})|{_QUARTER}"
_EARLIER = r"(?:(?:\d{1,2}\s*[、和及]\s*){1,5}(?=\d{1,2}\s*月))?"  # 2024年 + 5、 + 6月
_END_OF_NAMED = r"(?P<end_of_named>年?[底末终]|年?度?内|全年)"  # 2024年 + 底
# 年底 · 年终 · 全年; 年终述职, 年终考核 and 年底效能目标考核 are no dates
_END_OF_YEAR = (
    r"(?P<end_of_year>(?<![\d一二两三四五六七八九十百近数几多半往去上历])"
    r"年(?:[底末](?!述|考|绩|效能|目标考|综合考|评)|终(?!述|考|总|绩|奖|决|评|检)|度?内)|全年)"
)
_BEFORE = r"(?:\s*(?:之前|以前|前(?!后|期|述|款|列|一)|为止))?"
# 2025年— · 6月至 · 6- · 2024年3月1日到
_FROM = (
    r"(?P<from>(?<![\d.])(?=\d)(?:(?P<from_year>20\d\d)\s*年?\s*)?(?:(?P<from_month>\d{1,2})\s*月\s*)?(?:\d{1,2}\s*日?)?[初底末]?"
    r"\s*(?:[-—–~～－]{1,2}|至|到)\s*(?=[\d二]))?"
)
_NUMERIC = r"(?<!\d)(?P<iso_year>20\d\d)[-/.．](?P<iso_month>\d{1,2})(?:[-/.．](?P<iso_day>\d{1,2}))?(?![\d%％年月])"
_POINT = (rf"(?:{_YEAR})(?:{_EARLIER}{_MONTH}\s*(?:{_DAY}|{_PART})?|{_HALF_OR_QUARTER}|{_END_OF_NAMED})?").replace(
    "?P<", "?P<y_"
) + (
    rf"|(?<!\d{{3}}年){_MONTH}\s*(?:{_DAY}|{_PART})?|{_HALF_OR_QUARTER}|{_END_OF_YEAR}"  # 2204年6月: of no year of ours
    r"|(?(from_month)(?P<lone_day>\d{1,2})\s*日|(?!))"
)
# Every character that a date begins with: the many forms are tried only where one stands.
_BEGINS = rf"(?=[\d每今本当明次翌上下第年全{_CN[1:-1]}])"
# 2024年6月15日前 · 10月底前 · 2024年年底 · 上半年 · 2025年—2027年 · 每年2月底前 · 2024-06-30
PHRASE = re.compile(rf"{_BEGINS}{_EVERY}(?:{_NUMERIC}|{_FROM}(?:{_POINT})){_BEFORE}")
_GROUPS = [name.removeprefix("y_") for name in PHRASE.groupindex]  # every group has a name, y_ behind a year
_AND = re.compile(r"\s*[、和及与]\s*")
_RELATIVE = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1}
_PARTS = {"上旬": 10, "中旬": 20, "初": 10, "中": 20}
_PRECISIONS: dict[Precision, frozenset[str]] = {  # the first that holds
    "day": frozenset(("day", "iso_day", "lone_day")),
    "month": frozenset(("month", "cn_month", "cn_month2", "iso_month")),
    "period": frozenset(("half", "quarter")),
    "year_end": frozenset(("end_of_year", "end_of_named")),
}
_Groups = dict[str, str]


def find_dates(text: str, years: PlanYears) -> Iterator[DatePhrase]:
    """Every date phrase of ``text`` in order; a bare year too (precision ``year``).

    A month without a year takes the year printed before it in the text, else the plan's.
    """
    carried: int | None = None
    previous: DatePhrase | None = None
    for match in PHRASE.finditer(plain_digits(text)):
        groups = {key: value for key, value in zip(_GROUPS, match.groups(), strict=True) if value}
        carried = _printed_year(groups, years) or carried
        again = previous is not None and previous.recurring and _AND.fullmatch(text, previous.end, match.start())
        previous = DatePhrase(
            text[match.start() : match.end()].strip(), match.start(), match.end(),
            _due(groups, carried or years.default), _precision(groups), carried,
            bool(groups.get("every")) or bool(again),
        )  # fmt: skip
        yield previous


def _printed_year(groups: _Groups, years: PlanYears) -> int | None:
    for key in ("iso_year", "year", "from_year"):
        if key in groups:
            return to_int(groups[key])
    if "relative" in groups and years.default:
        return years.default + _RELATIVE[groups["relative"][0]]
    return None


def _precision(groups: _Groups) -> Precision:
    return next((precision for precision, names in _PRECISIONS.items() if not names.isdisjoint(groups)), "year")


def _due(groups: _Groups, year: int | None) -> date | None:
    """The last day of the named period; None where there is no such day."""
    if year is None:
        return None
    month, day = _month(groups), _day(groups)
    if month is None or not 1 <= month <= 12 or not 1900 <= year <= 2999:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, min(_PARTS.get(groups.get("part", ""), last), last))
    return date(year, month, day) if 1 <= day <= last else None


def _month(groups: _Groups) -> int | None:
    for key in ("month", "cn_month", "cn_month2", "iso_month"):
        if key in groups:
            return to_int(groups[key])
    if "lone_day" in groups:
        return to_int(groups["from_month"])
    if "half" in groups:
        return 12 if groups["half"].startswith("下") else 6
    return 3 * (to_int(groups["quarter"]) or 0) if "quarter" in groups else 12


def _day(groups: _Groups) -> int | None:
    for key in ("day", "iso_day", "lone_day"):
        if key in groups:
            value = to_int(groups[key])
            return 0 if value is None else value
    return None
