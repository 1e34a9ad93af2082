"""The pages of the work: task, progress, review, evidence, plans."""

from typing import Any

from django.core.files.base import ContentFile

from tasks.work.models import EvidenceLink
from tests.cast import HIDDEN, Entry
from tests.tasks.work.reports import attach
from tests.world import World


def _store_source(world: World) -> None:
    world.plan.source.file.save("plan.txt", ContentFile(b"text"))


def _attach(world: World) -> None:
    attach(world.submitted, world.liaison)


def _the_link(world: World) -> dict[str, Any]:
    return {"pk": EvidenceLink.objects.get().pk}


def _submitted(world: World) -> dict[str, Any]:
    return {"pk": world.submitted.pk}


def _plan(world: World) -> dict[str, Any]:
    return {"pk": world.plan.pk}


def _target(world: World) -> dict[str, Any]:
    return {"target": f"unit-{world.finance.pk}"}


WORK_ENTRIES: dict[str, Entry] = {
    "task_detail": Entry(kwargs=lambda world: {"pk": world.task.pk}),
    "progress_edit": Entry(
        changes=True, kwargs=lambda world: {"assignment_id": world.assignment.pk}, staff=HIDDEN, admin=HIDDEN
    ),  # only the unit's own liaison fills in
    "progress_detail": Entry(kwargs=_submitted),
    "progress_accept": Entry(kwargs=_submitted, method="post", liaison=HIDDEN, staff=302, admin=302),
    "progress_return": Entry(
        kwargs=_submitted,
        method="post",
        data=lambda world: {"reason": "请补充数据。"},
        liaison=HIDDEN,
        staff=302,
        admin=302,
    ),
    "review_queue": Entry(changes=True, liaison=HIDDEN, foreign_staff=200),
    "evidence_download": Entry(kwargs=_the_link, prepare=_attach),
    "plan_list": Entry(liaison=HIDDEN, foreign_staff=200),
    "plan_detail": Entry(kwargs=_plan, liaison=HIDDEN),
    "plan_publish": Entry(kwargs=_plan, method="post", liaison=HIDDEN, staff=302, admin=302),
    "plan_delete": Entry(kwargs=_plan, method="post", liaison=HIDDEN, staff=302, admin=302),
    "plan_source": Entry(kwargs=_plan, prepare=_store_source, liaison=HIDDEN),
    "version_source": Entry(kwargs=lambda world: {**_plan(world), "number": 1}, prepare=_store_source, liaison=HIDDEN),
    "version_again": Entry(
        kwargs=lambda world: {**_plan(world), "number": 1}, method="post", liaison=HIDDEN, staff=302, admin=302
    ),
    "responsibility_link": Entry(
        kwargs=lambda world: {"pk": world.unresolved.pk},
        method="post",
        data=_target,
        liaison=HIDDEN,
        staff=302,
        admin=302,
    ),
}
