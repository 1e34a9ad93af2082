"""The day that rules about time take (Plan.as_of), inside a query: today, or the last day of a plan that is over.

A query about plans of one such day compares with plain constants; one that mixes plans compares with a CASE over
their last years. Annual dates (每年10月底前, kept as "10-31") are compared as text, month and day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, DateField, Expression, F, Field, Q, Value, When
from django.db.models.functions import Cast, Concat

from tasks.plans.models import DATED, DeadlineKind, Plan
from tasks.work.models import ProgressReportQuerySet
from tasks.work.periods import current_period

TEXT = CharField()
DATE = DateField()
OF_ASSIGNMENT = "task__action__plan__last_year"
OF_REPORT = "period__plan__last_year"


@dataclass(frozen=True)
class AsOfDays:
    """The days of the plans that a query is about: `over` are their last years that lie before this year.

    Where no last year lies after this year (`has_later`), every plan has begun.
    """

    today: dt.date
    over: tuple[int, ...]
    has_current: bool
    has_later: bool

    def value(
        self, of: Callable[[dt.date], Any], field: Field[Any, Any], path: str = OF_ASSIGNMENT
    ) -> Expression | Case:
        """`of(the day)` for each row, whose plan's last year stands at `path`."""
        years: dict[Any, list[int]] = {}
        for year in self.over:
            years.setdefault(of(dt.date(year, 12, 31)), []).append(year)
        if not self.has_current and len(years) == 1:
            return Value(next(iter(years)), output_field=field)
        now = Value(of(self.today), output_field=field)
        past = [When(**{f"{path}__in": over}, then=Value(of_day, output_field=field)) for of_day, over in years.items()]
        return Case(*past, default=now, output_field=field) if past else now


def as_of_days(today: dt.date, last_years: Iterable[int] | None = None) -> AsOfDays:
    """The days of plans with these last years. One small query where the caller does not know them."""
    if last_years is None:
        others = Plan.objects.exclude(last_year=today.year).order_by().values_list("last_year", flat=True).distinct()
        last_years = {today.year, *others}
    known = set(last_years)
    over = tuple(sorted(year for year in known if year < today.year))
    later = any(year > today.year for year in known)
    return AsOfDays(today, over, has_current=len(over) < len(known) or not known, has_later=later)


# ---- the reporting period that holds the day ----
def of_current_period(reports: ProgressReportQuerySet, days: AsOfDays) -> ProgressReportQuerySet:
    """Those of the period that holds the day."""
    return reports.filter(current_period(days.value(lambda day: day, DATE, OF_REPORT)))


def of_current_year(reports: ProgressReportQuerySet, days: AsOfDays) -> ProgressReportQuerySet:
    """Those of periods in the year of the day."""
    return reports.filter(
        period__starts_on__gte=days.value(lambda day: dt.date(day.year, 1, 1), DATE, OF_REPORT),
        period__starts_on__lte=days.value(lambda day: dt.date(day.year, 12, 31), DATE, OF_REPORT),
    )


# ---- due dates; an annual one is that of the day's year ----
def due_by(days: AsOfDays, last: Callable[[dt.date], dt.date]) -> Q:
    """Due on or before `last(the day)`."""
    bound = days.value(lambda day: latest_by(last(day), day.year), TEXT)
    return Q(task__deadline_kind__in=DATED, task__due_on__lte=days.value(last, DATE)) | Q(
        task__deadline_kind=DeadlineKind.ANNUAL, task__annual_on__lte=bound
    )


def due_from(days: AsOfDays, first: Callable[[dt.date], dt.date]) -> Q:
    """Due on or after `first(the day)`."""
    bound = days.value(lambda day: earliest_from(first(day), day.year), TEXT)
    return Q(task__deadline_kind__in=DATED, task__due_on__gte=days.value(first, DATE)) | Q(
        task__deadline_kind=DeadlineKind.ANNUAL, task__annual_on__gte=bound
    )


def due_key(days: AsOfDays) -> Case:
    """The due date as text, 2024-12-31, to sort by; NULL without one."""
    this_year = days.value(lambda day: f"{day.year}-", TEXT)
    return Case(
        When(task__deadline_kind=DeadlineKind.ANNUAL, then=Concat(this_year, F("task__annual_on"), output_field=TEXT)),
        default=Cast("task__due_on", TEXT),
        output_field=TEXT,
    )


def annual_date(month_day: str, year: int) -> dt.date:
    """ "10-31" in a year. "02-28" is the end of February, so the 29th in a leap year; "02-30" is the end as well."""
    month, day = (int(part) for part in month_day.split("-"))
    last = calendar.monthrange(year, month)[1]
    is_end = day > last or (month, day) == (2, 28)
    return dt.date(year, month, last if is_end else day)


def latest_by(last: dt.date, year: int) -> str:
    """The bound b for which: the annual date of `year` lies on or before `last` where the text is <= b."""
    if last.year != year:
        return "12-31" if last.year > year else ""
    if last.day == calendar.monthrange(year, last.month)[1]:
        return f"{last:%m}-31"
    return "02-27" if (last.month, last.day) == (2, 28) else f"{last:%m-%d}"


def earliest_from(first: dt.date, year: int) -> str:
    """The bound b for which: the annual date of `year` lies on or after `first` where the text is >= b."""
    if first.year != year:
        return "" if first.year < year else "99"
    return "02-28" if (first.month, first.day) == (2, 29) else f"{first:%m-%d}"
