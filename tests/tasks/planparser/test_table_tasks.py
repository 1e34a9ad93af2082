"""Tables as offices draw them: merged cells, columns of other words, numbers without a head; rules as named rows."""

from __future__ import annotations

import pytest

from tasks.planparser import parse_bytes
from tests.tasks.planparser.drawn import BY, ONE, TITLE, page, remarks, shown

AREA = "重点领域|序号|工作任务|具体举措|牵头单位|完成时限"
# form, rows, tasks, codes of the remarks
MERGED = [
    ("领域与任务都合并，各行有编号",
     [AREA, "^3制度|1|^2文件管理|开展清理。|县司法局|6月", "2|落实审核。|县财政局|9月",
      "3|重大决策|编制目录。|县司法局|6月"],
     ["制度/1 文件管理/开展清理。 | l:县司法局 | 2024-06-30", "制度/2 文件管理/落实审核。 | l:县财政局 | 2024-09-30",
      "制度/3 重大决策/编制目录。 | l:县司法局 | 2024-06-30"], []),
    ("编号随任务合并，其余各行是任务的内容",
     [AREA, "^2制度|^2 1|^2文件管理|开展清理。|县司法局|^26月", "落实审核。|县财政局"],
     ["制度/1 文件管理/开展清理。/落实审核。 | l:县司法局 l:县财政局 | 2024-06-30"], ["row_joined"]),
    ("没有编号列，合并的任务是一项",
     ["重点领域|工作任务|具体举措|责任单位", "^3制度|^2文件管理|开展清理。|县司法局", "落实审核。|县财政局",
      "重大决策|编制目录。|县司法局"],
     ["制度/1 文件管理/开展清理。/落实审核。 | r:县司法局 r:县财政局 | none",
      "制度/2 重大决策/编制目录。 | r:县司法局 | none"],
     ["row_joined"]),
    ("没有领域列，合并的任务是一项",
     ["工作任务|具体举措|责任单位", "^2文件管理|开展清理。|县司法局", "落实审核。|县财政局"],
     [f"{TITLE}/1 文件管理/开展清理。/落实审核。 | r:县司法局 r:县财政局 | none"], ["row_joined"]),
    ("没有编号列，各举措时限不同，各是一项",
     ["工作任务|具体举措|责任单位|完成时限", "^2文件管理|开展清理。|县司法局|6月", "落实审核。|县财政局|9月"],
     ["文件管理/1 开展清理。 | r:县司法局 | 2024-06-30", "文件管理/2 落实审核。 | r:县财政局 | 2024-09-30"], []),
    ("有领域而没有编号列，各举措时限不同，各是一项",
     ["重点领域|工作任务|具体举措|责任单位|完成时限", "^2制度|^2文件管理|开展清理。|县司法局|6月",
      "落实审核。|县财政局|9月"],
     ["制度/1 文件管理/开展清理。 | r:县司法局 | 2024-06-30", "制度/2 文件管理/落实审核。 | r:县财政局 | 2024-09-30"],
     []),
    ("没有编号列，各举措时限相同，是一项的内容",
     ["工作任务|具体举措|责任单位|完成时限", "^2文件管理|开展清理。|县司法局|6月", "落实审核。|县财政局|6月"],
     [f"{TITLE}/1 文件管理/开展清理。/落实审核。 | r:县司法局 r:县财政局 | 2024-06-30"], ["row_joined"]),
    ("任务逐行重复印出，与合并相同",
     ["序号|工作任务|具体举措|责任单位", "1|文件管理|开展清理。|县司法局", "2|文件管理|落实审核。|县财政局",
      "3|重大决策|编制目录。|县司法局"],
     ["文件管理/1 开展清理。 | r:县司法局 | none", "文件管理/2 落实审核。 | r:县财政局 | none",
      "重大决策/3 编制目录。 | r:县司法局 | none"], []),
    ("没有领域列，举措各有编号",
     ["工作任务|具体举措|责任单位", "^2文件管理|1.开展清理。|县司法局", "2.落实审核。|县财政局"],
     ["文件管理/1 开展清理。 | r:县司法局 | none", "文件管理/2 落实审核。 | r:县财政局 | none"], []),
    ("没有领域列，各行有编号",
     ["序号|工作任务|具体举措|责任单位", "1|^2文件管理|开展清理。|县司法局", "2|落实审核。|县财政局"],
     ["文件管理/1 开展清理。 | r:县司法局 | none", "文件管理/2 落实审核。 | r:县财政局 | none"], []),
    ("横贯的标题是领域，任务合并而各行有编号",
     ["序号|工作任务|具体举措|责任单位", "一、制度建设|||", "1|^2文件管理|开展清理。|县司法局",
      "2|落实审核。|县财政局"],
     ["制度建设/1 文件管理/开展清理。 | r:县司法局 | none", "制度建设/2 文件管理/落实审核。 | r:县财政局 | none"], []),
    ("横贯的标题是领域，任务逐行重复印出",
     ["序号|工作任务|具体举措|责任单位", "一、制度建设|||", "1|文件管理|开展清理。|县司法局",
      "2|文件管理|落实审核。|县财政局"],
     ["制度建设/1 文件管理/开展清理。 | r:县司法局 | none", "制度建设/2 文件管理/落实审核。 | r:县财政局 | none"], []),
    ("横贯的标题是领域，任务空着而各行有编号",
     ["序号|工作任务|具体举措|责任单位", "一、制度建设|||", "1|文件管理|开展清理。|县司法局",
      "2||落实审核。|县财政局", "二、执法监督|||", "3||评查案卷。|县司法局"],
     ["制度建设/1 文件管理/开展清理。 | r:县司法局 | none", "制度建设/2 文件管理/落实审核。 | r:县财政局 | none",
      "执法监督/3 评查案卷。 | r:县司法局 | none"], ["words_carried"]),
    ("没有举措列，任务合并而各行有编号",
     ["序号|工作任务|责任单位|完成时限", "1|^2编制目录。|县司法局|6月", "2|县财政局|9月"],
     [f"{TITLE}/1 编制目录。 | r:县司法局 | 2024-06-30", f"{TITLE}/2 编制目录。 | r:县财政局 | 2024-09-30"], []),
    ("两项任务的举措合并",
     ["序号|工作任务|具体举措|责任单位", "1|文件管理|^2开展评估。|县司法局", "2|重大决策|县财政局"],
     [f"{TITLE}/1 文件管理/开展评估。 | r:县司法局 | none", f"{TITLE}/2 重大决策/开展评估。 | r:县财政局 | none"], []),
    ("引号和书名号里面换行",
     ["序号|工作任务|责任单位", "1|完成“八<br>五”普法<br>评估|县司法局", "2|修订《甲县<br>工作规则》。|县司法局"],
     [f"{TITLE}/1 完成“八五”普法/评估 | r:县司法局 | none",
      f"{TITLE}/2 修订《甲县工作规则》。 | r:县司法局 | none"], []),
    ("横贯的注不是标题",
     ["序号|工作任务|责任单位|完成时限", "1|培训。|县司法局|6月", "注：按月报送。|||", "2|考试。|县司法局|9月"],
     [f"{TITLE}/1 培训。 | r:县司法局 | 2024-06-30", f"{TITLE}/2 考试。 | r:县司法局 | 2024-09-30"], ["note_in_table"]),
    ("只有任务一格的句子接着上一项",
     ["序号|工作任务|责任单位|完成时限", "1|培训。|县司法局|6月", "|每季一次。||", "2|考试。|县司法局|9月"],
     [f"{TITLE}/1 培训。/每季一次。 | r:县司法局 | 2024-06-30", f"{TITLE}/2 考试。 | r:县司法局 | 2024-09-30"],
     ["row_joined"]),
    ("只有任务一格的名称是标题",
     ["序号|工作任务|责任单位|完成时限", "1|培训。|县司法局|6月", "|执法监督||", "2|考试。|县司法局|9月"],
     [f"{TITLE}/1 培训。 | r:县司法局 | 2024-06-30", "执法监督/2 考试。 | r:县司法局 | 2024-09-30"], []),
    ("末行横贯的文字下没有任务", ["序号|工作任务|责任单位|完成时限", "1|培训。|县司法局|6月", "以上任务按月报送|||"],
     [f"{TITLE}/1 培训。 | r:县司法局 | 2024-06-30"], ["unread_line"]),
    ("一字线表示没有，不沿用上一行",
     ["序号|工作任务|牵头单位|配合单位|完成时限", "1|培训。|县司法局|县财政局|6月", "2|考试。|县司法局|—|无"],
     [f"{TITLE}/1 培训。 | l:县司法局 s:县财政局 | 2024-06-30", f"{TITLE}/2 考试。 | l:县司法局 | none"], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "tasks", "codes"), [row[1:] for row in MERGED], ids=[row[0] for row in MERGED])
