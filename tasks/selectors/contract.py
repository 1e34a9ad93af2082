"""A plan in the database becomes what the parser handed over: the inverse of `plan_import`, indicators left out.

Indicators are read by `indicators.selectors.parsed_indicators`; whoever needs both joins them.
"""

from typing import cast

from django.db.models import Prefetch, QuerySet

from tasks.models import Action, Milestone, Plan, Responsibility, Task
from tasks.planparser import ParsedPlan
from tasks.planparser.model import (
    DeadlineKind,
    Diagnostic,
    ParsedAction,
    ParsedDeadline,
    ParsedMilestone,
    ParsedResponsibility,
    ParsedTask,
    Role,
)


def plan_contract(plan: Plan) -> ParsedPlan:
    """The plan as it is in force, corrections included, with the lines it came from. Four queries.

    The database keeps first and last year only, and the place by its own name, not as the document spells it.
    """
    return ParsedPlan(
        title=plan.title,
        document_number=plan.document_number or None,
        issuer=plan.issuer or None,
        issued_on=plan.issued_on,
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        jurisdiction=plan.jurisdiction.name,
        cites=tuple(plan.cites),
        actions=tuple(_action(number, action) for number, action in enumerate(_in_force(plan), 1)),
        indicators=(),
        diagnostics=tuple(Diagnostic(**row) for row in plan.diagnostics),
    )


def _in_force(plan: Plan) -> QuerySet[Action]:
    """The actions that the wording in force has, each with those of its tasks."""
    tasks = Task.objects.in_force().order_by("position")
    said = Prefetch("responsibilities", Responsibility.objects.order_by("position"))
    marks = Prefetch("milestones", Milestone.objects.order_by("position"))
    actions = Action.objects.in_force().filter(plan=plan).order_by("position")
    return actions.prefetch_related(Prefetch("tasks", tasks.prefetch_related(said, marks)))


def _action(number: int, action: Action) -> ParsedAction:
    return ParsedAction(number, action.heading, action.goal or None, tuple(map(_task, action.tasks.all())), action.line)


def _task(task: Task) -> ParsedTask:
    return ParsedTask(
        number=task.number,
        title=task.title,
        text=task.text,
        responsibilities=tuple(
            ParsedResponsibility(cast(Role, row.role), row.name) for row in task.responsibilities.all()
        ),
        deadline=ParsedDeadline(
            text=task.deadline_text or None,
            kind=cast(DeadlineKind, task.deadline_kind),
            due=task.due_on,
            ongoing=task.is_ongoing,
            annual=task.annual_on or None,
        ),
        milestones=tuple(ParsedMilestone(mark.text, mark.due_on) for mark in task.milestones.all()),
        line=task.line,
    )
