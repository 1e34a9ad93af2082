"""One step back in the review: what was merged, split, moved or deleted comes back, until anything else is changed."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests.tracker.intake.imports import TEXT, decide, page, post, ready_draft, text_of, url
from tests.tracker.intake.places import action_id, task_id
from tests.world import World
from tracker.intake.decisions import Leave
from tracker.intake.models import PlanDraft
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.drafts import draft_discard

UNDO = ">撤销</button>"
ACTS: list[tuple[str, str, tuple[int, ...], dict[str, Any]]] = [
    ("merged", "draft_task", (1, 1), {"act": "merge"}),
    ("split", "draft_task", (1, 1), {"act": "split", "offset": "5"}),
    ("moved", "draft_task", (1, 1), {"act": "move", "to_action": 2, "to_place": "1"}),
    ("deleted", "draft_task", (1, 1), {"act": "delete"}),
    ("an indicator deleted", "draft_indicator", (1,), {"act": "delete"}),
    ("lines moved", "draft_line", (7,), {"act": "none"}),
]


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world, text=TEXT.replace("巩固成果。", "巩固成果。\n\n表彰先进。"))


def kept(draft: PlanDraft) -> Any:
    return draft.content, draft.given, draft.acknowledged, draft.pairs


@pytest.mark.parametrize(("name", "places", "data"), [row[1:] for row in ACTS], ids=[row[0] for row in ACTS])
def test_what_was_done_is_undone(
    draft: PlanDraft, as_staff: Client, name: str, places: tuple[int, ...], data: dict[str, Any]
) -> None:
    first, second, *_ = draft.reviewed.tasks()
    PlanDraft.objects.filter(pk=draft.pk).update(
        pairs={first.id: None, second.id: 101}, acknowledged=[draft.reviewed.diagnostics[0].id]
    )
    draft.refresh_from_db()
    if "to_action" in data:
        data = {**data, "to_action": action_id(draft.reviewed, data["to_action"])}
    before = kept(draft)
    assert UNDO in text_of(post(as_staff, url(name, draft, *places), draft, **data))
    assert kept(draft) != before
    response = post(as_staff, url("draft_undo", draft), draft)
    assert kept(draft) == before
    html = text_of(response)
    assert "已撤销，稿件恢复到这一步之前。" in html
    assert UNDO not in html
    assert draft.before is None


def test_one_goes_on_where_it_was_done(draft: PlanDraft, as_staff: Client) -> None:
    second = task_id(draft.reviewed, 1, 2)
    post(as_staff, url("draft_task", draft, 1, 2), draft, act="delete")
    assert post(as_staff, url("draft_undo", draft), draft).redirect_chain[-1][0].endswith(f"#{second}")


def test_what_was_done_to_no_effect_offers_nothing(draft: PlanDraft, as_staff: Client) -> None:
    html = text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, act="split", offset="x"))
    assert UNDO not in html


def test_any_other_change_ends_it(draft: PlanDraft, as_staff: Client) -> None:
    post(as_staff, url("draft_task", draft, 1, 1), draft, act="delete")
    decide(draft, 财政部门=Leave())
    draft.refresh_from_db()
    content = draft.content
    assert UNDO not in page(as_staff, draft)
    assert "稿件又有修改，不能再撤销" in text_of(post(as_staff, url("draft_undo", draft), draft))
    assert draft.content == content


def test_a_colleague_s_change_is_not_undone(world: World, draft: PlanDraft, as_staff: Client) -> None:
    post(as_staff, url("draft_task", draft, 1, 1), draft, act="delete")
    seen = draft.revision
    changed = replace(draft.reviewed, title="同事改的")
    draft_change(draft=draft, revision=seen, user=world.admin, what="改标题", content=changed)
    as_staff.post(url("draft_task", draft, 1, 1), {"act": "delete", "revision": seen + 1})
    response = as_staff.post(url("draft_undo", draft), {"revision": seen}, follow=True)
    assert "刚刚被他人修改" in text_of(response)
    draft.refresh_from_db()
    assert draft.title == "同事改的"


def test_a_draft_thrown_away_keeps_nothing_of_it(world: World, draft: PlanDraft, as_staff: Client) -> None:
    post(as_staff, url("draft_task", draft, 1, 1), draft, act="delete")
    draft_discard(draft=draft, user=world.staff)
    draft.refresh_from_db()
    assert draft.before is None
