"""The plan schema's plain form and the parser's records are one and the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasks.planparser import PlanContentError, parse_bytes, parse_file, plan_from_dict
from tests.tasks.planparser.reading import without_ids

PARSED = sorted((Path(__file__).resolve().parents[2] / "data" / "parsed").glob("*.json"))
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "plans"
SMALL = parse_bytes("甲县2024年工作方案\n一、任务\n1.加强学习。\n责任单位：司法局\n完成时限：年底前\n".encode())


@pytest.mark.parametrize("path", PARSED, ids=lambda path: path.stem)
def test_a_plan_goes_to_json_and_back(path: Path) -> None:
    plan = parse_file(FIXTURES / f"{path.stem}.txt")
    again = plan_from_dict(json.loads(json.dumps(plan.as_dict())))
    assert again == plan
    assert hash(again) == hash(plan), "lists have become tuples again"


def test_there_are_four_of_them() -> None:
    assert len(PARSED) == 4


def test_a_plan_written_before_there_were_ids_is_read_with_empty_ones() -> None:
    plan = plan_from_dict(without_ids(SMALL.as_dict()))
    assert {item.id for item in (*plan.actions, *plan.tasks(), *plan.diagnostics)} == {""}
    assert without_ids(plan.as_dict()) == without_ids(SMALL.as_dict())


def test_a_key_that_nobody_knows_is_left_out() -> None:
    assert plan_from_dict(SMALL.as_dict() | {"更多": 1}) == SMALL


def changed(**changes: Any) -> dict[str, Any]:
    return SMALL.as_dict() | changes


def changed_task(**changes: Any) -> dict[str, Any]:
    plain = SMALL.as_dict()
    plain["actions"][0]["tasks"][0] |= changes
    return plain


NONSENSE = {
    "nothing at all": {},
    "a list": [],
    "years that are no list": changed(years="2024"),
    "a day that does not exist": changed(issued_on="2024-02-30"),
    "an action that is a word": changed(actions=["一、任务"]),
    "a task without a text": changed_task(text=None),
    "a task whose number is a word": changed_task(number="一"),
    "a role that nobody has": changed_task(responsibilities=[{"role": "leader", "name": "司法局"}]),
    "a kind of deadline that does not exist": changed_task(deadline={"kind": "soon"}),
}


@pytest.mark.parametrize("plain", NONSENSE.values(), ids=NONSENSE)
def test_what_is_no_plan_is_refused(plain: Any) -> None:
    with pytest.raises(PlanContentError):
        plan_from_dict(plain)
