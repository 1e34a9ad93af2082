"""Every published form of numbering, units, tables and noise has a named row; each is a small plan of its own."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes

TITLE = "甲县2024年法治政府建设工作方案\n"
HEADING = TITLE + "一、重点任务\n"


def parse(text: str) -> ParsedPlan:
    return parse_bytes(text.encode())


def tasks(plan: ParsedPlan) -> list[str]:
    return [f"{action.heading}/{task.number} {task.text}" for action in plan.actions for task in action.tasks]


BY = "\n责任单位：县司法局\n"
# form, plan, tasks as heading/number text
NUMBERING = [
    (
        "一、（一）1.",
        f"{HEADING}（一）学法\n1.培训。{BY}2.考试。{BY}（二）执法\n1.评查。{BY}",
        ["学法/1 培训。", "学法/2 考试。", "执法/1 评查。"],
    ),
    ("（一）作任务", f"{HEADING}（一）培训。{BY}（二）考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("⑴作任务", f"{HEADING}⑴培训。{BY}⑵考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("（1）作任务", f"{HEADING}（1）培训。{BY}（2）考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("1、作任务", f"{HEADING}1、培训。{BY}2、考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("1．作任务", f"{HEADING}1．培训。{BY}２．考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("第一，第二，", f"{HEADING}第一，培训。{BY}第二，考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("一、作任务",
     f"{TITLE}一、培训。{BY}二、考试。{BY}三、工作要求\n抓好落实。\n",
     [f"{TITLE[:-1]}/1 培训。", f"{TITLE[:-1]}/2 考试。"]),
    ("正文中的①②", f"{HEADING}1.培训。\n①学法；\n②考试。{BY}", ["重点任务/1 培训。\n①学法；\n②考试。"]),
    ("单元格中的①②",
     f"{TITLE}序号\t任务\t责任单位\n1\t培训。①学法；②考试。\t县司法局\n",
     [f"{TITLE[:-1]}/1 培训。①学法；②考试。"]),
    ("全文连续编号", f"{HEADING}1.培训。{BY}二、其他任务\n2.考试。{BY}", ["重点任务/1 培训。", "其他任务/2 考试。"]),
    ("各节重新编号", f"{HEADING}1.培训。{BY}二、其他任务\n1.考试。{BY}", ["重点任务/1 培训。", "其他任务/1 考试。"]),
    (
        "标题有单位，其下具体措施",
        f"{HEADING}（一）培训{BY}具体措施：\n1.学法。\n2.考试。\n完成时限：6月底\n",
        ["重点任务/1 培训\n1.学法。\n2.考试。"],
    ),
    ("以领导命名的部分", f"{TITLE}一、主要领导牵头任务\n1.培训。{BY}", ["主要领导牵头任务/1 培训。"]),
    ("▲△任务", f"{HEADING}▲培训。{BY}△考试。{BY}", ["重点任务/1 培训。", "重点任务/2 考试。"]),
    ("指标作编号任务",
     f"{HEADING}1.出庭应诉率达到100%{BY}2.公开率不低于90%。{BY}",
     ["重点任务/1 出庭应诉率达到100%", "重点任务/2 公开率不低于90%。"]),
    ("没有单位时标题下的编号项",
     f"{TITLE}一、学法\n1.培训。\n2.考试。\n二、执法\n3.评查。\n",
     ["学法/1 培训。", "学法/2 考试。", "执法/3 评查。"]),
    ("句末没有句号", f"{HEADING}1.组织培训{BY}2.组织考试{BY}", ["重点任务/1 组织培训", "重点任务/2 组织考试"]),
    ("附件目录不是任务", f"{HEADING}1.培训。{BY}附件：1.任务台账\n2.联络员名单\n", ["重点任务/1 培训。"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in NUMBERING], ids=[row[0] for row in NUMBERING])
def test_a_form_of_numbering(text: str, expected: list[str]) -> None:
    assert tasks(parse(text)) == expected


# form, what follows "1.培训。", units as role:name, deadline as due or kind
UNITS = [
    ("独立一行", "\n责任单位：县司法局、县财政局\n", "r:县司法局 r:县财政局", None),
    ("两行标签", "\n牵头单位：县司法局\n配合单位：县财政局\n", "l:县司法局 s:县财政局", None),
    ("同一行两个标签", "\n牵头单位：县司法局　配合单位：县财政局\n", "l:县司法局 s:县财政局", None),
    ("标签后另起一行", "\n责任单位：\n县司法局、县财政局\n", "r:县司法局 r:县财政局", None),
    ("句末（）", "（责任单位：县司法局）\n", "r:县司法局", None),
    ("句末〔〕", "〔责任单位：县司法局〕\n", "r:县司法局", None),
    ("句末[]", "[责任单位：县司法局]\n", "r:县司法局", None),
    ("句末【】", "【责任单位：县司法局】\n", "r:县司法局", None),
    ("方头括号作标签", "【牵头单位】县司法局【配合单位】县财政局\n", "l:县司法局 s:县财政局", None),
    ("括号内牵头与责任",
     "（牵头单位：县司法局；责任单位：县财政局、县教育局）\n", "l:县司法局 r:县财政局 r:县教育局", None),
    ("两个括号", "（牵头单位：县司法局）（配合单位：县财政局）\n", "l:县司法局 s:县财政局", None),
    ("句号在括号后", "学法（责任单位：县司法局）。\n", "r:县司法局", None),
    ("只有单位名称的括号", "（县司法局、县财政局）\n", "r:县司法局 r:县财政局", None),
    ("甲牵头乙配合各乡镇落实",
     "（县司法局牵头，县财政局、县教育局配合，各乡镇负责落实）\n",
     "l:县司法局 s:县财政局 s:县教育局 r:各乡镇", None),
    ("甲牵头乙参与", "（县司法局牵头，县财政局参与）\n", "l:县司法局 s:县财政局", None),
    ("末句写明分工", "县司法局牵头，县财政局配合，6月底前完成。\n", "l:县司法局 s:县财政局", "2024-06-30"),
    ("会同", "（县司法局会同县财政局负责）\n", "r:县司法局 r:县财政局", None),
    ("按职责分工负责", "（县司法局、县财政局等按职责分工负责）\n", "r:县司法局 r:县财政局", None),
    ("分别负责", "（县司法局、县财政局分别负责）\n", "r:县司法局 r:县财政局", None),
    ("责任部门", "\n责任部门：县司法局\n", "r:县司法局", None),
    ("责任科室", "\n责任科室：法规科等科室\n", "r:法规科", None),
    ("主责与协办", "\n主责单位：县司法局\n协办单位：县财政局\n", "l:县司法局 s:县财政局", None),
    ("主责科室与参与科室", "\n主责科室：法规科\n参与科室：办公室\n", "l:法规科 s:办公室", None),
    ("参与单位", "\n参与单位：县财政局\n", "s:县财政局", None),
    ("牵头领导不是单位", "\n牵头领导：张三\n牵头单位：县司法局\n", "l:县司法局", None),
    ("牵头县领导不是单位", "\n牵头县领导：张三\n牵头单位：县司法局\n", "l:县司法局", None),
    ("单位和时间同在括号内", "（牵头单位：县司法局；6月底完成）\n", "l:县司法局", "2024-06-30"),
    ("单位和起止要求", "（责任单位：县司法局；12月底前完成，持续推进）\n", "r:县司法局", "2024-12-31"),
    ("名称内有顿号", "\n责任单位：各县（市、区）、县司法局\n", "r:各县（市、区） r:县司法局", None),
    ("名称跨行", "\n责任单位：县司法局、县人力资源和社会\n保障局\n", "r:县司法局 r:县人力资源和社会保障局", None),
    ("名称里有两处空格",
     "（责任单位：县司法局、县人力资源和社 会 保障局）\n", "r:县司法局 r:县人力资源和社会保障局", None),
    ("斜杠后的名称里有空格", "\n责任单位：县法院/县 检察院\n", "r:县法院 r:县检察院", None),
    ("时限里有空格", "（县司法局负责，年内 持续推进）\n", "r:县司法局", "2024-12-31"),
    ("名称第一个字后有空格", "\n责任单位：市公安局、市 市场监管局\n", "r:市公安局 r:市市场监管局", None),
    ("标签字间有空格", "\n责 任 单 位 ： 县司法局\n", "r:县司法局", None),
    ("破折号起头的标签", "\n——牵头单位：县司法局\n——完成时限：6月底\n", "l:县司法局", "2024-06-30"),
    ("项目符号起头的标签", "\n●牵头单位：县司法局\n●配合单位：县财政局\n", "l:县司法局 s:县财政局", None),
    ("短横起头的标签", "\n- 责任单位：县司法局\n", "r:县司法局", None),
    ("段末破折号后的标签", "——责任单位：县司法局\n", "r:县司法局", None),
    ("段末破折号后的单位", "——县司法局、县财政局\n", "r:县司法局 r:县财政局", None),
    ("破折号后的单位独立一行", "\n——县司法局牵头，县财政局配合\n", "l:县司法局 s:县财政局", None),
    ("没有句号，括号里是单位和时间", "学法（县司法局、县财政局；6月底）。\n", "r:县司法局 r:县财政局", "2024-06-30"),
    ("负责指导监督", "（县财政局负责，县司法局指导监督）\n", "r:县财政局 s:县司法局", None),
    ("等几个乡镇政府", "（县司法局、甲镇政府等3个乡镇政府负责落实）\n", "r:县司法局 r:甲镇政府", None),
    ("责任（牵头）单位", "\n责任（牵头）单位：县司法局\n", "l:县司法局", None),
    ("牵头和责任单位", "\n牵头和责任单位：县司法局、县财政局\n", "r:县司法局 r:县财政局", None),
    ("具体责任单位", "（具体责任单位：县司法局）\n", "r:县司法局", None),
    ("市级牵头单位、县区", "\n市级牵头单位：市司法局\n责任县（市、区）：甲县、乙区\n",
     "l:市司法局 r:甲县 r:乙区", None),
    ("责任站所", "\n责任站（所）：司法所、综治中心\n", "r:司法所 r:综治中心", None),
    ("督办单位不是责任单位", "（责任单位：县司法局；督办单位：县政府督查室）\n", "r:县司法局", None),
    ("挂钩领导不是单位", "\n挂钩县级领导：张三\n责任单位：县司法局\n", "r:县司法局", None),
    ("计划完成时间", "\n责任单位：县司法局\n计划完成时间：6月底\n", "r:县司法局", "2024-06-30"),
    ("完成节点", "（责任单位：县司法局；完成节点：6月底）\n", "r:县司法局", "2024-06-30"),
    ("括号里有句号", "〔责任单位：县司法局。各乡镇参与。〕\n", "r:县司法局 s:各乡镇", None),
    ("各区市县自治县", "\n责任单位：市司法局，各区、市、县、自治县人民政府\n",
     "r:市司法局 r:各区、市、县、自治县人民政府", None),
    ("标签后没有冒号", "\n责任单位 县司法局\n", "r:县司法局", None),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "units", "due"), [row[1:] for row in UNITS], ids=[row[0] for row in UNITS])
def test_a_form_of_units(rest: str, units: str, due: str | None) -> None:
    (task,) = parse(f"{HEADING}1.培训。{rest}").tasks()
    assert " ".join(f"{unit.role[0]}:{unit.name}" for unit in task.responsibilities) == units
    assert (task.deadline.due and str(task.deadline.due)) == due
    assert task.text in ("培训。", "培训。学法。")


HEAD = "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n"
ROW = "1\t培训。\t县司法局\t县财政局\t6月底前\n"
ONE = ["1 培训。 l:县司法局 s:县财政局 2024-06-30"]
TWO = [*ONE, "2 考试。 l:县司法局 2024-09-30"]
# form, table, its tasks
TABLES = [
    ("列的次序不同", "完成时限\t配合单位\t牵头单位\t工作任务\t序号\n6月底前\t县财政局\t县司法局\t培训。\t1\n", ONE),
    ("列的用词不同",
     "编号\t重点工作\t主责部门\t参与单位\t时间节点\t备注\n1\t培训。\t县司法局\t县财政局\t6月底前\t\n", ONE),
    ("两行表头", "序号\t工作任务\t责任分工\t\t完成时限\n\t\t牵头单位\t配合单位\t\n" + ROW, ONE),
    ("序号带标点和括号", HEAD + ROW.replace("1", "1、") + "（2）\t考试。\t县司法局\t\t9月\n", TWO),
    ("序号带圈", HEAD + ROW.replace("1", "①") + "②\t考试。\t县司法局\t\t9月\n", TWO),
    ("八列齐全",
     "序号\t重点领域\t工作任务\t具体措施\t牵头单位\t配合单位\t完成时限\t备注\n"
     "1\t学法\t培训。\t培训。\t县司法局\t县财政局\t6月底前\t\n", ONE),
    ("每页重复表头", HEAD + ROW + "— 1 —\n" + HEAD + "2\t考试。\t县司法局\t\t9月\n", TWO),
    ("续表", HEAD + ROW + "续表\n" + HEAD + "2\t考试。\t县司法局\t\t9月\n", TWO),
    ("合并单元格向下沿用", HEAD + ROW + "2\t考试。\t\t\t9月\n", [*ONE, "2 考试。 l:县司法局 s:县财政局 2024-09-30"]),
    ("横贯全表的标题行", HEAD + "学法\t\t\t\t\n" + ROW + "考核\n2\t考试。\t县司法局\t\t9月\n", TWO),
    ("竖线表格",
     "|序号|工作任务|牵头单位|配合单位|完成时限|\n|---|---|---|---|---|\n|1|培训。|县司法局|县财政局|6月底前|\n",
     ONE),
    ("单元格内一行一个单位",
     "|序号|工作任务|牵头单位|配合单位|完成时限|\n|1|培训。|县司法局|县财政局<br>县教育局|6月底前|\n",
     ["1 培训。 l:县司法局 s:县财政局 s:县教育局 2024-06-30"]),
    ("一行一格", HEAD.replace("\t", "\n") + ROW.replace("\t", "\n") + "2\n考试。\n县司法局\n县教育局\n9月\n",
     [*ONE, "2 考试。 l:县司法局 s:县教育局 2024-09-30"]),
    ("单元格内断行", HEAD + "1\t培训。\t县司\n法局\t县财政局\t6月底前\n", ONE),
    ("句子在单元格内断行",
     HEAD + "1\t开展培训，\n组织考试。\t县司法局\t\t6月底前\n", ["1 开展培训，组织考试。 l:县司法局 2024-06-30"]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_a_form_of_table(table: str, expected: list[str]) -> None:
    found = [
        [
            f"{task.number} {task.text}",
            *(f"{unit.role[0]}:{unit.name}" for unit in task.responsibilities),
            str(task.deadline.due),
        ]
        for task in parse("甲县2024年任务分工表\n" + table).tasks()
    ]
    assert [" ".join(parts) for parts in found] == expected


# form, table below one task, its indicators: number, area, name, unit, targets
INDICATORS = [
    ("一年一列", "序号\t深化领域\t指标名称\t单位\t2024年\t2025年\n1\t学法\t培训率\t%\t≥90\t100\n",
     "1 学法 培训率 % | 2024 >= 90 | 2025 = 100"),
    ("序号带顿号", "序号\t指标名称\t单位\t2024年\n1、\t培训率\t%\t≥90\n", "1  培训率 % | 2024 >= 90"),
    ("目标值在上、年份在下", "序号\t指标名称\t单位\t目标值\t\n\t\t\t2024年\t2025年\n1\t培训率\t%\t100\t—\n",
     "1  培训率 % | 2024 = 100 | 2025 None None"),
    ("只有一个目标值列", "序号\t指标名称\t计量单位\t目标值\n1\t培训次数\t次\t至少3次\n", "1  培训次数 次 | 2024 >= 3"),
    ("单位写在目标值里", "序号\t指标\t2024年目标\n1\t败诉率\t控制在5%以内\n", "1  败诉率 % | 2024 <= 5"),
    ("单位写在名称后", "序号\t指标\t2024年\n1\t培训率（%）\t≥90\n", "1  培训率（%） % | 2024 >= 90"),
    ("一行一格的指标表",
     "序号\n指标名称\n单位\n2024年\n2025年\n1\n培训次数\n次\n1\n2\n", "1  培训次数 次 | 2024 = 1 | 2025 = 2"),
    ("横贯全表的领域",
     "序号\t指标名称\t单位\t2024年\n一、学法\t\t\t\n1\t培训率\t%\t不高于34\n", "1 学法 培训率 % | 2024 <= 34"),
    ("任务之后没有附件字样的表",
     "主要指标\n序号\t指标名称\t单位\t2024年\n1\t培训率\t%\t95以上\n", "1  培训率 % | 2024 >= 95"),
    ("效果指标", "效果指标：\n（1）培训率达到100%；\n", "1 重点任务 培训率达到100% % | 2024 = 100"),
    ("主要指标之后逐条编号", "主要指标：\n1.培训率达到100%。\n", "1 重点任务 培训率达到100% % | 2024 = 100"),
    ("领域名称的错字照录",
     "序号\t深化领域\t指标名称\t单位\t2024年\n1\t法制政府建设\t培训率\t%\t100\n",
     "1 法制政府建设 培训率 % | 2024 = 100"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), [row[1:] for row in INDICATORS], ids=[row[0] for row in INDICATORS])
def test_a_form_of_indicators(table: str, expected: str) -> None:
    annex = "" if table.startswith(("效果", "主要")) else "附件：主要指标\n"
    (found,) = parse(f"{HEADING}1.培训。{BY}{annex}{table}").indicators
    targets = [f"{target.year} {target.operator} {target.value}" for target in found.targets]
    assert " | ".join([f"{found.number} {found.area} {found.name} {found.unit}", *targets]) == expected


# form, plan whose one task must be as in a clean document
CLEAN = f"{HEADING}1.提升办结率。规范执法，2024年6月底前办结率达到100%。{BY}"
NOISE = [
    ("繁体字", CLEAN.replace("规范执法", "規範執法")),
    ("注音残留", CLEAN.replace("规范执法", "規(guī)范執(zhí)法")),
    ("没有声调的注音", CLEAN.replace("规范执法", "規(guī)范執(zhi)法")),
    ("重复的注音", CLEAN.replace("规范执法", "規(guī)(guī)范執(zhízhí)法")),
    ("问号填充", CLEAN.replace("\n1.", "\n????\n1.")),
    ("l00%", CLEAN.replace("100%", "l00%")),
    ("句中断行", CLEAN.replace("规范执法，", "规范执\n法，")),
    ("句中页码", CLEAN.replace("规范执法，", "规范执\n— 3 —\n法，")),
    ("两个页码之间的一行", CLEAN.replace("规范执法，", "规范\n— 3 —\n执法\n— 4 —\n，")),
    ("句中页眉",
     CLEAN.replace("规范执法，", "规范执\n— 3 —\n甲县文件\n法，").replace("年6月", "年\n— 4 —\n甲县文件\n6月")),
    ("字间空格", CLEAN.replace("规范执法", "规范 执法").replace("2024年6月", "2024 年 6 月")),
    ("网站栏目",
     "首页 > 政务公开\n索 引 号 640105/2024-1\n字号：[大][中][小]\n"
     + CLEAN + "【打印】【关闭】\n扫一扫在手机打开\n分享到：\n"),
    ("不可见字符", CLEAN.replace("规范执法", "规\u200b范\ufeff执法")),
    ("换行符不同", CLEAN.replace("\n", "\r\n")),
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in NOISE], ids=[row[0] for row in NOISE])
def test_a_form_of_noise(text: str) -> None:
    (task,), (clean,) = parse(text).tasks(), parse(CLEAN).tasks()
    assert (task.text, task.responsibilities, task.milestones) == (clean.text, clean.responsibilities, clean.milestones)
    assert not [remark for remark in parse(text).diagnostics if remark.code == "unread_line"]


KEPT = [
    ("2O25保留并存疑", "2O24年6月底", "2O24年6月底", "suspect_word"),
    ("重复的标点保留", "2024年6月底前，，持续推进", "2024年6月底前，，持续推进", None),
    ("全角数字保留", "２０２４年６月底", "２０２４年６月底", None),
]


@pytest.mark.parametrize(("text", "kept", "code"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_what_is_read_is_written_as_printed(text: str, kept: str, code: str | None) -> None:
    plan = parse(f"{HEADING}1.培训。{BY}完成时限：{text}\n")
    assert (plan.tasks()[0].deadline.text, str(plan.tasks()[0].deadline.due)) == (kept, "2024-06-30")
    assert [remark.code for remark in plan.diagnostics] == ([code] if code else [])


LOST = [
    ("丢失的（一）", "（）学法\n1.培训。", "学法/1 培训。"),
    ("丢失的一、", "、学法\n1.培训。", "学法/1 培训。"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_a_lost_number_is_inferred_and_said(text: str, expected: str) -> None:
    plan = parse(f"{TITLE}{text}{BY}")
    assert tasks(plan) == [expected]
    assert [remark.code for remark in plan.diagnostics] == ["number_lost"]


def test_a_bracket_of_names_broken_by_the_page_is_closed_by_the_next_line() -> None:
    plan = parse(f"{HEADING}1.培训。\n责任单位：县司法局，各镇（街\n道）\n完成时限：6月底\n")
    assert [unit.name for unit in plan.tasks()[0].responsibilities] == ["县司法局", "各镇（街道）"]
    assert not plan.diagnostics


def test_the_title_of_a_notice_may_end_with_its_last_word_set_apart() -> None:
    notice = "甲县人民政府办公室\n关于印发甲县2024年法治政府建设工作方案的\n通    知\n\n甲政办发〔2024〕2号\n"
    plan = parse(f"{notice}\n各乡镇人民政府：\n    现印发给你们，请认真贯彻执行。\n\n{HEADING}1.培训。{BY}")
    assert (plan.title, plan.cites, plan.diagnostics) == (TITLE.strip(), (), ())
