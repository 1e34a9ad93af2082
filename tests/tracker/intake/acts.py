"""What leaves an event at the addresses of plans on their way in."""

from typing import Any

from tasks.events.acts import EventAct
from tasks.jobs.models import Job
from tasks.plans.models import Plan, Task
from tests.acts import Done, done, taken
from tests.conftest import signed_in
from tests.tracker.intake.drafting import grid_data
from tests.tracker.intake.imports import TEXT, confirm, post, ready_draft, task_data, url
from tests.tracker.intake.places import task_id
from tests.world import World, make_plan
from tracker.intake.grid import rows as grid
from tracker.intake.models import PlanDraft

NEXT_YEAR = "某区2025年法治政府建设任务分工方案\n\n（一）依法行政行动\n\n1. 争取命名1。开展创建。\n\n责任单位：司法局\n"


def _draft() -> PlanDraft:
    return PlanDraft.objects.get()


def _sent(**data: Any) -> Any:
    """The form as the latest page sends it."""
    return lambda world: {"revision": _draft().revision, **data}


def _failed(world: World) -> None:
    draft = ready_draft(world)
    Job.objects.filter(pk=draft.job_id).update(state=Job.State.FAILED)
    PlanDraft.objects.filter(pk=draft.pk).update(state=PlanDraft.State.FAILED)


def _draft_plan(world: World) -> None:
    make_plan(world.place, title="草稿")


def _place_unknown(world: World) -> None:
    ready_draft(world, text=TEXT.replace("某区2024年", "江南新区2024年"))


def _deleted_from(world: World) -> None:
    draft = ready_draft(world)
    post(signed_in(world.staff), url("draft_task", draft, 1, 1), draft, act="delete")


def _of_next_year(world: World) -> None:
    """A draft that lacks a task of last year's plan."""
    Task.objects.filter(pk=world.ongoing_task.pk).update(title="公示执法信息", text="公示执法信息。及时更新。")
    ready_draft(world, text=NEXT_YEAR)


def _two_versions(world: World) -> None:
    """A plan and its revision, of two files."""
    plan = confirm(ready_draft(world), world)
    again = ready_draft(world, text=TEXT.replace("公示执法信息", "公示全部执法信息"), stands_alone=False)
    PlanDraft.objects.filter(pk=again.pk).update(revises=plan)
    confirm(again, world)


def _the_first_version(world: World) -> dict[str, int]:
    return {"pk": Plan.objects.exclude(pk=world.plan.pk).get().pk, "number": 1}


def _pairing(world: World) -> dict[str, Any]:
    draft = _draft()
    return {
        "revision": draft.revision,
        "item": task_id(draft.reviewed, 2, 1),
        "task": world.task.pk,
    }


def _rows(world: World) -> dict[str, Any]:
    rows = grid.rows_of(_draft().content)
    return grid_data([*rows, grid.Row("task-", text="建立观察点。")], revision=_draft().revision)


INTAKE_ACTS: dict[str, Done] = {
    "draft_new": done(EventAct.DRAFT_BEGIN, data=lambda world: {"text": TEXT}),
    "draft_retry": done(EventAct.DRAFT_RETRY, prepare=_failed),
    "draft_discard": done(EventAct.DRAFT_DISCARD),
    "draft_settle": done(EventAct.DRAFT_EDIT, data=_sent()),
    "draft_about": done(EventAct.DRAFT_EDIT, data=lambda world: {
        "revision": 0, "title": "改过的方案", "years": "2024", "jurisdiction": world.place.pk, "called": "某区"
    }),
    "draft_new_place": done(EventAct.PLACE_ADD, person="admin", prepare=_place_unknown, data=_sent(
        name="江南新区", full_name="某市江南新区", level="county", parent=""
    )),
    "draft_action": done(EventAct.DRAFT_EDIT, data=_sent(heading="新行动", goal="")),
    "draft_task": done(EventAct.DRAFT_EDIT, data=lambda world: {"revision": 0, **task_data(title="改过的")}),
    "draft_indicator": done(EventAct.DRAFT_EDIT, data=_sent(name="新指标", unit="%", target_0="≥90")),
    "draft_line": done(EventAct.DRAFT_EDIT, data=_sent(act="none")),
    "draft_name": done(EventAct.DRAFT_EDIT, data=lambda world: {
        "revision": 0, "name": "财政部门", "target": f"unit-{world.finance.pk}"
    }),
    "draft_grid": done(EventAct.DRAFT_EDIT, data=_rows),
    "draft_undo": done(EventAct.DRAFT_EDIT, prepare=_deleted_from, data=_sent()),
    "draft_write": done(
        EventAct.DRAFT_WRITE,
        query=lambda world: {"place": world.place.pk, "years": "2025", "step": "tasks"},
        data=lambda world: {"title": "某区2025年方案", "task": [world.ongoing_task.pk]},
    ),
    "draft_carry": done(EventAct.DRAFT_EDIT, prepare=_of_next_year, data=lambda world: {
        "revision": 0, "task": [world.ongoing_task.pk], "heading": ""
    }),
    "draft_pair": done(EventAct.DRAFT_EDIT, data=_pairing),
    "version_again": done(EventAct.DRAFT_BEGIN, prepare=_two_versions, kwargs=_the_first_version),
    "draft_confirm": done(EventAct.DRAFT_CONFIRM, EventAct.PLAN_IMPORT),
    "draft_revises": done(EventAct.DRAFT_EDIT, data=lambda world: {
        "revision": 0, "act": "revise", "plan": world.plan.pk
    }),
    "draft_docx": taken(EventAct.PLAN_EXPORT),
    "draft_xlsx": taken(EventAct.PLAN_EXPORT),
    "plan_delete": done(EventAct.PLAN_DELETE, prepare=_draft_plan, kwargs=lambda world: {
        "pk": Plan.objects.get(title="草稿").pk
    }),
}  # fmt: skip
