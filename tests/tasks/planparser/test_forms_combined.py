"""Forms as published plans combine them: notices that number what they ask for, sites' records, notes, sections."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes
from tests.tasks.planparser.drawn import shown

TITLE = "甲县2024年法治政府建设工作方案\n"
HEADING = TITLE + "一、重点任务\n"


def parse(text: str) -> ParsedPlan:
    return parse_bytes(text.encode())


# form, what follows the heading, tasks, codes of the remarks
TASKS = [
    ("等和各有关",
     "1.培训。（司法局、总工会、妇联等和各有关乡镇按职责分工负责）\n",
     ["重点任务/1 培训。 | r:司法局 r:总工会 r:妇联 r:各有关乡镇 | none"], []),
    ("及有关单位",
     "1.培训。（牵头单位：县司法局；责任单位：县委编办及县直相关单位，各乡镇，6月底完成）\n",
     ["重点任务/1 培训。 | l:县司法局 r:县委编办 r:县直相关单位 r:各乡镇 | 2024-06-30"], []),
    ("等县政府各有关部门",
     "1.培训。（县司法局牵头，县财政局等县政府各有关部门配合）\n",
     ["重点任务/1 培训。 | l:县司法局 s:县财政局 | none"], []),
    ("括号里是单位和起止年份", "1.立法。（县司法局，2023年—2024年）\n2.审核。（县财政局，2023－2024年）\n",
     ["重点任务/1 立法。 | r:县司法局 | 2024-12-31", "重点任务/2 审核。 | r:县财政局 | 2024-12-31"], []),
    ("正文里的起止年份是名称的一部分",
     "1.开展三年行动（2022—2024年）。（县司法局负责，6月底前）\n"
     "2.评查（2022—2024年）。（县司法局）\n",
     ["重点任务/1 开展三年行动（2022—2024年）。 | r:县司法局 | 2024-06-30",
      "重点任务/2 评查（2022—2024年）。 | r:县司法局 | none"], []),
    ("指导与参与", "1.培训。（县司法局指导，县妇联参与）\n", ["重点任务/1 培训。 | s:县司法局 s:县妇联 | none"], []),
    ("括号里的其他标签",
     "1.培训。（负责部门：县司法局、县财政局；适用范围：全县）\n",
     ["重点任务/1 培训。 | r:县司法局 r:县财政局 | none"], ["remark_left_out"]),
    ("段中句后的分工",
     "1.培训。组织学法。（县司法局负责）开展考试。（县教育局负责）组织评查（含案卷）。\n责任单位：县财政局\n",
     ["重点任务/1 培训。组织学法。开展考试。组织评查（含案卷）。 | r:县司法局 r:县教育局 r:县财政局 | none"], []),
    ("段中句后和段末的分工",
     "1.培训。组织学法。（县司法局负责）开展考试（闭卷）。（县教育局牵头，县财政局配合）\n",
     ["重点任务/1 培训。组织学法。开展考试（闭卷）。 | r:县司法局 l:县教育局 s:县财政局 | none"], []),
    ("段中括号里是单位和时限",
     "1.培训。组织学法。（县司法局；6月底前完成）开展考试（闭卷）。（县教育局；6月底前完成）\n",
     ["重点任务/1 培训。组织学法。开展考试（闭卷）。 | r:县司法局 r:县教育局 | 2024-06-30"], []),
    ("一项多段，段段有分工",
     "1.培训。组织学法。（县司法局牵头）\n开展考试。（县教育局负责）\n组织评查。（县财政局配合）\n"
     "2.考核。（县司法局负责）\n",
     ["重点任务/1 培训。组织学法。/开展考试。/组织评查。 | l:县司法局 r:县教育局 s:县财政局 | none",
      "重点任务/2 考核。 | r:县司法局 | none"], ["units_again", "units_again"]),
    ("无标签的分工独占一行",
     "1.培训。\n（县司法局牵头，县财政局配合，6月底前）\n2.考试。\n（县司法局、县教育局）\n",
      ["重点任务/1 培训。 | l:县司法局 s:县财政局 | 2024-06-30",
       "重点任务/2 考试。 | r:县司法局 r:县教育局 | none"], []),
    ("长段末尾的不再列出",
     "1.培训。（县司法局牵头）\n健全制度，把学习培训和考试考核结合起来，把集中学习和个人自学结合起来。"
     "（县财政局指导，各乡镇负责落实。以下均需各乡镇落实，不再列出）\n2.考试。（县教育局负责）\n",
     ["重点任务/1 培训。/健全制度，把学习培训和考试考核结合起来，把集中学习和个人自学结合起来。"
      " | l:县司法局 s:县财政局 r:各乡镇 | none", "重点任务/2 考试。 | r:县教育局 r:各乡镇 | none"],
     ["units_again", "units_for_all"]),
    ("整个部分的责任单位",
     "（一）学法（责任单位：县司法局；完成时限：6月底）\n1.培训。\n2.考试。责任单位：县教育局\n"
     "（二）执法\n3.评查。责任单位：县财政局\n",
     ["学法/1 培训。 | r:县司法局 | 2024-06-30", "学法/2 考试。 | r:县教育局 | 2024-06-30",
      "执法/3 评查。 | r:县财政局 | none"],
     ["heading_fields_used"]),
    ("每部分末尾的责任单位",
     "（一）学法\n1.培训；\n2.考试；\n3、6月和12月各检查一次。\n责任领导：张某　责任股室：办公室\n"
     "（二）执法\n1.评查；\n2.公示。\n责任股室：法规股\n",
     ["学法/1 培训； | r:办公室 | none", "学法/2 考试； | r:办公室 | none",
      "学法/3 6月和12月各检查一次。 | r:办公室 | none",
      "执法/1 评查； | r:法规股 | none", "执法/2 公示。 | r:法规股 | none"],
     ["heading_fields_used", "leader_not_unit", "heading_fields_used"]),
    ("编号之后是年份", "1.2024年6月底前，开展培训。（县司法局负责）\n2．2024年底前，组织考试。（县司法局负责）\n",
     ["重点任务/1 2024年6月底前，开展培训。 | r:县司法局 | none",
      "重点任务/2 2024年底前，组织考试。 | r:县司法局 | none"], []),
    ("编号之后是数字", "1.培训。（县司法局负责）\n2.12345热线按时办结。（县司法局负责）\n",
     ["重点任务/1 培训。 | r:县司法局 | none", "重点任务/2 12345热线按时办结。 | r:县司法局 | none"], []),
    ("措施之后是任务", "（一）学法行动\n目标：应学尽学。\n措施：\n1.培训。\n责任单位：县司法局\n",
     ["学法行动/1 培训。 | r:县司法局 | none"], []),
    ("名称之后括注牵头", "1.培训。\n责任单位：县司法局（牵头）、县直各部门、各县（市、区）政府\n",
     ["重点任务/1 培训。 | l:县司法局 r:县直各部门 r:各县（市、区）政府 | none"], []),
    ("等若干个部门和上级时限", "1.培训。（县司法局牵头，县财政局等15个部门配合；各阶段任务按省要求时限完成）\n",
     ["重点任务/1 培训。 | l:县司法局 s:县财政局 | none"], ["deadline_unread"]),
    ("任务自己的目标", "1.培训。\n目标：应训尽训。\n责任单位：县司法局\n",
     ["重点任务/1 培训。/目标：应训尽训。 | r:县司法局 | none"], []),
    ("带星号的编号", "1*.培训。（县司法局负责）\n2*．考试。（县司法局负责）\n",
     ["重点任务/1 培训。 | r:县司法局 | none", "重点任务/2 考试。 | r:县司法局 | none"], []),
    ("末句分工后逗号", "1.培训。\n责任单位：县司法局、各有关部门，乡镇人民政府按职责分工分别负责。\n",
     ["重点任务/1 培训。 | r:县司法局 r:各有关部门 r:乡镇人民政府 | none"], []),
    ("只有时限的任务存疑", "1.培训。完成时限：6月底\n2.考试。责任单位：县司法局\n",
     ["重点任务/1 培训。 |  | 2024-06-30", "重点任务/2 考试。 | r:县司法局 | none"], ["task_without_unit"]),
    ("破折号后是正文", "1.培训。——完善制度，健全机构\n责任单位：县司法局\n",
     ["重点任务/1 培训。——完善制度，健全机构 | r:县司法局 | none"], []),
    ("没有句号，括号里只有单位", "1.《监狱法》（县监狱管理局）\n2.培训。责任单位：县司法局\n",
     ["重点任务/1 《监狱法》（县监狱管理局） | r:县监狱管理局 | none", "重点任务/2 培训。 | r:县司法局 | none"],
     ["fields_guessed"]),
    ("没有句号，括号里是名称的一部分", "1.培训各村（社区）\n2.培训。责任单位：县司法局\n",
     ["重点任务/1 培训各村（社区） |  | none", "重点任务/2 培训。 | r:县司法局 | none"], ["task_without_unit"]),
    ("保障措施里括号写明分工的是任务",
     "1.培训。（县司法局负责）\n二、保障措施\n2.加强领导。每年报告。（县财政局、各乡镇人民政府）\n",
     ["重点任务/1 培训。 | r:县司法局 | none", "保障措施/2 加强领导。每年报告。 | r:县财政局 r:各乡镇人民政府 | none"],
     []),
    ("没有读出的标签存疑", "1.培训由下列责任单位：县司法局组织。\n2.考试。责任单位：县司法局\n",
     ["重点任务/1 培训由下列责任单位：县司法局组织。 |  | none", "重点任务/2 考试。 | r:县司法局 | none"],
     ["task_without_unit", "label_in_text"]),
    ("文末括号里的来源不是单位", "1.培训。（县司法局负责）\n（来源：甲县人民政府网站）\n",
     ["重点任务/1 培训。 | r:县司法局 | none"], []),
    ("没有人认识的标签存疑", "1.培训。\n责任口岸：县司法局\n2.考试。（落实方：县财政局；6月底）\n",
     ["重点任务/1 培训。/责任口岸：县司法局 |  | none", "重点任务/2 考试。（落实方：县财政局；6月底） |  | none"],
     ["label_in_text", "label_in_text"]),
    ("丢了冒号的标签存疑", "1.培训。责任单位为县司法局。\n2.考试。责任单位县财政局、县司法局。\n",
     ["重点任务/1 培训。责任单位为县司法局。 |  | none", "重点任务/2 考试。责任单位县财政局、县司法局。 |  | none"],
     ["label_in_text", "label_in_text"]),
    ("正文里的责任单位不存疑", "1.各责任单位要压实责任，牵头单位、各责任单位分别报告。（县司法局负责）\n",
     ["重点任务/1 各责任单位要压实责任，牵头单位、各责任单位分别报告。 | r:县司法局 | none"], []),
    ("任务之前括号里的单位存疑", "1.【县司法局】培训。\n2.【重点】考试。\n",
     ["重点任务/1 【县司法局】培训。 |  | none", "重点任务/2 【重点】考试。 |  | none"], ["label_in_text"]),
    ("具体任务均涉及各市（州）",
     "1.培训。〔责任单位：省司法厅、商务厅按职责分工负责。具体任务均涉及相关市（州）人民政府，不再做分工，下同。〕\n"
     "2.考试。〔责任单位：省司法厅〕\n",
     ["重点任务/1 培训。 | r:省司法厅 r:商务厅 r:相关市（州）人民政府 | none",
      "重点任务/2 考试。 | r:省司法厅 r:相关市（州）人民政府 | none"], ["units_for_all"]),
    # lines that a conversion from pages ran together
    ("标题和各项连排",
     "1.培训。\n〔牵头单位:县司法局〕 二、规范执法 2.评查。〔责任单位:县司法局〕 3.公示，一是编制目\n"
     "- 2 - 录，二是公布。〔责任\n- 3 - 单位:县财政局〕\n",
     ["重点任务/1 培训。 | l:县司法局 | none", "规范执法/2 评查。 | r:县司法局 | none",
      "规范执法/3 公示，一是编制目录，二是公布。 | r:县财政局 | none"], ["run_on"]),
    ("连排的几个单位不断开", "1.培训。\n责任单位：1.县司法局（牵头） 2.县财政局\n",
     ["重点任务/1 培训。 | l:县司法局 r:县财政局 | none"], []),
    ("括号不是分工则不断开", "1.按照规定（试行） 2.0版本培训。\n责任单位：县司法局\n",
     ["重点任务/1 按照规定（试行）2.0版本培训。 | r:县司法局 | none"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "codes"), [row[1:] for row in TASKS], ids=[row[0] for row in TASKS])
def test_tasks_as_plans_combine_their_forms(text: str, expected: list[str], codes: list[str]) -> None:
    plan = parse(HEADING + text)
    assert shown(plan) == expected
    assert [remark.code for remark in plan.diagnostics] == codes


def test_the_efficiency_review_at_the_end_of_a_year_is_no_milestone() -> None:
    plan = parse(HEADING + "1.考核。纳入年底效能目标考核体系，年底前公布结果。\n责任单位：县司法局\n")
    assert [milestone.text for milestone in plan.tasks()[0].milestones] == ["年底前"]


PLAN = "甲县2024年法治政府建设任务分解表\n序号\t工作任务\t责任单位\n1\t培训。\t县司法局\n"
SENT = "现将《甲县2024年法治政府建设任务分解表》印发给你们，请认真落实。\n"
NUMBERED = "一、高度重视。各责任单位要压实责任。\n二、强化督查。每季度末开展督查。\n"
SIGNED = "甲县人民政府办公室\n2024年4月8日\n"
HEAD = "甲县人民政府办公室\n关于印发甲县2024年法治政府建设\n任务分解表的通知\n甲政办〔2024〕11号\n各乡镇人民政府：\n"
RECORD = (
    "索引号： | 113/2024-00328 | 主题分类： | 综合政务 |\n发布机构： | 县政府办公室 | 成文日期： | 2024-04-08 |\n"
    "发文字号： | 甲政办〔2024〕11号 | 有 效 性： | 有效 |\n标 题： | 关于印发任务分解表的通知 |\n"
)
# form, document whose plan is PLAN, its 文号, issuer and date
NOTICES = [
    ("通知标题分行", HEAD + SENT + SIGNED + PLAN, ("甲政办〔2024〕11号", "甲县人民政府办公室", "2024-04-08")),
    ("通知自己有编号", HEAD + SENT + NUMBERED + SIGNED + PLAN,
     ("甲政办〔2024〕11号", "甲县人民政府办公室", "2024-04-08")),
    ("编号的通知之后有附件字样", HEAD + SENT + NUMBERED + SIGNED + "附件\n" + PLAN,
     ("甲政办〔2024〕11号", "甲县人民政府办公室", "2024-04-08")),
    ("落款分两行", "甲政办〔2024〕11号\n" + PLAN + "中共甲县委全面依法治县委员\n会办公室\n2024年4月8日\n",
     ("甲政办〔2024〕11号", "中共甲县委全面依法治县委员会办公室", "2024-04-08")),
    ("落款是代章", HEAD + SENT + "甲县法治政府建设领导小组办公室（代章）\n2024年4月8日\n" + PLAN,
     ("甲政办〔2024〕11号", "甲县法治政府建设领导小组办公室", "2024-04-08")),
    ("落款是街道办事处", HEAD + SENT + "甲街道办事处\n2024年4月8日\n" + PLAN,
     ("甲政办〔2024〕11号", "甲街道办事处", "2024-04-08")),
    ("没有落款单位", HEAD + SENT + "2024年4月8日\n" + PLAN, ("甲政办〔2024〕11号", "甲县人民政府办公室", "2024-04-08")),
    ("通知的标题字间有空格", "关于印发《甲县2024年法治政府建设任务分解表》的 通 知\n" + SENT + SIGNED + PLAN,
     (None, "甲县人民政府办公室", "2024-04-08")),
    ("网站的信息栏带项目符号",
     "    • 内容分类：综合政务\n    • 成文日期：2024-04-08\n    • 公开方式：主动公开\n" + PLAN,
     (None, None, "2024-04-08")),
    ("网站的信息栏", RECORD + PLAN, ("甲政办〔2024〕11号", None, "2024-04-08")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in NOTICES], ids=[row[0] for row in NOTICES])
def test_what_stands_around_a_plan(text: str, expected: tuple[str | None, ...]) -> None:
    plan = parse(text)
    assert shown(plan) == ["甲县2024年法治政府建设任务分解表/1 培训。 | r:县司法局 | none"]
    assert plan.title == "甲县2024年法治政府建设任务分解表"
    assert (plan.document_number, plan.issuer, str(plan.issued_on)) == expected
    assert [remark.code for remark in plan.diagnostics] == ["without_action"]


def test_the_date_of_the_signature_goes_before_that_of_the_record() -> None:
    plan = parse(RECORD + SENT + "甲县人民政府办公室\n2024年4月1日\n" + PLAN)
    assert str(plan.issued_on) == "2024-04-01"
    assert [remark.code for remark in plan.diagnostics] == ["dates_differ", "without_action"]


def test_a_signature_that_is_a_day_alone_goes_before_the_record_too() -> None:
    plan = parse(RECORD + SENT + "二〇二四年四月一日\n" + PLAN)
    assert str(plan.issued_on) == "2024-04-01"
    assert [remark.code for remark in plan.diagnostics] == ["dates_differ", "without_action"]


def test_a_day_alone_below_the_title_of_a_page_does_not() -> None:
    plan = parse("甲县司法局关于印发工作方案的通知\n2024年5月6日\n" + RECORD + SENT + PLAN)
    assert str(plan.issued_on) == "2024-04-08"


def test_a_five_year_period_in_the_title_is_its_years() -> None:
    plan = parse("甲省“十四五”法治建设实施方案\n一、重点任务\n1.培训。\n责任单位：省司法厅\n")
    assert plan.years == (2021, 2022, 2023, 2024, 2025)


@pytest.mark.parametrize(("title", "region"), [("市市场监管局", None), ("济南市市中区", "济南市市中区")])
def test_a_unit_of_no_named_place_is_of_no_region(title: str, region: str | None) -> None:
    plan = parse(f"{title}2024年法治建设工作安排\n一、重点任务\n1.培训。\n责任单位：法规处\n")
    assert plan.jurisdiction == region


def test_who_prints_and_who_supervises_is_no_task() -> None:
    plan = parse(
        f"{HEADING}1.培训。\n责任单位：县司法局\n二、组织保障\n抓好落实。\n主办：县司法局　督办：县政府督查室\n"
    )
    assert shown(plan) == ["重点任务/1 培训。 | r:县司法局 | none"]


def test_years_in_brackets_below_a_title_are_part_of_it() -> None:
    plan = parse("甲县法治政府建设三年行动计划\n（2024—2026年）\n一、重点任务\n1.培训。\n责任单位：县司法局\n")
    assert (plan.title, plan.years) == ("甲县法治政府建设三年行动计划（2024—2026年）", (2024, 2025, 2026))


DITTO = "| 项目 | 序号 | 工作任务及目标 | 责任单位 | | |\n| | | | 牵头 | 配合 | 完成时间 |\n"
ROWS = "| 学法 | 1 | 培训。 | 县司法局 | 县财政局 | 6月底 |\n| | 2 | 考试。 | 〃 | 同上 | 〃 |\n"


def test_ditto_marks_say_again_what_stands_above() -> None:
    assert shown(parse("甲县2024年任务分解表\n" + DITTO + ROWS)) == [
        "学法/1 培训。 | l:县司法局 s:县财政局 | 2024-06-30",
        "学法/2 考试。 | l:县司法局 s:县财政局 | 2024-06-30",
    ]


def test_the_kind_of_an_indicator_is_its_area() -> None:
    table = "指标类别\t指标名称\t计量单位\t2023年基期值\t2024年\n学法\t培训率\t%\t80\t≥90\n\t考试率\t%\t—\t100\n"
    found = parse(f"{HEADING}1.培训。\n责任单位：县司法局\n附件：指标\n{table}").indicators
    assert [(row.area, row.name, [target.value for target in row.targets]) for row in found] == [
        ("学法", "培训率", [90]),
        ("学法", "考试率", [100]),
    ]


@pytest.mark.parametrize("label", ["主要指标", "效果指标："])
def test_a_note_below_a_table_of_indicators_is_none(label: str) -> None:
    table = "序号\t指标名称\t单位\t2024年\n1\t培训率\t%\t100\n"
    plan = parse(f"{HEADING}1.培训。\n责任单位：县司法局\n{label}\n{table}注：本表指标由县司法局解释。\n")
    assert [found.name for found in plan.indicators] == ["培训率"]
    assert [remark.code for remark in plan.diagnostics] == ["text_after_fields"]


def test_a_name_in_quotes_is_no_region() -> None:
    assert parse(f"“无废城市”建设工作方案\n{HEADING[len(TITLE) :]}1.培训。\n责任单位：县司法局\n").jurisdiction is None


SPANNED = """<table><tr><td colspan=2>工作任务</td><td colspan=2>具体要求</td><td>责任单位</td></tr>
<tr><td rowspan=2>一、学法。</td><td>（一）领导学法。</td><td>1</td><td>培训。</td><td>县司法局</td></tr>
<tr><td>（二）全员学法。</td><td>2</td><td>考试。</td><td>县教育局</td></tr>
<tr><td>二、执法。</td><td>（一）规范执法。</td><td>3</td><td>评查。</td><td>县财政局</td></tr></table>"""


def test_a_head_that_spans_a_number_and_its_text() -> None:
    page = f"<html><body><h1>{TITLE}</h1>{SPANNED}</body></html>"
    assert shown(parse(page)) == [
        "领导学法/1 培训。 | r:县司法局 | none",
        "全员学法/2 考试。 | r:县教育局 | none",
        "规范执法/3 评查。 | r:县财政局 | none",
    ]


# form, what follows the heading, times that the task does not take; its milestones are of its words alone
LATER_TIMES = [
    ("段中各句有时限", "1.学法。编制目录。（县司法局负责；6月底前完成）组织考试。（县教育局负责；9月底前完成）\n",
     ["9月底前完成"]),
    ("各段有时限", "1.学法。（县司法局，6月底前）\n组织考试。（县教育局，9月底前）\n组织评查。（县财政局，年底前）\n",
     ["9月底前", "年底前"]),
    ("标签写了三次，两次相同", "1.学法。\n完成时限：6月底前\n完成时限：9月底前\n完成时限：6月底前\n", ["9月底前"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "times"), [row[1:] for row in LATER_TIMES], ids=[row[0] for row in LATER_TIMES])
def test_a_time_that_a_task_does_not_take_is_named(text: str, times: list[str]) -> None:
    plan = parse(HEADING + text)
    named = [remark.message for remark in plan.diagnostics if remark.code == "deadline_repeated"]
    assert [message.split("“")[1].split("”")[0] for message in named] == times
    assert [(str(task.deadline.due), task.milestones) for task in plan.tasks()] == [("2024-06-30", ())]
