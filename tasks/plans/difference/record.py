"""A difference in the form in which a PlanVersion keeps it: plain data that reads without the code.

Each row is {"of": "about" | "action" | "task" | "indicator", "what": [kinds], "name", ...}; a task has also "task" (its
row), "title" and "text" as [[change, words], …], "units", "deadline" and "milestones" as [before, now].
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tasks.plans.difference.changes import KINDS, ActionChange, Difference, IndicatorChange, TaskChange
from tasks.plans.models import Role

Record = dict[str, Any]


def records(difference: Difference, added: Mapping[str, int]) -> list[Record]:
    """What changed, in reading order; what stayed is left out. `added`: the rows of new tasks by their id."""
    return [
        *(
            {"of": "about", "name": row.label, "what": ["text"], "words": [row.old, row.new]}
            for row in difference.about
        ),
        *(_action(row) for row in difference.actions if row.kinds),
        *(_task(row, added) for row in difference.tasks if "same" not in row.kinds),
        *indicator_records(difference.indicators),
    ]


def indicator_records(changes: Sequence[IndicatorChange]) -> list[Record]:
    """The rows of indicators that changed."""
    return [
        {"of": "indicator", "name": row.name, "what": sorted(row.kinds), "targets": [list(one) for one in row.targets]}
        for row in changes
        if "same" not in row.kinds
    ]


def _action(row: ActionChange) -> Record:
    record: Record = {"of": "action", "name": row.shown.heading, "what": sorted(row.kinds)}
    if row.old and "renamed" in row.kinds:
        record["words"] = [row.old.heading, row.shown.heading]
    return record


def _task(row: TaskChange, added: Mapping[str, int]) -> Record:
    record: Record = {
        "of": "task",
        "task": row.row if row.row is not None else added.get(row.id),
        "name": row.name,
        "what": [kind for kind in KINDS if kind in row.kinds],
    }
    if "text" in row.kinds:
        record |= {"title": list(map(list, row.title)), "text": list(map(list, row.text))}
    if row.units:
        record["units"] = list(_units(row))
    for name in ("deadline", "milestones"):
        if words := getattr(row, name):
            record[name] = list(words)
    return record


def _units(row: TaskChange) -> Iterator[list[str]]:
    """["ins" | "del" | "", words] for each name."""
    for role, name in row.units.removed:
        yield ["del", f"{Role(role).label} {name}"]
    for role, name in row.units.added:
        yield ["ins", f"{Role(role).label} {name}"]
    for name, before, now in row.units.turned:
        yield ["", f"{name}由{Role(before).label}改为{Role(now).label}"]
