"""A plan in the database in the plain form of the plan schema, with the rows that its items are kept in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.plans.content import Contract
from tasks.plans.models import Action, Plan, Task


@dataclass(frozen=True)
class PlanContract:
    """What a plan says now; `tasks` are the rows by action, `actions` those of the actions, in the same order.

    `withdrawn` is what tasks that are no longer in force said, by row, the last withdrawn first.
    """

    content: Contract
    actions: Sequence[Action]
    tasks: Sequence[Sequence[Task]]
    withdrawn: Mapping[int, Contract]

    @property
    def ids(self) -> list[list[int]]:
        return [[task.pk for task in rows] for rows in self.tasks]

    @property
    def action_ids(self) -> list[int]:
        return [action.pk for action in self.actions]


def plan_contract(plan: Plan, indicators: Sequence[Contract] = ()) -> PlanContract:
    """The plan as it is in force. Four queries, however long it is. What other apps hold is handed in."""
    actions = list(plan.actions.in_force().order_by("position"))
    rows: dict[int, list[Task]] = {action.pk: [] for action in actions}
    gone: list[tuple[dt.datetime, Task]] = []
    found = Task.objects.filter(action__plan=plan).order_by("position", "id")
    for task in found.prefetch_related("responsibilities", "milestones"):
        if task.withdrawn_at:
            gone.append((task.withdrawn_at, task))
        elif task.action_id in rows:
            rows[task.action_id].append(task)
    content = {
        "title": plan.title,
        "document_number": plan.document_number or None,
        "issuer": plan.issuer or None,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "years": list(range(plan.first_year, plan.last_year + 1)),
        "jurisdiction": plan.jurisdiction.name,
        "cites": plan.cites,
        "actions": [_action(n, action, rows[action.pk]) for n, action in enumerate(actions, 1)],
        "indicators": list(indicators),
        "diagnostics": plan.diagnostics,
    }
    last_first = sorted(gone, key=lambda row: row[0], reverse=True)
    withdrawn = {task.pk: _task(task) for _, task in last_first}
    return PlanContract(content, actions, [rows[action.pk] for action in actions], withdrawn)


def _action(number: int, action: Action, tasks: Sequence[Task]) -> Contract:
    return {
        "number": number,
        "heading": action.heading,
        "goal": action.goal or None,
        "tasks": [_task(task) for task in tasks],
        "line": action.line,
    }


def _task(task: Task) -> Contract:
    return {
        "number": task.number,
        "title": task.title,
        "text": task.text,
        "responsibilities": said_contract(task),
        "deadline": deadline_contract(task),
        "milestones": [{"text": mark.text, "due": mark.due_on.isoformat()} for mark in task.milestones.all()],
        "line": task.line,
    }


def said_contract(task: Task) -> list[Contract]:
    """Who is to do the task, as the document says."""
    return [{"role": said.role, "name": said.name} for said in task.responsibilities.all()]


def deadline_contract(task: Task) -> Contract:
    """The task's deadline in the plan schema's form."""
    return {
        "text": task.deadline_text or None,
        "kind": task.deadline_kind,
        "due": task.due_on.isoformat() if task.due_on else None,
        "ongoing": task.is_ongoing,
        "annual": task.annual_on or None,
    }
