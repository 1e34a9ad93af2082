"""Drafts of an older version, which named their items by line, place, number and message, say the same by ids."""

import hashlib
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from tasks.planparser import parse_bytes, plan_from_dict, read_lines, source_text
from tests.tracker.intake.imports import TEXT
from tests.tracker.intake.places import action_id, indicator_id, task_id
from tracker.intake.draft_warnings import SAME_NUMBER

renamed = import_module("tracker.migrations.0004_typed_drafts").renamed
PLAN = parse_bytes(TEXT.encode())
READ = source_text(read_lines(TEXT.encode()))
# A remark tells its item where one begins on its line; of others the line says it, as it did.
KEPT = replace(PLAN, diagnostics=tuple(replace(remark, item=None) for remark in PLAN.diagnostics))
FIRST, SECOND, LAST = task_id(PLAN, 1, 1), task_id(PLAN, 1, 2), task_id(PLAN, 2, 1)


def bare(value: Any) -> Any:
    """As plain data was before there were ids."""
    if isinstance(value, dict):
        return {key: bare(part) for key, part in value.items() if key not in ("id", "item")}
    return [bare(part) for part in value] if isinstance(value, list) else value


def plain() -> dict[str, Any]:
    return bare(PLAN.as_dict())


def old(**columns: Any) -> dict[str, Any]:
    said = {"acknowledged": [], "given": {}, "pairs": {}, "before": None}
    return {"parsed": plain(), "content": plain(), "text": READ, **said, **columns}


def test_a_draft_has_the_ids_that_the_parser_gives_today() -> None:
    new = renamed(old())
    assert plan_from_dict(new["parsed"]) == plan_from_dict(new["content"]) == KEPT


def split(content: dict[str, Any]) -> dict[str, Any]:
    """The first task as two that begin on one line."""
    tasks = content["actions"][0]["tasks"]
    tasks.insert(1, {**tasks[0], "text": "后半。"})
    return content


def added(content: dict[str, Any]) -> dict[str, Any]:
    """One more task that was typed in by hand, and a remark on it."""
    content["actions"][1]["tasks"].append({**content["actions"][1]["tasks"][0], "text": "手工 一项。", "line": None})
    content["actions"][1]["tasks"][1]["title"] = "手工一项"
    words = "“手工一项”的原文写有“2023年底”，日期已过，请改写。"
    content["diagnostics"].append(
        {"severity": "warning", "code": "carried_date_passed", "message": words, "line": None}
    )
    return content


def test_a_part_that_was_split_off_and_what_was_typed_in_have_ids_of_their_own() -> None:
    content = plan_from_dict(renamed(old(content=added(split(plain()))))["content"])
    first, half, second, last, typed = (task.id for task in content.tasks())
    assert (first, second, last) == (FIRST, SECOND, LAST)
    assert len({first, half, second, last, typed}) == 5
    assert content.diagnostics[-1].item == typed


REMARK = PLAN.diagnostics[0].id
TYPED = "没有读懂完成时限“尽快”，请手工填写。"
ACKNOWLEDGED = [
    ("a remark by its number", [0], [REMARK]),
    ("a number that no remark has", [7], []),
    ("a warning by line and message", [f"line-5 {TYPED}"], [f"{FIRST} deadline_unread"]),
    ("a number that repeats", [f"line-11 {SAME_NUMBER.format(2)}"], [f"{SECOND} number_repeats"]),
    ("of a task that is gone", [f"line-99 {TYPED}"], []),
]  # fmt: skip


@pytest.mark.parametrize(("said", "now"), [row[1:] for row in ACKNOWLEDGED], ids=[row[0] for row in ACKNOWLEDGED])
def test_what_was_looked_at_stays_looked_at(said: list[Any], now: list[str]) -> None:
    assert renamed(old(acknowledged=said))["acknowledged"] == now


GIVEN = [
    ("to the item that begins on a line", {"13": 5}, {"13": FIRST}),
    ("to none", {"13": 0}, {"13": ""}),
    ("to an action", {"13": 17}, {"13": action_id(PLAN, 2)}),
]


@pytest.mark.parametrize(("given", "now"), [row[1:] for row in GIVEN], ids=[row[0] for row in GIVEN])
def test_lines_belong_where_they_were_given(given: dict[str, int], now: dict[str, str]) -> None:
    assert renamed(old(given=given))["given"] == now


def test_which_task_is_which_is_kept_for_halves_and_for_what_was_typed_in() -> None:
    print_of = hashlib.sha256("手工一项。".encode()).hexdigest()[:12]
    pairs = {"line-5": None, "line-5-2": 101, f"text-{print_of}": 102, "line-99": 103}
    new = renamed(old(content=added(split(plain())), pairs=pairs))
    first, half, _, _, typed = (task.id for task in plan_from_dict(new["content"]).tasks())
    assert new["pairs"] == {first: None, half: 101, typed: 102}


@pytest.mark.parametrize(
    ("at", "now"), [("task-1-2", SECOND), ("action-2", action_id(PLAN, 2)), ("line-7", "line-7"), ("task-9-9", "")]
)
def test_a_step_can_still_be_undone(at: str, now: str) -> None:
    before = {"at": at, "content": plain(), "given": {"13": 5}, "settled": [0]}
    content = plain()
    del content["actions"][0]["tasks"][0]
    step = renamed(old(content=content, before=before, pairs={"line-11": 101}))["before"]
    assert plan_from_dict(step["content"]) == KEPT, "the ids are those that the items have elsewhere"
    kept = {name: step[name] for name in ("at", "given", "acknowledged", "pairs")}
    assert kept == {"at": now, "given": {"13": FIRST}, "acknowledged": [REMARK], "pairs": {SECOND: 101}}


def test_a_draft_that_is_not_read_has_nothing_to_name() -> None:
    assert renamed(old(parsed=None, content=None))["content"] is None


def test_an_indicator_keeps_its_id_too() -> None:
    assert plan_from_dict(renamed(old())["content"]).indicators[0].id == indicator_id(PLAN, 1)
