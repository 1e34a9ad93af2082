"""The one writer of workbooks: text stays text, unchanged, and every sheet prints."""

import datetime as dt
from typing import Any

import pytest
from openpyxl import load_workbook

from tasks.common.workbook import DOCUMENT, HIGHEST, MARKS, Sheet, lines_of, write_book, write_sheet


def written(*values: Any, width: float = 20) -> list[Any]:
    """The cells of the one row of a sheet."""
    columns = [(f"列{n}", width) for n in range(len(values))]
    with write_sheet("表", columns, [values]) as file:
        return list(load_workbook(file)["表"][2])


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "#N/A", '=HYPERLINK("http://x","点我")'],
)
def test_text_that_a_program_may_take_for_a_formula_stays_as_it_is(text: str) -> None:
    (cell,) = written(text)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert text.startswith(MARKS)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("正常 = 5", "正常 = 5"),
        ("响铃\x07和\ufffe", "响铃和"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("100", "100"),
        ("", None),
        ("\x00", None),
    ],
)
def test_other_text_is_plain_and_what_no_sheet_holds_is_left_out(text: str, kept: str | None) -> None:
    (cell,) = written(text)
    assert (cell.value, cell.quotePrefix) == (kept, False)


def test_a_mark_in_one_row_marks_no_other() -> None:
    with write_sheet("表", [("列", 20)], [["=1"], ["一"], ["=2"]]) as file:
        cells = [row[0] for row in load_workbook(file)["表"].iter_rows(min_row=2)]
    assert [(cell.value, cell.quotePrefix) for cell in cells] == [("=1", True), ("一", False), ("=2", True)]


def test_figures_days_and_shares_are_numbers() -> None:
    number, day, share, nothing = written(7, dt.date(2024, 12, 31), 0.4, None)
    assert (number.value, number.data_type) == (7, "n")
    assert (day.is_date, day.number_format) == (True, "yyyy-mm-dd")
    assert (share.value, share.number_format) == (0.4, "0%")
    assert nothing.value is None


def test_lines_above_run_across_and_the_title_is_large() -> None:
    columns = [("序号", 6), ("内容", 40)]
    sheet = Sheet("表", columns, [[1, "长" * 100]], above=["文号", "标题"], title="标题", look=DOCUMENT, whole=True)
    with write_book([sheet]) as file:
        page = load_workbook(file)["表"]
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:B1", "A2:B2"]
    assert (page["A1"].value, page["A2"].value, page["A2"].font.size, page["A2"].font.bold) == (
        "文号",
        "标题",
        18,
        True,
    )
    assert (page.freeze_panes, page.print_title_rows) == ("A4", "$3:$3")
    assert page.row_dimensions[4].height == pytest.approx(lines_of("长" * 100, 40) * DOCUMENT.line)
    assert page["B4"].border.left.style == "thin"


def test_no_row_is_higher_than_the_format_knows() -> None:
    with write_sheet("表", [("内容", 20)], [["长" * 2000]], whole=True) as file:
        assert load_workbook(file)["表"].row_dimensions[2].height == HIGHEST
