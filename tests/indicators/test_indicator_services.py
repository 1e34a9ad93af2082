"""Writing indicators: what a column cannot hold is refused with its line, and nothing is written."""

from dataclasses import replace
from typing import Any

import pytest

from indicators.models import Indicator
from indicators.services import indicators_import, indicators_revise
from tasks.common.errors import ServiceError
from tasks.planparser import ParsedIndicator, ParsedPlan, ParsedTarget, new_id
from tasks.rights.rules import NotAllowedError
from tests.world import World, make_plan
from tracker.intake.carryover import empty_plan

LARGEST = 999_999_999_998.5


def indicator(number: int | None = 1, value: float | None = None, text: str = "≥5") -> ParsedIndicator:
    target = ParsedTarget(year=2024, text=text, operator=">=", value=value)
    return ParsedIndicator(
        id=new_id("indicator"), number=number, area="", name="案件评查", unit="件", targets=(target,), line=41
    )


def document(*rows: ParsedIndicator) -> ParsedPlan:
    """A plan of these indicators alone."""
    return replace(empty_plan("方案", "某区", [2024]), indicators=rows)


TOO_LARGE = [
    ("a number beyond an integer", {"number": 2**31}, "第41行：指标的“编号”太大，请在文件中核对这个数"),
    ("a number beyond any integer", {"number": 10**30}, "第41行：指标的“编号”太大"),
    ("a target of thirteen digits", {"value": 10**12}, "第41行：目标值的“数值”太大"),
    ("a target that is rounded to thirteen", {"value": 999_999_999_999.99996}, "第41行：目标值的“数值”太大"),
    ("a target beyond any number", {"value": 10**400}, "第41行：目标值的“数值”太大"),
    ("a target in too many words", {"text": "长" * 501}, "第41行：目标值的“原文”有501字"),
]


@pytest.mark.parametrize("write", [indicators_import, indicators_revise])
@pytest.mark.parametrize(("said", "sentence"), [row[1:] for row in TOO_LARGE], ids=[row[0] for row in TOO_LARGE])
def test_what_a_column_cannot_hold_is_refused(world: World, said: dict[str, Any], sentence: str, write: Any) -> None:
    plan, before = make_plan(world.place), list(Indicator.objects.values())
    with pytest.raises(ServiceError, match=sentence):
        write(plan=plan, parsed=document(indicator(), indicator(**said)), user=world.staff)
    assert list(Indicator.objects.values()) == before


@pytest.mark.parametrize("write", [indicators_import, indicators_revise])
@pytest.mark.parametrize("who", ["foreign_staff", "liaison", "stranger"])
def test_who_does_not_keep_the_plans_of_the_place_writes_none(world: World, who: str, write: Any) -> None:
    plan, before = make_plan(world.place), list(Indicator.objects.values())
    with pytest.raises(NotAllowedError):
        write(plan=plan, parsed=document(indicator()), user=getattr(world, who))
    assert list(Indicator.objects.values()) == before


def test_the_largest_numbers_are_kept(world: World) -> None:
    indicators_revise(plan=world.plan, parsed=document(indicator(number=2**31 - 1, value=LARGEST)), user=world.staff)
    row = world.plan.indicators.get()
    assert (row.number, float(row.targets.get().value or 0)) == (2**31 - 1, LARGEST)


def test_what_stays_keeps_its_row_and_its_id(world: World) -> None:
    """By id, else by area and name; what the plan had under another id is called by that one."""
    first, other, gone = (replace(indicator(), name=name) for name in ("评查率", "公开率", "办结率"))
    plan = make_plan(world.place)
    indicators_import(plan=plan, parsed=document(first, other, gone), user=world.staff)
    rows = dict(plan.indicators.values_list("key", "pk"))
    again = replace(first, id=gone.id), replace(other, name="公示率"), replace(indicator(), name="合格率")
    changes, named = indicators_revise(plan=plan, parsed=document(*again), user=world.staff)
    after = dict(plan.indicators.values_list("name", "pk"))
    assert {name: pk for name, pk in after.items() if name != "合格率"} == {
        "评查率": rows[gone.id],
        "公示率": rows[other.id],
    }
    assert [row.id for row in named.indicators] == list(plan.indicators.values_list("key", flat=True))
    assert [row["what"] for row in changes] == [["changed"], ["changed"], ["added"], ["dropped"]]
