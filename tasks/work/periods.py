"""Reporting periods (调度周期): the months or quarters between two days, and which of them is open or current.

A period can be reported on from its first day on, and for ever after. The current one is the one that holds the day.
The day is always `as_of`: see Plan.as_of.
"""

import calendar
import datetime as dt
from collections.abc import Iterator

from django.db.models import Expression, Q

from tasks.plans.models import Plan
from tasks.work.models import ReportingPeriod

QUARTERS = "一二三四"


# ---- which is open, which is current: of a row, and in a query ----
def open_periods(plan: Plan, as_of: dt.date) -> list[ReportingPeriod]:
    """Those of a plan that can be reported on, oldest first. One query."""
    return list(plan.periods.filter(starts_on__lte=as_of).order_by("starts_on"))


def is_current(starts_on: dt.date, ends_on: dt.date, as_of: dt.date) -> bool:
    """Whether a period of these days holds the day."""
    return starts_on <= as_of <= ends_on


def current_period(as_of: dt.date | Expression) -> Q:
    """The same for a query of reports: those on the period that holds the day."""
    return Q(period__starts_on__lte=as_of, period__ends_on__gte=as_of)


def has_begun(first_year: int, today: dt.date) -> bool:
    """Whether the first period of a plan that begins with this year is open."""
    return first_year <= today.year


def begun(today: dt.date) -> Q:
    """The same for a query of assignments."""
    return Q(task__action__plan__first_year__lte=today.year)


# ---- the periods of a plan ----
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
