"""The plan above: for staff who manage the plan below it, and the admin."""

from typing import Any

from tasks.plans.models import Plan, Task
from tests.cast import HIDDEN, Entry
from tests.tasks.alignment.above import build_above
from tests.world import World


def _prepare(world: World) -> None:
    build_above(world)


def _plan(world: World) -> dict[str, Any]:
    return {"pk": Plan.objects.get(jurisdiction=world.place, status=Plan.Status.DRAFT).pk}


def _task(world: World) -> dict[str, Any]:
    return {**_plan(world), "upper": Task.objects.filter(action__plan__jurisdiction__name="某省").earliest("pk").pk}


def _upper(world: World) -> dict[str, Any]:
    return {"upper": Plan.objects.get(jurisdiction__name="某省").pk}


def _decision(world: World) -> dict[str, Any]:
    return {"decision": "full", "lower": Task.objects.latest("pk").pk}


def _page(**more: Any) -> Entry:
    return Entry(**{"kwargs": _plan, "prepare": _prepare, "liaison": HIDDEN, **more})


def _act(**more: Any) -> Entry:
    return _page(**{"method": "post", "staff": 302, "admin": 302, **more})


ABOVE_ENTRIES: dict[str, Entry] = {
    "plan_upper": _act(data=_upper),
    "plan_coverage": _page(),
    "plan_coverage_export": _page(),
    "plan_coverage_accept": _act(),
    "plan_coverage_decide": _act(kwargs=_task, data=_decision),
    "plan_coverage_exempt": _act(kwargs=_task),
    "plan_coverage_clear": _act(kwargs=_task),
}
