"""New versions of the world's plan, for the tests that put one into force."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from tasks.planparser import ParsedDeadline, ParsedPlan, ParsedResponsibility, ParsedTask, new_id
from tasks.plans.contract import held_plan
from tasks.plans.models import Plan, Responsibility, Task
from tasks.plans.services.plans import Document
from tasks.work.services.revisions import Revision, plan_revise
from tests.world import World


def said_now(plan: Plan) -> ParsedPlan:
    """What the plan says now, with the ids of its rows."""
    return held_plan(Plan.objects.select_related("jurisdiction").get(pk=plan.pk)).parsed


def tasks_of(plan: ParsedPlan, action: int = 0) -> list[ParsedTask]:
    return list(plan.actions[action].tasks)


def with_tasks(plan: ParsedPlan, tasks: Sequence[ParsedTask], action: int = 0) -> ParsedPlan:
    """The plan with these tasks in one of its actions, counted from 0."""
    actions = list(plan.actions)
    actions[action] = replace(actions[action], tasks=tuple(tasks))
    return replace(plan, actions=tuple(actions))


def with_task(plan: ParsedPlan, place: int, **changes: Any) -> ParsedPlan:
    """The plan with one task of its first action changed, counted from 0."""
    tasks = tasks_of(plan)
    tasks[place] = replace(tasks[place], **changes)
    return with_tasks(plan, tasks)


def without_task(plan: ParsedPlan, place: int) -> ParsedPlan:
    """The plan without one task of its first action, counted from 0."""
    return with_tasks(plan, [task for n, task in enumerate(tasks_of(plan)) if n != place])


def with_unit(plan: ParsedPlan, place: int, **changes: Any) -> ParsedPlan:
    """The plan with one responsibility of its first task changed, counted from 0."""
    said = list(tasks_of(plan)[0].responsibilities)
    said[place] = replace(said[place], **changes)
    return with_task(plan, 0, responsibilities=tuple(said))


def new_task(title: str = "建立观察点", *, names: tuple[str, ...] = ("司法局",), **more: Any) -> ParsedTask:
    said = tuple(ParsedResponsibility("responsible", name) for name in names)
    given = {"id": new_id("task"), "number": 9, "text": f"{title}。在园区设立。", "deadline": ParsedDeadline()}
    return ParsedTask(**{**given, "title": title, "responsibilities": said, "milestones": (), "line": None, **more})


def revise(world: World, parsed: ParsedPlan, plan: Plan | None = None, **more: Any) -> Revision:
    """Put this wording into force as the next version of the world's plan."""
    plan = plan or world.plan
    number = plan.versions.count()
    given = {"pairs": {}, "seen_version": number, "user": world.staff, "now": timezone.now(), **more}
    document = Document(f"v{number + 1}.txt", f"{plan.pk}-{number + 1}".encode(), "第一行")
    return plan_revise(plan=plan, parsed=parsed, **{"document": document, **given})


def states(task: Task) -> dict[str, tuple[str, str]]:
    """Short name of a unit to the state and role of its assignment."""
    rows = task.assignments.select_related("unit")
    return {row.unit.short_name: (row.state, row.role) for row in rows}


def names_of(task: Task) -> list[str]:
    return list(Responsibility.objects.filter(task=task).order_by("position").values_list("name", flat=True))
