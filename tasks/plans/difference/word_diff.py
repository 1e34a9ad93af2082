"""Two wordings, word by word: what stayed, what went, what came; in pieces that a person can read."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from tasks.common.text import normal_text

# What is taken as one word: a figure with its point or per cent, a word of Latin letters, else one character.
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|\s+|.", re.DOTALL)
_CLAUSE = re.compile(r"[^，。；、：,;:\n]*[，。；、：,;:\n]+|[^，。；、：,;:\n]+")
# Of two clauses with less in common than this, one was put in the place of the other.
_REWORDED = 0.4


class Segment(NamedTuple):
    """Some words: `change` is "" (stayed), "del" or "ins"."""

    change: str
    text: str


def segments(old: str, new: str) -> list[Segment]:
    """The two texts as one: clauses that stayed, and within those that did not the words that changed.

    White space and the width of punctuation are no change. What is left without "ins" is the old text but for these,
    without "del" the new one.
    """
    before, after = _CLAUSE.findall(old), _CLAUSE.findall(new)
    pieces: list[Segment] = []
    for same, gone, come in _blocks(before, after):
        pieces += [Segment("", come)] if same else _within(gone, come)
    return list(_joined(pieces))


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """(same, old words, new words) of neighbouring clauses or words."""
    left, right = [normal_text(part) for part in before], [normal_text(part) for part in after]
    for op, i, j, m, n in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield op == "equal", "".join(before[i:j]), "".join(after[m:n])


def _within(gone: str, come: str) -> list[Segment]:
    """The words that changed; the whole where hardly one stayed."""
    blocks = _tidied(list(_blocks(_TOKEN.findall(gone), _TOKEN.findall(come))))
    stayed = sum(len(new) for same, _, new in blocks if same)
    if stayed < _REWORDED * min(len(gone), len(come)):
        blocks = [(False, gone, come)]
    blocks = _slid(blocks)
    pieces = [
        row
        for same, old, new in blocks
        for row in ([Segment("", new)] if same else [Segment("del", old), Segment("ins", new)])
    ]
    return [piece for piece in pieces if piece.text]


Block = tuple[bool, str, str]


def _tidied(blocks: list[Block]) -> list[Block]:
    """Without confetti: what stayed between two changes and is no longer than either of them went with them."""
    n = 1
    while n < len(blocks) - 1:
        same, old, new = blocks[n]
        if same and len(new) <= min(_size(blocks[n - 1]), _size(blocks[n + 1])):
            before, after = blocks[n - 1], blocks[n + 1]
            blocks[n - 1 : n + 2] = [(False, before[1] + old + after[1], before[2] + new + after[2])]
            n = max(n - 2, 1)
        else:
            n += 1
    return blocks


_OPEN, _CLOSE = "“‘（(《〈〔[【", "”’）)》〉〕]】"


def _slid(blocks: list[Block]) -> list[Block]:
    """Of the places where the same words could have come or gone, the one that tears no quotation or bracket apart.

    改革”项目获得 > 改革”项目和“人社”项目获得: 和“人社”项目 came, not ”项目和“人社.
    """
    for n in range(1, len(blocks) - 1):
        (_, _, before), (same, old, new), (_, _, after) = blocks[n - 1 : n + 2]
        edit = old or new
        if same or (old and new) or _is_whole(edit):
            continue
        for by in range(1, len(after) + 1):
            moved = edit[by:] + after[:by] if by < len(edit) else ""
            if not after.startswith(edit[:by]) or not moved:
                break
            if _is_whole(moved):
                head, tail = before + edit[:by], after[by:]
                middle = (False, moved, "") if old else (False, "", moved)
                blocks[n - 1 : n + 2] = [(True, head, head), middle, (True, tail, tail)]
                break
    return blocks


def _is_whole(words: str) -> bool:
    """Every bracket and quotation mark has its other half."""
    depth = 0
    for char in words:
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth < 0:
            return False
    return depth == 0


def _size(block: Block) -> int:
    return max(len(block[1]), len(block[2]))


def _joined(pieces: Sequence[Segment]) -> Iterator[Segment]:
    """Neighbours of one kind as one; what went stands before what came."""
    gone = come = ""
    for piece in pieces:
        if piece.change == "del":
            gone += piece.text
        elif piece.change == "ins":
            come += piece.text
        else:
            yield from _change(gone, come)
            gone = come = ""
            yield piece
    yield from _change(gone, come)


def _change(gone: str, come: str) -> Iterator[Segment]:
    if gone:
        yield Segment("del", gone)
    if come:
        yield Segment("ins", come)
