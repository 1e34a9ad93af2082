"""Plans that are written here, and the forms that a grid sends."""

from dataclasses import replace
from typing import Any

from django.test import Client

from tests.tracker.intake.imports import Answer, url
from tests.world import World
from tracker.intake import carryover
from tracker.intake.corrections import edits
from tracker.intake.corrections.items import new_action
from tracker.intake.grid import rows as grid
from tracker.intake.models import PlanDraft
from tracker.intake.services.grid import draft_write

JSON = {"Accept": "application/json"}


def written_draft(world: World, *texts: str, years: tuple[int, ...] = (2025,)) -> PlanDraft:
    """A draft with one action and a task for each text."""
    content = carryover.empty_plan("某区2025年法治政府建设任务分工方案", "某市某区", years)
    action = replace(new_action("示范创建行动"), number=1)
    content = replace(content, actions=(action,))
    for text in texts:
        content = edits.add_task(content, action.id, text=text)
    return draft_write(user=world.staff, place=world.place, content=content, upper_plan=None)


def grid_data(rows: list[grid.Row], **more: Any) -> dict[str, Any]:
    """The rows as the page sends them."""
    tasks = [row for row in rows if not row.is_action]
    return {
        "row": [row.ref for row in rows],
        "heading": [row.text for row in rows if row.is_action],
        **{name: [getattr(row, name) for row in tasks] for name in grid.CELLS},
        **more,
    }


def send(client: Client, draft: PlanDraft, rows: list[grid.Row], *, quietly: bool = False, **more: Any) -> Answer:
    """Send rows from the latest page, as a form or as the script does."""
    draft.refresh_from_db()
    data = grid_data(rows, **{"revision": draft.revision, **more})
    response = client.post(url("draft_grid", draft), data, headers=JSON if quietly else {}, follow=not quietly)
    draft.refresh_from_db()
    return response
