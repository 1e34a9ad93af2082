"""The ids of a new version's items: what stays has the id of its row, what is new its own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from tasks.planparser import ItemKind, ParsedPlan, new_id


def ids_in_force(
    kind: ItemKind, items: Iterable[str], kept: Mapping[str, str], taken: Collection[str]
) -> dict[str, str]:
    """By id of an item in the new version, the id that it has once that is in force.

    `kept` says which item of the plan it goes on with, `taken` are all ids that the plan has or had: one that is new
    gets another where its own is among them.
    """
    return {item: kept.get(item) or (new_id(kind) if item in taken else item) for item in items}


def renamed(plan: ParsedPlan, ids: Mapping[str, str]) -> ParsedPlan:
    """The plan with these ids, old to new, on its items and in its remarks; others stay."""
    return replace(
        plan,
        actions=tuple(
            replace(
                action,
                id=ids.get(action.id, action.id),
                tasks=tuple(replace(task, id=ids.get(task.id, task.id)) for task in action.tasks),
            )
            for action in plan.actions
        ),
        indicators=tuple(replace(row, id=ids.get(row.id, row.id)) for row in plan.indicators),
        diagnostics=tuple(
            replace(remark, item=ids.get(remark.item, remark.item) if remark.item else None)
            for remark in plan.diagnostics
        ),
    )
