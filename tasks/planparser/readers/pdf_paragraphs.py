"""Paragraphs of a PDF told by their indent, so that a printed line may end in 。 without ending one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_INDENT = "\u3000\u3000"  # as texts print it, and as the next stage knows it
_LEAST, _MOST, _SHORT = 0.8, 3.5, 4.0  # of a line's height: an indent, and what a full line may lack
_INDENTED, _HANGING = 0.2, 0.1  # of the lines: so many at least in a document that indents its paragraphs


class Printed(NamedTuple):
    """A printed line and where it stands, in points."""

    text: str
    left: float
    right: float
    height: float


def with_indents(lines: Sequence[Printed | None]) -> list[str]:
    """The lines' text, each that begins a paragraph with an indent; None stands for a table between them.

    As printed where the document does not set paragraphs apart by indents.
    """
    plain = [line for line in lines if line is not None]
    texts = [line.text if line else "" for line in lines]
    if len(plain) < 5:
        return texts
    height = median(line.height for line in plain)
    base, full = _margins(plain, height)
    goes_on = [
        bool(at and line and above and line.left < base + _LEAST * height and above.right > full - _SHORT * height)
        for at, (above, line) in enumerate(zip([None, *lines], lines, strict=False))
    ]
    indented = sum(base + _LEAST * height <= line.left <= base + _MOST * height for line in plain)
    if indented < _INDENTED * len(plain) or sum(goes_on) < _HANGING * len(plain):
        return texts
    return [text if on or not text else _INDENT + text for text, on in zip(texts, goes_on, strict=True)]


def _margins(lines: Sequence[Printed], height: float) -> tuple[float, float]:
    """The left edge of lines that go on, and the right edge of full ones; lone lines beyond them do not count."""
    lefts = Counter(round(line.left / height * 2) for line in lines)
    usual = [left for left, count in lefts.items() if count * 20 >= len(lines)]
    rights = sorted(line.right for line in lines)
    return min(usual, default=0) * height / 2, rights[len(rights) * 9 // 10]