def test_merged_cells_are_read_as_they_are_drawn(rows: list[str], tasks: list[str], codes: list[str]) -> None:
    plan = parse_bytes(page(rows))
    assert (shown(plan), remarks(plan)) == (tasks, codes)


# form, rows, tasks, names of the columns that are said to be left out
COLUMNS = [
    ("类别和任务内容", ["类别|序号|任务内容|责任单位|完成时限", f"学法|1|培训。{BY}"], [f"学法/1 培训。{ONE}"], []),
    ("量化标准", ["序号|工作任务|量化标准|责任单位|完成时限", f"1|培训|不少于4次{BY}"],
     [f"{TITLE}/1 培训/量化标准：不少于4次{ONE}"], []),
    ("目标要求在措施之前", ["序号|工作任务|推进措施|目标要求|责任单位|完成时限", f"1|培训|集中学习。|全员合格{BY}"],
     [f"{TITLE}/1 培训/目标要求：全员合格/集中学习。{ONE}"], []),
    ("考核指标", ["序号|工作任务|考核指标|责任单位|完成时限", f"1|培训|合格率95%{BY}"],
     [f"{TITLE}/1 培训/考核指标：合格率95%{ONE}"], []),
    ("各季度一列", ["序号|工作任务|一季度|二季度|责任单位|完成时限", f"1|培训|印发方案|组织考试{BY}"],
     [f"{TITLE}/1 培训/一季度：印发方案/二季度：组织考试{ONE}"], []),
    ("三级指标", ["序号|一级指标|二级指标|三级指标|责任单位|完成时限", f"1|制度|文件|审核率达到100%{BY}"],
     [f"文件/1 审核率达到100%{ONE}"], []),
    ("三级任务", ["序号|一级任务|二级任务|三级任务|责任单位|完成时限", f"1|制度|文件|清理。{BY}"],
     [f"文件/1 清理。{ONE}"], []),
    ("领域和任务各有编号列",
     ["序号|重点领域|编号|工作任务|责任单位|完成时限", f"^2一|^2制度|1|甲。{BY}", f"2|乙。{BY}"],
     [f"制度/1 甲。{ONE}", f"制度/2 乙。{ONE}"], []),
    ("阶段", ["阶段|工作内容|责任单位|完成时限", f"动员|召开会议。{BY}"], [f"动员/1 召开会议。{ONE}"], []),
    ("项目名称和建设内容", ["序号|项目名称|建设内容|责任单位|完成时限", f"1|法治公园|建设1处。{BY}"],
     [f"{TITLE}/1 法治公园/建设1处。{ONE}"], []),
    ("没有读入的列", ["序号|工作任务|责任单位|完成时限|主管领导|备注", f"1|培训。{BY}|张某|重点"],
     [f"{TITLE}/1 培训。{ONE}"], ["主管领导", "备注"]),
    ("没有内容的列", ["序号|工作任务|责任单位|完成时限|备注", f"1|培训。{BY}|"], [f"{TITLE}/1 培训。{ONE}"], []),
    ("编号列上方空白", ["|工作任务|责任单位|完成时限", f"1|培训。{BY}", f"2|考试。{BY}"],
     [f"{TITLE}/1 培训。{ONE}", f"{TITLE}/2 考试。{ONE}"], []),
    ("编号列没有表头", ["工作任务|责任单位|完成时限", f"1|培训。{BY}", f"2|考试。{BY}"],
     [f"{TITLE}/1 培训。{ONE}", f"{TITLE}/2 考试。{ONE}"], []),
    ("任务与编号之间没有表头", ["工作任务|具体要求|责任单位|完成时限", f"^2学法|1|培训。{BY}", f"2|考试。{BY}"],
     [f"学法/1 培训。{ONE}", f"学法/2 考试。{ONE}"], []),
    ("带括号、连字符、小数点、项字的编号",
     ["序号|工作任务|责任单位|完成时限", f"（一）|甲。{BY}", f"1-2|乙。{BY}", f"1.3|丙。{BY}", f"第4项|丁。{BY}"],
     [f"{TITLE}/{number} {text}。{ONE}" for number, text in enumerate("甲乙丙丁", start=1)], []),
    ("编号为一的只有名称的行是标题",
     ["序号|工作任务|责任单位|完成时限", "一|学法||", f"1|培训。{BY}", "二|执法||", f"2|评查。{BY}"],
     [f"学法/1 培训。{ONE}", f"执法/2 评查。{ONE}"], []),
    ("填表人和填表时间不是任务",
     ["填报单位：县司法局|填报时间：||2024年2月1日", "序号|工作任务|责任单位|完成时限", f"1|培训。{BY}",
      "审核人：李某|填表人：周某||联系电话：1234567"],
     [f"{TITLE}/1 培训。{ONE}"], []),
    ("填报单位一格横贯两列",
     ["序号|工作任务|责任单位|完成时限", f"1|培训。{BY}", "填报单位：县司法局|填报单位：县司法局|填报时间：|2月1日"],
     [f"{TITLE}/1 培训。{ONE}"], []),
    ("领域和行动的名称不是表头",
     ["序号|重点领域|工作任务|责任单位|完成时限", f"1|食品领域|利剑行动{BY}", f"2|执法领域|清风行动{BY}"],
     [f"食品领域/1 利剑行动{ONE}", f"执法领域/2 清风行动{ONE}"], []),
    ("表头上方写明领域",
     ["工作领域：学法||填报时间：2月1日|", "序号|工作任务|责任单位|完成时限", f"1|培训。{BY}",
      "工作领域：执法||填报时间：2月1日|", "序号|工作任务|责任单位|完成时限", f"1|评查。{BY}"],
     [f"学法/1 培训。{ONE}", f"执法/1 评查。{ONE}"], []),
    ("横贯的行是单位", ["序号|工作任务|完成时限", "县司法局||", "1|培训。|6月", "各镇人民政府||", "1|考试。|6月"],
     [f"县司法局/1 培训。{ONE}", "各镇人民政府/1 考试。 | r:各镇人民政府 | 2024-06-30"], []),
    ("合计行不是任务", ["序号|工作任务|责任单位|完成时限", f"1|培训。{BY}", "合计|1项||"],
     [f"{TITLE}/1 培训。{ONE}"], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "tasks", "left_out"), [row[1:] for row in COLUMNS], ids=[row[0] for row in COLUMNS])
