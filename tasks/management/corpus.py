"""What a plan holds, item by item, so that a change of the parser shows what it gains and loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tasks.planparser import ParsedDeadline, ParsedPlan

KINDS = ("actions", "tasks", "responsibilities", "deadlines", "milestones", "indicators", "targets")
Items = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """An item that one document gained or lost."""

    document: str
    kind: str
    item: str
    gained: bool


def items_of(plan: ParsedPlan) -> Items:
    """The plan's items of each kind as lines of text, in document order."""
    found: Items = {kind: [] for kind in KINDS}
    for kind, item in _items(plan):
        found[kind].append(item)
    return found


def changes(before: Mapping[str, Items], after: Mapping[str, Items]) -> list[Change]:
    """What was lost and gained, by document and kind; a document that is gone has lost all it had."""
    return [
        Change(document, kind, item, gained)
        for document in sorted({*before, *after})
        for kind in KINDS
        for gained, more, less in ((False, before, after), (True, after, before))
        for item in _left(more.get(document, {}).get(kind, []), less.get(document, {}).get(kind, []))
    ]


def _left(more: list[str], less: list[str]) -> Iterator[str]:
    return (Counter(more) - Counter(less)).elements()


def _items(plan: ParsedPlan) -> Iterator[tuple[str, str]]:
    for action in plan.actions:
        yield "actions", f"{action.number} {action.heading}"
        for at, task in enumerate(action.tasks, start=1):
            place = f"{action.number}-{at}"
            yield "tasks", f"{place} {task.number} {task.text}"
            for unit in task.responsibilities:
                yield "responsibilities", f"{place} {unit.role} {unit.name}"
            if task.deadline.text:
                yield "deadlines", f"{place} {task.deadline.text} {_due(task.deadline)}"
            for stone in task.milestones:
                yield "milestones", f"{place} {stone.text} {stone.due}"
    for at, indicator in enumerate(plan.indicators, start=1):
        yield "indicators", f"{at} {indicator.number} {indicator.area} {indicator.name} {indicator.unit}"
        for target in indicator.targets:
            yield "targets", f"{at} {target.year} {target.text} {target.operator} {target.value}"


def _due(deadline: ParsedDeadline) -> str:
    return " ".join(str(part) for part in (deadline.kind, deadline.due, deadline.annual) if part)
