"""The actions and tasks of a plan become those of its new version: each keeps its row, and so its work and history."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from tasks.common.bulk_rows import take_places, whole
from tasks.people.names import Meanings, NameBook, Resolved, normal_name
from tasks.planparser import ParsedPlan, ParsedTask
from tasks.plans.models import Action, Milestone, Plan, Responsibility, Task
from tasks.plans.services.items import Pairs, milestones_create, new_action, new_task

ACTION_FIELDS = ["position", "heading", "goal", "line"]
TASK_FIELDS = [
    "action",
    "position",
    "number",
    "title",
    "text",
    "line",
    "deadline_text",
    "deadline_kind",
    "due_on",
    "annual_on",
    "is_ongoing",
    "withdrawn_at",
]


def items_revise(
    plan: Plan, parsed: ParsedPlan, rows: Mapping[str, int], now: dt.datetime, decided: Meanings | None = None
) -> dict[str, int]:
    """Make the actions and tasks of a plan those of its new version. Returns the rows of all its tasks by id.

    `rows` are those that the plan has, by id (see `held_plan`): an item of the same id keeps its row, tasks and actions
    in force that are no longer said are withdrawn. `decided` as for items_create. Raises ServiceError where a text is
    too long to be kept whole. Belongs in the caller's transaction.
    """
    _withdraw(plan, parsed, now)
    tasks = _tasks(_revise_actions(plan, parsed, rows), parsed, rows)
    checked = list(whole((row for row, _ in tasks), lambda row: row.line))
    take_places(Task.objects.in_force().filter(action__plan=plan), checked, TASK_FIELDS)
    _Names(plan, decided).revise(tasks)
    Milestone.objects.filter(task__in=[task for task, _ in tasks]).delete()
    milestones_create(tasks)
    return {task.key: task.pk for task, _ in tasks}


def _withdraw(plan: Plan, parsed: ParsedPlan, now: dt.datetime) -> None:
    said = [task.id for task in parsed.tasks()]
    Task.objects.in_force().filter(action__plan=plan).exclude(key__in=said).update(withdrawn_at=now)
    plan.actions.in_force().exclude(key__in=[action.id for action in parsed.actions]).update(withdrawn_at=now)


def _revise_actions(plan: Plan, parsed: ParsedPlan, rows: Mapping[str, int]) -> list[Action]:
    """The plan's actions in the order of the new version."""
    actions = [new_action(plan, place, said) for place, said in enumerate(parsed.actions, 1)]
    for action in actions:
        action.pk = rows.get(action.key)
    take_places(plan.actions.in_force(), list(whole(actions, lambda row: row.line)), ACTION_FIELDS)
    return actions


def _tasks(actions: Sequence[Action], parsed: ParsedPlan, rows: Mapping[str, int]) -> list[tuple[Task, ParsedTask]]:
    """The rows of the tasks, not saved yet, each with what is now said of it."""
    tasks = [
        (new_task(action, place, said), said)
        for action, held in zip(actions, parsed.actions, strict=True)
        for place, said in enumerate(held.tasks, 1)
    ]
    for task, _ in tasks:
        task.pk = rows.get(task.key)
    return tasks


class _Names:
    """Rewrites who is responsible. A name that stays keeps its row, and with it the unit that somebody linked it to."""

    def __init__(self, plan: Plan, decided: Meanings | None) -> None:
        self._book = NameBook(plan.jurisdiction, decided)
        rows = Responsibility.objects.filter(task__action__plan=plan, task__withdrawn_at=None).order_by("position")
        self._standing: dict[tuple[int, str, str], list[Responsibility]] = {}
        self._known: dict[str, Resolved] = {}
        for row in rows:
            name = normal_name(row.name)
            self._standing.setdefault((row.task_id, row.role, name), []).append(row)
            if row.is_resolved:
                self._known[name] = Resolved(row.unit_id, row.group_id)

    def revise(self, pairs: Pairs) -> None:
        """Five statements, however many names there are."""
        rows = list(whole(self._rows(pairs), lambda row: row.task.line))
        gone = [row.pk for left in self._standing.values() for row in left]
        Responsibility.objects.filter(pk__in=gone).delete()
        kept = Responsibility.objects.filter(pk__in=[row.pk for row in rows if row.pk])
        take_places(kept, rows, ["position", "name", "unit", "group"])

    def _rows(self, pairs: Pairs) -> Iterator[Responsibility]:
        for task, item in pairs:
            for n, said in enumerate(item.responsibilities, 1):
                standing = self._standing.get((task.pk, said.role, normal_name(said.name)))
                row = standing.pop(0) if standing else Responsibility(task=task, role=said.role)
                row.position, row.name = n, said.name
                if not row.is_resolved:
                    meant = self._meant(said.name)
                    row.unit_id, row.group_id = meant.unit_id, meant.group_id
                yield row

    def _meant(self, name: str) -> Resolved:
        """As names are known now, or were decided on; else as this plan had it."""
        found = self._book.resolve(name)
        return found if found != Resolved() else self._known.get(normal_name(name), Resolved())
