"""Target cells and the figures of indicator sentences become operator and value."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .clean import squeeze
from .model import Operator, ParsedTarget
from .numerals import to_int

_SYMBOLS: dict[str, Operator] = {
    "≥": ">=", "≧": ">=", "⩾": ">=", ">=": ">=", "＞=": ">=", ">": ">", "＞": ">",
    "≤": "<=", "≦": "<=", "⩽": "<=", "<=": "<=", "＜=": "<=", "<": "<", "＜": "<", "=": "=", "＝": "=",
}  # fmt: skip
_SYMBOL = "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
_NONE = re.compile(r"[-—–－/／\\无]*")  # —

# Words before a figure; the gap is what may stand between them and it (至少开展1次).
_GAP = r"[^\d，,。；;、：:]"
WORDS_BEFORE: tuple[tuple[str, Operator | None], ...] = (
    (
        rf"(?:不低于|不少于|不小于|至少|最少|不得少于|不得低于|不差于|最低|[大高多]于(?:或者?)?等于|达到?或超过){_GAP}{{0,6}}",
        ">=",
    ),  # 不少于2人
    (
        rf"(?:不高于|[不未](?:得|能)?(?:超过|超出|突破)|不多于|不大于|不得高于|最多|至多|控制在|[小低少]于(?:或者?)?等于"
        rf"|(?:压[减缩降]|降低?|减少|下[降调])[到至]){_GAP}{{0,4}}",
        "<=",
    ),
    (r"(?:低于|少于|小于|不足|不到)", "<"),
    (r"(?:高于|大于|多于|超过|突破|超)", ">"),
    (
        rf"(?:达到|达|到达|实现|提升至|提升到|提高至|提高到|(?:增加|增长|上升|扩大)[到至]|增至|保持在|稳定在|保持|维持在|完成){_GAP}{{0,2}}",
        None,
    ),  # 达到100%
)
WORDS_AFTER: tuple[tuple[str, Operator], ...] = (
    (r"\s*(?:\(含\)|（含）)?(?:及以上|及其以上|以上|起)", ">="),  # 80%以上
    (r"\s*(?:\(含\)|（含）)?(?:及以下|以内|以下|之内|内)", "<="),  # 5%以内
)
_BEFORE = tuple((re.compile(f"{pattern}$"), operator) for pattern, operator in WORDS_BEFORE)
_AFTER = tuple((re.compile(pattern), operator) for pattern, operator in WORDS_AFTER)
_WINDOW = 16  # characters before a figure that can belong to it

_PER_CENT = frozenset(("%", "％"))
_RATES = _PER_CENT | {"‰", "百分点", "个百分点"}
_RANGE = re.compile(r"\d\s*[%％‰]?\s*[-—–~～－至]+\s*\d|^[-－−±]\s*\d")  # 10-15 · ±5%
_CHANGE = re.compile(
    r"(?:同比|环比|[较比][^\d]{1,6})?(?:下降|降低|减少|压减|增长|提升|提高|增加|上升)(?![到至])"
)  # 下降5%
_REACHED = re.compile(rf"(?:{WORDS_BEFORE[-1][0]})\d+(?:\.\d+)?$")  # 达到100

UNITS = (
    "%|％|‰|个百分点|百分点|个工作日|工作日|个月|个|件次|件|人次|人|名|项次|项|场次|场|期次|期|次|篇|条次|"
    "条|家次|家|户次|户|份|起|宗|例|类|所|处|间|台|辆|套|部|支|学时|小时|课时|分钟|分(?!之)|天|万元|亿元|元|万人|"
    "万件|公里|亩|门|幅"
)
# 100% · 1,000件 · 35.5 · 百分之百
FIGURE = re.compile(
    r"(?:(?<![\d.A-Za-z])(?P<number>\d{1,9}(?:,\d{3})*(?:\.\d{1,6})?)(?!\.?\d)"
    rf"\s*(?P<unit>(?:{UNITS})(?!门|别|级|代表大会))?|百分之(?P<percent>[一二三四五六七八九十百]+)"
    rf"|(?P<counted>[一二两三四五六七八九十]{{1,3}})(?P<of>{UNITS})(?!性))(?![年月日号时点届批级\-—])"  # 至少两次
)
_ASIDE = re.compile(
    r"《[^《》]{0,200}》|（[^（）]{0,40}年[^（）]{0,40}）|\(\d{4}[^()]{0,20}\)"
    r"|[（(]含\d[^（()）]{0,4}[)）]|(?<![底末月年日])前\d{1,3}[名位]|\d+\s*[×xX]\s*\d+"  # （含3次） · 前10名 · 7×24
)
_CLAUSE_END = re.compile(r"[，。；;]|,(?!\d{3}(?!\d))")  # but not in 1,000
_MARK = r"[，,。；;、\s]"
_SAME_GROUP = re.compile(r"\s*(?:、|和|及|与|或)\s*")
_SEPARATELY = re.compile(r"分别|依次")
_YEAR = re.compile(r"(?<![较比])(20\d\d)年")  # 较2023年下降15% is of another year
_BY_YEAR = re.compile(r"(?:[到至]|力争)+(20\d\d)年(?:年?底|末)?前?$")  # 到2026年，满意度达到92%
# 优秀率分别达到85%、90%、95%: of one thing, in a plan of three years
_ONE_THING = re.compile(r"(?!.{0,30}(?:省市|市县|县区|区县|县乡|镇村))[^、和及与各\d二两三四五六]{2,30}(?:分别|依次)")
# 三年分别 · 2025—2027年分别 · 逐年依次
_EACH_YEAR = re.compile(
    r"(?:[二两三四五六2-6]年|逐年|[各每]年度?|20\d\d年?\s*[-—–~～－至到]{1,2}\s*20\d\d年)[^，,。；;、\d]{0,6}(?:分别|依次)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence with its unit, its operator, and the clause that holds it."""

    value: float | int
    unit: str | None
    operator: Operator
    clause: str
    year: int | None


