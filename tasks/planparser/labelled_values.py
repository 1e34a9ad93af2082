"""Labelled units and times are taken out of a paragraph, wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .deadlines import is_time, is_time_of_units
from .labels import BARE_FIELD, FIELD, NAMED, OF_UNITS, Field, FieldKind, field_kind, with_colons
from .text_cache import cached_by_text
from .units import ends_as_unit, without_notes

_OPEN, _CLOSE = "（(〔[［【", "）)〕]］】"
_EDGES = " \t\u3000\n，,；;、"
_MAY_LABEL = re.compile(r"[:：（(〔\[［【]")  # no label without one of these
_VALUE_MARK = re.compile(rf"[。{re.escape(_OPEN + _CLOSE)}]")
# …机制。（司法局牵头，各乡镇配合）: a closing bracket whose last word gives somebody a part in it
_PART = re.compile(
    r"(?:牵头|负责|配合|参与|参加|协助|协办|主办|指导|落实|职责分工|(?:月|日|年|底)?(?:之?前)?完成)\s*$"
)  # fmt: skip
# …机制。——司法局、财政局
_BEHIND_DASH = re.compile(r"(?P<before>(?:.*。)?)\s*[—–―]{1,2}\s*(?P<names>[^。—–―]{2,120})[。\s]*", re.DOTALL)
_COLON = re.compile(r"[:：]")
_CLAUSES, _NAMES_APART = re.compile(r"[，,；;]"), re.compile(r"、|会同")
_AND_PART = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:分别|共同|具体|按(?:照)?(?:各自)?职责(?:分工)?|(?<![责照按])分工)*"
    r"(?:总?牵头|配合|参与|参加|协助|协办|主办|指导|负责|落实)"
    r"(?:落实|实施|负责|监督|督促)?$|等(?:有关|相关)?(?:部门|单位)?$"
)
_BY = re.compile(r"^(?:分别|均|统一|主要)?由")
_HAS_PART = re.compile(r"牵头|配合|参与|参加|协助|协办|主办|指导|负责|落实")
_WITH_PART = re.compile(r"(.+(?:牵头|配合|参与|参加|协助|协办|主办|指导|负责|落实)(?:落实|实施|负责|监督|督促)?)")
# 责任单位：, wherever it stands in the text of a task; 责任单位为县司法局 and 责任单位——县司法局, the colon lost
_LABEL_LEFT = re.compile(rf"(?:{OF_UNITS})[★*】）)]*(?:[:：]|(?:[；;|｜—–为是]+|、(?!各))?{NAMED})")
# 【县司法局】开展评查
_BEFORE = re.compile(r"[【〔\[（(](?P<value>[^【】〔〕\[\]（）()。：:]{2,60})[】〕\]）)]")
# 责任站点：县司法局 · （落实方：县司法局；6月底）: a label that nobody knows
_LABEL_UNKNOWN = re.compile(
    r"(?:^|[（(〔\[［【；;。])\s*(?P<label>[\u4e00-\u9fff（）()]{2,12}[:：])(?P<value>[^。：:（(〔【\n]{2,80}?)[)）〕\]］】。；;]*$",
    re.MULTILINE,
)
# 监狱管理局, but not the 社区 of 村（社区）: what is an office and nothing else
_OFFICE = re.compile(r".{2,}(?:局|办|委|部|厅|处|院|科|股|队|公室|中心|公司|政府|单位|部门)")
_SENTENCE_MAX, _NAMES_MAX = 120, 600  # characters
# …标准。（市场监管总局负责）推广… · …目录（县政府办负责）；二是…: a bracket between two sentences or behind a clause,
# which may give units their part as well
_INNER_BRACKET = re.compile(
    r"(?:(?<=。)\s*[（(](?P<between>[^（()）]*)[)）](?=\s*[^。\s])|[（(](?P<behind>[^（()）]*)[)）](?=[；;]\s*\S))"
)
_MAY_HAVE_INNER = re.compile(r"。\s*[（(]|[)）][；;]")
# （负责部门：商务部；适用范围：所有试验区）: a label that is none of units or time, and what it says
_OTHER_LABEL = re.compile(r"[；;，,。]\s*(?P<label>[\u4e00-\u9fff]{2,6})[:：](?P<value>.+)$", re.DOTALL)
_SOMEBODY = re.compile(r"(?:局|办|委|部|厅|处|室|院|会|镇|乡|街|街道|中心|公司|政府|单位|部门|分局|支队|大队|科|所)")


def split_fields(text: str, line: int) -> tuple[str, list[Field]]:
    """The body of a paragraph without its labelled values, and those values in order.

    ``1. 健全机制。（责任单位：司法局；完成时限：6月底）`` gives ``1. 健全机制。`` and two fields.
    """
    body, found = _split(text)
    return body, [field._replace(line=line) for field in found]


def split_value(kind: FieldKind, label: str, value: str, line: int) -> list[Field]:
    """One labelled value or cell: labels inside it (牵头：甲　配合：乙) give what follows them their own part."""
    value = with_colons(value)
    before, labelled = _by_labels(value)
    found = _without_other(Field(kind, label, before if labelled else value, line))
    for own, inner, rest in labelled:
        found += _without_other(Field(field_kind(own), own, "，".join(filter(None, (inner, rest.strip("。")))), line))
    return [field for field in found if field.value] or found[:1]


def guess_fields(text: str, line: int) -> list[Field]:
    """Units and a time that the last sentence names with what is to be done: 由甲牵头，乙配合，于8月底前完成清理。

    Only where all its clauses are names with their part, or begin with a time. Or names alone in a bracket behind a
    sentence without an end: 《监狱法》（监狱管理局）.
    """
    inner = _last_bracket(text.rstrip("。；; \n"))[1]
    if inner and all(map(_OFFICE.fullmatch, _NAMES_APART.split(inner))) and _assigns(inner, names_alone=True):
        return [Field("responsible", "", inner, line)]
    last = text.rstrip("。 \n").rsplit("。", 1)[-1]
    told = len(last) <= _SENTENCE_MAX and _HAS_PART.search(last) and _assigns(last, names_alone=False)
    return [Field("responsible", "", last, line)] if told else []


def label_within(text: str) -> str | None:
    """The label of units or a time that is left in the text of a task, unread; None where there is none."""
    labelled = "单位" in text or "部门" in text  # one of them is in every label that is searched for
    known, before = _LABEL_LEFT.search(text) if labelled else None, _BEFORE.match(text)
    if not known and before and _is_value(before["value"]):
        return before.group()
    may_be = _LABEL_UNKNOWN.finditer(text) if _COLON.search(text) else ()
    unknown = (match for match in may_be if _is_value(match["value"]))
    return known.group() if known else next((match["label"] for match in unknown), None)


def _is_value(text: str) -> bool:
    """Whether every clause is names of offices, or a time."""
    names = [name for clause in _clauses(text) if not is_time(clause) for name in _NAMES_APART.split(clause)]
    return all(_OFFICE.fullmatch(name) or (name.startswith("各") and ends_as_unit(name)) for name in names)


@cached_by_text
def _split(text: str) -> tuple[str, list[Field]]:
    """What ``split_fields`` returns, for line 0: a paragraph printed again is split once."""
    line = 0  # ``split_fields`` says which
    bare = BARE_FIELD.match(text)
    if bare:
        text = f"{bare['label'] or bare['named']}：{text[bare.end() :]}"
    before, labelled = _by_labels(text)
    if not labelled:
        rest, last = _closing_bracket(text, line)
        return _inner_brackets(rest, last, line)
    found = [field for label, value, _ in labelled for field in split_value(field_kind(label), label, value, line)]
    body = "".join([before, *(rest for _, _, rest in labelled)])
    return _inner_brackets(_ended_once(body.strip(_EDGES)), [field for field in found if field.value] or found, line)


def _by_labels(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """What stands before the first label; each label, its value, and the prose behind that."""
    matches = list(FIELD.finditer(text)) if _MAY_LABEL.search(text) else []
    if not matches:
        return text, []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return text[: matches[0].start()].rstrip(_EDGES), [
        (match["bracketed"] or match["label"], *_value(text[match.end() : end], in_bracket=bool(match["open"])))
        for match, end in zip(matches, ends, strict=True)
    ]


def _without_other(field: Field) -> list[Field]:
    """The field, and as a second one what a label of neither units nor time says inside it."""
    other = _OTHER_LABEL.search(field.value)
    if other is None:
        return [field]
    rest = Field("remark", other["label"], other["value"], field.line)
    return [field._replace(value=field.value[: other.start()]), rest]


def _ended_once(body: str) -> str:
    """A body without the 。 left over by a bracket that stood after a sentence: 加强监督。（…）。"""
    text = body.rstrip("。")
    return text if text in ("", body) else f"{text}。"


def _value(text: str, *, in_bracket: bool) -> tuple[str, str]:
    """A value up to the bracket that closes around it or its 。, and the prose that follows.

    What is said behind the 。 inside that bracket is not prose: 〔责任单位：司法局。具体任务均涉及各县，不再列出。〕
    """
    depth, inside = 0, in_bracket and text.rstrip("。 \n").endswith(tuple(_CLOSE))
    for mark in _VALUE_MARK.finditer(text):
        at, char = mark.start(), mark.group()
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth < 0 or (char == "。" and depth == 0 and not inside):
            rest = text[at + 1 :].strip(_EDGES)
            end = "。" if depth < 0 and rest.startswith("。") else ""
            return text[:at].strip(_EDGES), end if set(rest) <= set(_CLOSE + "。") else rest
    return text.strip(_EDGES), ""


def _inner_brackets(text: str, last: list[Field], line: int) -> tuple[str, list[Field]]:
    """Units in brackets between the sentences of a paragraph, before those at its end; names alone beside a time."""
    if not _MAY_HAVE_INNER.search(text):
        return text, last
    found: list[Field] = []

    def taken(bracket: re.Match[str]) -> str:
        names = bracket["between"] or bracket["behind"] or ""
        if not _assigns(names, names_alone=any(map(is_time_of_units, _clauses(names)))):
            return bracket.group()
        found.append(Field("responsible", "", names, line))
        return ""

    return _INNER_BRACKET.sub(taken, text), found + last


def _closing_bracket(text: str, line: int) -> tuple[str, list[Field]]:
    """Units without a label: in a bracket at the end, or as the last sentence."""
    before, inner = _last_bracket(text.rstrip("。；; \n"))
    if not inner and (dashed := _BEHIND_DASH.fullmatch(text)):
        before, inner = dashed["before"], dashed["names"]
    found = _in_bracket(inner, before, line) if inner else []
    if inner and not found and is_time(inner):  # …机制。（司法局牵头）（6月底前完成）
        before, units = _last_bracket(before)
        found = [*by, Field("deadline", "", inner, line)] if (by := _in_bracket(units, before, line)) else []
    if not found:
        return _closing_sentence(text, line)
    return _ended_once(before + ("。" if text.rstrip().endswith("。") else "")), found


def _last_bracket(text: str) -> tuple[str, str]:
    """What stands before the bracket that ends a text, and inside it; the text and nothing where none does."""
    start = _bracket_start(text) if text.endswith(tuple(_CLOSE)) else -1
    return (text, "") if start < 0 else (text[:start].rstrip(), text[start + 1 : -1])


def _in_bracket(inner: str, before: str, line: int) -> list[Field]:
    """What a closing bracket behind the text ``before`` says of units and time; a clause that is neither is apart."""
    told = with_colons(inner)
    if told != inner:
        return split_value("responsible", "", told, line)
    clear = without_notes(inner)
    clauses = _clauses(clear)
    named = before and _PART.search(clear) and _SOMEBODY.search(clear)
    alone = not before or before.endswith("。") or any(map(is_time_of_units, clauses))  # …考试（教育局；6月底）
    if named or _assigns(clear, names_alone=alone):
        return [Field("responsible", "", inner, line, apart=True)]
    others = [clause for clause in clauses if not is_time_of_units(clause) and not _are_names(clause)]
    if len(others) != 1 or clauses[0] in others or not _WITH_PART.fullmatch(clauses[0]):
        return []
    known = "，".join(clause for clause in clauses if clause not in others)
    return [Field("responsible", "", known, line), Field("remark", "", others[0], line)]


def _closing_sentence(text: str, line: int) -> tuple[str, list[Field]]:
    """The body, and the units of a last sentence without label: …工作机制。县司法局牵头，县财政局配合。"""
    stripped = text.rstrip("。 \n")
    start = stripped.rfind("。") + 1
    last = stripped[start:]
    if len(last) > _SENTENCE_MAX or not _HAS_PART.search(last) or not _assigns(last, names_alone=False, timed=is_time):
        return text, []
    return text[:start].rstrip(), [Field("responsible", "", last, line)]


def _assigns(text: str, *, names_alone: bool, timed: Callable[[str], bool] = is_time_of_units) -> bool:
    """Whether every clause is names with their part (司法局牵头), or a time; ``names_alone``: or names only."""
    units = [clause for clause in _clauses(text) if not timed(clause)]
    parts = [clause for clause in units if _WITH_PART.fullmatch(clause)]
    if not units or not (parts or names_alone) or (not names_alone and len(parts) < len(units)):
        return False
    return all(map(_are_names, units))


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSES.split(text) if clause.strip()]


def _are_names(clause: str) -> bool:
    """Whether a clause is names of units, with or without their part."""
    if len(clause) > _NAMES_MAX:
        return False
    names = _NAMES_APART.split(_BY.sub("", _AND_PART.sub("", clause)))
    return all(2 <= len(name) <= 20 and ends_as_unit(name) and not _COLON.search(name) for name in names)


def _bracket_start(text: str) -> int:
    """Where the bracket that ends ``text`` opens; -1 when it never does."""
    depth = 0
    for at, char in _reversed(text):
        depth += (char in _CLOSE) - (char in _OPEN)
        if depth == 0:
            return at
    return -1


def _reversed(text: str) -> Iterator[tuple[int, str]]:
    return ((at, text[at]) for at in range(len(text) - 1, -1, -1))
