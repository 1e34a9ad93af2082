"""Worksheets (XLSX), written row by row to a temporary file: memory does not grow with the rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

# What stands in a column wider than this may run over several lines.
ONE_LINE = 12


LINE_HEIGHT, HIGHEST = 15, 400  # points; a spreadsheet takes no row above 409


# A cell that begins so is taken for a formula, here or after a copy into another program.
FORMULA = re.compile(r"^[=+\-@\t\r]")


# Not allowed in XML 1.0.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_text(text: str) -> str:
    """Text that stays text in a spreadsheet: no formula, no character that the format cannot hold."""
    clean = ILLEGAL.sub("", text)
    return f"'{clean}" if FORMULA.match(clean) else clean


def write_sheet(
    title: str, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[Any]], *, whole: bool = False
) -> IO[bytes]:
    """One sheet of these columns (heading, width in characters) in a temporary file; a fraction is shown in percent.

    It prints on A4 across, as wide as the page, with the headings on each. `whole`: texts run over several lines,
    for a sheet that is handed on; without it a row is one line, for one that is looked through.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.print_options.gridLines, sheet.oddFooter.center.text = True, "第&P页 共&N页"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for n, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.append([_heading(sheet, words) for words, _ in columns])
    cells = [_blank(sheet, whole and width > ONE_LINE) for _, width in columns]  # written out before filled again
    for number, values in enumerate(lines, 2):
        if whole:
            sheet.row_dimensions[number].height = _height(values, columns)
        sheet.append([_filled(cell, value) for cell, value in zip(cells, values, strict=True)])
    file = TemporaryFile()  # noqa: SIM115  the response that sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _heading(sheet: Any, words: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=words)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    return cell


def _blank(sheet: Any, is_wrapped: bool) -> Cell:
    """A cell of a column: from the top of the row, over several lines where it is wrapped."""
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top", wrap_text=is_wrapped)
    return cell


def _height(values: Sequence[Any], columns: Sequence[tuple[str, int]]) -> int:
    """Points of a row whose wide cells show all their text: a Chinese character is as wide as two others."""
    texts = ((value, width) for value, (_, width) in zip(values, columns, strict=True) if isinstance(value, str))
    lines = (-(-2 * len(value) // width) for value, width in texts if width > ONE_LINE)
    return min(max([1, *lines]) * LINE_HEIGHT, HIGHEST)


def _filled(cell: Cell, value: Any) -> Cell:
    """Text made safe, dates and percentages with their formats."""
    cell.value = safe_text(value) if isinstance(value, str) else value
    if isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        cell.number_format = "0%"
    return cell