def parse_target(text: str, year: int, unit: str | None = None) -> ParsedTarget:
    """One cell of a target table: ``≥30``, ``100``, ``<全国平均败诉率``, ``—``, ``不低于90%``.

    ``unit`` is the one printed in its row. What cannot be held against a figure of that unit is no number: 10-15, 0.5‰
    among %, and 下降5% in any unit.
    """
    written = squeeze(text)
    if _NONE.fullmatch(written):
        return ParsedTarget(year, written, None, None)
    symbol = re.match(_SYMBOL, written)
    figures = find_figures(written[symbol.end() :] if symbol else written, bare=True)
    whole = len(figures) == 1 and not _RANGE.search(written) and _comparable(written, figures[0].unit, unit)
    value = figures[0].value if whole else None
    if symbol:
        return ParsedTarget(year, written, _SYMBOLS[symbol.group()], value)
    if value is None:
        return ParsedTarget(year, written, _operator_of_words(written), None)
    full = unit in _PER_CENT and value >= 100 and _REACHED.match(written) is not None
    return ParsedTarget(year, written, "=" if full else figures[0].operator, value)


def parse_targets(text: str, year: int, unit: str | None, named: Sequence[int]) -> tuple[ParsedTarget, ...]:
    """The targets of one cell: one, or one a clause where each has its own figure: 满意度≥95%，办结率≥98%.

    A clause is of the one of the ``named`` years that it names, else of ``year``; without a ``unit`` the first has it.
    """
    written = squeeze(text.strip().replace("\n", "；"))
    figures = find_figures(written, bare=True)
    clauses = [figure.clause for figure in figures]
    whole = re.fullmatch(rf"{_MARK}+".join(map(re.escape, clauses)) + f"{_MARK}*", written) is not None
    foreign = any(figure.year not in (None, year, *named) for figure in figures)
    if len(set(clauses)) < max(len(clauses), 2) or not whole or foreign:
        own = figures[0].year if len(figures) == 1 else None
        return (parse_target(text, own if own is not None and own in named else year, unit),)
    first = unit or figures[0].unit
    return tuple(parse_target(figure.clause, figure.year or year, first) for figure in figures)


def _comparable(written: str, own: str | None, unit: str | None) -> bool:
    """Whether a figure printed with its ``own`` unit is one of its row's: no change, and no rate of another kind."""
    if not unit:
        return True
    same = not own or own == unit or {own, unit} <= _PER_CENT
    return _CHANGE.match(written) is None and (same or not {own, unit} <= _RATES)


def find_figures(text: str, *, bare: bool = False) -> list[Figure]:
    """The figures of an indicator sentence in order; years, dates, ordinals and cited titles are none.

    A number without unit counts only after a word of comparison, or everywhere where ``bare``.
    """
    masked = _ASIDE.sub(lambda match: "　" * len(match.group()), text)
    found = [match for match in FIGURE.finditer(masked) if _counts(match, masked, bare=bare)]
    clauses = _clauses(masked, found)
    years = _years(masked, clauses)
    operators = _operators(masked, found)
    words = {span: text[slice(*span)].strip(" 、　") for span in clauses}
    return [
        Figure(_value(match), _unit(match), operator, words[span], year)
        for match, span, year, operator in zip(found, clauses, years, operators, strict=True)
    ]


def _counts(match: re.Match[str], text: str, *, bare: bool) -> bool:
    """Whether a number is a figure; 一次 only beside a word of comparison, and in a sentence only behind one."""
    before = _word_before(text, match.start())
    if match["counted"]:
        return (before is not None and before[0] is not None) or (bare and _word_after(text, match.end()) is not None)
    return bool(bare or match["unit"] or match["percent"] or before is not None)


