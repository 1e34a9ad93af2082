"""Ids: an action, a task, an indicator and a remark keep theirs from the parser to the database and to print."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Literal
from uuid import uuid4

from .model import Diagnostic, ParsedAction, ParsedIndicator, ParsedPlan, ParsedTask

ItemKind = Literal["action", "task", "indicator", "remark"]
_LETTERS: dict[ItemKind, str] = {"action": "a", "task": "t", "indicator": "i", "remark": "r"}


def new_id(kind: ItemKind) -> str:
    """The id of an item that a person adds: random, a letter first, then only a-z, 0-9 and hyphens."""
    return f"{_LETTERS[kind]}-{uuid4().hex[:16]}"


def place_id(kind: ItemKind, position: int) -> str:
    """What an item is called within its document while the plan is being made; ``position`` counts its kind from 1."""
    return f"{_LETTERS[kind]}{position}"


def with_ids(plan: ParsedPlan, text: str) -> ParsedPlan:
    """The plan with an id on every action, task, indicator and remark: the same for the same source ``text``.

    A remark whose ``item`` is a ``place_id`` gets the id of that item; one without, that of the only item that begins
    on its line.
    """
    ending = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]

    def give(kind: ItemKind, position: int) -> str:
        return f"{place_id(kind, position)}-{ending}"

    actions = _actions(plan.actions, give)
    indicators = tuple(replace(row, id=give("indicator", n)) for n, row in enumerate(plan.indicators, 1))
    named = replace(plan, actions=actions, indicators=indicators)
    beginning = _beginning(named)
    remarks = []
    for n, remark in enumerate(plan.diagnostics, 1):
        item = f"{remark.item}-{ending}" if remark.item else beginning.get(remark.line)
        remarks.append(replace(remark, id=give("remark", n), item=item))
    return replace(named, diagnostics=tuple(remarks))


def _actions(actions: Sequence[ParsedAction], give: Callable[[ItemKind, int], str]) -> tuple[ParsedAction, ...]:
    """The actions and their tasks with their ids; tasks are counted through the plan."""
    positions = count(1)
    return tuple(
        replace(
            action,
            id=give("action", n),
            tasks=tuple(replace(task, id=give("task", next(positions))) for task in action.tasks),
        )
        for n, action in enumerate(actions, 1)
    )


def _beginning(plan: ParsedPlan) -> dict[int | None, str]:
    """The id of the item that begins on a line, for the lines where exactly one does."""
    items: tuple[ParsedAction | ParsedTask | ParsedIndicator, ...] = (*plan.actions, *plan.tasks(), *plan.indicators)
    times = Counter(item.line for item in items)
    return {item.line: item.id for item in items if item.line is not None and times[item.line] == 1}


def told_once(remarks: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each remark once, in order; one that several items share is about none of them alone."""
    found: dict[Diagnostic, Diagnostic] = {}
    for remark in remarks:
        shared = replace(remark, item=None)
        if found.setdefault(shared, remark).item != remark.item:
            found[shared] = shared
    return tuple(found.values())
