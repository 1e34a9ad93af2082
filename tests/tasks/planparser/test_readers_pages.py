"""Web pages, workbooks and PDF read as they show."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tasks.planparser import PlanError, parse_bytes
from tasks.planparser.readers import legacy, read
from tests.tasks.planparser.reading import texts

from . import writers

PAGES = [
    ("脚本样式注释", "<p>甲</p><script>var 乙</script><style>p{}</style><!-- 丙 -->", ["甲"]),
    ("隐藏元素", '<p hidden>甲</p><p style="display: none">乙</p><p>丙</p>', ["丙"]),
    ("换行和空白", "<p>甲<br>乙\n  丙</p>", ["甲", "乙 丙"]),
    ("行内元素不断行", "<p>责任<b>单位</b>：<span>司法局</span></p>", ["责任单位：司法局"]),
    ("块元素各成一行", "<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
    ("有序列表的编号", "<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", ["3.甲", "4.乙", "丙"]),
    ("列表项自己的编号", "<ol><li>甲<li value=5>乙<li hidden>丙<li>丁</ol>", ["1.甲", "5.乙", "6.丁"]),
    ("实体", "<p>a&nbsp;&amp;b&#8220;c&#8221;</p>", ["a\xa0&b“c”"]),
    (
        "样式表隐藏的内容",
        "<style>.a, #b { display: none } @media print { .c { display: none } } .d { display: none }"
        ".d.on { display: block }</style><p class='x a'>甲</p><p id=b>乙</p><p class=c>丙</p><p class=d>丁</p>",
        ["丙", "丁"],
    ),
    (
        "脚本才显示的正文",  # the article of a public account as saved
        '<h1>甲</h1><script>var 乙 = 1</script><div style="visibility: hidden; opacity: 0"><p>一、规范执法</p>'
        "<p hidden>丙</p></div>",
        ["甲", "一、规范执法"],
    ),
    ("隐藏的副本", '<p>一、规范执法</p><div style="visibility: hidden">一、规范执法</div>', ["一、规范执法"]),
    ("只有链接的列表", "<ul><li><a>首页</a><li><a>公开</a></ul><ul><li><a>甲</a>乙</ul>", ["甲乙"]),
    ("表单控件", "<p>甲<select><option>乙</select><button>打印</button></p>", ["甲"]),
    ("布局表格", "<table><tr><td><p>甲</p><p>乙</p></table>", ["甲", "乙"]),
    ("数据表格", "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲\t乙", "丙\t丁"]),
    ("跨行跨列", "<table><tr><td rowspan=2>甲<td>乙<td>丙<tr><td colspan=2>丁</table>", ["甲\t乙\t丙", "甲\t丁\t丁"]),
    ("外层布局表格", "<table><tr><td>左<td><table><tr><td>甲<td>乙</table></table>", ["左", "甲\t乙"]),
]


@pytest.mark.parametrize(("page", "expected"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_a_page_reads_as_it_shows(page: str, expected: list[str]) -> None:
    assert texts(f"<html><body>{page}</body></html>".encode()) == expected


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", "utf-16"])
def test_the_declared_charset_is_used(charset: str) -> None:
    page = f'<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}"></head><p>责任单位</p>'
    assert texts(page.encode(charset)) == ["责任单位"]


def workbook(fill: object) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.append(["甲县2024年任务表"])
    sheet.append(["序号", "任务", "时限", "目标"])
    sheet.append([1, "加强学习", date(2024, 6, 30), 0.9, "内部批注"])
    sheet.column_dimensions["E"].hidden = True
    sheet.append([2.0, True, date(2024, 12, 1), 0.355])
    sheet["D3"].number_format, sheet["D4"].number_format = "0%", "0.0%"
    sheet["C4"].number_format = 'yyyy"年"m"月"'
    hidden = book.create_sheet("隐藏")
    hidden.append(["看不见"])
    hidden.sheet_state = "hidden"
    book.create_sheet("二").append(["第二张"])


def test_values_are_printed_by_their_formats_sheet_by_sheet() -> None:
    assert texts(workbook(_values)) == [
        "甲县2024年任务表",
        "序号\t任务\t时限\t目标",
        "1\t加强学习\t2024年6月30日\t90%",
        "2\t是\t2024年12月\t35.5%",
        "第二张",
    ]


# form, what is hidden: rows and columns of a sheet with two tasks, what is said of it
HIDDEN = [
    ("没有隐藏", [], [], []),
    ("筛选隐藏的行", [4], [], ["1行"]),
    ("隐藏的列", [], ["E"], ["1列"]),
    ("隐藏的行和列", [4], ["E"], ["1行、1列"]),
    ("隐藏的空行和空列", [5, 6], ["H"], []),
]


@pytest.mark.parametrize(("rows", "columns", "said"), [row[1:] for row in HIDDEN], ids=[row[0] for row in HIDDEN])
def test_what_a_sheet_hides_is_not_read_and_is_said(rows: list[int], columns: list[str], said: list[str]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.append(["甲县2024年任务表"])
        sheet.append(["序号", "任务", "责任单位", "时限", "完成时间"])
        sheet.append([1, "加强学习", "司法局", "6月", "9月"])
        sheet.append([2, "开展评估", "司法局", "6月", "9月"])
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True

    plan = parse_bytes(workbook(fill))
    found = [remark for remark in plan.diagnostics if remark.code == "hidden_left_out"]
    assert len(plan.tasks()) == (1 if 4 in rows else 2)
    assert [(remark.line, remark.message.split("隐藏的")[1].split("没有")[0]) for remark in found] == [
        (1, text) for text in said
    ]


def _merged(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    for row in (
        ["甲县2024年任务表"],
        ["序号", "重点领域", "工作任务", "牵头单位"],
        [1, "依法行政", "健全机制。", "司法局"],
    ):
        sheet.append(row)
    sheet.append([2, None, "开展评估。", None])
    sheet.append([None, None, "通报结果。", None])
    for area in ("A1:D1", "A4:A5", "B3:B5", "D3:D5"):
        sheet.merge_cells(area)


def test_merged_cells_hold_for_all_their_rows_but_a_number_counts_once() -> None:
    plan = parse_bytes(workbook(_merged))
    assert [(action.heading, [task.text for task in action.tasks]) for action in plan.actions] == [
        ("依法行政", ["健全机制。", "开展评估。\n通报结果。"])
    ]
    assert [[unit.name for unit in task.responsibilities] for task in plan.tasks()] == [["司法局"], ["司法局"]]
    assert "task_carried" not in {remark.code for remark in plan.diagnostics}


def test_headers_and_page_numbers_of_a_pdf_are_no_lines() -> None:
    text = [f"第{number}行的文字，说明情况。" for number in range(100)]
    pdf = writers.as_pdf([*text, [("甲", "乙", "丙"), ("丁", "", "戊")]], "某区人民政府文件", "— {} —")
    found = read(pdf)
    assert [line.text for line in found] == [*text, "甲\t乙\t丙", "丁\t\t戊"]
    assert [line.number for line in found] == list(range(1, 103))


def test_what_both_of_two_pages_print_is_no_line() -> None:
    text = [f"第{number}行的文字，说明情况。" for number in range(60)]
    found = [line.text for line in read(writers.as_pdf(text, "某区人民政府文件", "— {} —"))]
    assert found == ["某区人民政府文件", *text]  # the first may be the title


def test_a_doc_file_says_what_to_do_where_no_converter_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy.shutil, "which", lambda name: None)
    with pytest.raises(PlanError, match="另存为 DOCX"):
        read(legacy.OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"))


def shown(x: int, y: int, text: str) -> str:
    return f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def ruled(rows: list[int], columns: list[int], missing: tuple[int, int, int]) -> str:
    """Rules around cells; of the one across at ``missing`` (its height) the part between two places is left out."""
    across = [(columns[0], y, columns[-1]) for y in rows if y != missing[0]]
    across += [(columns[0], missing[0], missing[1]), (missing[2], missing[0], columns[-1])]
    lines = [f"{left} {y} m {right} {y} l S\n" for left, y, right in across if left < right]
    return "".join(lines) + "".join(f"{x} {rows[0]} m {x} {rows[-1]} l S\n" for x in columns)


def test_cells_of_a_pdf_are_told_by_their_rules_and_a_row_cut_by_the_page_goes_on() -> None:
    first = (
        ruled([940, 900, 860, 820], [20, 120, 240, 360], (860, 120, 240))
        + "".join(shown(x, 910, text) for x, text in ((30, "序号"), (130, "领域"), (250, "任务")))
        + "".join(shown(*cell) for cell in ((30, 880, "一一"), (130, 855, "依法"), (250, 880, "加强学习")))
        + "".join(shown(*cell) for cell in ((30, 840, "二二"), (250, 845, "规范文件的管理工作吧"), (250, 825, "机制")))
    )
    second = ruled([940, 900, 860], [20, 120, 240, 360], (900, 20, 20)) + "".join(
        shown(*cell) for cell in ((250, 910, "和办法"), (30, 870, "三三"), (130, 870, "执法"), (250, 870, "开展评查"))
    )
    found = read(writers.pdf_file([first, second]))
    assert [line.cells for line in found] == [
        ("序号", "领域", "任务"),
        ("一一", "依法", "加强学习"),
        ("二二", "依法", "规范文件的管理工作吧机制和办法"),
        ("三三", "执法", "开展评查"),
    ]
    assert found[2].merged == frozenset({1})


def drawn(rows: list[tuple[str, ...]]) -> str:
    """A page of one ruled table."""
    width, height = 120, 40
    right, top = 20 + width * len(rows[0]), 940
    lines = "".join(f"20 {top - height * at} m {right} {top - height * at} l S\n" for at in range(len(rows) + 1))
    lines += "".join(f"{x} {top} m {x} {top - height * len(rows)} l S\n" for x in range(20, right + 1, width))
    return lines + "".join(
        shown(30 + width * column, top - height * at - 20, cell)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell
    )


HEAD = ("序号", "工作任务", "责任单位")
# form, rows of the first page, rows of the second, cells of the rows that are read
OVER_PAGES = [
    ("表头重复，行被切断", [HEAD, ("1", "规范文件的管理工作吧", "县司法局")],
     [HEAD, ("", "和办法。", ""), ("2", "评查。", "县公安局")],
     [HEAD, ("1", "规范文件的管理工作吧和办法。", "县司法局"), ("2", "评查。", "县公安局")]),
    ("表头重复，行没有切断", [HEAD, ("1", "培训。", "县司法局")], [HEAD, ("2", "评查。", "县公安局")],
     [HEAD, ("1", "培训。", "县司法局"), ("2", "评查。", "县公安局")]),
    ("两行表头重复",
     [("序号", "工作任务", "责任分工"), ("", "", "牵头单位"), ("1", "规范文件的管理工作吧", "县司法局")],
     [("序号", "工作任务", "责任分工"), ("", "", "牵头单位"), ("", "和办法。", "")],
     [("序号", "工作任务", "责任分工"), ("", "", "牵头单位"), ("1", "规范文件的管理工作吧和办法。", "县司法局")]),
    ("合并的领域在编号之前，领域在前一页",
     [("领域", "序号", "工作任务"), ("学法", "1", "培训。")], [("", "2", "考试。")],
     [("领域", "序号", "工作任务"), ("学法", "1", "培训。"), ("", "2", "考试。")]),
    ("没有编号，写明了时限的是另一行",
     [("领域", "工作任务", "完成时限"), ("学法", "培训。", "6月")], [("", "考试。", "9月")],
     [("领域", "工作任务", "完成时限"), ("学法", "培训。", "6月"), ("", "考试。", "9月")]),
    ("编号合并，写明了时限的是另一行",
     [("序号", "工作任务", "完成时限"), ("1", "培训。", "6月")], [("", "考试。", "9月")],
     [("序号", "工作任务", "完成时限"), ("1", "培训。", "6月"), ("", "考试。", "9月")]),
    ("时限被切断",
     [("序号", "工作任务", "完成时限"), ("1", "培训。", "2024年9月")], [("", "", "底前")],
     [("序号", "工作任务", "完成时限"), ("1", "培训。", "2024年9月底前")]),
    ("单位每行一个，名单被切断",
     [HEAD, ("1", "规范文件的管理工作吧", "县司法局")], [("", "和办法。", "县财政局")],
     [HEAD, ("1", "规范文件的管理工作吧和办法。", "县司法局\n县财政局")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "cells"), [row[1:] for row in OVER_PAGES], ids=[row[0] for row in OVER_PAGES]
)
def test_a_ruled_table_goes_on_over_the_page(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]], cells: list[tuple[str, ...]]
) -> None:
    found = read(writers.pdf_file([drawn(first), drawn(second)]))
    assert [line.cells for line in found] == cells
