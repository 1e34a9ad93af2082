"""The plan schema's plain form and the parser's records are one and the same."""

import json
from pathlib import Path

import pytest

from tasks.planparser.contract import plan_from_dict

PARSED = sorted((Path(__file__).resolve().parents[2] / "data" / "parsed").glob("*.json"))
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "plans"


@pytest.mark.parametrize("path", PARSED, ids=lambda path: path.stem)
def test_a_plan_goes_to_json_and_back(path: Path) -> None:
    from tasks.planparser import parse_file

    plan = parse_file(FIXTURES / f"{path.stem}.txt")
    again = plan_from_dict(json.loads(json.dumps(plan.as_dict())))
    assert again == plan
    assert hash(again) == hash(plan), "lists have become tuples again"


def test_there_are_four_of_them() -> None:
    assert len(PARSED) == 4
