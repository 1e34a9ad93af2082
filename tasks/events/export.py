"""The record as XLSX, written row by row: memory does not grow with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO, Any

from django.utils import timezone

from tasks.common.workbook import write_sheet
from tasks.events.models import Event, EventQuerySet
from tasks.events.selectors import state_words, type_words

COLUMNS = (
    ("时间", 20),
    ("操作人", 12),
    ("操作", 16),
    ("对象类型", 12),
    ("对象", 50),
    ("原状态", 10),
    ("新状态", 10),
    ("说明", 50),
    ("原来的文字", 50),
    ("来源地址", 18),
)
MAX_ROWS = 50_000  # what is written within a quarter of the time that the web server grants
CHUNK = 2000


def export_name(today: dt.date) -> str:
    """操作记录-20241231.xlsx."""
    return f"操作记录-{today:%Y%m%d}.xlsx"


def write_events(events: EventQuerySet) -> IO[bytes]:
    """The rows as a workbook in a temporary file, open at its start; the caller closes it."""
    return write_sheet("操作记录", COLUMNS, _lines(events))


def _lines(events: EventQuerySet) -> Iterator[list[Any]]:
    for event in events.iterator(chunk_size=CHUNK):
        yield _line(event)


def _line(event: Event) -> list[Any]:
    """Times as text, to the second: what is compared with other logs must not depend on a cell's format."""
    return [
        f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
        event.actor_name,
        event.label,
        type_words(event.object_type),
        event.object_name,
        state_words(event.object_type, event.from_state),
        state_words(event.object_type, event.to_state),
        event.reason,
        event.before,
        event.address,
    ]
