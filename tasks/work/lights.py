"""Status lights (状态灯): derived, never stored. The one rule, as a queryset annotation, and its words.

First match of: 蓝 done; 红 due date passed; 黄 due within 15 days; 灰 ongoing (or its dated part done) and this
period reported; 黄 ongoing and this period not reported; 绿 everything else. A plan whose last year is over is seen
as of its last day; before its first year there is no period to report and no date of this year, so ongoing and annual
tasks are 绿.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from tasks.plans.models import DeadlineKind, Task
from tasks.work.as_of import AsOfDays, annual_date, as_of_days, due_by, of_current_period, of_current_year
from tasks.work.models import Assignment, AssignmentQuerySet, ProgressReport
from tasks.work.periods import begun

SOON = dt.timedelta(days=15)
DAY = dt.timedelta(days=1)
ANNUAL = DeadlineKind.ANNUAL
ONGOING = [kind for kind in DeadlineKind if kind.is_ongoing and not kind.is_dated]
DATE_THEN_ONGOING = [kind for kind in DeadlineKind if kind.is_ongoing and kind.is_dated]


class Light(models.TextChoices):
    """The five lights, most urgent first."""

    RED = "red", "逾期"
    YELLOW = "yellow", "临期"
    GREEN = "green", "正常"
    GREY = "grey", "长期"
    BLUE = "blue", "已办结"


def with_light(
    assignments: AssignmentQuerySet, today: dt.date, *, last_years: Iterable[int] | None = None
) -> AssignmentQuerySet:
    """Annotate each assignment with `light` (a Light value) as of `today`.

    `last_years` are those of the plans concerned: a caller who knows them saves a small query and gets plainer SQL.
    """
    return assignments.annotate(light=light_case(as_of_days(today, last_years)))


@lru_cache(maxsize=64)
def light_case(days: AsOfDays) -> Case:
    """The rule. Built once for the days that it is asked of; a query resolves a copy of its own.

    An ongoing task has no date, and one whose dated part is done has none left: so those come first, and each look-up
    of reports stands once, behind the tests on plain columns.
    """
    without_date = Q(task__deadline_kind__in=[*ONGOING, ANNUAL])
    not_begun = [When(~begun(days.today) & without_date, then=Value(Light.GREEN))]
    return Case(
        When(state=Assignment.State.DONE, then=Value(Light.BLUE)),
        *(not_begun if days.has_later else []),
        When(
            Q(task__deadline_kind__in=ONGOING) | _dated_part_is_done(days),
            then=Case(When(_is_reported(days), then=Value(Light.GREY)), default=Value(Light.YELLOW)),
        ),
        When(due_by(days, lambda day: day - DAY), then=Value(Light.RED)),
        When(due_by(days, lambda day: day + SOON), then=Value(Light.YELLOW)),
        default=Value(Light.GREEN),
        output_field=models.CharField(),
    )


def _dated_part_is_done(days: AsOfDays) -> Q:
    """An accepted report says 100 %: of an annual task in a period of the year, of a dated one ever."""
    whole = ProgressReport.objects.accepted().filter(assignment=OuterRef("pk"), completion=100)
    ever, this_year = Exists(whole), Exists(of_current_year(whole, days))
    return (Q(task__deadline_kind__in=DATE_THEN_ONGOING) & ever) | (Q(task__deadline_kind=ANNUAL) & this_year)


def _is_reported(days: AsOfDays) -> Exists:
    """The current period is reported: handed in and not sent back."""
    reported = ProgressReport.objects.reported().filter(assignment=OuterRef("pk"))
    return Exists(of_current_period(reported, days))


def dated_part_is_done(kind: str, completed: Iterable[dt.date], as_of: dt.date) -> bool:
    """The same for one assignment: `completed` are the first days of the periods whose accepted report says 100 %."""
    if kind == ANNUAL:
        return any(start.year == as_of.year for start in completed)
    return kind in DATE_THEN_ONGOING and any(completed)


@dataclass(frozen=True)
class DueDate:
    """When an assignment falls due, as seen on the day. `days` is negative once it is past."""

    on: dt.date | None
    days: int | None


def due_date(task: Task, as_of: dt.date) -> DueDate:
    """The due date that the light speaks of: the task's own, or for an annual deadline this year's."""
    return due_on(task.deadline_kind, task.due_on, task.annual_on, as_of)


def due_on(kind: str, on: dt.date | None, annual_on: str, as_of: dt.date) -> DueDate:
    """The same from plain columns."""
    due = annual_date(annual_on, as_of.year) if kind == ANNUAL else on
    return DueDate(due, (due - as_of).days if due else None)


def light_words(light: str, days: int | None) -> str:
    """What a light says, `days` before the due date: 逾期 (12天), 临期 (3天), 本期未报, 长期 (本期已报), 正常."""
    if light == Light.YELLOW:
        return "本期未报" if days is None or days < 0 else f"临期 ({f'{days}天' if days else '今天'})"
    if light == Light.RED and days is not None and days < 0:
        return f"逾期 ({-days}天)"
    return "长期 (本期已报)" if light == Light.GREY else str(Light(light).label)
