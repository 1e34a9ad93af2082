"""A plan becomes the worksheet of its 任务分工: a row a task, and a second sheet with its indicators."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.assignment_plan.indicator_table import NUMBER, UNIT, grid_of
from reports.assignment_plan.lead import deadline_words, lead_of
from reports.officialdoc.ooxml import clean_lines
from tasks.planparser import ParsedPlan
from tasks.planparser.model import ParsedAction, ParsedTask, Role

# Heading and width in characters; together they fill a landscape page of A4.
COLUMNS = (
    ("序号", 6),
    ("行动", 16),
    ("任务", 22),
    ("工作内容", 52),
    ("牵头单位", 14),
    ("责任单位", 16),
    ("配合单位", 14),
    ("完成时限", 14),
)
TASKS, INDICATORS = "任务分工", "指标"
ROLES: tuple[Role, ...] = ("lead", "responsible", "support")


@dataclass(frozen=True)
class Look:
    """How a cell is set; every one wraps its text."""

    font: Font
    alignment: Alignment
    border: Border


_LINE = Side(style="thin")
_PLAIN, _RULED = Border(), Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_START = Alignment(horizontal="left", vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TEXT = Font(name="宋体", size=11)
_TITLE = Look(Font(name="宋体", size=18, bold=True), _MIDDLE, _PLAIN)
_NOTE = Look(_TEXT, _START, _PLAIN)
_HEADER = Look(Font(name="宋体", size=11, bold=True), _MIDDLE, _RULED)
_CENTRED, _LEFT = Look(_TEXT, _MIDDLE, _RULED), Look(_TEXT, _START, _RULED)
# What a program may take for the beginning of a formula.
_MARKS = ("=", "+", "-", "@", "#")
_CHARACTERS_OF_A4 = 154
# Columns whose values are short enough to stand in the middle: 指标's 单位, but not 责任单位.
_SHORT = (NUMBER, UNIT)
_SHORT_ENDS = ("时限", "目标")
_LEADING = 1.6  # height of a line in sizes of its type
_HIGHEST = 409.0  # points; the format knows no higher row

Row = Sequence[str | int]


def workbook(plan: ParsedPlan) -> bytes:
    """The bytes of an XLSX with the sheets 任务分工 and, where the plan has any, 指标.

    Unlike the document it has the titles that people edited, and no goals. Units stand by role, a name after the other.
    """
    book = Workbook()
    tasks = book.active
    assert isinstance(tasks, Worksheet)  # noqa: S101  a new workbook has one
    tasks.title = TASKS
    rows = [_row(action, task) for action in plan.actions for task in action.tasks]
    _fill(tasks, _head(plan), COLUMNS, rows)
    if plan.indicators:
        grid = grid_of(plan.indicators)
        share = _CHARACTERS_OF_A4 / sum(grid.widths)
        columns = [(words, width * share) for words, width in zip(grid.header, grid.widths, strict=True)]
        _fill(book.create_sheet(INDICATORS), [("主要指标", _TITLE)], columns, map(_with_number, grid.rows))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(plan: ParsedPlan) -> list[tuple[str, Look]]:
    """What stands above the table: 文号 and title as in the document, and what it says beside them."""
    lines = (plan.document_number, _NOTE), (plan.title, _TITLE), (lead_of(plan), _NOTE)
    return [(line, look) for line, look in lines if line]


def _row(action: ParsedAction, task: ParsedTask) -> Row:
    units = ("、".join(unit.name for unit in task.responsibilities if unit.role == role) for role in ROLES)
    return (task.number, action.heading, task.title, task.text, *units, deadline_words(task.deadline))


def _with_number(row: tuple[str, ...]) -> Row:
    return (int(row[0]) if row[0].isdecimal() else row[0], *row[1:])


def _fill(
    sheet: Worksheet, above: Sequence[tuple[str, Look]], columns: Sequence[tuple[str, float]], rows: Iterable[Row]
) -> None:
    """The lines above across the sheet, the header, the rows; the header stays on the screen and on every page."""
    for number, (line, look) in enumerate(above, 1):
        _put(sheet.cell(number, 1), line, look)
        _set_height(sheet, number, [(line, sum(width for _, width in columns))], look)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(columns))
    header = len(above) + 1
    for at, (words, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        _put(sheet.cell(header, at), words, _HEADER)
    _set_height(sheet, header, columns, _HEADER)
    for number, row in enumerate(rows, header + 1):
        for at, ((words, _), value) in enumerate(zip(columns, row, strict=True), 1):
            is_short = words in _SHORT or words.endswith(_SHORT_ENDS)
            _put(sheet.cell(number, at), value, _CENTRED if is_short else _LEFT)
        _set_height(sheet, number, [(str(value), width) for (_, width), value in zip(columns, row, strict=True)], _LEFT)
    sheet.freeze_panes = f"A{header + 1}"
    _set_up_print(sheet, header)


def _set_height(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]], look: Look) -> None:
    """Make a row high enough for its texts in columns of these widths: not every program works it out by itself."""
    lines = max(_lines(text, width * _TEXT.size / look.font.size) for text, width in texts)
    sheet.row_dimensions[row].height = min(lines * look.font.size * _LEADING, _HIGHEST)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; a Chinese character is two wide, and the cell's margins take one."""
    return sum(max(1, ceil(2 * len(line) / (width - 1))) for line in text.split("\n"))


def _put(cell: Any, value: str | int, look: Look) -> None:
    """A figure, or a text that stays one: the spreadsheet's own mark (quotePrefix) keeps = from being a formula."""
    cell.font, cell.alignment, cell.border = look.font, look.alignment, look.border
    if isinstance(value, int):
        cell.value = value
    elif text := "\n".join(clean_lines(value)):
        cell.value, cell.data_type = text, "s"  # after its value: openpyxl takes = for a formula, #N/A for an error
        cell.quotePrefix = text.startswith(_MARKS)


def _set_up_print(sheet: Worksheet, header: int) -> None:
    """Landscape A4, as wide as the page, the header on every page, the page numbered below."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_options.horizontalCentered = True
    footer = HeaderFooterItem()
    footer.center.text = "第&P页 共&N页"
    sheet.HeaderFooter.oddFooter = footer