def test_no_column_is_lost_without_a_word(rows: list[str], tasks: list[str], left_out: list[str]) -> None:
    plan = parse_bytes(page(rows))
    said = [remark.message for remark in plan.diagnostics if remark.code == "column_left_out"]
    assert shown(plan) == tasks
    assert [message.split("“")[1].split("”")[0] for message in said] == left_out


def test_the_longest_texts_are_the_tasks_where_no_column_is_known_to_hold_them() -> None:
    plan = parse_bytes(page(["序号|普法菜单|责任单位|完成时限|联系电话", f"1|举办培训。{BY}|1234567"]))
    assert shown(plan) == [f"{TITLE}/1 举办培训。{ONE}"]
    assert remarks(plan) == ["column_guessed", "column_left_out"]


def test_a_row_of_links_below_a_table_is_no_row_of_it() -> None:
    table = page(["序号|工作任务|责任单位|完成时限", f"1|培训。{BY}"]).decode()
    links = "<table><tr><td>上一篇：年度报告</td><td>下一篇：没有了</td></tr></table></body>"
    plan = parse_bytes(table.replace("</body>", links).encode())
    assert (shown(plan), remarks(plan)) == ([f"{TITLE}/1 培训。{ONE}"], [])


def test_a_column_for_each_quarter_makes_milestones() -> None:
    plan = parse_bytes(page(["序号|工作任务|责任单位|一季度|下半年", "1|培训|县司法局|印发方案|组织考试"]))
    assert [(stone.text, str(stone.due)) for stone in plan.tasks()[0].milestones] == [
        ("一季度", "2024-03-31"),
        ("下半年", "2024-12-31"),
    ]


