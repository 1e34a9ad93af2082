"""Names as printed become single units with their roles."""

from __future__ import annotations

import pytest

from tasks.planparser.units import split_units

L, R, S = "lead", "responsible", "support"

ROWS = [
    (
        "列表顿号逗号混用",
        "司法局、综合执法局，各乡(镇)人民政府",
        [(R, "司法局"), (R, "综合执法局"), (R, "各乡(镇)人民政府")],
    ),
    ("半角逗号", "审批服务管理局,编办", [(R, "审批服务管理局"), (R, "编办")]),
    ("名称跨行", "政府组成部门，新民街\n道办事处", [(R, "政府组成部门"), (R, "新民街道办事处")]),
    ("只有一个名称且跨行", "发展和改革\n局", [(R, "发展和改革局")]),
    ("一行一个单位", "司法局\n财政局\n综合执法局", [(R, "司法局"), (R, "财政局"), (R, "综合执法局")]),
    ("空格分隔", "司法局 财政局", [(R, "司法局"), (R, "财政局")]),
    ("名称的前半截后有空格", "区委 编办", [(R, "区委编办")]),
    ("空格隔开的县委县政府", "县委 县政府", [(R, "县委"), (R, "县政府")]),
    ("名称里有空格", "人力资源 和社会保障局", [(R, "人力资源和社会保障局")]),
    ("括号里的顿号", "各县（市、区）、各部门", [(R, "各县（市、区）"), (R, "各部门")]),
    ("六角括号", "各行政执法部门〔单位〕、各乡镇〔街道〕", [(R, "各行政执法部门〔单位〕"), (R, "各乡镇〔街道〕")]),
    ("等部门", "经合局、财政局等部门", [(R, "经合局"), (R, "财政局")]),
    ("等有关部门", "财政局等有关部门", [(R, "财政局")]),
    ("等", "政府办公室、司法局等", [(R, "政府办公室"), (R, "司法局")]),
    ("按职责分工负责", "司法局、财政局按职责分工负责", [(R, "司法局"), (R, "财政局")]),
    ("等按职责分工负责", "公安分局、司法局等按职责分工负责", [(R, "公安分局"), (R, "司法局")]),
    ("分别负责", "司法局、财政局分别负责", [(R, "司法局"), (R, "财政局")]),
    ("牵头与配合", "司法局牵头，财政局、人社局配合", [(L, "司法局"), (S, "财政局"), (S, "人社局")]),
    ("参与", "司法局牵头，财政局参与", [(L, "司法局"), (S, "财政局")]),
    ("负责落实", "司法局牵头，各乡镇负责落实", [(L, "司法局"), (R, "各乡镇")]),
    ("由某单位牵头", "由司法局牵头，各乡镇（街道）配合", [(L, "司法局"), (S, "各乡镇（街道）")]),
    ("括注角色", "司法局（牵头）、财政局", [(L, "司法局"), (R, "财政局")]),
    ("协办结尾的单位名", "政协办、人大办", [(R, "政协办"), (R, "人大办")]),
    ("多余的标点", "、、司法局，，财政局。", [(R, "司法局"), (R, "财政局")]),
    ("分号分隔", "宣传部;司法局；教育局", [(R, "宣传部"), (R, "司法局"), (R, "教育局")]),
    ("重复的名称只列一次", "司法局、司法局", [(R, "司法局")]),
    ("只有等部门", "等部门", []),
    ("空", "", []),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_line_of_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(unit.role, unit.name) for unit in split_units(text, "responsible")] == expected


def test_the_label_gives_the_role_where_the_text_does_not() -> None:
    assert [unit.role for unit in split_units("司法局、财政局", "support")] == ["support", "support"]


def test_the_first_leads_where_the_plan_says_so() -> None:
    found = split_units("司法局、财政局（列第一位的为牵头单位，下同）", "responsible", first_leads=True)
    assert [(unit.role, unit.name) for unit in found] == [("lead", "司法局"), ("responsible", "财政局")]
