"""Stage 3a: labelled units and times are taken out of a paragraph, wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .labels import BARE_FIELD, FIELD, Field, field_kind

_OPEN, _CLOSE = "（(〔[［【", "）)〕]］】"
_EDGES = " \t\u3000\n，,；;、"
_MAY_LABEL = re.compile(r"[:：（(〔\[［【]")  # no label without one of these
_VALUE_MARK = re.compile(rf"[。{re.escape(_OPEN + _CLOSE)}]")
# …机制。（司法局牵头，各乡镇配合）: a closing bracket whose last word gives somebody a part in it
_PART = re.compile(
    r"(?:牵头|负责|配合|参与|参加|协助|协办|主办|落实|职责分工|(?:月|日|年|底)?(?:之?前)?完成)\s*$"
)  # fmt: skip
_SOMEBODY = re.compile(r"(?:局|办|委|部|厅|处|室|院|会|镇|乡|街|街道|中心|公司|政府|单位|部门|分局|支队|大队|科|所)")


def split_fields(text: str, line: int) -> tuple[str, list[Field]]:
    """The body of a paragraph without its labelled values, and those values in order.

    ``1. 健全机制。（责任单位：司法局；完成时限：6月底）`` gives ``1. 健全机制。`` and two fields.
    """
    bare = BARE_FIELD.match(text)
    if bare:
        text = f"{bare['label']}：{text[bare.end() :]}"
    matches = list(FIELD.finditer(text)) if _MAY_LABEL.search(text) else []
    if not matches:
        return _closing_bracket(text, line)
    body, found = [text[: matches[0].start()]], []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        label = match["bracketed"] or match["label"]
        value, rest = _value(text[match.end() : end])
        found.append(Field(field_kind(label), label, value, line))
        body.append(rest)
    return "".join(body).strip(_EDGES), found


def _value(text: str) -> tuple[str, str]:
    """A value up to the bracket that closes around it or its 。, and the prose that follows."""
    depth = 0
    for mark in _VALUE_MARK.finditer(text):
        at, char = mark.start(), mark.group()
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth < 0 or (char == "。" and depth == 0):
            rest = text[at + 1 :].strip(_EDGES)
            return text[:at].strip(_EDGES), "" if set(rest) <= set(_CLOSE + "。") else rest
    return text.strip(_EDGES), ""


def _closing_bracket(text: str, line: int) -> tuple[str, list[Field]]:
    """Units in a bracket at the end without a label."""
    stripped = text.rstrip("。；; \n")
    if not stripped.endswith(tuple(_CLOSE)):
        return text, []
    start = _bracket_start(stripped)
    inner = stripped[start + 1 : -1]
    if start <= 0 or not _PART.search(inner) or not _SOMEBODY.search(inner):
        return text, []
    return stripped[:start].rstrip(), [Field("responsible", "", inner, line)]


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
