"""The worksheet: a row a task, a second sheet of indicators, ready to print; and what comes back of it."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from reports.assignment_plan import workbook
from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask, parse_bytes
from tasks.plans.difference import same_content

from .plans import EDUCATION, JUSTICE, SEEDS, load, make_action, make_indicator, make_plan, make_task, without_lines

HEADER = ["序号", "行动", "任务", "工作内容", "牵头单位", "责任单位", "配合单位", "完成时限"]


def opened(plan: ParsedPlan) -> Workbook:
    return load_workbook(io.BytesIO(workbook(plan)))


def values(book: Workbook, sheet: str) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


PLAN = make_plan(
    make_action(
        make_task("开展评查。\n逐卷反馈。", EDUCATION, JUSTICE, ("lead", "审计局"), deadline="2024年6月底前", number=7)
    ),
    indicators=(
        make_indicator("合格率", (2024, "≥90"), (2025, "≥95"), area="执法"),
        make_indicator("满意度", number=None),
    ),
)


def test_a_row_says_who_does_what_by_when() -> None:
    title, header, row = values(opened(PLAN), "任务分工")
    assert title[0] == PLAN.title
    assert header == HEADER
    text = "开展评查。\n逐卷反馈。"
    assert row == [7, "规范行政执法行动", "开展评查", text, "司法局、审计局", None, "教育局", "2024年6月底前"]


def test_the_number_stands_above_the_title_and_comes_back() -> None:
    plan = replace(PLAN, document_number="红政办发〔2024〕5号")
    number, title, *_ = values(opened(plan), "任务分工")
    assert (number[0], title[0]) == ("红政办发〔2024〕5号", plan.title)
    assert parse_bytes(workbook(plan)).document_number == "红政办发〔2024〕5号"


def test_indicators_have_a_column_a_year() -> None:
    _, header, first, second = values(opened(PLAN), "指标")
    assert header == ["序号", "领域", "指标名称", "单位", "2024年目标", "2025年目标"]
    assert first == [1, "执法", "合格率", "%", "≥90", "≥95"]
    assert second == [None, None, "满意度", "%", None, None]


def test_a_plan_without_indicators_has_one_sheet() -> None:
    assert opened(replace(PLAN, indicators=())).sheetnames == ["任务分工"]


@pytest.mark.parametrize("sheet", ["任务分工", "指标"])
def test_it_is_ready_to_read_and_to_print(sheet: str) -> None:
    page = opened(PLAN)[sheet]
    assert page.freeze_panes == "A3"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.print_title_rows, page.page_setup.fitToHeight) == ("$2:$2", 0)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for row in page.iter_rows() for cell in row if cell.value)
    assert all(page.column_dimensions[cell.column_letter].width >= 6 for cell in page[2])


@pytest.mark.parametrize(
    ("sheet", "centred"),
    [("任务分工", ["序号", "完成时限"]), ("指标", ["序号", "单位", "2024年目标", "2025年目标"])],
)
def test_what_is_short_stands_in_the_middle(sheet: str, centred: list[str]) -> None:
    head, first = opened(PLAN)[sheet][2], opened(PLAN)[sheet][3]
    middle = [top.value for top, cell in zip(head, first, strict=True) if cell.alignment.horizontal == "center"]
    assert middle == centred


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "#N/A", "+86", "@司法局", "-1"])
def test_text_stays_text(text: str) -> None:
    plan = make_plan(make_action(make_task(text, ("lead", text)), heading=text), title=text)
    book = opened(plan)
    cells = [cell for row in book["任务分工"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells].count(text) == 5


def test_what_a_sheet_cannot_hold_is_left_out() -> None:
    plan = make_plan(make_action(make_task("开展\x00评查\ud800。\x0b", JUSTICE)))
    assert values(opened(plan), "任务分工")[2][3] == "开展评查。"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_tasks_come_back_but_for_goals_and_the_order_across_roles(path: Path) -> None:
    plan = load(path)
    found = without_lines(parse_bytes(workbook(plan)))
    assert [by_role(action) for action in found.actions] == [by_role(action) for action in plan.actions]
    assert (found.title, found.years, found.document_number) == (plan.title, plan.years, plan.document_number)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_it_is_recognised_as_the_plan_that_it_came_from(path: Path) -> None:
    plan = load(path)
    assert same_content(plan, parse_bytes(workbook(plan)))


@pytest.mark.parametrize("path", [path for path in SEEDS if "2024" in path.stem], ids=lambda path: path.stem)
def test_a_table_of_indicators_comes_back(path: Path) -> None:
    plan = load(path)
    assert without_lines(parse_bytes(workbook(plan))).indicators == plan.indicators


def by_role(action: ParsedAction) -> ParsedAction:
    return replace(action, goal=None, tasks=tuple(map(_sorted, action.tasks)))


def _sorted(task: ParsedTask) -> ParsedTask:
    order = ("lead", "responsible", "support")
    return replace(task, responsibilities=tuple(sorted(task.responsibilities, key=lambda unit: order.index(unit.role))))
