"""New versions of the world's plan, for the tests that put one into force."""

import copy
from typing import Any

from django.utils import timezone

from tasks.planparser import plan_from_dict
from tasks.plans.contract import plan_contract
from tasks.plans.models import Plan, Responsibility, Task
from tasks.plans.services.plans import Document
from tasks.work.services.revisions import Revision, plan_revise
from tests.world import World

Contract = dict[str, Any]


def contract_of(plan: Plan) -> Contract:
    """What the plan says now, free to be changed."""
    plan = Plan.objects.select_related("jurisdiction").get(pk=plan.pk)
    return copy.deepcopy(plan_contract(plan).content)


def tasks_of(content: Contract, action: int = 0) -> list[Contract]:
    rows: list[Contract] = content["actions"][action]["tasks"]
    return rows


def new_task(title: str = "建立观察点", *, names: tuple[str, ...] = ("司法局",), **more: Any) -> Contract:
    said = [{"role": "responsible", "name": name} for name in names]
    deadline = {"text": None, "kind": "none", "due": None, "ongoing": False, "annual": None}
    row = {"number": 9, "title": title, "text": f"{title}。在园区设立。", "responsibilities": said, "milestones": []}
    return {**row, "deadline": deadline, "line": None, **more}


def revise(world: World, content: Contract, plan: Plan | None = None, **more: Any) -> Revision:
    """Put this wording into force as the next version of the world's plan."""
    plan = plan or world.plan
    number = plan.versions.count()
    given = {"pairs": {}, "seen_version": number, "user": world.staff, "now": timezone.now(), **more}
    document = Document(f"v{number + 1}.txt", f"{plan.pk}-{number + 1}".encode(), "第一行")
    return plan_revise(plan=plan, parsed=plan_from_dict(content), **{"document": document, **given})


def states(task: Task) -> dict[str, tuple[str, str]]:
    """Short name of a unit to the state and role of its assignment."""
    rows = task.assignments.select_related("unit")
    return {row.unit.short_name: (row.state, row.role) for row in rows}


def names_of(task: Task) -> list[str]:
    return list(Responsibility.objects.filter(task=task).order_by("position").values_list("name", flat=True))
