"""文号, 发文机关 and 成文日期 of the document, and the 文号 of others that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from tasks.planparser.clean import squeeze
from tasks.planparser.line_kinds import Line, LineKind
from tasks.planparser.numerals import plain_digits, to_int

from .region import region_of

_OPEN, _CLOSE = r"[〔\[［【（(]", r"[〕\]］】）)]"
# 宁政办发〔2025〕9号
DOCUMENT_NUMBER = re.compile(
    rf"(?P<agency>[\u4e00-\u9fff]{{2,14}})\s*(?P<tail>{_OPEN}\s*(?:19|20|１９|２０)\d\d\s*年?\s*{_CLOSE}\s*第?\s*\d{{1,5}}\s*号)"
)
_NUMBERED_IN = re.compile(rf"{_OPEN}\s*(\d{{4}})")
# Words of the sentence that run into the agency's letters: 根据宁政办发…, 文号银西法办发…
_LEAD_WORDS = re.compile(
    r".*(?:文号|字号|根据|按照|依据|落实|贯彻|执行|印发|转发|文件|通知|以及|参照|见|和|的|《)(?=[\u4e00-\u9fff]{2})"
)
_LABELLED = re.compile(r"(?:文\s*号|发文字号)\s*+[:：]?[\s|｜]*+$")

_N = "[一二三四五六七八九十]"
# 2020年5月8日 · （2024年3月5日） · 二〇二四年三月五日
SIGNED_ON = re.compile(
    rf"\s*[（(]?\s*(?P<y>\d{{4}}|[二一][〇零○九一二三四五六七八]{{3}})\s*年\s*(?P<m>\d{{1,2}}|{_N}{{1,2}})\s*月"
    rf"\s*(?P<d>\d{{1,2}}|{_N}{{1,3}})\s*日\s*(?:印发|发布|公布)?\s*[）)]?\s*"
)
MONTH = re.compile(
    r"(?:\d{4}|[二一][〇零○九一二三四五六七八]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
)  # on a cover
_Signature = tuple[str | None, date | None, tuple[int, ...]]
_SIGNED_MAX = 60  # characters of a line with an office or a 文号, and a date
_AT_END = re.compile(rf"(?<=[\s\u3000]){SIGNED_ON.pattern}$")
# 成文日期：2024-03-05
_ISSUED_LABEL = re.compile(
    r"(?:成文|发文|印发)(?:日期|时间)\s*+[:：]?[\s|｜]*+(?P<y>\d{4})\s*[-年/.]\s*(?P<m>\d{1,2})\s*[-月/.]\s*(?P<d>\d{1,2})"
)
_ISSUER_LABEL = re.compile(r"发文(?:机关|机构|单位)\s*+[:：]?[\s|｜]*+(?P<name>[\u4e00-\u9fff（）()]{3,40})")
# 宁夏回族自治区人民政府办公厅
ORGANISATION = re.compile(
    r"\s*(?!关于|各)[\u4e00-\u9fff（）()〔〕、\s]{2,60}(?:政府|办公厅|办公室|委员会|领导小组|协调小组|办事处|管委会|局|厅|委|办|部|院|中心|指挥部)\s*"
    r"(?:[（(](?:代?章|代)[)）]\s*)?"
)
_SEAL = re.compile(r"[（(](?:代?章|代)[)）]\s*$")  # 领导小组办公室（代章）
# 红寺堡区人民政府办公室文件
_RED_HEAD = re.compile(r"\s*(?P<name>[\u4e00-\u9fff]{4,30}(?:政府|办公厅|办公室|委员会|局|厅))\s*文\s*件\s*")


# 红寺堡区人民政府办公室关于印发…的通知
_WHO_SENDS = re.compile(rf"(?P<name>{ORGANISATION.pattern})关于")


def own_number(head: Iterable[Line]) -> str | None:
    """The 文号 that stands alone on a line above the first heading, or behind the label 文号."""
    for line in head:
        match = DOCUMENT_NUMBER.search(line.text)
        if match is None:
            continue
        number = squeeze(_agency(match) + match["tail"])
        rest = line.text[: match.start()] + line.text[match.end() :]
        alone = not rest.strip("（()） \u3000") or SIGNED_ON.fullmatch(plain_digits(rest)) is not None
        if alone or _LABELLED.search(line.text[: match.end("agency") - len(_agency(match))]):
            return number
    return None


def year_of_number(number: str) -> int | None:
    """The year of issue that a 文号 holds: 宁政办发〔2025〕9号 is of 2025."""
    match = _NUMBERED_IN.search(number)
    return to_int(match[1]) if match else None


def cited_numbers(paragraphs: Iterable[Line], own: str | None) -> tuple[str, ...]:
    """Every other 文号 in the text, in order, each once."""
    found = (
        squeeze(_agency(match) + match["tail"])
        for line in paragraphs
        if "号" in line.text
        for match in DOCUMENT_NUMBER.finditer(squeeze(line.text))
    )
    return tuple(number for number in dict.fromkeys(found) if not (own or "").endswith(number))


def _agency(match: re.Match[str]) -> str:
    """The letters of the agency; 和政办发 begins with the name of a county, but …号）和政办发 with a word between."""
    agency, before = match["agency"], match.string[: match.start()].rstrip()
    if agency.startswith("和") and not before.endswith(("号", "）", ")", "》")):
        return "和" + _LEAD_WORDS.sub("", agency[1:]) if "和" not in agency[1:] else _LEAD_WORDS.sub("", agency)
    return _LEAD_WORDS.sub("", agency)


def signature(lines: Sequence[Line]) -> tuple[str | None, date | None, frozenset[int]]:
    """Issuer, date, and the lines of the signature: an office on one line, a whole date on the next.

    A date in brackets under the title counts without an office. Of the signatures of a notice and of the plan that
    it sends, the first says who and when. A cover may have an office and a month: that has no date.
    """
    found: list[_Signature] = [*_signatures(lines)] or [*_covers(lines)]
    signed = frozenset(number for _, _, numbers in found for number in numbers)
    return (found[0][0], found[0][1], signed) if found else (None, None, signed)


def _signatures(lines: Sequence[Line]) -> Iterator[_Signature]:
    any_before = False
    for at, line in enumerate(lines):
        inline, signed = _dated(line) if line.kind is LineKind.TEXT else ("", None)
        if signed is None:
            continue
        office = _office(lines[max(0, at - 2) : at])
        if inline:
            yield inline, signed, (line.number,)
        elif office:
            others = _signing_too(lines[:at], office)
            names = [*(_joint(other.text) for other in others), _joint("".join(part.text for part in office))]
            yield "、".join(names), signed, (*(part.number for part in (*others, *office)), line.number)
        elif not any_before:
            yield None, signed, (line.number,)
        any_before = True


def _covers(lines: Sequence[Line]) -> Iterator[_Signature]:
    """An office on a line of its own above a month."""
    for above, line in pairwise(lines):
        office = _office([above]) if line.kind is LineKind.TEXT and MONTH.fullmatch(squeeze(line.text)) else ()
        if office:
            yield _joint(above.text), None, (above.number, line.number)


def _dated(line: Line) -> tuple[str, date | None]:
    """The day that a line is, and the office before it on the same line; a 文号 may stand beside the day."""
    if "日" not in line.text or len(line.text) > _SIGNED_MAX:
        return "", None
    text = DOCUMENT_NUMBER.sub("", plain_digits(line.text)) if "号" in line.text else plain_digits(line.text)
    match = SIGNED_ON.fullmatch(text)
    if match:
        return "", _date(match)
    match = _AT_END.search(text)
    name = text[: match.start()].strip() if match else ""
    return (_joint(name), _date(match)) if match and ORGANISATION.fullmatch(name) else ("", None)


def _office(above: Sequence[Line]) -> Sequence[Line]:
    """The line above a date that names an office, or the two over which a long name is printed."""
    for parts in (above[-1:], above):
        plain = parts and all(part.kind is LineKind.TEXT for part in parts)
        if plain and ORGANISATION.fullmatch("".join(part.text for part in parts)):
            return parts
    return ()


def _signing_too(above: Sequence[Line], office: Sequence[Line]) -> list[Line]:
    """The offices that sign with this one, each whole on a line above it: 中共甲县委办公室 / 甲县人民政府办公室."""
    others: list[Line] = []
    below = office[0]
    for line in reversed(above[: len(above) - len(office)]):
        whole = line.kind is LineKind.TEXT and ORGANISATION.fullmatch(line.text) is not None
        if not whole or not (_of_place(line.text) and _of_place(below.text)):
            break
        others.insert(0, line)
        below = line
    return others


def _joint(text: str) -> str:
    """The name of an office, or those of several that sign in one line with a space between: 甲县委、甲县人民政府."""
    text = _SEAL.sub("", text)
    names = text.split()
    several = len(names) > 1 and all(ORGANISATION.fullmatch(name) and _of_place(name) for name in names)
    return "、".join(map(squeeze, names)) if several else squeeze(text)


def _of_place(name: str) -> bool:
    """Whether a name is whole: it begins with its region, or the 县 of 县司法局; 办公厅 alone does not."""
    name = squeeze(name)
    return name.startswith(tuple("省市县区州旗")) or region_of(name) is not None


def labelled_date(lines: Iterable[Line]) -> date | None:
    """成文日期 in a site's record above the text; 发布日期 is another matter."""
    for line in lines:
        match = _ISSUED_LABEL.search(line.text)
        if match:
            return _date(match)
    return None


def labelled_issuer(lines: Iterable[Line]) -> str | None:
    """发文机关 in a site's record, or the red head …文件."""
    for line in lines:
        match = _ISSUER_LABEL.search(line.text) or _RED_HEAD.fullmatch(line.text)
        if match:
            return match["name"]
    return None


def sender(texts: Iterable[str]) -> str | None:
    """The office that the title of a notice or of a plan begins with."""
    for text in texts:
        match = _WHO_SENDS.match(text) or _WHO_SENDS.match(squeeze(text))
        if match:
            return _joint(match["name"])
    return None


def _date(match: re.Match[str]) -> date | None:
    parts = [to_int(match[key]) for key in ("y", "m", "d")]
    try:
        return date(parts[0] or 0, parts[1] or 0, parts[2] or 0)
    except ValueError:
        return None
