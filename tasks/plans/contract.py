"""A plan in the database as the typed plan that it came from; the ids of its items are the keys of the rows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.planparser import (
    ParsedAction,
    ParsedDeadline,
    ParsedIndicator,
    ParsedMilestone,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTask,
    plan_from_dict,
)
from tasks.plans.models import Action, Plan, Responsibility, Task


@dataclass(frozen=True)
class HeldPlan:
    """What a plan says now.

    `rows` is the row of each action in force and of every task, by id. `withdrawn` is what tasks that are no longer in
    force said, the last withdrawn first.
    """

    parsed: ParsedPlan
    rows: Mapping[str, int]
    withdrawn: Sequence[ParsedTask]


def held_plan(plan: Plan, indicators: Iterable[ParsedIndicator] = ()) -> HeldPlan:
    """The plan as it is in force. Four queries, however long it is. What other apps hold is handed in."""
    actions = list(plan.actions.in_force().order_by("position"))
    tasks: dict[int, list[Task]] = {action.pk: [] for action in actions}
    gone: list[tuple[dt.datetime, Task]] = []
    found = Task.objects.filter(action__plan=plan).order_by("position", "id")
    for task in found.prefetch_related("responsibilities", "milestones"):
        if task.withdrawn_at:
            gone.append((task.withdrawn_at, task))
        elif task.action_id in tasks:
            tasks[task.action_id].append(task)
    parsed = replace(
        _described(plan),
        actions=tuple(_action(n, action, tasks[action.pk]) for n, action in enumerate(actions, 1)),
        indicators=tuple(indicators),
    )
    last_first = [task for _, task in sorted(gone, key=lambda row: row[0], reverse=True)]
    rows = {task.key: task.pk for task in [*last_first, *(task for held in tasks.values() for task in held)]}
    rows |= {action.key: action.pk for action in actions}
    return HeldPlan(parsed, rows, [task_as_parsed(task) for task in last_first])


def _described(plan: Plan) -> ParsedPlan:
    """What the plan says of itself, and the remarks that were left when it was confirmed."""
    about = {
        "title": plan.title,
        "document_number": plan.document_number or None,
        "issuer": plan.issuer or None,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "years": list(range(plan.first_year, plan.last_year + 1)),
        "jurisdiction": plan.jurisdiction.name,
        "cites": plan.cites,
        "diagnostics": plan.diagnostics,
    }
    return plan_from_dict({**about, "actions": [], "indicators": []})


def _action(number: int, action: Action, tasks: Iterable[Task]) -> ParsedAction:
    return ParsedAction(
        id=action.key,
        number=number,
        heading=action.heading,
        goal=action.goal or None,
        tasks=tuple(map(task_as_parsed, tasks)),
        line=action.line,
    )


def task_as_parsed(task: Task) -> ParsedTask:
    """What the plan says of a task. Two queries, none where responsibilities and milestones are fetched."""
    return ParsedTask(
        id=task.key,
        number=task.number,
        title=task.title,
        text=task.text,
        responsibilities=tuple(map(_said, task.responsibilities.all())),
        deadline=_deadline(task),
        milestones=tuple(ParsedMilestone(mark.text, mark.due_on) for mark in task.milestones.all()),
        line=task.line,
    )


def _said(row: Responsibility) -> ParsedResponsibility:
    role: Any = row.role  # the database holds no other than the parser's
    return ParsedResponsibility(role, row.name)


def _deadline(task: Task) -> ParsedDeadline:
    kind: Any = task.deadline_kind  # the database holds no other than the parser's
    return ParsedDeadline(
        text=task.deadline_text or None,
        kind=kind,
        due=task.due_on,
        ongoing=task.is_ongoing,
        annual=task.annual_on or None,
    )
