"""The task list as XLSX, written row by row to a temporary file: memory does not grow with the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from tasks.common.workbook import write_sheet
from tasks.plans.models import Task
from tasks.work.lights import light_words
from tasks.work.selectors.assignments import AssignmentRow

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


def export_name(year: int | None, today: dt.date) -> str:
    """任务台账-2024年-20241231.xlsx; without the year where none is chosen."""
    return f"任务台账-{f'{year}年-' if year else ''}{today:%Y%m%d}.xlsx"


def write_task_list(batches: Iterable[Sequence[AssignmentRow]], *, with_place: bool) -> IO[bytes]:
    """The rows as a workbook in a temporary file, open at its start; the caller closes it."""
    columns = [*COLUMNS[:UNIT_AT], PLACE, *COLUMNS[UNIT_AT:]] if with_place else list(COLUMNS)
    return write_sheet("任务台账", columns, (line for batch in batches for line in _lines(batch, with_place)))


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
