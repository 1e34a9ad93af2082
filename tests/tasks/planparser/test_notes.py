"""Notes that a plan says once for many tasks: which unit leads (列第一位), and who takes part everywhere."""

from __future__ import annotations

import pytest

from tasks.planparser import parse_bytes
from tasks.planparser.units import split_units
from tests.tasks.planparser.drawn import remarks

HEADING = "甲县2024年法治政府建设工作方案\n一、重点任务\n"
BOTH = "责任单位：县司法局、县财政局"
OTHER = "2.考试。\n责任单位：县教育局、县司法局\n"
# form, plan, units of each task
FIRST_LEADS = [
    ("写在标题中，下同",
     f"{HEADING[:-1]}（列第一位的为牵头单位，下同）\n1.培训。\n{BOTH}\n2.考试。\n责任部门：县教育局\n",
     ["l:县司法局 r:县财政局", "l:县教育局"]),
    ("写在标题中，另有以下均需落实",
     f"{HEADING[:-1]}（列第一位的为牵头单位，下同）\n1.编制清单。\n责任部门：县司法局、县财政局\n"
     "以下均需各乡镇落实，不再列出。\n2.开展评查。\n责任部门：县司法局\n",
     ["l:县司法局 r:县财政局", "l:县司法局 r:各乡镇"]),
    ("括注在单位之后，只有一项",
     f"{HEADING}1.培训。\n{BOTH}（列第一位的为牵头单位，下同）\n", ["l:县司法局 r:县财政局"]),
    ("括注在单位之后，下同", f"{HEADING}1.培训。\n{BOTH}（列第一位的为牵头单位，下同）\n{OTHER}",
     ["l:县司法局 r:县财政局", "l:县教育局 r:县司法局"]),
    ("两处下同",
     f"{HEADING}1.培训。\n{BOTH}（列第一位的为牵头单位，下同）\n{OTHER}"
     "3.评查。\n责任单位：县司法局、县教育局（列第一位的为牵头单位，下同）\n",
     ["l:县司法局 r:县财政局", "l:县教育局 r:县司法局", "l:县司法局 r:县教育局"]),
    ("没有下同的只管本项", f"{HEADING}1.培训。\n{BOTH}（列第一位的为牵头单位）\n{OTHER}",
     ["l:县司法局 r:县财政局", "r:县教育局 r:县司法局"]),
    ("括号里没有标签，没有下同的只管本项",
     f"{HEADING}1.培训。（司法局、财政局负责，列第一位的为牵头单位）\n2.考试。（教育局、司法局负责）\n",
     ["l:司法局 r:财政局", "r:教育局 r:司法局"]),
    ("括号里没有标签，排在第一位的部门为牵头部门",
     f"{HEADING}1.培训。（司法局、财政局负责，排在第一位的部门为牵头部门，下同）\n2.考试。（教育局、司法局负责）\n",
     ["l:司法局 r:财政局", "l:教育局 r:司法局"]),
    ("句号之后，列第一位者为牵头单位",
     f"{HEADING}1.培训。（司法局、财政局等负责。列第一位者为牵头单位，下同）\n2.考试。（教育局等负责）\n",
     ["l:司法局 r:财政局", "l:教育局"]),
]  # fmt: skip
FOR_ALL = [
    ("独占一行",
     f"{HEADING}1.培训。\n责任单位：县司法局\n以下均需各乡镇落实，不再列出。\n2.考试。\n责任单位：县司法局\n",
     ["r:县司法局", "r:县司法局 r:各乡镇"]),
    ("括注在单位之后",
     f"{HEADING}1.培训。\n责任单位：县司法局（以下均需各乡镇落实，不再列出）\n2.考试。\n责任单位：县司法局\n",
     ["r:县司法局", "r:县司法局 r:各乡镇"]),
    ("两处",
     f"{HEADING}1.培训。\n责任单位：县司法局\n以下均需各乡镇落实，不再列出。\n2.考试。\n责任单位：县司法局\n"
     "以下均需各街道落实，不再列出。\n3.评查。\n责任单位：县司法局\n",
     ["r:县司法局", "r:县司法局 r:各乡镇", "r:县司法局 r:各乡镇 r:各街道"]),
]  # fmt: skip


def units(text: str) -> list[str]:
    tasks = parse_bytes(text.encode()).tasks()
    return [" ".join(f"{unit.role[0]}:{unit.name}" for unit in task.responsibilities) for task in tasks]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in FIRST_LEADS], ids=[row[0] for row in FIRST_LEADS])
def test_the_unit_named_first_leads_as_far_as_the_note_says(text: str, expected: list[str]) -> None:
    assert units(text) == expected
    assert not set(remarks(parse_bytes(text.encode()))) - {"units_for_all"}


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in FOR_ALL], ids=[row[0] for row in FOR_ALL])
def test_a_unit_named_for_all_that_follows_is_added_to_it(text: str, expected: list[str]) -> None:
    assert units(text) == expected


def test_a_line_of_names_has_its_first_as_lead_where_the_plan_said_so() -> None:
    found = split_units("司法局、财政局（列第一位的为牵头单位，下同）", "responsible", first_leads=True)
    assert [(unit.role, unit.name) for unit in found] == [("lead", "司法局"), ("responsible", "财政局")]
    told, untold = (split_units("司法局、财政局", "responsible", first_leads=leads) for leads in (True, False))
    assert [unit.role for unit in told] == ["lead", "responsible"]
    assert [unit.role for unit in untold] == ["responsible", "responsible"]
