"""Several tables, tables beside a text, cards, and tables whose head nobody knows; forms as named rows."""

from __future__ import annotations

import pytest

from tasks.planparser import PlanError, parse_bytes
from tests.tasks.planparser.drawn import BY, ONE, TITLE, page, remarks, shown

ANNEXED = (
    "附件\n重点任务分工表\n序号\t重点任务\t牵头单位\t完成时限\n1\t组织培训\t县司法局\t6月\n2\t开展评查\t县公安局\t9月\n"
)
# form, text of the plan above the table, tasks, codes of the remarks
REPEATED = [
    ("正文没有单位", "一、学法\n1.组织培训。每季一次。\n2.开展评查。抽查。\n",
     ["学法/1 组织培训。每季一次。 | l:县司法局 | 2024-06-30", "学法/2 开展评查。抽查。 | l:县公安局 | 2024-09-30"],
     ["rows_of_items"]),
    ("正文写明了单位", "一、学法\n1.组织培训。（牵头单位：县司法局）\n2.开展评查。（牵头单位：县公安局）\n",
     ["学法/1 组织培训。 | l:县司法局 | 2024-06-30", "学法/2 开展评查。 | l:县公安局 | 2024-09-30"], ["rows_of_items"]),
    ("正文与表中的单位不同", "一、学法\n1.组织培训。（牵头单位：县司法局）\n2.开展评查。（牵头单位：县财政局）\n",
     ["学法/1 组织培训。 | l:县司法局 | 2024-06-30", "学法/2 开展评查。 | l:县财政局 | 2024-09-30"],
     ["rows_of_items", "row_differs"]),
    ("任务下另有措施", "一、学法\n（一）组织培训。\n1.每季一次。\n2.全员参加。\n（二）开展评查。\n1.抽查。\n2.通报。\n",
     ["学法/1 组织培训。/1.每季一次。/2.全员参加。 | l:县司法局 | 2024-06-30",
      "学法/2 开展评查。/1.抽查。/2.通报。 | l:县公安局 | 2024-09-30"], ["rows_of_items"]),
    ("表中的任务是正文的标题，其下各项另有单位",
     "一、组织培训\n（一）编写教材。（责任单位：县财政局）\n二、开展评查\n（一）抽取案卷。（责任单位：县财政局）\n",
     ["组织培训/1 编写教材。 | r:县财政局 | none", "开展评查/1 抽取案卷。 | r:县财政局 | none",
      "重点任务分工表/1 组织培训 | l:县司法局 | 2024-06-30",
      "重点任务分工表/2 开展评查 | l:县公安局 | 2024-09-30"], []),
    ("正文没有表中的任务", "一、学法\n1.健全制度。（牵头单位：县司法局）\n",
     ["学法/1 健全制度。 | l:县司法局 | none", "重点任务分工表/1 组织培训 | l:县司法局 | 2024-06-30",
      "重点任务分工表/2 开展评查 | l:县公安局 | 2024-09-30"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tasks", "codes"), [row[1:] for row in REPEATED], ids=[row[0] for row in REPEATED])
def test_a_table_that_repeats_the_items_of_the_plan_gives_them_units_and_times(
    text: str, tasks: list[str], codes: list[str]
) -> None:
    plan = parse_bytes(f"{TITLE}\n{text}{ANNEXED}".encode())
    assert (shown(plan), remarks(plan)) == (tasks, codes)


HEAD = "序号\t重点任务\t牵头单位\t完成时限\n"
DONE = "1\t组织培训\t县司法局\t6月\n"
# form, lines of the annex, headings of its tasks (the title's where none is printed)
CAPTIONED = [
    ("表名在附件之下", f"附件\n重点任务分工表\n{HEAD}{DONE}", ["重点任务分工表"]),
    ("表名在附件同一行", f"附件1 重点任务分工表\n{HEAD}{DONE}", ["重点任务分工表"]),
    ("附件和冒号之后是表名", f"附件：1.重点任务分工表\n{HEAD}{DONE}", ["重点任务分工表"]),
    ("表名是任务清单", f"附件1\n任务清单\n{HEAD}{DONE}", ["任务清单"]),
    ("附件只列编号和表名", f"附件：1.培训清单\n{HEAD}{DONE}2.评查清单\n{HEAD}{DONE}", ["培训清单", "评查清单"]),
    ("两个附件", f"附件1\n培训清单\n{HEAD}{DONE}附件2\n评查清单\n{HEAD}{DONE}", ["培训清单", "评查清单"]),
    ("各页重复印出表名", f"附件\n分工表\n{HEAD}{DONE}分工表（续）\n{HEAD}{DONE}", ["分工表"]),
    ("表中另有横贯的标题", f"附件\n分工表\n{HEAD}一、学法\t\t\t\n{DONE}", ["学法"]),
    ("附件没有表名", f"附件\n{HEAD}{DONE}", [TITLE]),
    ("第二个附件没有表名", f"附件1\n分工表\n{HEAD}{DONE}附件2\n{HEAD}{DONE}", ["分工表", TITLE]),
]  # fmt: skip


def test_a_table_of_a_plan_without_headings_has_its_own_name() -> None:
    text = "为落实上级要求，制定本表。\n重点任务分解表\n"
    plan = parse_bytes(f"{TITLE}\n{text}{HEAD}{DONE}".encode())
    assert [action.heading for action in plan.actions] == ["重点任务分解表"]


@pytest.mark.parametrize(("annex", "headings"), [row[1:] for row in CAPTIONED], ids=[row[0] for row in CAPTIONED])
def test_the_name_printed_above_a_table_is_the_heading_of_its_tasks(annex: str, headings: list[str]) -> None:
    plan = parse_bytes(f"{TITLE}\n一、执法\n1.健全制度。（牵头单位：县司法局）\n{annex}".encode())
    guessed = [remark for remark in plan.diagnostics if remark.code == "without_action"]
    assert [action.heading for action in plan.actions if action.heading != "执法"] == headings
    assert len(guessed) == headings.count(TITLE)


CARD = "<table>{}</table>"
WIDE = '<tr><td>建设内容<td colspan="3">{}</tr>'
# form, tables, tasks
CARDS = [
    ("每行两对，各卡片标签相同",
     [f"<tr><td>项目编号<td>项目{n}<td>项目名称<td>{name}</tr>{WIDE.format(text)}<tr><td>牵头单位<td>{unit}<td>时限<td>6月</tr>"
      for n, name, text, unit in (("一", "培训项目", "办班。", "县司法局"), ("二", "评查项目", "抽查。", "县公安局"))],
     [f"{TITLE}/1 培训项目/办班。 | l:县司法局 | 2024-06-30", f"{TITLE}/2 评查项目/抽查。 | l:县公安局 | 2024-06-30"]),
    ("每行一对，标签带冒号",
     [f"<tr><td>任务名称：<td>{name}</tr><tr><td>责任单位：<td>县司法局</tr><tr><td>完成时限：<td>6月</tr>"
      for name in ("培训", "考试")],
     [f"{TITLE}/1 培训{ONE}", f"{TITLE}/2 考试{ONE}"]),
    ("任务名称以行动结尾",
     [f"<tr><td>任务名称<td>{name}</tr><tr><td>责任单位<td>县司法局</tr><tr><td>完成时限<td>6月</tr>"
      for name in ("护航行动", "清风行动")],
     [f"{TITLE}/1 护航行动{ONE}", f"{TITLE}/2 清风行动{ONE}"]),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "tasks"), [row[1:] for row in CARDS], ids=[row[0] for row in CARDS])
def test_a_card_for_each_task(tables: list[str], tasks: list[str]) -> None:
    plan = parse_bytes(f"<html><body><h1>{TITLE}</h1>{''.join(map(CARD.format, tables))}</body></html>".encode())
    assert (shown(plan), remarks(plan)) == (tasks, [])


# form, rows of a second table, further tasks, codes of the remarks
SECOND = [
    ("列数不同，表头没有认出", ["年度|审查率", "2024年|100%"], [], ["unknown_table"]),
    ("列数相同，表头没有认出", ["年度|审查率|出庭率|满意度", "2024年|100%|95%|90%"], [], ["unknown_table"]),
    ("没有表头，接着上表编号", [f"2|考试。{BY}"], [f"{TITLE}/2 考试。{ONE}"], []),
    ("没有表头，先是横贯的标题", ["二、执法|||", f"2|评查。{BY}"], [f"执法/2 评查。{ONE}"], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "tasks", "codes"), [row[1:] for row in SECOND], ids=[row[0] for row in SECOND])
def test_a_second_table_goes_on_with_the_first_only_where_it_can(
    rows: list[str], tasks: list[str], codes: list[str]
) -> None:
    first = page(["序号|工作任务|责任单位|完成时限", f"1|培训。{BY}"]).decode()
    second = page(rows).decode().split("</h1>")[1]
    plan = parse_bytes(first.replace("</body></html>", second).encode())
    assert (shown(plan), remarks(plan)) == ([f"{TITLE}/1 培训。{ONE}", *tasks], codes)


def test_a_plan_without_any_head_that_is_known_says_which_it_has() -> None:
    with pytest.raises(PlanError, match="“编目、甲、乙”"):
        parse_bytes(page(["编目|甲|乙", "一|培训。|县司法局"]))


def test_a_document_of_indicators_alone_is_read_and_said_to_have_no_tasks() -> None:
    table = "序号\t指标名称\t单位\t2024年\t2025年\n1\t审查率\t%\t100\t100\n"
    plan = parse_bytes(f"附件2\n甲县法治政府建设指标（2024—2025年）\n{table}".encode())
    assert (plan.title, plan.years) == ("甲县法治政府建设指标（2024—2025年）", (2024, 2025))
    assert ([one.name for one in plan.indicators], plan.actions) == (["审查率"], ())
    assert remarks(plan) == ["only_indicators"]


PERSONS = "序号\t责任单位\t联络员及职务\t联系电话\n1\t县司法局\t李某，办公室主任\t1234567\n"
AMOUNTS = "序号\t责任单位\t数量\n1\t县司法局\t3项\n"


@pytest.mark.parametrize("table", [PERSONS, AMOUNTS])
def test_persons_or_amounts_beside_units_are_no_tasks(table: str) -> None:
    plan = parse_bytes(f"{TITLE}\n一、学法\n1.培训。\n责任单位：县司法局\n附件：名单\n{table}".encode())
    assert (shown(plan), remarks(plan)) == (["学法/1 培训。 | r:县司法局 | none"], ["unknown_table"])


def test_a_section_with_a_table_of_indicators_is_not_said_to_lack_tasks() -> None:
    table = "序号\t指标名称\t单位\t2024年\n1\t审查率\t%\t100\n"
    plan = parse_bytes(f"{TITLE}\n一、任务\n1.培训。\n责任单位：县司法局\n二、指标\n{table}".encode())
    assert [one.name for one in plan.indicators] == ["审查率"]
    assert remarks(plan) == []


def test_when_to_report_is_no_furniture_on_a_line_of_its_own() -> None:
    text = "一、学法\n1.培训。\n责任单位：县司法局\n报送时间：每月底前\n"
    assert remarks(parse_bytes(f"{TITLE}\n{text}".encode())) == ["text_after_fields"]


SHEET = "序号\t工作任务\t责任单位\t完成时限\n"
# form, rows as text, tasks
SHEETS = [
    ("引号内换行",
     SHEET + '1\t"培训。\n（1）学法；\n（2）考试。"\t"县司法局\n县财政局"\t6月\n2\t评查。\t县公安局\t9月\n',
     [f"{TITLE}/1 培训。/（1）学法；/（2）考试。 | r:县司法局 r:县财政局 | 2024-06-30",
      f"{TITLE}/2 评查。 | r:县公安局 | 2024-09-30"]),
    ("引号内的引号", SHEET + '1\t"落实""三项制度""。"\t县司法局\t6月\n', [f'{TITLE}/1 落实"三项制度"。{ONE}']),
    ("引号没有收尾", SHEET + f'1\t"培训。{BY}\n2\t考试。{BY}\n'.replace("|", "\t"),
     [f'{TITLE}/1 "培训。{ONE}', f"{TITLE}/2 考试。{ONE}"]),
    ("用逗号分隔", "序号,工作任务,责任单位,完成时限\n1,培训。,县司法局,6月\n2,考试。,县司法局,6月\n",
     [f"{TITLE}/1 培训。{ONE}", f"{TITLE}/2 考试。{ONE}"]),
    ("用逗号分隔，单元格内有逗号和换行",
     '序号,工作任务,责任单位,完成时限\n1,"培训,考试。\n评查。","县司法局,县财政局",6月\n',
     [f"{TITLE}/1 培训,考试。/评查。 | r:县司法局 r:县财政局 | 2024-06-30"]),
    ("用逗号分隔，标题行和领域行",
     "填报单位：县司法局,,,\n序号,工作任务,责任单位,完成时限\n一、学法,,,\n1,培训。,县司法局,6月\n",
     [f"学法/1 培训。{ONE}"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "tasks"), [row[1:] for row in SHEETS], ids=[row[0] for row in SHEETS])
def test_rows_of_a_spreadsheet_as_text(rows: str, tasks: list[str]) -> None:
    end = ",,," if "," in rows else ""
    plan = parse_bytes(f"{TITLE}{end}\n{rows}".encode())
    assert (shown(plan), remarks(plan)) == (tasks, [])
