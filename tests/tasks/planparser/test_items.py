"""Items with numbers of rarer print, or with none: cards, paragraphs that each name units, actions; as named rows."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes

TITLE = "甲县2024年法治政府建设工作方案\n"
HEADING = TITLE + "一、规范执法\n"


def parse(text: str) -> ParsedPlan:
    return parse_bytes(text.encode())


def shown(plan: ParsedPlan) -> list[str]:
    """heading/number text | role:unit …; / between the paragraphs of a text."""
    return [
        f"{action.heading}/{task.number} {task.text.replace(chr(10), '/')} | "
        + " ".join(f"{unit.role[0]}:{unit.name}" for unit in task.responsibilities)
        for action in plan.actions
        for task in action.tasks
    ]


def remarks(plan: ParsedPlan) -> list[str]:
    return [remark.code for remark in plan.diagnostics if remark.code != "without_action"]


BY, ALSO = "\n责任单位：县司法局\n", "\n责任单位：县人社局\n"
TWO = ["规范执法/1 评查。 | r:县司法局", "规范执法/2 培训。 | r:县人社局"]
# form, plan below its heading; each has the same two tasks
PRINTED = [
    ("任务1：", f"任务1：评查。{BY}任务2：培训。{ALSO}"),
    ("任务一：", f"任务一：评查。{BY}任务二：培训。{ALSO}"),
    ("重点任务（一）：", f"重点任务（一）：评查。{BY}重点任务（二）：培训。{ALSO}"),
    ("第1项", f"第1项 评查。{BY}第2项 培训。{ALSO}"),
    ("第一项：", f"第一项：评查。{BY}第二项：培训。{ALSO}"),
    ("数字和空格", f"1 评查。{BY}2　培训。{ALSO}"),
    ("【1】", f"【1】评查。{BY}【2】培训。{ALSO}"),
    ("〔1〕", f"〔1〕评查。{BY}〔2〕培训。{ALSO}"),
    ("编号后又有任务名称的标签", f"1.任务名称：评查。{BY}2.任务名称：培训。{ALSO}"),
]


@pytest.mark.parametrize("text", [row[1] for row in PRINTED], ids=[row[0] for row in PRINTED])
def test_a_number_of_rarer_print(text: str) -> None:
    plan = parse(HEADING + text)
    assert (shown(plan), remarks(plan)) == (TWO, [])


# words that begin as such a number does, and are none: the plan still has one task with this text
NO_NUMBER = [
    ("数字和空格之后是量词", "每年组织执法人员开展不少于两轮的集中培训，人均学时不少于\n60 学时，考试不少于\n2 次。"),
    ("任务之后不是编号", "任务三年完成，工程一期建成。"),
    ("方括号里的年份", "〔2023〕年度评查。"),
]


@pytest.mark.parametrize("text", [row[1] for row in NO_NUMBER], ids=[row[0] for row in NO_NUMBER])
def test_what_only_looks_like_a_number_is_text(text: str) -> None:
    (task,) = parse(f"{TITLE}一、规范执法\n（一）评查。\n{text}{BY}").tasks()
    assert task.text == "评查。\n" + "".join(text.split())


OURS = "numbers_ours"
# form, plan, tasks, codes of the remarks
UNNUMBERED = [
    ("段末括号", f"{HEADING}评查。（责任单位：县司法局）\n培训。（责任单位：县人社局）\n", TWO, [OURS]),
    ("标题下先写目标", f"{HEADING}目标：更规范。\n评查。（县司法局负责）\n培训。（县人社局负责）\n", TWO, [OURS]),
    ("单位独占一行", f"{HEADING}评查。{BY}培训。{ALSO}", TWO, [OURS]),
    ("破折号", f"{HEADING}——评查。（县司法局负责）\n——培训。（县人社局负责）\n", TWO, [OURS]),
    ("一是二是", f"{HEADING}一是评查。（县司法局负责）\n二是培训。（县人社局负责）\n", TWO, [OURS]),
    ("一段有几行，末行写单位",
     f"{HEADING}评查。\n选取案卷。（县司法局负责）\n培训。（县人社局负责）\n",
     ["规范执法/1 评查。/选取案卷。 | r:县司法局", TWO[1]], [OURS]),
    ("有的标题下只有一段",
     f"{HEADING}评查。（县司法局负责）\n培训。（县人社局负责）\n二、普法\n宣传。（县教育局负责）\n",
     [*TWO, "普法/1 宣传。 | r:县教育局"], [OURS, OURS]),
    ("标题下都只有一段的，标题是任务",
     f"{HEADING}评查。（县司法局负责）\n二、普法\n宣传。（县教育局负责）\n",
     [f"{TITLE[:-1]}/1 规范执法/评查。 | r:县司法局", f"{TITLE[:-1]}/2 普法/宣传。 | r:县教育局"], []),
    ("有编号的任务分段写单位，只提示",
     f"{HEADING}1.评查。选取案卷。（县司法局负责）\n通报结果。（县人社局负责）\n2.培训。{ALSO}",
     ["规范执法/1 评查。选取案卷。/通报结果。 | r:县司法局 r:县人社局", TWO[1]], ["units_again"]),
    ("单位写在标题下第一行的，不拆分",
     f"{TITLE}一、重点任务\n（一）规范执法{BY}评查。\n（二）普法{ALSO}宣传。\n",
     ["重点任务/1 规范执法 | r:县司法局", "重点任务/2 普法 | r:县人社局"], ["text_after_fields", "text_after_fields"]),
    ("任务卡片",
     f"{TITLE}任务编号：01\n任务名称：评查\n责任单位：县司法局\n工作内容：选取案卷。\n"
     "任务编号：02\n任务名称：培训\n责任单位：县人社局\n工作内容：组织授课。\n",
     [f"{TITLE[:-1]}/1 评查/选取案卷。 | r:县司法局", f"{TITLE[:-1]}/2 培训/组织授课。 | r:县人社局"], []),
    ("没有编号的任务卡片",
     f"{TITLE}任务名称：评查{BY}任务名称：培训{ALSO}",
     [f"{TITLE[:-1]}/1 评查 | r:县司法局", f"{TITLE[:-1]}/2 培训 | r:县人社局"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tasks", "codes"), [row[1:] for row in UNNUMBERED], ids=[row[0] for row in UNNUMBERED]
)
def test_paragraphs_with_units_of_their_own_are_tasks(text: str, tasks: list[str], codes: list[str]) -> None:
    plan = parse(text)
    assert (shown(plan), remarks(plan)) == (tasks, codes)


# form, first and second line of an action, under 二、重点行动
ACTIONS = [
    ("行动一：", "行动一：执法行动", "行动二：普法行动"),
    ("专项行动一：", "专项行动一：执法行动", "专项行动二：普法行动"),
    ("行动1", "行动1 执法行动", "行动2 普法行动"),
    ("工程一、", "工程一、执法行动", "工程二、普法行动"),
]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in ACTIONS], ids=[row[0] for row in ACTIONS])
def test_a_numbered_action_stands_above_its_tasks(first: str, second: str) -> None:
    plan = parse(
        f"{TITLE}一、总体目标\n见效。\n二、重点行动\n{first}\n目标：更规范。\n1.评查。{BY}"
        f"{second}\n目标：更普及。\n2.宣传。{BY}三、保障措施\n（一）加强领导。\n"
    )
    assert [(action.heading, action.goal) for action in plan.actions] == [
        ("执法行动", "更规范。"),
        ("普法行动", "更普及。"),
    ]
    assert [task.text for task in plan.tasks()] == ["评查。", "宣传。"]
    assert [remark.line for remark in plan.diagnostics if remark.code == "section_without_tasks"] == [2, 13]


def test_the_goal_of_a_heading_without_a_number_is_not_added_to_the_task_above() -> None:
    plan = parse(f"{HEADING}1.评查。{BY}普法提升\n目标：更普及。\n2.宣传。{BY}")
    assert [task.text for task in plan.tasks()] == ["评查。", "宣传。"]
    assert [(remark.code, remark.line) for remark in plan.diagnostics] == [
        ("text_after_fields", 5),
        ("text_after_fields", 6),
    ]


# form, plan, tasks, codes of the remarks
SHARED = [
    ("标题写牵头单位，只有部分任务写责任单位",
     f"{TITLE}一、执法（牵头单位：县司法局）\n1.评查。\n2.培训。{ALSO}二、普法（牵头单位：县委宣传部）\n3.宣传。\n4.讲座。\n",
     ["执法/1 评查。 | l:县司法局", "执法/2 培训。 | r:县人社局", "普法/3 宣传。 | l:县委宣传部",
      "普法/4 讲座。 | l:县委宣传部"], ["heading_fields_used", "heading_fields_used"]),
    ("标题写牵头单位，任务只写配合单位",
     f"{TITLE}一、执法（牵头单位：县司法局）\n1.评查。配合单位：县人社局\n2.培训。配合单位：县财政局\n",
     ["执法/1 评查。 | s:县人社局 l:县司法局", "执法/2 培训。 | s:县财政局 l:县司法局"], ["heading_fields_used"]),
    ("标题说明以下任务的牵头单位",
     f"{TITLE}一、执法（以下任务牵头单位均为县司法局）\n1.评查。{ALSO}2.培训。配合单位：县财政局\n二、普法\n3.宣传。{ALSO}",
     ["执法/1 评查。 | r:县人社局", "执法/2 培训。 | s:县财政局 l:县司法局", "普法/3 宣传。 | r:县人社局"],
     ["heading_fields_used"]),
    ("括号独占一行，在1.2.几小项之后，别的任务自己写单位",
     f"{HEADING}（一）评查。（责任单位：县司法局）\n（二）平台。\n1.部署；\n2.培训。\n（县司法局、县人社局，6月底前）\n（三）普法。{ALSO}",
     ["规范执法/1 评查。 | r:县司法局", "规范执法/2 平台。/1.部署；/2.培训。 | r:县司法局 r:县人社局",
      "规范执法/3 普法。 | r:县人社局"],
     []),
    ("标题写单位，任务都不写而全文连续编号",
     f"{TITLE}一、执法（牵头单位：县司法局）\n1.评查。\n2.培训。\n二、普法（县委宣传部牵头，6月底前完成）\n3.宣传。\n",
     ["执法/1 评查。 | l:县司法局", "执法/2 培训。 | l:县司法局", "普法/3 宣传。 | l:县委宣传部"],
     ["heading_fields_used", "heading_fields_used"]),
    ("单位在标题下各占一行，其下小项全文连续编号",
     f"{TITLE}一、执法\n牵头单位：县司法局\n1.评查。\n2.培训。\n二、普法\n牵头单位：县委宣传部\n3.宣传。\n",
     [f"{TITLE[:-1]}/1 执法/1.评查。/2.培训。 | l:县司法局", f"{TITLE[:-1]}/2 普法/3.宣传。 | l:县委宣传部"], []),
    ("标题写单位，其下小项重新编号",
     f"{TITLE}一、执法（牵头单位：县司法局）\n1.评查。\n2.培训。\n二、普法（牵头单位：县委宣传部）\n1.宣传。\n",
     [f"{TITLE[:-1]}/1 执法/1.评查。/2.培训。 | l:县司法局", f"{TITLE[:-1]}/2 普法/1.宣传。 | l:县委宣传部"], []),
    ("括号独占一行，在几小项之后，有的任务只有一小项",
     f"{TITLE}（一）执法\n1.评查\n（1）选案卷。\n（2）写通报。\n（责任单位：县司法局）\n2.培训\n（1）授课。\n（责任单位：县人社局）\n",
     ["执法/1 评查/（1）选案卷。/（2）写通报。 | r:县司法局", "执法/2 培训/（1）授课。 | r:县人社局"], []),
    ("责任单位在一组任务之后，有的组只有一项",
     f"{HEADING}（一）监督。\n1.评查。\n2.培训。\n责任单位：县司法局\n（二）普法。\n1.宣传。\n责任单位：县教育局\n",
     ["监督/1 评查。 | r:县司法局", "监督/2 培训。 | r:县司法局", "普法/1 宣传。 | r:县教育局"],
     ["heading_fields_used"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tasks", "codes"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_units_belong_to_what_they_close(text: str, tasks: list[str], codes: list[str]) -> None:
    plan = parse(text)
    assert (shown(plan), remarks(plan)) == (tasks, codes)
