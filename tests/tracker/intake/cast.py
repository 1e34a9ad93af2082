"""The pages of the import: staff of the place, the draft's owner, the admin."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.cast import HIDDEN, Entry
from tests.tracker.intake.imports import ready_draft
from tests.tracker.intake.places import action_id, indicator_id, task_id
from tests.world import World
from tracker.intake.models import PlanDraft


def _prepare(world: World) -> None:
    ready_draft(world)


def _failed(world: World) -> None:
    PlanDraft.objects.filter(pk=ready_draft(world).pk).update(state=PlanDraft.State.DISCARDED)


def _revising(world: World) -> None:
    PlanDraft.objects.filter(pk=ready_draft(world, stands_alone=False).pk).update(revises=world.plan)


def _draft(world: World) -> dict[str, Any]:
    return {"pk": PlanDraft.objects.get().pk}


def _at(**place: int) -> Any:
    return lambda world: {**_draft(world), **place}


def _item(find: Callable[..., str], *places: int) -> Any:
    return lambda world: {**_draft(world), "item": find(PlanDraft.objects.get().reviewed, *places)}


def _revision(world: World) -> Mapping[str, Any]:
    return {"revision": 0}


def _page(**more: Any) -> Entry:
    return Entry(**{"kwargs": _draft, "prepare": _prepare, "liaison": HIDDEN, "changes": True, **more})


def _act(**more: Any) -> Entry:
    return _page(**{"method": "post", "data": _revision, "staff": 302, "admin": 302, **more})


IMPORT_ENTRIES: dict[str, Entry] = {
    "draft_new": Entry(changes=True, liaison=HIDDEN, foreign_staff=200),
    "draft_detail": _page(),
    "draft_progress": _page(),
    "draft_retry": _act(prepare=_failed),
    "draft_discard": _act(),
    "draft_settle": _act(),
    "draft_undo": _act(),
    "draft_about": _page(),
    "draft_name": _page(kwargs=_draft, method="post", data=_revision, staff=302, admin=302),
    "draft_action": _page(kwargs=_item(action_id, 1)),
    "draft_task": _page(kwargs=_item(task_id, 1, 1)),
    "old_draft_action": _page(kwargs=_at(action=1), staff=302, admin=302),
    "old_draft_task": _page(kwargs=_at(action=1, place=1), staff=302, admin=302),
    "old_draft_indicator": _page(kwargs=_at(place=1), staff=302, admin=302),
    "draft_new_place": _page(staff=HIDDEN),
    "draft_line": _page(kwargs=_at(line=5)),
    "draft_indicator": _page(kwargs=_item(indicator_id, 1)),
    "draft_confirm": _act(),
    "draft_revises": _act(data=lambda world: {"act": "another", "revision": 0}),
    "draft_difference": _page(prepare=_revising),
    "draft_pair": _act(prepare=_revising),
}
