"""How accepted text is joined into sentences: who did it, what was counted, and punctuation that is sane."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from reports.facts import FigureFact, ProgressFact

# A sentence is whole at one of these, or inside a closing quotation mark or bracket after one.
_WHOLE = re.compile(r"[。！？!?…][”’」』）)]*$")
# A line that goes on in the next: 主要做法如下：, 一是……；
_GOES_ON = re.compile(r"[：:；;，,、]$")
_LOOSE_START = re.compile(r"^[\s。；;，,、：:．.]+")
_LOOSE_END = re.compile(r"[\s；;，,、：:．.]+$")
_REPAIRS = (
    (re.compile(r"[；;，,、：:]+(?=。)"), ""),  # 完成；。
    (re.compile(r"。[。；;，,、]+"), "。"),  # 完成。。
    (re.compile(r"([；，、：])\1+"), r"\1"),  # 完成；；
)
# The unit speaks of itself: 我局组织培训, 本单位组织培训
_PRONOUN = re.compile(r"(?:我|本)(?:单位|部门|分局|大队|街道|局|办|委|镇|乡|队)")
# A sentence with a subject of its own, to which a unit's name cannot be put: 区委召开会议, 全区开展培训, 各乡镇落实
_OWN_SUBJECT = re.compile(r"(?:全|我|本)(?:自治区|区|市|县)|(?:区|市|县)(?:委|人大|政协|政府|人民政府)|各|政府常务会")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NAMED_UNITS = 3
_LABEL_END = 3


def sentences(text: str) -> str:
    """Text as typed becomes one run of whole sentences: lines joined, a full stop at the end, no 。。 and no ；。"""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    joined = "".join(line if _GOES_ON.search(line) else _whole(line) for line in lines)
    joined = _whole(_LOOSE_END.sub("", _LOOSE_START.sub("", joined)))
    for fault, repair in _REPAIRS:
        joined = fault.sub(repair, joined)
    return joined


def _whole(line: str) -> str:
    return line if not line or _WHOLE.search(line) else line + "。"


def compose_item(progress: Sequence[ProgressFact]) -> str:
    """What the units did on one task, in the given order.

    A narrative handed in by several, or again, stands once. With more than one unit on the task each unit's part begins
    with its name, unless its text names the unit or has another subject. Figures that the narrative does not name
    follow it, so that every figure is there.
    """
    several_units = len({fact.unit for fact in progress}) > 1
    parts, last_speaker = [], ""
    for text, same in _by_narrative(progress):
        speaker = _names(same)
        parts.append(_attributed(text, same, speaker, name_it=several_units and speaker != last_speaker))
        parts.append(_missing_figures(text, same))
        last_speaker = speaker
    return "".join(parts)


def _by_narrative(progress: Iterable[ProgressFact]) -> Iterable[tuple[str, list[ProgressFact]]]:
    """Each narrative as whole sentences with the reports that say it, in the order of the first of each."""
    groups: dict[str, list[ProgressFact]] = defaultdict(list)
    for fact in progress:
        groups[sentences(fact.narrative)].append(fact)
    return groups.items()


def _names(same: Sequence[ProgressFact]) -> str:
    """司法局; 司法局、教育局; 司法局、教育局、财政局等5个单位"""
    units = list(dict.fromkeys(fact.unit for fact in same))
    names = "、".join(units[:_NAMED_UNITS])
    return names if len(units) <= _NAMED_UNITS else f"{names}等{len(units)}个单位"


def _attributed(text: str, same: Sequence[ProgressFact], speaker: str, *, name_it: bool) -> str:
    if pronoun := _PRONOUN.match(text):
        return speaker + text[pronoun.end() :]
    named = any(text.startswith(fact.unit_names) for fact in same)
    return speaker + text if text and name_it and not named and not _OWN_SUBJECT.match(text) else text


def _missing_figures(text: str, same: Sequence[ProgressFact]) -> str:
    """The figures that `text` does not name; where several reports share the text, each with whose or when it is."""
    units = len({fact.unit for fact in same}) > 1
    periods = len({fact.period for fact in same}) > 1
    clauses = [
        (fact.unit if units else "") + (fact.period if periods else "") + clause
        for fact in same
        for clause in figure_clauses(text, fact.figures)
    ]
    return figures_sentence(clauses)


def figures_sentence(clauses: Iterable[str]) -> str:
    """培训4场次，上年3场次；授课1次。 Nothing for no clauses; the same clause stands once."""
    joined = "；".join(dict.fromkeys(clauses))
    return f"{joined}。" if joined else ""


def figure_clauses(text: str, figures: Sequence[FigureFact]) -> list[str]:
    """A clause for each figure, or last year's value, that `text` does not name: 培训4场次，上年3场次."""
    named = _named(text, figures)
    clauses = []
    for figure in figures:
        amount = _amount(figure.value, figure.unit)
        before = "" if figure.previous is None else _amount(figure.previous, figure.unit)
        if figure not in named:
            clauses.append(f"{figure.label}{amount}" + (f"，上年{before}" if before else ""))
        elif before and not _mentions(text, before):
            clauses.append(f"{figure.label}上年{before}")
    return clauses


def _named(text: str, figures: Sequence[FigureFact]) -> set[FigureFact]:
    """The figures that `text` names by amount.

    An amount said once names each figure that the text also calls by the end of its label (报备率、及时率均达到100%),
    and else one figure: 会议4次 does not name 培训4次.
    """
    by_amount: dict[str, list[FigureFact]] = defaultdict(list)
    for figure in figures:
        by_amount[_amount(figure.value, figure.unit)].append(figure)
    named: set[FigureFact] = set()
    for amount, alike in by_amount.items():
        if times := _mentions(text, amount):
            called = [figure for figure in alike if figure.label[-_LABEL_END:] in text]
            others = [figure for figure in alike if figure not in called]
            named.update(called, others[: max(0, times - len(called))])
    return named


def _amount(value: Decimal, unit: str) -> str:
    """4场次, 59.5%: no trailing zeros, no exponent."""
    return f"{value.normalize():f}{unit}"


def _mentions(text: str, amount: str) -> int:
    """How often `text` says this very amount: 4次 is neither in 14次 nor in 0.4次, and 4人 is not in 4人次."""
    wanted = _comparable(amount)
    return max(_count(plain, wanted) for plain in _readings(text))


def _count(text: str, amount: str) -> int:
    # 4人 is not said by 4人次, nor 12 by 12.5 or 12%.
    goes_on = "0123456789.%" if amount[-1].isdigit() else "次"
    times, at = 0, text.find(amount)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(amount) : at + len(amount) + 1]
        if not (before and before in "0123456789.") and not (after and after in goes_on):
            times += 1
        at = text.find(amount, at + 1)
    return times


@lru_cache(maxsize=16)  # a narrative is asked for each of its figures, one narrative after another
def _readings(text: str) -> tuple[str, str]:
    """The text as it may be compared, with commas and with those that part thousands taken out."""
    plain = _comparable(text)
    return plain, _THOUSANDS.sub("", plain)


def _comparable(text: str) -> str:
    """Full-width digits and signs as half-width, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())
