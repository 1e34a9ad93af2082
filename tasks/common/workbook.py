"""Workbooks (XLSX): the one writer. Rows go to a temporary file one by one, so memory does not grow with them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

A4 = 9
HIGHEST = 409.0  # points; the format knows no higher row
ONE_LINE = 12  # characters: what stands in a wider column may run over several lines
# What a program may take for the beginning of a formula or an error, here or after a copy into another program.
MARKS = ("=", "+", "-", "@", "#", "\t")
# Not allowed in XML 1.0.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_THIN = Side(style="thin")


@dataclass(frozen=True)
class Look:
    """How a sheet is set: its type, the height of a line in points, rules around the cells, where texts stand."""

    font: str | None = None  # None: the program's own
    size: int = 11
    line: float = 15
    is_ruled: bool = False
    vertical: str = "top"


LIST = Look()  # to look through on the screen
DOCUMENT = Look("宋体", line=17.6, is_ruled=True, vertical="center")  # to hand on, as an office sets it


@dataclass(frozen=True)
class Sheet:
    """One sheet. `columns` are (heading, width in characters); `lines` are rows of cells as wide as they.

    `above` are lines across the sheet over the headings; the one that equals `title` is set large. `whole`: texts run
    over several lines; without it a row is one line. Columns whose headings are `centred` have their texts in the
    middle.
    """

    name: str
    columns: Sequence[tuple[str, float]]
    lines: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    title: str = ""
    look: Look = LIST
    whole: bool = False
    centred: Collection[str] = ()

    @property
    def widths(self) -> list[float]:
        """The width of each column in characters."""
        return [width for _, width in self.columns]


def write_sheet(
    name: str, columns: Sequence[tuple[str, float]], lines: Iterable[Sequence[Any]], *, whole: bool = False
) -> IO[bytes]:
    """A workbook of one list. The file is temporary and open at its start; the caller closes it."""
    return write_book([Sheet(name, columns, lines, whole=whole)])


def write_book(sheets: Iterable[Sheet]) -> IO[bytes]:
    """A workbook in a temporary file, open at its start; the caller closes it.

    Text stays text, unchanged, whatever it begins with (quotePrefix); a date is shown as 2024-12-31, a fraction in
    percent. Every sheet prints on A4 across, as wide as the page, with its headings on each page.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        _Writer(book, sheet).write()
    file = TemporaryFile()  # noqa: SIM115  the response that sends it closes it
    book.save(file)
    file.seek(0)
    return file


class _Writer:
    """Writes one sheet from the top down."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._sheet, self._look = sheet, sheet.look
        self._page: Any = book.create_sheet(sheet.name)
        self._row = 0

    def write(self) -> None:
        """Set the page up, then all rows. What a row needs to know is set before it: written is written."""
        head = len(self._sheet.above) + 1
        self._set_up(head)
        for text in self._sheet.above:
            self._write_above(text)
        self._row += 1
        self._page.append([self._heading(words) for words, _ in self._sheet.columns])
        plain = [self._blank(words, width) for words, width in self._sheet.columns]  # written, then filled again
        quoted = [self._blank(words, width, is_quoted=True) for words, width in self._sheet.columns]
        for values in self._sheet.lines:
            self._row += 1
            if self._sheet.whole:
                self._page.row_dimensions[self._row].height = self._height(values)
            self._page.append([_filled(*both) for both in zip(plain, quoted, values, strict=True)])

    def _set_up(self, head: int) -> None:
        page = self._page
        page.freeze_panes, page.print_title_rows = f"A{head + 1}", f"{head}:{head}"
        page.print_options.gridLines = not self._look.is_ruled
        page.print_options.horizontalCentered = self._look.is_ruled
        page.oddFooter.center.text = "第&P页 共&N页"
        page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", A4, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for n, width in enumerate(self._sheet.widths, 1):
            page.column_dimensions[get_column_letter(n)].width = width

    def _write_above(self, text: str) -> None:
        """A line across the sheet."""
        self._row += 1
        is_title = text == self._sheet.title
        size = 18 if is_title else self._look.size
        cell = WriteOnlyCell(self._page)
        cell.font = Font(name=self._look.font, size=size, bold=is_title)
        cell.alignment = Alignment(horizontal="center" if is_title else "left", vertical="center", wrap_text=True)
        lines = lines_of(text, sum(self._sheet.widths) * self._look.size / size)
        self._page.row_dimensions[self._row].height = min(lines * self._look.line * size / self._look.size, HIGHEST)
        self._page.merged_cells.add(f"A{self._row}:{get_column_letter(len(self._sheet.columns))}{self._row}")
        self._page.append([_put(cell, text)])

    def _heading(self, words: str) -> Cell:
        cell = _put(WriteOnlyCell(self._page), words)
        cell.font = Font(name=self._look.font, size=self._look.size, bold=True)
        in_middle = "center" if self._look.is_ruled else None
        cell.alignment = Alignment(horizontal=in_middle, vertical="center", wrap_text=self._look.is_ruled)
        cell.border = self._border
        return cell

    def _blank(self, words: str, width: float, *, is_quoted: bool = False) -> Cell:
        """A cell of a column, to be filled; a quoted one for text that a program may take for a formula."""
        cell = WriteOnlyCell(self._page)
        if self._look.font:
            cell.font = Font(name=self._look.font, size=self._look.size)
        is_wrapped = self._sheet.whole and (width > ONE_LINE or self._look.is_ruled)
        cell.alignment = Alignment(self._horizontal(words), self._look.vertical, wrap_text=is_wrapped)
        cell.border, cell.quotePrefix = self._border, is_quoted
        return cell

    def _horizontal(self, words: str) -> str | None:
        if words in self._sheet.centred:
            return "center"
        return "left" if self._look.is_ruled else None

    @property
    def _border(self) -> Border:
        return Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN) if self._look.is_ruled else Border()

    def _height(self, values: Sequence[Any]) -> float:
        """Points of a row that shows all its text: not every program works that out by itself."""
        texts = ((value, width) for value, width in zip(values, self._sheet.widths, strict=True))
        wide = (lines_of(value, width) for value, width in texts if isinstance(value, str) and width > ONE_LINE)
        return min(max([1, *wide]) * self._look.line, HIGHEST)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes; a Chinese character is two wide, and the cell's margins take one."""
    return sum(max(1, ceil(2 * len(line) / (width - 1))) for line in text.split("\n"))


def _filled(plain: Cell, quoted: Cell, value: Any) -> Cell:
    """One of the two cells with the value; which, its text decides."""
    if isinstance(value, str):
        return _put(quoted if value.startswith(MARKS) else plain, value)
    plain.value = value
    if isinstance(value, dt.date):
        plain.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        plain.number_format = "0%"
    return plain


def _put(cell: Cell, text: str) -> Cell:
    """The cell with this text, which stays text: openpyxl takes = for a formula and #N/A for an error."""
    cell.value = _ILLEGAL.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"
    return cell
