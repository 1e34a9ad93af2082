"""The seeds and samples with lines dropped, doubled and swapped, punctuation of another width, spaces put in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.planparser import PlanError
from tasks.planparser.clean import clean, squeeze
from tasks.planparser.readers import read
from tests.tasks.planparser.reading import accounted

from .test_accounting import AROUND, DOCUMENTS, FRAGMENT, everything_in

pytestmark = pytest.mark.slow

TEXTS = {path.stem: "\n".join(line.text for line in read(path.read_bytes())) for path in DOCUMENTS}
WIDTHS = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"), ("％", "%"), ("．", "."), ("！", "!"))
_MARKS = re.compile("[" + re.escape("".join("".join(pair) for pair in WIDTHS)) + "]")
SEEDS = st.integers(0, 2**32)
_OTHER = dict(WIDTHS) | {narrow: wide for wide, narrow in WIDTHS}


def _dropped(lines: list[str], random: Random) -> list[str]:
    return [line for line in lines if random.random() > 0.05]


def _doubled(lines: list[str], random: Random) -> list[str]:
    return [copy for line in lines for copy in [line] * (2 if random.random() < 0.05 else 1)]


def _swapped(lines: list[str], random: Random) -> list[str]:
    for _ in range(1 + len(lines) // 20):
        at = random.randrange(max(1, len(lines) - 1))
        lines[at : at + 2] = lines[at : at + 2][::-1]
    return lines


def _of_other_width(lines: list[str], random: Random) -> list[str]:
    return [
        _MARKS.sub(lambda mark: _OTHER[mark.group()] if random.random() < 0.3 else mark.group(), line) for line in lines
    ]


def _spaced(lines: list[str], random: Random) -> list[str]:
    return ["".join(char + (" " if random.random() < 0.05 else "") for char in line) for line in lines]


def _broken(lines: list[str], random: Random) -> list[str]:
    cut = [random.randrange(1, len(line)) if len(line) > 30 and random.random() < 0.1 else 0 for line in lines]
    return [part for line, at in zip(lines, cut, strict=True) for part in ([line[:at], line[at:]] if at else [line])]


def _without_ends(lines: list[str], random: Random) -> list[str]:
    return [line.rstrip("。；") if random.random() < 0.1 else line for line in lines]


MUTATIONS: tuple[tuple[str, Callable[[list[str], Random], list[str]]], ...] = (
    ("漏行", _dropped),
    ("重行", _doubled),
    ("换行序", _swapped),
    ("标点宽度", _of_other_width),
    ("多余空格", _spaced),
    ("断行", _broken),
    ("漏句号", _without_ends),
)


@pytest.mark.parametrize("mutate", [row[1] for row in MUTATIONS], ids=[row[0] for row in MUTATIONS])
@settings(max_examples=20, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), seed=SEEDS)
def test_no_line_of_a_damaged_plan_is_lost_unseen(
    mutate: Callable[[list[str], Random], list[str]], name: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  repeatable damage, no secret
    every_line_is_accounted_for("\n".join(mutate(TEXTS[name].split("\n"), random)))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.sampled_from(sorted(TEXTS)), SEEDS)
def test_nor_where_all_comes_together(one: str, other: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311  as above
    lines = TEXTS[one].split("\n") + TEXTS[other].split("\n")
    for _, mutate in random.sample(MUTATIONS, 3):
        lines = mutate(lines, random)
    every_line_is_accounted_for("\n".join(lines))


def fragments_of(lines: list[str]) -> list[list[str]]:
    """What each line holds beside labels and the words of a part, 牵头 cut by the line end too: 市司法局牵 / 头."""
    found = []
    for before, own, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        blanked = AROUND.sub(lambda match: " " * len(match.group()), before + own + after)
        found.append(FRAGMENT.findall(blanked[len(before) : len(before) + len(own)]))
    return found


def every_line_is_accounted_for(text: str) -> None:
    """Each line is used, furniture or reported; and the words of the lines that are used are in the plan."""
    data = text.encode()
    try:
        plan, accounting = accounted(data)
    except PlanError:
        return
    source = read(data)
    assert sorted(accounting.of) == [line.number for line in source]
    reported = sorted({remark.line for remark in plan.diagnostics if remark.line})
    for account in ("unread", "reported"):
        lines = accounting.lines(account)
        assert not lines or (reported and reported[0] <= lines[0]), lines
    words = everything_in(plan) + squeeze("".join(remark.message for remark in plan.diagnostics))
    used = {*accounting.lines("task"), *accounting.lines("indicator")} - set(reported)
    lines = clean(source)[0]
    for line, left in zip(lines, fragments_of([squeeze(line.text) for line in lines]), strict=True):
        if line.number in used:
            assert [word for word in left if word.removesuffix("等") not in words] == [], line
    json.dumps(plan.as_dict(), ensure_ascii=False)
