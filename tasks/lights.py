"""Status lights (状态灯): derived, never stored. The one rule, as a queryset annotation, and its words.

First match of: 蓝 done; 红 due date passed; 黄 due within 15 days; 灰 ongoing (or its dated part done) and this
period reported; 黄 ongoing and this period not reported; 绿 everything else. A plan whose last year is over is judged
as of its last day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from tasks.models import Assignment, Plan, ProgressReport, ReportingPeriod, Task

if TYPE_CHECKING:
    from tasks.models.work import AssignmentQuerySet

SOON = dt.timedelta(days=15)
Kind = Task.DeadlineKind


class Light(models.TextChoices):
    """The five lights, most urgent first."""

    RED = "red", "逾期"
    YELLOW = "yellow", "临期"
    GREEN = "green", "正常"
    GREY = "grey", "长期"
    BLUE = "blue", "已办结"


def with_light(assignments: AssignmentQuerySet, today: dt.date) -> AssignmentQuerySet:
    """Annotate each assignment with `light` (a Light value) as judged on `today`. One small query for past plans."""
    over = Plan.objects.filter(last_year__lt=today.year).values_list("last_year", flat=True).distinct().order_by()
    past = [When(task__action__plan__last_year=year, then=_light_on(dt.date(year, 12, 31))) for year in over]
    current = _light_on(today)
    return assignments.annotate(light=Case(*past, default=current) if past else current)


def _light_on(day: dt.date) -> Case:
    """The rule for one judged day; tests on plain columns first, those that look up reports last."""
    dated = Q(task__deadline_kind__in=[Kind.DATE, Kind.DATE_THEN_ONGOING])
    annual = Q(task__deadline_kind=Kind.ANNUAL)
    past_due = (dated & Q(task__due_on__lt=day)) | (annual & _annual_before(day))
    due_soon = (dated & Q(task__due_on__lte=day + SOON)) | (annual & _annual_by(day + SOON, day.year))
    part_done = (Q(task__deadline_kind=Kind.DATE_THEN_ONGOING) & _completed()) | (annual & _completed(day.year))
    never_closes = Q(task__deadline_kind__in=[Kind.ONGOING, Kind.DATE_THEN_ONGOING, Kind.ANNUAL])
    long_running = Q(task__deadline_kind=Kind.ONGOING) | (never_closes & part_done)
    return Case(
        When(state=Assignment.State.DONE, then=Value(Light.BLUE)),
        When(past_due & ~part_done, then=Value(Light.RED)),
        When(due_soon & ~part_done, then=Value(Light.YELLOW)),
        When(long_running & _reported(day), then=Value(Light.GREY)),
        When(long_running, then=Value(Light.YELLOW)),
        default=Value(Light.GREEN),
        output_field=models.CharField(),
    )


def _annual_before(day: dt.date) -> Q:
    """The annual date of this day's year lies before the day."""
    before = Q(task__annual_on__lt=f"{day:%m-%d}")
    # 每年2月底前 is kept as 02-28 and falls due on the 29th in a leap year.
    return before & ~Q(task__annual_on="02-28") if _is_leap_day(day) else before


def _annual_by(last: dt.date, year: int) -> Q:
    """The annual date of `year` lies on or before `last`."""
    if last.year > year:
        return Q()
    by = Q(task__annual_on__lte=f"{last:%m-%d}")
    leap_eve = calendar.isleap(year) and (last.month, last.day) == (2, 28)
    return by & ~Q(task__annual_on="02-28") if leap_eve else by


def _is_leap_day(day: dt.date) -> bool:
    return (day.month, day.day) == (2, 29)


def _completed(year: int | None = None) -> Exists:
    """An accepted report says 100 %: in a period of that year, or ever."""
    done = ProgressReport.objects.accepted().filter(assignment=OuterRef("pk"), completion=100)
    return Exists(done.filter(period__starts_on__year=year) if year else done)


def _reported(day: dt.date) -> Exists:
    """The period that holds this day is reported: handed in and not sent back."""
    current = ReportingPeriod.objects.current(day)
    return Exists(ProgressReport.objects.counted_as_reported().filter(assignment=OuterRef("pk"), period__in=current))


@dataclass(frozen=True)
class DueDate:
    """When an assignment falls due, as seen from its judged day. `days` is negative once it is past."""

    on: dt.date | None
    days: int | None


def due_date(task: Task, judged_day: dt.date) -> DueDate:
    """The due date that the light speaks of: the task's own, or for an annual deadline this year's."""
    on = annual_date(task.annual_on, judged_day.year) if task.deadline_kind == Kind.ANNUAL else task.due_on
    return DueDate(on, (on - judged_day).days if on else None)


def annual_date(month_day: str, year: int) -> dt.date:
    """ "10-31" in a year; "02-28" is the end of February, so the 29th in a leap year."""
    month, day = (int(part) for part in month_day.split("-"))
    if (month, day) == (2, 28) and calendar.isleap(year):
        day = 29
    return dt.date(year, month, day)
