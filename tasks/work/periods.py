"""Reporting periods (调度周期): the months or quarters between two days."""

import calendar
import datetime as dt
from collections.abc import Iterator

from tasks.plans.models import Plan

QUARTERS = "一二三四"


def periods_between(first: dt.date, last: dt.date, cycle: str) -> Iterator[tuple[str, dt.date, dt.date]]:
    """(label, first day, last day) of each month or quarter (a Plan.Cycle) that begins between the two days."""
    months = 1 if cycle == Plan.Cycle.MONTH else 3
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, months):
            starts, end_month = dt.date(year, month, 1), month + months - 1
            if first <= starts <= last:
                ends = dt.date(year, end_month, calendar.monthrange(year, end_month)[1])
                yield _label(year, month, cycle), starts, ends


def _label(year: int, month: int, cycle: str) -> str:
    if cycle == Plan.Cycle.MONTH:
        return f"{year}年{month}月"
    return f"{year}年第{QUARTERS[(month - 1) // 3]}季度"
