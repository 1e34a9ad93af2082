"""How accepted text is joined into sentences: who did it, what was counted, and punctuation that is sane."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reports.facts import FigureFact, ProgressFact
from reports.mentions import is_last_year_named, is_named
from tasks.common.numbers import amount_text

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
_DOT_AT_END = re.compile(r"[.．]+$")
# The unit speaks of itself: 我局组织培训, 本单位组织培训. Not where a longer word begins: 我办理, 本办法, 我委托,
# 本委员会, 我镇压, 我队伍; yet in 我办理顺, 我办公布, 我办结合, 我镇压实, 我镇定期 it is 我办 and 我镇.
_PRONOUN = re.compile(
    r"[我本](?:单位|部门|分局|大队|街道"
    r"|局(?![部面限势]|长(?!期))"
    r"|办(?!理(?!顺)|法(?![制治])|公(?![布开示])|结(?!合)|学(?!习)|[案事证件好])"
    r"|委(?![托员派任])"
    r"|镇(?!压(?![实降减])|定(?![期点时])|静)"
    r"|乡(?![镇村土亲])"
    r"|队(?![伍员长列]))"
)
# A sentence with a subject of its own, to which a unit's name cannot be put: 区委召开会议, 全区开展培训, 各乡镇落实,
# 本办法施行; but 本着公开的原则, 本年度开展培训 have none.
_OWN_SUBJECT = re.compile(
    r"全(?:自治区|区|市|县)|(?:区|市|县)(?:委|人大|政协|政府|人民政府)|各|政府常务会|我|本(?![着年季期月次])"
)
_NAMED_UNITS = 3


def sentences(text: str) -> str:
    """Text as typed becomes one run of whole sentences: lines joined, a full stop at the end, no 。。 and no ；。

    Nothing where there is no word in it.
    """
    if not any(map(str.isalnum, text)):
        return ""
    lines = [_DOT_AT_END.sub("。", line) for line in map(str.strip, text.splitlines()) if line]
    joined = "".join(line if _GOES_ON.search(line) else _whole(line) for line in lines)
    joined = _whole(_LOOSE_END.sub("", _LOOSE_START.sub("", joined)))
    for fault, repair in _REPAIRS:
        joined = fault.sub(repair, joined)
    return joined


def _whole(line: str) -> str:
    return line if not line or _WHOLE.search(line) else line + "。"


def says_anything(fact: ProgressFact) -> bool:
    """It has a word or a figure to print."""
    return bool(sentences(fact.narrative) or fact.figures)


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
    clauses = []
    for figure in figures:
        before = "" if figure.previous is None else f"上年{amount_text(figure.previous, figure.unit)}"
        if not is_named(text, figure, figures):
            clauses.append(f"{figure.label}{amount_text(figure.value, figure.unit)}" + (before and f"，{before}"))
        elif before and not is_last_year_named(text, figure, figures):
            clauses.append(f"{figure.label}{before}")
    return clauses
