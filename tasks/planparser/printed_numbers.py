"""The number a line begins with: which style it is printed in, its value, and what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .numerals import BRACKETED, CHINESE, DOTTED, ENCLOSED, to_int


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """One way to print a number; each is made once. A lower rank stands higher in the outline; lists belong inside an
    item.
    """

    name: str
    rank: float
    pattern: re.Pattern[str]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number at the start of a line; ``value`` is None where the source lost it."""

    style: Style
    value: int | None
    printed: str
    rest: str


_CN = f"[{CHINESE}]{{1,5}}"
_SIGNS = {char: value for run in (ENCLOSED, BRACKETED, DOTTED) for value, char in enumerate(run, start=1)}
_MARK = r"\s*(?:[▲△★☆●○◆◇■□•·]\s*)?"


def _compiled(number: str) -> re.Pattern[str]:
    return re.compile(rf"{_MARK}(?P<printed>{number})\s*")


# First match wins, so the more specific stand first.
STYLES: tuple[Style, ...] = (
    Style("第一章", 0, _compiled(rf"第(?P<n>{_CN}|\d{{1,2}})[章编部]分?[\s、：:]")),  # 第一部分 总体要求
    Style("第一", 3, _compiled(rf"第(?P<n>{_CN})[，,、]")),  # 第一，加强组织领导。
    Style("第1项", 3, _compiled(rf"第\s*(?P<n>{_CN}|\d{{1,3}})\s*项(?:任务)?[\s、：:.．]")),  # 第1项 开展评查
    Style("任务1", 3, _compiled(rf"(?:重点)?任务\s*[（(]?(?P<n>{_CN}|\d{{1,3}})[)）]?\s*[、：:.．\s]")),  # 任务一：评查
    Style(
        "行动一", 1.5, _compiled(rf"(?:专项|重点)?(?:行动|工程)\s*[（(]?(?P<n>{_CN}|\d{{1,2}})[)）]?\s*[、：:.．\s]")
    ),  # 行动一：全民普法
    Style("【1】", 3, _compiled(r"[【〔]\s*(?P<n>\d{1,3})\s*[】〕]")),  # 【1】开展评查
    Style("一、", 1, _compiled(rf"(?P<n>{_CN})\s*[、.．](?!\d(?!\d{{3}}年))")),  # 二、重点任务 · 二、2024年任务
    Style("（一）", 2, _compiled(rf"[（(]\s*(?P<n>{_CN})\s*[)）][、.．]?")),  # (二) 提升政府立法质效行动
    Style(
        "1.1",
        4,
        _compiled(
            r"\d{1,2}[.．](?P<n>\d{1,2})(?![\d%％]|[.．]\d|\s*[万亿个元倍次人件公])(?=[\s、.．\u3400-\u9fff])[、.．]?"
        ),
    ),  # 1.2 健全制度
    Style(
        "1.", 3, _compiled(rf"(?P<n>\d{{1,5}}\s*+[*＊※]?\s*+[、.．](?:(?!\s*\d)|(?=\s*20\d\d年))|[{DOTTED}])")
    ),  # 18. 严格执行 · 3、加强 · 1*.推进
    Style(
        "（1）", 5, _compiled(rf"(?:[（(]\s*(?P<n>\d{{1,3}})\s*[)）][、.．]?|(?P<sign>[{BRACKETED}]))"), True
    ),  # (1)完善
    Style("1）", 5, _compiled(r"(?P<n>\d{1,3})\s*[)）]"), True),  # 1）完善程序
    Style("①", 6, _compiled(rf"(?P<n>[{ENCLOSED}])"), True),  # ①建立台账
)
_BY_NAME = {style.name: style for style in STYLES}
# No number is printed: a card that begins 任务名称：, and a paragraph with units of its own.
CARD, UNNUMBERED = Style("card", 3, re.compile("(?!)")), Style("none", 7, re.compile("(?!)"))
MARKED = Style("▲", 3, re.compile(r"\s*(?P<printed>[▲△★☆◆◇■□])\s*(?=\S)"))  # ▲ 完善制度

# Numbers that recognition lost: "()指导思想" and "、工作要求".
_LOST = (
    (_BY_NAME["（一）"], re.compile(r"\s*(?P<printed>[（(]\s*[)）])\s*(?=[\u3400-\u9fff])")),
    (_BY_NAME["一、"], re.compile(r"\s*(?P<printed>、)\s*(?=[\u3400-\u9fff])")),
)
# Most lines begin with none of these characters, and so with no number.
_MAY_BEGIN = re.compile(rf"{_MARK}[\d第任重专行工【〔（(、▲△★☆◆◇■□{CHINESE}{''.join(_SIGNS)}]|\s*[▲△★☆◆◇■□]")
LOST_AS_LIST = _BY_NAME["（1）"]
FIRST, ITEM = _BY_NAME["第一"], _BY_NAME["1."]
FIRST_AS_LIST = Style("第一 in an item", 5, FIRST.pattern, is_list=True)


# 3、6月和12月各检查一次 · 3.12345热线: a number only where it follows the number before it
_BEFORE_DIGITS = re.compile(rf"{_MARK}(?P<printed>(?P<n>\d{{1,3}})(?:、(?=\s*\d)|[.．](?=\s*\d{{3}})))\s*")


# 1 开展评查; but 3 个 and 2024 年 are amounts and dates
_SPACED = re.compile(
    r"(?P<n>\d{1,3})[ \u3000]+(?=[\u3400-\u9fff“《])(?![个件次人名项份年月日天倍家条元万亿时分周岁级号])"
)


def read_next_number(text: str, before: Numbering) -> Numbering | None:
    """The number that follows ``before``, where digits behind it hide it from ``read_number``."""
    match = _BEFORE_DIGITS.match(text) if before.style.name == "1." else None
    if match is None or to_int(match["n"]) != (before.value or 0) + 1:
        return None
    return Numbering(before.style, to_int(match["n"]), match["printed"].strip(), text[match.end() :])


def read_spaced_numbers(texts: Sequence[str]) -> dict[int, Numbering]:
    """1 开展评查, 2 组织培训: digits and a space before words are numbers where they count from 1 on, by position."""
    found: dict[int, Numbering] = {}
    run: list[tuple[int, Numbering]] = []
    for at, text in enumerate(texts):
        match = _SPACED.match(text) if text[:1].isdecimal() else None
        value = to_int(match["n"]) if match else None
        if match is None or value not in (1, len(run) + 1):
            continue
        run = [] if value == 1 else run
        run.append((at, Numbering(ITEM, value, match["n"], text[match.end() :])))
        found.update(run if len(run) == 2 else run[2:][-1:])
    return found


def read_number(text: str) -> Numbering | None:
    """The number that ``text`` begins with, None when it begins with none (2024年, 100%, 12345热线, 1.5万)."""
    if not _MAY_BEGIN.match(text):
        return None
    for style in STYLES:
        match = style.pattern.match(text)
        if match:
            return Numbering(style, _value(match), match["printed"].strip(), text[match.end() :])
    for style, pattern in _LOST:
        match = pattern.match(text)
        if match:
            return Numbering(style, None, match["printed"], text[match.end() :])
    match = MARKED.pattern.match(text)
    return Numbering(MARKED, None, match["printed"], text[match.end() :]) if match else None


def _value(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    printed = (groups.get("n") or groups.get("sign") or "").strip().rstrip("、.．*＊※ ")
    return _SIGNS.get(printed) or to_int(printed)
