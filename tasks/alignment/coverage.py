"""How an upper task is carried out (承接情况): from what was decided and what the wording proposes; never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator
from functools import cached_property
from itertools import groupby

from django.db import models

from tasks.alignment.models import TaskCoverage

Extent = TaskCoverage.Extent
CARRIED_OUT = (Extent.FULL, Extent.PARTLY)

# Where the percentages come from: the region's plan of 2025 (26 tasks) read against the two plans of 红寺堡区 (29 and
# 43 tasks). From 30 on every proposal was about the same work, from 20 on nearly every one, from 12 on two in three;
# below that hardly any, and the upper tasks that have nothing from 12 on are those of which the district's plan says
# nothing. A district that takes the region's wording over stays above 90.
LEAST_PERCENT = 12
SURE_PERCENT = 90
MOST_PROPOSALS = 3
STRENGTHS = ((SURE_PERCENT, "基本相同"), (30, "很可能对应"), (20, "可能对应"), (LEAST_PERCENT, "仅供参考"))

# Characters in a row that both wordings must share to be shown as shared. What many tasks say tells nothing.
_RUN = 3
_MANY = 0.1
_FEW = 3


class State(models.TextChoices):
    """What has become of an upper task."""

    COVERED = "covered", "已承接"
    PARTLY = "partly", "部分承接"
    UNDECIDED = "undecided", "待确认"
    OPEN = "open", "未承接"
    EXEMPT = "exempt", "不涉及本级"


def state_of(extents: Collection[str], *, is_proposed: bool) -> State:
    """The state of an upper task: first what was decided on it, then whether there is anything left to decide on."""
    if Extent.EXEMPT in extents:
        return State.EXEMPT
    if Extent.FULL in extents:
        return State.COVERED
    if Extent.PARTLY in extents:
        return State.PARTLY
    return State.UNDECIDED if is_proposed else State.OPEN


def seen_of(decisions: Iterable[tuple[int | None, str]]) -> str:
    """What was decided on one upper task, (key of the lower task, extent) each, as a word that a form sends back."""
    return " ".join(sorted(f"{lower or ''}:{extent}" for lower, extent in decisions))


def strength_of(percent: int) -> str:
    """What a similarity means, in words; nothing below the least that is proposed."""
    return next((words for least, words in STRENGTHS if percent >= least), "")


class SharedWords:
    """Shows which words of one task stand in another, but for those that many of the texts have (行政执法)."""

    def __init__(self, texts: Collection[str]) -> None:
        self._texts = texts

    @cached_property
    def _common(self) -> Container[str]:
        held_by = Counter(run for text in self._texts for run in set(_runs(text)))
        many = max(_FEW, _MANY * len(self._texts))
        return {run for run, count in held_by.items() if count > many}

    def pieces(self, text: str, other: str) -> list[tuple[str, bool]]:
        """The text in pieces, with whether each is shared with the other; punctuation between shared words is too."""
        shared = {run for run in _runs(other) if run not in self._common}
        places = [n for n, char in enumerate(text) if char.isalnum()]
        marked: set[int] = set()
        for run, at in zip(_runs(text), range(len(places)), strict=False):
            if run in shared:
                marked.update(range(places[at], places[at + _RUN - 1] + 1))
        return [
            ("".join(char for _, char in part), is_shared)
            for is_shared, part in groupby(enumerate(text), key=lambda row: row[0] in marked)
        ]


def _runs(text: str) -> Iterator[str]:
    bare = "".join(filter(str.isalnum, text))
    return (bare[n : n + _RUN] for n in range(len(bare) - _RUN + 1))
