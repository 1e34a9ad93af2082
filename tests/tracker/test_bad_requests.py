"""What no page of ours sends: numbers beyond any row, characters that no database holds, fields that are missing."""

import json
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from tasks.people.models import Unit
from tests.tracker.intake.imports import page, post, ready_draft, url
from tests.world import World
from tracker.intake.decisions import NewGroup, NewUnit
from tracker.intake.models import PlanDraft

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
ENDLESS = "9" * 5000  # more digits than Python reads
NUL = "甲\0乙"
TASK, ACTION = "@task", "@action"  # where they stand in what is sent, the id of the draft's first task and action
# What is opened, with which places in the address, and what is sent.
ROWS: list[tuple[str, list[int], dict[str, Any]]] = [
    *(("draft_settle", [], {"key": number}) for number in (HUGE, ENDLESS, NUL)),
    *(
        ("draft_name", [], {"name": "财政部门", "target": "new_group", "new_group_name": "各部门", "members": [number]})
        for number in (HUGE, ENDLESS, NUL)
    ),
    *(("draft_name", [], {"name": "财政部门", "target": act, f"{act}_name": NUL}) for act in ("new_unit", "new_group")),
    *(("draft_name", [], {"name": "财政部门", "target": target}) for target in (NUL, f"unit-{HUGE}", "unit-")),
    ("draft_name", [], {"name": NUL, "target": "leave"}),
    ("draft_action", [1], {"act": "add", "text": NUL}),
    ("draft_action", [1], {"heading": NUL, "goal": NUL}),
    ("draft_action", [1], {}),
    ("draft_carry", [], {"heading": NUL, "task": [HUGE], "indicator": [ENDLESS]}),
    *(
        ("draft_grid", [], {"row": [f"task:{TASK}"], "number": [number], "text": ["甲。"]})
        for number in (HUGE, ENDLESS)
    ),
    ("draft_grid", [], {"row": [f"task:{TASK}"], "text": [NUL], "responsible": [NUL], "deadline": [NUL]}),
    ("draft_grid", [], {"row": ["task:t999", f"action:{HUGE}", f"task:{NUL}"]}),
    ("draft_grid", [], {"row": [ACTION, TASK], "heading": ["行动"], "text": ["甲。"]}),
    ("draft_grid", [], {"row": [f"action:{TASK}", f"task:{ACTION}"], "heading": ["行动"], "text": ["甲。"]}),
    ("draft_grid", [], {"row": [f"action:{ACTION}:1"], "heading": ["行动"]}),
    ("draft_grid", [], {"act": "paste", "pasted": NUL, "first": "x", "at": ENDLESS}),
    ("draft_grid", [], {"act": "delete", "at": HUGE}),
    *(("draft_line", [1], {"act": "task", "into": TASK, "last": number}) for number in (HUGE, ENDLESS, "0")),
    *(("draft_line", [1], {"act": "new", "after": after}) for after in ("t999", HUGE, NUL)),
    ("draft_line", [1], {}),
    *(("draft_revises", [], {"act": "revise", "plan": number}) for number in (HUGE, ENDLESS, NUL, "")),
    *(("draft_pair", [], {"item": item, "task": task}) for item, task in ((TASK, HUGE), (NUL, NUL), ("", ""))),
    ("draft_about", [], {"title": NUL, "years": NUL, "jurisdiction": HUGE, "issued_on": "9999-99-99"}),
    ("draft_about", [], {"title": "甲", "years": "0001", "jurisdiction": ENDLESS}),
    ("draft_indicator", [1], {"name": NUL, "unit": NUL, "area": NUL}),
    ("draft_task", [1, 1], {"act": "split", "offset": ENDLESS}),
    *(("draft_task", [1, 1], {"act": "move", "to_action": to, "to_place": HUGE}) for to in (ACTION, TASK, "a999", NUL)),
    ("draft_task", [1, 1], {}),
    ("draft_confirm", [], {"version": ENDLESS, "revision": HUGE}),
]


@pytest.mark.parametrize(("name", "places", "data"), ROWS)
def test_a_draft_answers_with_a_page(
    world: World, as_staff: Client, name: str, places: list[int], data: dict[str, Any]
) -> None:
    draft = ready_draft(world)
    response = post(
        as_staff, url(name, draft, *places), draft, **{key: _named(said, draft) for key, said in data.items()}
    )
    assert response.status_code < 500
    assert "\\u0000" not in _stored(draft)


def _named(said: Any, draft: PlanDraft) -> Any:
    """What is sent, with the ids that it names."""
    if isinstance(said, list):
        return [_named(one, draft) for one in said]
    action = draft.reviewed.actions[0]
    return said.replace(TASK, action.tasks[0].id).replace(ACTION, action.id)


def _stored(draft: PlanDraft) -> str:
    """What the columns hold of a draft."""
    draft.refresh_from_db()
    return json.dumps([draft.content, draft.decisions], default=msgspec.to_builtins)


@pytest.mark.parametrize(
    "data",
    [
        {"title": NUL},
        {"title": "甲", "task": [HUGE, ENDLESS, NUL], "indicator": [HUGE]},
        {"title": "甲" * 400},
        {},
    ],
)
@pytest.mark.parametrize("query", ["", f"?years={HUGE}", "?years=2024&upper=%00&last=x&place=%00", "?years=%00"])
def test_writing_a_plan_answers_with_a_page(as_staff: Client, data: dict[str, Any], query: str) -> None:
    response = as_staff.post(reverse("draft_write") + query, data)
    assert response.status_code < 500
    assert [row.pk for row in PlanDraft.objects.all() if "\\u0000" in _stored(row)] == []


@pytest.mark.parametrize(("kind", "made"), [("new_unit", NewUnit("财政部门")), ("new_group", NewGroup("财政部门"))])
def test_nothing_new_is_made_without_a_name(
    world: World, as_staff: Client, kind: str, made: NewUnit | NewGroup
) -> None:
    draft = ready_draft(world)
    post(as_staff, url("draft_name", draft), draft, name="财政部门", target=kind, **{f"{kind}_name": "  "})
    assert draft.decisions["财政部门"] == made
    assert not Unit.objects.filter(name="").exists()
    assert page(as_staff, draft)


# An address with a number that no row has.
ADDRESSES = (
    *(f"/imports/{HUGE}/{rest}" for rest in ("", "grid/", "carry/", "difference/")),
    *(f"/plans/{HUGE}/{rest}" for rest in ("", "coverage/", "coverage.xlsx", "versions/1/source/")),
    f"/plans/{{plan}}/versions/{HUGE}/source/",
    f"/plans/{{plan}}/coverage/?at={HUGE}&pick=1&page={HUGE}",
    f"/imports/{{draft}}/lines/{HUGE}/",
    f"/imports/{{draft}}/actions/{HUGE}/tasks/{HUGE}/",
    f"/imports/{{draft}}/indicators/{HUGE}/",
    *(f"/imports/{{draft}}/{rows}/t999/" for rows in ("actions", "tasks", "indicators")),
    "/imports/{draft}/names/?name=%00",
    "/imports/{draft}/difference/?show=%00",
    f"/tasks/{HUGE}/",
    f"/tasks/{{task}}/?unit={HUGE}",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_answer_with_a_page(world: World, as_staff: Client, address: str) -> None:
    draft = ready_draft(world)
    response = as_staff.get(address.format(plan=world.plan.pk, draft=draft.pk, task=world.task.pk))
    assert response.status_code < 500
