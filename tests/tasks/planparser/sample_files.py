"""The sample plans that are no text: built by code, their expectations stand with the others."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from .wordml import W, level, numbered, p, word

_HEAD: tuple[tuple[object, ...], ...] = (
    ("序号", "重点领域", "工作任务", "责任分工", None, "完成时限", "备注"),
    (None, None, None, "牵头单位", "配合单位", None, None),
)
_DECISIONS: tuple[tuple[object, ...], ...] = (
    (1, "依法决策", "公布重大行政决策事项目录。报区委同意后，于4月底前公布。", "区政府办", "区司法局\n区发展和改革局",
     date(2025, 4, 30), None),
    (2, None, "开展合法性审查。审查率达到100%。", "区司法局", "区政府各部门、各镇（街道）", "长期坚持", "重点"),
    (3, None, "推行“一把手”讲法。", "区司法局", None, date(2025, 10, 1), None),
)  # fmt: skip
_ENFORCEMENT: tuple[tuple[object, ...], ...] = (
    (4, "行政执法", "编制年度检查计划。", "各行政执法部门", "区司法局", date(2025, 2, 1), None),
    (5, None, "开展案卷评查。", "区司法局\n区市场监管局", None, "每年11月底前", None),
)
_INDICATORS: tuple[tuple[object, ...], ...] = (
    ("序号", "重点领域", "指标名称", "单位", "目标值", None),
    (None, None, None, None, "2025年", "2026年"),
    (1, "依法决策", "合法性审查率", "%", 1, 1),
    (2, None, "公众参与率", "%", 0.85, 0.905),
    (3, "行政执法", "案卷评查数", "件", 50, "不少于60"),
    (4, None, "复议纠错率", "%", "控制在8%以内", "—"),
)


def linwei_workbook() -> bytes:
    """Three sheets, heads of two rows, merged areas, real dates and percentages, the head repeated."""
    book = openpyxl.Workbook()
    notes = book.worksheets[0]
    notes.title = "说明"
    notes["A1"] = "临渭区2025年度法治政府建设任务台账"
    notes["A2"] = "一、本台账依据《渭南市2025年法治政府建设工作计划》（渭法办〔2025〕6号）编制。"
    notes["A3"] = "二、各责任单位每季度末更新进展情况。"
    notes["A5"], notes["A6"] = "临渭区司法局", date(2025, 3, 5)
    notes["A6"].number_format = 'yyyy"年"m"月"d"日"'
    _tasks(book.create_sheet("任务"))
    _indicators(book.create_sheet("指标"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _tasks(sheet: Worksheet) -> None:
    for row in (("临渭区2025年法治政府建设任务分解表",), *_HEAD, *_DECISIONS, *_HEAD, *_ENFORCEMENT):
        sheet.append(row)
    heads = [f"{column}{row}:{column}{row + 1}" for row in (2, 7) for column in "ABCFG"]
    for area in ("A1:G1", "D2:E2", "D7:E7", "B4:B6", "B9:B10", *heads):
        sheet.merge_cells(area)
    for cell, form in (("F4", 'yyyy"年"m"月"d"日"'), ("F6", 'yyyy"年"m"月"'), ("F9", "yyyy-mm-dd")):
        sheet[cell].number_format = form


def _indicators(sheet: Worksheet) -> None:
    for row in _INDICATORS:
        sheet.append(row)
    for area in (*(f"{column}1:{column}2" for column in "ABCD"), "E1:F1", "B3:B4", "B5:B6"):
        sheet.merge_cells(area)
    for cell, form in (("E3", "0%"), ("F3", "0%"), ("E4", "0%"), ("F4", "0.0%")):
        sheet[cell].number_format = form


def yanchuan_document() -> bytes:
    """Numbers that Word prints, tracked changes, a note below the page, a red head in a text box, merged cells."""
    form = level(0, "%1、", "chineseCountingThousand") + level(1, "（%2）", "chineseCountingThousand")
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{form}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>责任单位：见省政府通知第三条</w:t></w:r></w:p></w:footnote>'
    footnotes = f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>'
    return word(_yanchuan_body(), numbering=numbering, **{"word/footnotes.xml": footnotes})


def _yanchuan_body() -> str:
    return "".join(
        (
            _box("延川县人民政府办公室文件"),
            p("延政办发〔2024〕11号"),
            p("延川县2024年法治政府建设实施方案"),
            _paragraph(_run("为贯彻落实《陕西省2024年法治政府建设工作要点》"), _NOTE, _run("精神，制定本方案。")),
            numbered("总体要求"),
            p("坚持党的领导，全面推进依法行政。"),
            numbered("重点任务"),
            numbered("健全行政决策制度。", 1),
            _paragraph(
                _run("落实重大行政决策程序，"),
                _deleted("3月"),
                _inserted("4月"),
                _run("底前公布目录"),
                _NOTE,
                _run("。"),
            ),
            _paragraph(_run("责任单位：县政府办、"), _deleted("县法制办"), _inserted("县司法局")),
            p("完成时限：2024年4月底前"),
            numbered("加强行政规范性文件管理。", 1),
            p("实行统一登记、统一编号、统一印发。"),
            _paragraph(_run("牵头单位：县司法局"), "<w:r><w:br/></w:r>", _run("配合单位：县政府各部门")),
            p("完成时限：全年"),
            numbered("专项任务"),
            p("聚焦群众反映强烈的突出问题，集中开展专项整治。"),
            _yanchuan_table(),
            numbered("工作要求"),
            p("各部门要加强协作。"),
            p("延川县人民政府办公室"),
            p("2024年3月20日"),
        )
    )


def _yanchuan_table() -> str:
    rows = (
        _row(*map(_cell, ("序号", "工作任务", "牵头单位", "配合单位", "完成时限"))),
        _row(_cell("（一）规范涉企执法", span=5)),
        _row(_cell("1"), _cell("公布检查事项清单。未列入清单的不得实施检查。"), _cell("县司法局", merge=_FIRST),
             _cell("县公安局", "县应急管理局", "县市场监督", "管理局"), _cell("2024年5月底前", merge=_FIRST)),
        _row(_cell("2"), _cell("统一检查标准。", "①梳理标准；", "②对外公布。"), _cell(merge=_ALSO), _cell("县政府办"),
             _cell(merge=_ALSO)),
        _row(_cell("（二）化解行政争议", span=5)),
        _row(_cell("3"), _cell("提高负责人出庭率。出庭率达到100%。"), _cell("县司法局"),
             _cell("各乡镇人民政府，各街道办事处"), _cell("年底前")),
        _row(*map(_cell, ("4", "推广行政调解。", "县信访局", "", "2024年7月1日前并长期坚持"))),
    )  # fmt: skip
    grid = '<w:gridCol w:w="1500"/>' * 5
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


_FIRST, _ALSO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def _inserted(text: str) -> str:
    return f'<w:ins w:id="9" w:author="a">{_run(text)}</w:ins>'


def _deleted(text: str) -> str:
    return f'<w:del w:id="8" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def _box(text: str) -> str:
    """A text box as Word writes it: once for itself, once for older versions."""
    inside = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    new = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
    old = f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r></w:p>"


def _cell(*lines: str, span: int = 1, merge: str = "") -> str:
    properties = f'<w:gridSpan w:val="{span}"/>{merge}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, lines or ('',)))}</w:tc>"


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


BUILT: dict[str, Callable[[], bytes]] = {
    "20-linwei-2025-three-sheets": linwei_workbook,
    "21-yanchuan-2024-word-numbering": yanchuan_document,
}