def stacked(*rows: str, end: str = "\n|\n") -> bytes:
    """A text of one table, one cell a line, a line of | behind each."""
    return (TITLE + "\n" + "\n|\n".join(cell for row in rows for cell in row.split("|")) + end).encode()


# form, document, tasks
STACKED = [
    ("编号在第二列，没有表头",
     stacked("工作任务|具体要求|责任科室|时限", "学法|1|培训。|办公室|6月", "2|考试。|各科室|9月",
             "执法|3|评查。|法规科|全年"),
     ["学法/1 培训。 | r:办公室 | 2024-06-30", "学法/2 考试。 | r:各科室 | 2024-09-30",
      "执法/3 评查。 | r:法规科 | 2024-12-31"]),
    ("编号在第一列",
     stacked("序号|工作任务|责任科室|时限", "1|培训。|办公室|6月", "2|考试。\n分两次。|各科室|9月"),
     [f"{TITLE}/1 培训。 | r:办公室 | 2024-06-30", f"{TITLE}/2 考试。/分两次。 | r:各科室 | 2024-09-30"]),
    ("有空格，末尾没有竖线",
     stacked("序号|工作任务|责任科室|配合科室", "1|培训。|办公室|", "2|考试。|办公室|法规科", end="\n"),
     [f"{TITLE}/1 培训。 | r:办公室 | none", f"{TITLE}/2 考试。 | r:办公室 s:法规科 | none"]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "tasks"), [row[1:] for row in STACKED], ids=[row[0] for row in STACKED])
