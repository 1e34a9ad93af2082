"""Writing a plan, its grid, and what it takes over: staff of the place, the draft's owner, the admin."""

from collections.abc import Mapping
from typing import Any

from tests.cast import HIDDEN, Entry
from tests.tracker.intake.imports import ready_draft
from tests.world import World
from tracker.intake.models import PlanDraft


def _prepare(world: World) -> None:
    ready_draft(world)


def _draft(world: World) -> Mapping[str, Any]:
    return {"pk": PlanDraft.objects.get().pk}


def _page() -> Entry:
    return Entry(kwargs=_draft, prepare=_prepare, changes=True, liaison=HIDDEN)


DRAFTING_ENTRIES: dict[str, Entry] = {
    "draft_write": Entry(changes=True, liaison=HIDDEN, foreign_staff=200),
    "draft_carry": _page(),
    "draft_grid": _page(),
    "draft_docx": _page(),
    "draft_xlsx": _page(),
}
