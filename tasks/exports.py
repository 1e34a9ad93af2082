"""The task list as XLSX, written row by row to a temporary file: memory does not grow with the list."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tasks.lights import light_words
from tasks.models import Task
from tasks.selectors.assignments import AssignmentRow

# Heading and width in characters. The place stands only where there are several.
PLACE = ("地区", 14)
COLUMNS = (
    ("编号", 7),
    ("任务", 50),
    ("行动", 24),
    ("承办单位", 18),
    ("角色", 7),
    ("完成时限", 18),
    ("到期日", 12),
    ("进度", 8),
    ("本期", 9),
    ("状态灯", 16),
    ("原文", 80),
)
UNIT_AT = 3
# A cell that begins so is taken for a formula, here or after a copy into another program.
FORMULA = re.compile(r"^[=+\-@\t\r]")
# Not allowed in XML 1.0.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def export_name(year: int | None, today: dt.date) -> str:
    """任务台账-2024年-20241231.xlsx; without the year where none is chosen."""
    return f"任务台账-{f'{year}年-' if year else ''}{today:%Y%m%d}.xlsx"


def safe_text(text: str) -> str:
    """Text that stays text in a spreadsheet: no formula, no character that the format cannot hold."""
    clean = ILLEGAL.sub("", text)
    return f"'{clean}" if FORMULA.match(clean) else clean


def write_task_list(batches: Iterable[Sequence[AssignmentRow]], *, with_place: bool) -> IO[bytes]:
    """The rows as a workbook in a temporary file, open at its start; the caller closes it."""
    columns = [*COLUMNS[:UNIT_AT], PLACE, *COLUMNS[UNIT_AT:]] if with_place else list(COLUMNS)
    return write_sheet("任务台账", columns, (line for batch in batches for line in _lines(batch, with_place)))


def write_sheet(title: str, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[Any]]) -> IO[bytes]:
    """One sheet of these columns (heading, width in characters) in a temporary file; a fraction is shown in percent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for n, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.append([_heading(sheet, words) for words, _ in columns])
    for values in lines:
        sheet.append([_cell(sheet, value) for value in values])
    file = TemporaryFile()  # noqa: SIM115  the response that sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _lines(batch: Sequence[AssignmentRow], with_place: bool) -> Iterator[list[Any]]:
    """The cells of each row; the tasks' texts are fetched once per task."""
    texts = Task.objects.in_bulk({row.task_id for row in batch})
    for row in batch:
        yield [
            row.number,
            row.title,
            row.action,
            *([row.place] if with_place else []),
            row.unit,
            row.role_words,
            row.deadline_text,
            row.due_on,
            None if row.completion is None else row.completion / 100,
            row.period_words,
            light_words(row.light, row.days),
            texts[row.task_id].text,
        ]


def _heading(sheet: Any, words: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=words)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """Text made safe, dates and percentages with their formats."""
    if isinstance(value, str):
        return safe_text(value)
    if not isinstance(value, dt.date | float):
        return value
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # a date is as good as a datetime
    cell.number_format = "yyyy-mm-dd" if isinstance(value, dt.date) else "0%"
    return cell