def test_cells_on_lines_of_their_own_are_rows_again(document: bytes, tasks: list[str]) -> None:
    plan = parse_bytes(document)
    assert shown(plan) == tasks
    assert "cells_from_lines" in remarks(plan)


TWO_ROWS = """<tr><td rowspan="2">类别</td><td rowspan="2">序号</td><td rowspan="2">任务内容</td>
<td colspan="3">责任分工</td><td rowspan="2">完成时限</td></tr>
<tr><td>牵头领导</td><td>牵头单位</td><td>配合单位</td></tr>
<tr><td>学法</td><td>1</td><td>培训。</td><td>张某</td><td>县司法局</td><td>县财政局</td><td>6月</td></tr>"""


def test_a_leader_below_a_head_over_several_columns_is_no_unit() -> None:
    plan = parse_bytes(f"<html><body><h1>{TITLE}</h1><table>{TWO_ROWS}</table></body></html>".encode())
    assert shown(plan) == ["学法/1 培训。 | l:县司法局 s:县财政局 | 2024-06-30"]
    assert remarks(plan) == ["column_left_out"]


def test_of_levels_of_indicators_the_first_is_the_area() -> None:
    rows = "序号\t一级指标\t二级指标\t单位\t2024年\n1\t决策\t审查率\t%\t达到100\n2\t\t覆盖率\t%\t≥90\n"
    plan = parse_bytes(f"{TITLE}\n一、学法\n1.培训。\n责任单位：县司法局\n附件\n主要指标\n{rows}".encode())
    found = [(one.area, one.name, one.targets[0].operator, one.targets[0].value) for one in plan.indicators]
    assert found == [("决策", "审查率", "=", 100), ("决策", "覆盖率", ">=", 90)]


def test_what_was_reached_in_earlier_years_is_no_target() -> None:
    rows = "序号\t指标名称\t单位\t2022年完成值\t2023年实际\t2024年目标值\n1\t审查率\t%\t95\t97\t100\n"
    plan = parse_bytes(f"{TITLE}\n一、学法\n1.培训。\n责任单位：县司法局\n附件\n主要指标\n{rows}".encode())
    assert [(target.year, target.value) for target in plan.indicators[0].targets] == [(2024, 100)]
    assert remarks(plan).count("column_left_out") == 2


BASE = "2023年|2024年|2025年"
# form, rows, indicators with their targets, names of the columns that are said to be left out
MEASURED = [
    ("基期值在年份之上", ["^2指标名称|^2单位|基期值|目标值|目标值", BASE, "审查率|%|95|98|100"],
     ["审查率 % | 2024 98 | 2025 100"], ["基期值2023年"]),
    ("上年完成情况在年份之上", ["^2指标名称|^2单位|完成情况|目标值|目标值", BASE, "审查率|%|95|98|100"],
     ["审查率 % | 2024 98 | 2025 100"], ["完成情况2023年"]),
    ("现状值与目标值同一行", ["指标名称|单位|2023年现状值|2024年目标值", "审查率|%|95|98"],
     ["审查率 % | 2024 98"], ["2023年现状值"]),
    ("两级领域都合并", ["一级指标|二级指标|三级指标|单位|2024年", "^2决策|^2程序|审查率|%|98", "公开率|%|90"],
     ["决策／程序 审查率 % | 2024 98", "决策／程序 公开率 % | 2024 90"], []),
    ("两级领域名称相同", ["一级指标|二级指标|三级指标|单位|2024年", "决策|决策|审查率|%|98"],
     ["决策 审查率 % | 2024 98"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "indicators", "left_out"), [row[1:] for row in MEASURED], ids=[row[0] for row in MEASURED]
)
def test_a_table_of_indicators_of_several_levels_and_years(
    rows: list[str], indicators: list[str], left_out: list[str]
) -> None:
    plan = parse_bytes(page(rows))
    found = [
        f"{one.area} {one.name} {one.unit} | " + " | ".join(f"{aim.year} {aim.text}" for aim in one.targets)
        for one in plan.indicators
    ]
    said = [remark.message for remark in plan.diagnostics if remark.code == "column_left_out"]
    assert [line.strip() for line in found] == indicators
    assert [message.split("“")[1].split("”")[0] for message in said] == left_out
