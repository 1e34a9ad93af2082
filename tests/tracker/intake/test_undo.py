"""One step back in the review: what was merged, split, moved or deleted comes back, until anything else is changed."""

from typing import Any

import pytest
from django.test import Client

from tests.tracker.intake.imports import TEXT, decide, page, post, ready_draft, text_of, url
from tests.world import World
from tracker.intake.models import PlanDraft
from tracker.intake.services.changes import draft_change
from tracker.intake.services.drafts import draft_discard

UNDO = ">撤销</button>"
ACTS: list[tuple[str, str, tuple[int, ...], dict[str, Any]]] = [
    ("merged", "draft_task", (1, 1), {"act": "merge"}),
    ("split", "draft_task", (1, 1), {"act": "split", "offset": "5"}),
    ("moved", "draft_task", (1, 1), {"act": "move", "to_action": "2", "to_place": "1"}),
    ("deleted", "draft_task", (1, 1), {"act": "delete"}),
    ("an indicator deleted", "draft_indicator", (1,), {"act": "delete"}),
    ("lines moved", "draft_line", (7,), {"act": "none"}),
]


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world, text=TEXT.replace("巩固成果。", "巩固成果。\n\n表彰先进。"))


def kept(draft: PlanDraft) -> Any:
    return draft.content, draft.given, draft.settled


@pytest.mark.parametrize(("name", "places", "data"), [row[1:] for row in ACTS], ids=[row[0] for row in ACTS])
def test_what_was_done_is_undone(
    draft: PlanDraft, as_staff: Client, name: str, places: tuple[int, ...], data: dict[str, Any]
) -> None:
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
    post(as_staff, url("draft_task", draft, 1, 2), draft, act="delete")
    assert post(as_staff, url("draft_undo", draft), draft).redirect_chain[-1][0].endswith("#task-1-2")


def test_what_was_done_to_no_effect_offers_nothing(draft: PlanDraft, as_staff: Client) -> None:
    html = text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, act="split", offset="x"))
    assert UNDO not in html


def test_any_other_change_ends_it(draft: PlanDraft, as_staff: Client) -> None:
    post(as_staff, url("draft_task", draft, 1, 1), draft, act="delete")
    decide(draft, 财政部门={"leave": True})
    draft.refresh_from_db()
    content = draft.content
    assert UNDO not in page(as_staff, draft)
    assert "稿件又有修改，不能再撤销" in text_of(post(as_staff, url("draft_undo", draft), draft))
    assert draft.content == content


def test_a_colleague_s_change_is_not_undone(draft: PlanDraft, as_staff: Client) -> None:
    post(as_staff, url("draft_task", draft, 1, 1), draft, act="delete")
    seen = draft.revision
    draft_change(draft=draft, revision=seen, content={**draft.content, "title": "同事改的"})
    as_staff.post(url("draft_task", draft, 1, 1), {"act": "delete", "revision": seen + 1})
    response = as_staff.post(url("draft_undo", draft), {"revision": seen}, follow=True)
    assert "刚刚被他人修改" in text_of(response)
    draft.refresh_from_db()
    assert draft.content["title"] == "同事改的"


def test_a_draft_thrown_away_keeps_nothing_of_it(draft: PlanDraft, as_staff: Client) -> None:
    post(as_staff, url("draft_task", draft, 1, 1), draft, act="delete")
    draft_discard(draft=draft)
    draft.refresh_from_db()
    assert draft.before is None
