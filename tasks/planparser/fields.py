"""Stage 3a: labelled units and times are taken out of a paragraph, wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .deadlines import is_time
from .labels import BARE_FIELD, FIELD, Field, field_kind
from .repeats import once
from .units import ends_as_unit, without_notes

_OPEN, _CLOSE = "（(〔[［【", "）)〕]］】"
_EDGES = " \t\u3000\n，,；;、"
_MAY_LABEL = re.compile(r"[:：（(〔\[［【]")  # no label without one of these
_VALUE_MARK = re.compile(rf"[。{re.escape(_OPEN + _CLOSE)}]")
# …机制。（司法局牵头，各乡镇配合）: a closing bracket whose last word gives somebody a part in it
_PART = re.compile(
    r"(?:牵头|负责|配合|参与|参加|协助|协办|主办|指导|落实|职责分工|(?:月|日|年|底)?(?:之?前)?完成)\s*$"
)  # fmt: skip
_CLAUSES, _NAMES_APART = re.compile(r"[，,；;]"), re.compile(r"、|会同")
_AND_PART = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:总?牵头|配合|参与|协助|协办|主办|指导|(?:分别|共同|具体|按(?:照)?(?:各自)?职责(?:分工)?)*(?:负责|落实))"
    r"(?:落实|实施|负责)?$|等(?:有关|相关)?(?:部门|单位)?$"
)
_HAS_PART = re.compile(r"牵头|配合|参与|协助|协办|主办|指导|负责|落实")
_WITH_PART = re.compile(r"(.+(?:牵头|配合|参与|协助|协办|主办|指导|负责|落实)(?:落实|实施|负责)?)")
_SENTENCE_MAX = 120
# …标准。（市场监管总局负责）推广…: a bracket between two sentences, which may give units their part as well
_INNER_BRACKET = re.compile(r"(?<=。)\s*[（(]([^（()）]*)[)）](?=\s*[^。\s])")
_MAY_HAVE_INNER = re.compile(r"。\s*[（(]")
# （负责部门：商务部；适用范围：所有试验区）: a label that is none of units or time, and what it says
_OTHER_LABEL = re.compile(r"[；;，,。]\s*(?P<label>[\u4e00-\u9fff]{2,6})[:：](?P<value>.+)$", re.DOTALL)
_SOMEBODY = re.compile(r"(?:局|办|委|部|厅|处|室|院|会|镇|乡|街|街道|中心|公司|政府|单位|部门|分局|支队|大队|科|所)")


def split_fields(text: str, line: int) -> tuple[str, list[Field]]:
    """The body of a paragraph without its labelled values, and those values in order.

    ``1. 健全机制。（责任单位：司法局；完成时限：6月底）`` gives ``1. 健全机制。`` and two fields.
    """
    body, found = _split(text)
    return body, [Field(field.kind, field.label, field.value, line) for field in found]


@once
def _split(text: str) -> tuple[str, list[Field]]:
    """The same, whatever line the paragraph stands on."""
    line = 0  # ``split_fields`` says which
    bare = BARE_FIELD.match(text)
    if bare:
        text = f"{bare['label']}：{text[bare.end() :]}"
    matches = list(FIELD.finditer(text)) if _MAY_LABEL.search(text) else []
    if not matches:
        rest, last = _closing_bracket(text, line)
        return _inner_brackets(rest, last, line)
    body, found = [text[: matches[0].start()].rstrip(_EDGES)], []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        label = match["bracketed"] or match["label"]
        value, rest = _value(text[match.end() : end])
        found += _labelled(label, value, line)
        body.append(rest)
    return _inner_brackets(_ended_once("".join(body).strip(_EDGES)), found, line)


def _labelled(label: str, value: str, line: int) -> list[Field]:
    """A labelled value; what another label inside it says is apart."""
    other = _OTHER_LABEL.search(value)
    if other is None:
        return [Field(field_kind(label), label, value, line)]
    rest = Field("remark", other["label"], other["value"], line)
    return [Field(field_kind(label), label, value[: other.start()], line), rest]


def _ended_once(body: str) -> str:
    """A body without the 。 left over by a bracket that stood after a sentence: 加强监督。（…）。"""
    text = body.rstrip("。")
    return text if text in ("", body) else f"{text}。"


def _value(text: str) -> tuple[str, str]:
    """A value up to the bracket that closes around it or its 。, and the prose that follows."""
    depth = 0
    for mark in _VALUE_MARK.finditer(text):
        at, char = mark.start(), mark.group()
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth < 0 or (char == "。" and depth == 0):
            rest = text[at + 1 :].strip(_EDGES)
            end = "。" if depth < 0 and rest.startswith("。") else ""
            return text[:at].strip(_EDGES), end if set(rest) <= set(_CLOSE + "。") else rest
    return text.strip(_EDGES), ""


def _inner_brackets(text: str, last: list[Field], line: int) -> tuple[str, list[Field]]:
    """Units in brackets between the sentences of a paragraph, before those at its end."""
    if not _MAY_HAVE_INNER.search(text):
        return text, last
    found: list[Field] = []

    def taken(bracket: re.Match[str]) -> str:
        if not _assigns(bracket[1], names_alone=False):
            return bracket.group()
        found.append(Field("responsible", "", bracket[1], line))
        return ""

    return _INNER_BRACKET.sub(taken, text), found + last


def _closing_bracket(text: str, line: int) -> tuple[str, list[Field]]:
    """Units without a label: in a bracket at the end, or as the last sentence."""
    stripped = text.rstrip("。；; \n")
    if not stripped.endswith(tuple(_CLOSE)):
        return _closing_sentence(text, line)
    start = _bracket_start(stripped)
    inner = without_notes(stripped[start + 1 : -1])
    named = start > 0 and _PART.search(inner) and _SOMEBODY.search(inner)
    after_sentence = not stripped[:start].rstrip() or stripped[:start].rstrip().endswith("。")
    if start < 0 or not (named or _assigns(inner, names_alone=after_sentence)):
        return _closing_sentence(text, line)
    end = "。" if text.rstrip().endswith("。") else ""
    return _ended_once(stripped[:start].rstrip() + end), [Field("responsible", "", stripped[start + 1 : -1], line)]


def _closing_sentence(text: str, line: int) -> tuple[str, list[Field]]:
    """…工作机制。县司法局牵头，县财政局配合。"""
    stripped = text.rstrip("。 \n")
    start = stripped.rfind("。") + 1
    last = stripped[start:]
    if len(last) > _SENTENCE_MAX or not _HAS_PART.search(last) or not _assigns(last, names_alone=False):
        return text, []
    return text[:start].rstrip(), [Field("responsible", "", last, line)]


def _assigns(text: str, *, names_alone: bool) -> bool:
    """Whether every clause is names with their part (司法局牵头), or a time; ``names_alone``: or names only."""
    clauses = [clause.strip() for clause in _CLAUSES.split(text) if clause.strip()]
    units = [clause for clause in clauses if not is_time(clause)]
    parts = [found[1] for clause in units if (found := _WITH_PART.fullmatch(clause))]
    if not units or not (parts or names_alone) or (not names_alone and len(parts) < len(units)):
        return False
    names = [name for clause in units for name in _NAMES_APART.split(_AND_PART.sub("", clause).removeprefix("由"))]
    return all(2 <= len(name) <= 20 and ends_as_unit(name) for name in names)


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