def _number(text: str) -> float | int:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _value(match: re.Match[str]) -> float | int:
    if match["percent"]:
        return 100 if match["percent"] in ("百", "一百") else to_int(match["percent"]) or 0
    if match["counted"]:
        return to_int(match["counted"].replace("两", "二")) or 0
    return _number(match["number"])


def _unit(match: re.Match[str]) -> str | None:
    unit = "%" if match["percent"] else match["unit"] or match["of"]
    return "%" if unit == "％" else unit


def _word_before(text: str, at: int) -> tuple[Operator | None] | None:
    """The operator of the word before a figure, in a tuple; (None,) for 达到; None without a word."""
    before = text[max(0, at - _WINDOW) : at]
    for symbol in re.finditer(rf"(?:{_SYMBOL})\s*$", before):
        return (_SYMBOLS[symbol.group().strip()],)
    for pattern, operator in _BEFORE:
        if pattern.search(before):
            return (operator,)
    return None


def _word_after(text: str, at: int) -> Operator | None:
    return next((operator for pattern, operator in _AFTER if pattern.match(text, at)), None)


def _operators(text: str, found: Sequence[re.Match[str]]) -> Iterator[Operator]:
    """Figures joined by 、 or 和 share the word before the first and the word after the last."""
    for group in _groups(text, found):
        before = _word_before(text, group[0].start())
        after = _word_after(text, group[-1].end())
        for match in group:
            yield _operator(before, after, match)


def _operator(before: tuple[Operator | None] | None, after: Operator | None, match: re.Match[str]) -> Operator:
    if before and before[0]:
        return before[0]
    if after:
        return after
    reached = _unit(match) == "%" and _value(match) >= 100
    return "=" if before is None or reached else ">="


def _groups(text: str, found: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    group: list[re.Match[str]] = []
    for match in found:
        if group and not _SAME_GROUP.fullmatch(text, group[-1].end(), match.start()):
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _clauses(text: str, found: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """For each figure the span of its clause; a clause with several figures is cut at 、 between them."""
    ends = [match.start() for match in _CLAUSE_END.finditer(text)] + [len(text)]
    spans, start, at, whole = [], 0, 0, _SEPARATELY.search(text, 0, ends[0])
    for number, match in enumerate(found):
        while ends[at] < match.start():
            start, at = ends[at] + 1, at + 1
            whole = _SEPARATELY.search(text, start, ends[at])
        begin, end = start, ends[at]
        if not whole:
            previous = found[number - 1].end() if number else -1
            following = found[number + 1].start() if number + 1 < len(found) else -1
            begin = _cut(text, max(begin, previous), match.start()) if previous > begin else begin
            end = _cut(text, match.end(), following) if 0 < following < end else end
        spans.append((begin, end))
    return spans


def _cut(text: str, start: int, end: int) -> int:
    """Where a clause with several figures is cut: after the first 、 behind a figure, or right there."""
    mark = text.find("、", start, end)
    return start if mark < 0 else mark


def _years(text: str, clauses: Sequence[tuple[int, int]]) -> list[int | None]:
    """The year a clause names; of as many years as figures (2025年和2027年分别…) each its own."""
    result: list[int | None] = []
    said = _years_said(text)
    for (start, end), run in groupby(clauses):
        count, years = len(list(run)), [int(year) for year in _YEAR.findall(text[start:end])]
        at = bisect_right(said, start, key=lambda place: place[0])
        one = years[0] if len(years) == 1 else None if years or not at else said[at - 1][1]
        result += years if len(years) == count > 1 else [one] * count
    return result


def _years_said(text: str) -> list[tuple[int, int | None]]:
    """For each clause but the first, where it begins, the year that its sentence began with.

    到2026年，满意度达到92%，投诉量下降15%.
    """
    said: list[tuple[int, int | None]] = []
    start, year = 0, None
    for mark in _CLAUSE_END.finditer(text):
        match = None if year else _BY_YEAR.match(text[start : mark.start()].strip())
        year = int(match[1]) if match else year
        if mark.group() in "。；;":
            year = None
        start = mark.end()
        said.append((start, year))
    return said


def years_in_turn(figures: Sequence[Figure], years: Sequence[int]) -> list[int | None]:
    """The year of each figure of a clause that goes through the plan's years in turn: 三年分别达到85%、90%、95%.

    分别 alone says so of one thing with as many figures as there are years.
    """
    counts = Counter(figure.clause for figure in figures)
    several = [clause for clause, count in counts.items() if count == len(years) > 1]
    turns = {clause: iter(years) for clause in several if _EACH_YEAR.search(clause) or _ONE_THING.match(clause)}
    return [next(turns[figure.clause]) if figure.clause in turns else None for figure in figures]


def _operator_of_words(text: str) -> Operator | None:
    """A comparison with something that is no number: 不高于全国平均水平."""
    return next((operator for pattern, operator in WORDS_BEFORE if operator and re.match(pattern, text)), None)
