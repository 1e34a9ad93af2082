"""Whole small plans in the forms that offices use; what is expected was written by hand."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes


def parse(text: str) -> ParsedPlan:
    return parse_bytes(text.encode())


def outline(plan: ParsedPlan) -> list[tuple[str, list[tuple[int, str]]]]:
    return [(action.heading, [(task.number, task.title) for task in action.tasks]) for action in plan.actions]


def units(plan: ParsedPlan) -> list[list[str]]:
    return [[f"{unit.role}:{unit.name}" for unit in task.responsibilities] for task in plan.tasks()]


BRACKETS = """甲县2024年法治政府建设工作要点
任务分解方案
为贯彻落实《滨海市2023年法治政府建设工作要点》，制定本方案。
一、总体要求
坚持以习近平法治思想为指导。
二、重点任务
（一）加强文件管理。严格落实审核程序，6月底前完成清理。（牵头单位：县司法局；责任单位：县政府办；完成时限：6月底前）
（二）推进监管。开展检查不少于2次。（县市场监管局牵头，县司法局、县财政
局配合，各乡镇负责落实）
（三）强化监督。（牵头单位：县纪委监委；9月底完成）
三、保障措施
（一）加强领导。各部门要高度重视。
"""


def test_units_and_times_in_closing_brackets() -> None:
    plan = parse(BRACKETS)
    assert (plan.title, plan.years, plan.jurisdiction) == (
        "甲县2024年法治政府建设工作要点任务分解方案",
        (2024,),
        "甲县",
    )
    assert outline(plan) == [("重点任务", [(1, "加强文件管理"), (2, "推进监管"), (3, "强化监督")])]
    assert units(plan) == [
        ["lead:县司法局", "responsible:县政府办"],
        ["lead:县市场监管局", "support:县司法局", "support:县财政局", "responsible:各乡镇"],
        ["lead:县纪委监委"],
    ]
    assert [str(task.deadline.due) for task in plan.tasks()] == ["2024-06-30", "None", "2024-09-30"]
    assert plan.tasks()[0].text == "加强文件管理。严格落实审核程序，6月底前完成清理。"


TABLE = """关于印发《滨海市2025年法治政府建设重点任务清单》的通知
各县（市、区）人民政府：
现将《滨海市2025年法治政府建设重点任务清单》印发给你们，请认真贯彻执行。
滨海市人民政府办公室
2025年2月10日
滨海市2025年法治政府建设重点任务清单
序号\t重点领域\t工作任务\t牵头单位\t配合单位\t完成时限\t备注
1\t依法行政\t健全决策机制。编制目录。\t市政府办\t市司法局\t3月底前\t
2\t\t开展决策后评估。\t市司法局\t\t12月底前\t
— 1 —
序号\t重点领域\t工作任务\t牵头单位\t配合单位\t完成时限\t备注
3\t行政执法\t开展案卷评查。\t市司法局\t各行政执法部门\t长期坚持\t
4\t\t组织全员轮训。\t\t\t\t
"""


def test_a_table_with_merged_cells_and_a_repeated_head() -> None:
    plan = parse(TABLE)
    assert (plan.issuer, str(plan.issued_on)) == ("滨海市人民政府办公室", "2025-02-10")
    assert outline(plan) == [
        ("依法行政", [(1, "健全决策机制"), (2, "开展决策后评估")]),
        ("行政执法", [(3, "开展案卷评查"), (4, "组织全员轮训")]),
    ]
    assert units(plan)[1:3] == [["lead:市司法局"], ["lead:市司法局", "support:各行政执法部门"]]
    assert [task.line for task in plan.tasks()] == [8, 9, 12, 13]
    assert [remark.line for remark in plan.diagnostics if remark.code == "task_carried"] == [13]


MEASURES = """乙市2025年法治政府建设任务表
序号\t重点任务\t具体措施\t责任单位\t完成时间
1\t规范执法\t开展评查。\t市司法局\t6月
2\t\t组织轮训。\t各行政执法单位\t9月
3\t加强监督\t完善制度。\t市政府办\t全年
"""


def test_a_merged_task_above_several_measures_is_their_heading() -> None:
    assert outline(parse(MEASURES)) == [
        ("规范执法", [(1, "开展评查"), (2, "组织轮训")]),
        ("加强监督", [(3, "完善制度")]),
    ]


PIPES = """丙市2024年法治政府建设重点任务分工表
| 序号 | 重点任务 | 责任单位 | 完成时间 |
|---|---|---|---|
| 一、全面履行职能 | | | |
| 1 | 推进简政放权。编制清单。 | 市政务服务局 | 2024年6月30日 |
| 2 | 加强监管 | 市市场监管局牵头，市司法局配合 | 长期 |
| 二、规范执法 | | | |
| 3 | 规范执法行为 | 各县（市、区）、市直各部门 | 全年 |
"""


def test_a_table_of_pipes_with_headings_across() -> None:
    plan = parse(PIPES)
    assert outline(plan) == [
        ("全面履行职能", [(1, "推进简政放权"), (2, "加强监管")]),
        ("规范执法", [(3, "规范执法行为")]),
    ]
    assert units(plan)[1] == ["lead:市市场监管局", "support:市司法局"]


HEADED = """乙区2024年法治政府建设任务分工方案
一、张三同志牵头的任务
（一）深化改革
责任单位：区委编办、区司法局
具体措施：
1.制定方案。明确任务。
2.组织实施。
（二）加强监督
责任单位：区司法局
具体措施：
①建立台账；
②定期通报。
完成时限：10月底
"""


def test_measures_under_a_heading_that_has_units_are_its_text() -> None:
    plan = parse(HEADED)
    assert outline(plan) == [("张三同志牵头的任务", [(1, "深化改革"), (2, "加强监督")])]
    assert [task.text for task in plan.tasks()] == [
        "深化改革\n1.制定方案。明确任务。\n2.组织实施。",
        "加强监督\n①建立台账；\n②定期通报。",
    ]
    assert plan.tasks()[1].deadline.text == "10月底"


WITHOUT_UNITS = """甲县2024年法治政府建设工作方案
一、全面履行职能
（一）简政放权
1.推进“放管服”改革。优化服务。
2.加强监管。落实责任。
（二）规范执法
1.规范执法行为。推行“三项制度”。
二、组织保障
（一）加强领导。各部门要重视。
"""


def test_without_units_the_items_under_the_headings_are_tasks() -> None:
    plan = parse(WITHOUT_UNITS)
    assert outline(plan) == [
        ("简政放权", [(1, "推进“放管服”改革"), (2, "加强监管")]),
        ("规范执法", [(1, "规范执法行为")]),
    ]
    assert all(task.deadline.kind == "none" for task in plan.tasks())


# form, document, units of each task, whether the headings are said to be used
DUTIES = [
    ("标题是单位", "一、县司法局（2项）\n1.组织培训。\n2.开展评查。\n二、县公安局、县水利局\n1.清理文件。\n",
     ["县司法局", "县司法局", "县公安局 县水利局"], True),
    ("各有时限", "一、县司法局\n1.组织培训。（完成时限：6月底前）\n二、各镇人民政府\n1.清理文件。（完成时限：9月）\n",
     ["县司法局", "各镇人民政府"], True),
    ("标题说明是谁的任务", "一、县司法局负责的任务\n1.组织培训。\n二、县公安局重点任务清单\n1.清理文件。\n",
     ["县司法局", "县公安局"], True),
    ("单位独立成行，没有编号", "县司法局\n1.组织培训。\n2.开展评查。\n县公安局、县水利局：\n1.清理文件。\n",
     ["县司法局", "县司法局", "县公安局 县水利局"], True),
    ("标签之后另起一行的单位不是标题",
     "一、学法\n责任单位：\n县司法局\n1.组织培训。\n二、执法\n责任单位：\n县公安局\n1.清理文件。\n",
     ["县司法局", "县公安局"], False),
    ("有的标题不是单位", "一、县司法局\n1.组织培训。\n二、深化执法体制改革\n1.清理文件。\n", ["", ""], False),
    ("标题是要建成什么", "一、建设法治政府\n1.组织培训。\n二、建设法治社会\n1.清理文件。\n", ["", ""], False),
    ("任务写明了单位", "一、县司法局\n1.组织培训。（责任单位：县财政局）\n二、县公安局\n1.清理文件。\n",
     ["县财政局", ""], False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "units", "said"), [row[1:] for row in DUTIES], ids=[row[0] for row in DUTIES])
def test_a_list_of_duties_by_unit(text: str, units: list[str], said: bool) -> None:
    plan = parse("甲县2024年法治政府建设责任清单\n" + text)
    assert [" ".join(unit.name for unit in task.responsibilities) for task in plan.tasks()] == units
    assert ("heading_fields_used" in {remark.code for remark in plan.diagnostics}) is said


DOUBTS = """甲县2024年法治政府建设任务分工方案
责任单位：司法局
一、重点任务
1.加强学习。
责任单位：司法局
时限要求：2024年13月
3.规范执法。
责任单位：司法局
完成时限：适时
这段文字不知属于何处。
4.强化监督。
牵头领导：张三
"""


def test_what_was_not_understood_is_reported_with_its_line() -> None:
    codes = {(remark.code, remark.line) for remark in parse(DOUBTS).diagnostics}
    assert codes == {
        ("fields_without_task", 2),
        ("bad_date", 6),
        ("number_gap", 7),
        ("deadline_unread", 9),
        ("text_after_fields", 10),
        ("leader_not_unit", 12),
    }


def test_tasks_without_a_heading_stand_under_the_title() -> None:
    plan = parse("甲县2024年工作计划\n1.加强学习。\n责任科室：办公室、法制科\n2.规范执法。\n责任科室：法制科\n")
    assert outline(plan) == [("甲县2024年工作计划", [(1, "加强学习"), (2, "规范执法")])]
    assert plan.actions[0].line is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_every_encoding_in_use_gives_the_same_plan(encoding: str) -> None:
    assert parse_bytes(BRACKETS.encode(encoding)) == parse(BRACKETS)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n"])
def test_line_ends_make_no_difference_to_the_tasks(end: str) -> None:
    assert outline(parse(BRACKETS.replace("\n", end))) == outline(parse(BRACKETS))
