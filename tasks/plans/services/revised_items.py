"""The actions and tasks of a plan become those of its new version: each keeps its row, and so its work and history."""

import datetime as dt
from collections.abc import Iterator, Mapping

from tasks.common.rows import step_aside, whole
from tasks.people.names import Meanings, NameBook, Resolved, normal_name
from tasks.planparser import ParsedPlan, ParsedTask
from tasks.plans.difference import Difference
from tasks.plans.models import Action, Milestone, Plan, Responsibility, Task
from tasks.plans.services.items import Pairs, milestones_create, new_task

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
    plan: Plan, parsed: ParsedPlan, difference: Difference, now: dt.datetime, decided: Meanings | None = None
) -> dict[str, int]:
    """Write what the difference says of actions and tasks. Returns the rows of new tasks by their key.

    `decided` as for items_create. Raises ServiceError where a text is too long to be kept whole. Belongs in the
    caller's transaction.
    """
    _withdraw(difference, now)
    actions = _revise_actions(plan, parsed, difference)
    new, kept = _revise_tasks(plan, parsed, difference, actions)
    _Names(plan, decided).revise(kept + new)
    Milestone.objects.filter(task__in=[task for task, _ in kept]).delete()
    milestones_create(kept + new)
    keys = [change.key for change in difference.tasks if change.old is None]
    return {key: task.pk for key, (task, _) in zip(keys, new, strict=True)}


def _withdraw(difference: Difference, now: dt.datetime) -> None:
    dropped = [change.id for change in difference.tasks if change.id and change.new is None]
    Task.objects.filter(pk__in=dropped).update(withdrawn_at=now)
    gone = [change.id for change in difference.actions if change.id and change.new is None]
    Action.objects.filter(pk__in=gone).update(withdrawn_at=now)


def _revise_actions(plan: Plan, parsed: ParsedPlan, difference: Difference) -> dict[int, Action]:
    """The plan's actions by place, from 1."""
    rows = {
        change.new_place: Action(
            pk=change.id,
            plan=plan,
            position=change.new_place,
            heading=said.heading,
            goal=said.goal or "",
            line=said.line,
        )
        for change in difference.actions
        if change.new_place
        for said in [parsed.actions[change.new_place - 1]]
    }
    checked = list(whole(rows.values(), lambda row: row.line))
    step_aside(plan.actions.in_force())
    Action.objects.bulk_update([row for row in checked if row.pk], ACTION_FIELDS)
    Action.objects.bulk_create(row for row in checked if not row.pk)
    return {place: row for place, row in rows.items() if place}


def _revise_tasks(
    plan: Plan, parsed: ParsedPlan, difference: Difference, actions: Mapping[int, Action]
) -> tuple[list[tuple[Task, ParsedTask]], list[tuple[Task, ParsedTask]]]:
    """(new tasks, tasks that stay or come back), each with what is now said of it."""
    pairs = []
    for change in difference.tasks:
        if change.new_place:
            action, place = change.new_place
            said = parsed.actions[action - 1].tasks[place - 1]
            row = new_task(actions[action], place, said)
            row.pk = change.id
            pairs.append((row, said))
    checked = list(whole((row for row, _ in pairs), lambda row: row.line))
    step_aside(Task.objects.in_force().filter(action__plan=plan))
    Task.objects.bulk_update([row for row in checked if row.pk], TASK_FIELDS)
    new, kept = [pair for pair in pairs if not pair[0].pk], [pair for pair in pairs if pair[0].pk]
    Task.objects.bulk_create(row for row, _ in new)
    return new, kept


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
        kept = [row for row in rows if row.pk]
        gone = [row.pk for left in self._standing.values() for row in left]
        Responsibility.objects.filter(pk__in=gone).delete()
        step_aside(Responsibility.objects.filter(pk__in=[row.pk for row in kept]))
        Responsibility.objects.bulk_update(kept, ["position", "name", "unit", "group"])
        Responsibility.objects.bulk_create(row for row in rows if not row.pk)

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
