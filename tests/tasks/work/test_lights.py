"""The status light, rule by rule: one assignment, one day, one light; and the reporting periods it speaks of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.utils import timezone

from tasks.people.models import Jurisdiction, Unit, User
from tasks.plans.models import Plan, Task
from tasks.work.as_of import annual_date, as_of_days, due_by, due_from, earliest_from, latest_by
from tasks.work.lights import dated_part_is_done, due_date, light_words, with_light
from tasks.work.models import Assignment, ProgressReport
from tasks.work.periods import periods_between
from tasks.work.services.publishing import plan_publish
from tests.world import make_plan, make_task

D = dt.date
YEAR = 2024
NOTHING: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Case:
    """An assignment as it stands: `reports` are (period label, status, completion)."""

    name: str
    kind: str
    day: dt.date
    light: str
    due_on: dt.date | None = None
    annual_on: str = ""
    state: str = "open"
    reports: Sequence[tuple[str, str, int]] = NOTHING
    years: tuple[int, int] = (YEAR, YEAR)


def dated(name: str, day: dt.date, light: str, **rest: object) -> Case:
    return replace(Case(name, "date", day, light, D(2024, 9, 30)), **rest)


def ongoing(name: str, day: dt.date, light: str, *reports: tuple[str, str, int], **rest: object) -> Case:
    return replace(Case(name, "ongoing", day, light, reports=reports), **rest)


def both(name: str, day: dt.date, light: str, *reports: tuple[str, str, int], **rest: object) -> Case:
    return replace(Case(name, "date_then_ongoing", day, light, D(2024, 6, 30), reports=reports), **rest)


def annual(name: str, day: dt.date, light: str, *reports: tuple[str, str, int], **rest: object) -> Case:
    return replace(Case(name, "annual", day, light, annual_on="10-31", reports=reports), **rest)


Q1, Q2, Q3, Q4 = (f"2024年第{n}季度" for n in "一二三四")
DONE_Q1, DONE_Q2 = (Q1, "accepted", 100), (Q2, "accepted", 100)

CASES = [
    # ---- done, and no deadline at all ----
    dated("done is blue, however late", D(2024, 12, 1), "blue", state="done"),
    Case("done without a deadline is blue", "none", D(2024, 5, 1), "blue", state="done"),
    Case("no deadline is green", "none", D(2024, 5, 1), "green"),
    Case("no deadline stays green after the plan's end", "none", D(2026, 5, 1), "green"),
    # ---- a due date: 2024-09-30 ----
    dated("sixteen days ahead is green", D(2024, 9, 14), "green"),
    dated("fifteen days ahead is yellow", D(2024, 9, 15), "yellow"),
    dated("on the day itself it is yellow, not yet overdue", D(2024, 9, 30), "yellow"),
    dated("the day after is red", D(2024, 10, 1), "red"),
    dated("a submitted 100 % does not end it", D(2024, 10, 1), "red", reports=[(Q3, "submitted", 100)]),
    dated("nor does an accepted 99 %", D(2024, 10, 1), "red", reports=[(Q3, "accepted", 99)]),
    dated("due on 29 February: red on 1 March", D(2024, 3, 1), "red", due_on=D(2024, 2, 29)),
    dated("due on 29 February: yellow on that day", D(2024, 2, 29), "yellow", due_on=D(2024, 2, 29)),
    # ---- ongoing ----
    ongoing("not reported this period is yellow", D(2024, 5, 1), "yellow"),
    ongoing("a draft is no report", D(2024, 5, 1), "yellow", (Q2, "draft", 50)),
    ongoing("a returned report is none either", D(2024, 5, 1), "yellow", (Q2, "returned", 50)),
    ongoing("handed in is grey", D(2024, 5, 1), "grey", (Q2, "submitted", 50)),
    ongoing("accepted is grey", D(2024, 5, 1), "grey", (Q2, "accepted", 50)),
    ongoing("the first day of the period counts to it", D(2024, 4, 1), "grey", (Q2, "submitted", 50)),
    ongoing("and so does the last", D(2024, 6, 30), "grey", (Q2, "submitted", 50)),
    ongoing("last period's report is not this one's", D(2024, 7, 1), "yellow", (Q2, "accepted", 100)),
    ongoing("100 % does not end it", D(2024, 5, 1), "grey", DONE_Q2),
    # ---- dated, then ongoing: 2024-06-30 ----
    both("before its date it is like a dated one", D(2024, 5, 1), "green"),
    both("green even where this period is reported", D(2024, 5, 1), "green", (Q2, "accepted", 50)),
    both("due soon is yellow", D(2024, 6, 20), "yellow"),
    both("past its date it is red", D(2024, 7, 1), "red"),
    both("the dated part done: this period reported is grey", D(2024, 5, 1), "grey", DONE_Q2),
    both("the dated part done: not reported is yellow", D(2024, 7, 1), "yellow", DONE_Q2),
    both("done once is done, years ago too", D(2025, 5, 1), "yellow", DONE_Q1, years=(2024, 2025)),
    # ---- annual: by 31 October ----
    annual("sixteen days ahead is green", D(2024, 10, 15), "green"),
    annual("fifteen days ahead is yellow", D(2024, 10, 16), "yellow"),
    annual("on the day it is yellow", D(2024, 10, 31), "yellow"),
    annual("the day after is red", D(2024, 11, 1), "red"),
    annual("done this year, this period reported: grey", D(2024, 11, 1), "grey", (Q4, "accepted", 100)),
    annual("done this year, this period not: yellow", D(2024, 11, 1), "yellow", DONE_Q1),
    annual("last year's does not count", D(2025, 11, 1), "red", DONE_Q1, years=(2024, 2025)),
    annual("a new year starts green", D(2025, 1, 1), "green", DONE_Q1, years=(2024, 2025)),
    annual("by the end of February: the 29th is not late", D(2024, 2, 29), "yellow", annual_on="02-28"),
    annual("by the end of February: 1 March is", D(2024, 3, 1), "red", annual_on="02-28"),
    annual("fifteen days to 29 February", D(2024, 2, 14), "yellow", annual_on="02-28"),
    annual("sixteen days to 29 February", D(2024, 2, 13), "green", annual_on="02-28"),
    annual(
        "in a common year, sixteen days to 28 February", D(2025, 2, 12), "green", annual_on="02-29", years=(2025, 2025)
    ),
    annual("in a common year, fifteen", D(2025, 2, 13), "yellow", annual_on="02-29", years=(2025, 2025)),
    annual("the window runs over the year's end", D(2024, 12, 20), "yellow", annual_on="12-31"),
    annual("an early date is red in December, not soon", D(2024, 12, 20), "red", annual_on="01-03"),
    # ---- the plan is over: judged as of 31 December of its last year ----
    dated("due on the last day is yellow for ever", D(2026, 3, 1), "yellow", due_on=D(2024, 12, 31)),
    dated("overdue by then stays red", D(2026, 3, 1), "red"),
    dated("due beyond the window after the end is green", D(2026, 3, 1), "green", due_on=D(2025, 1, 16)),
    dated("due within it is yellow", D(2026, 3, 1), "yellow", due_on=D(2025, 1, 15)),
    ongoing("the last period reported is grey for ever", D(2026, 3, 1), "grey", (Q4, "accepted", 80)),
    ongoing("the last period not reported is yellow", D(2026, 3, 1), "yellow", (Q3, "accepted", 80)),
    annual("judged in the plan's last year", D(2026, 3, 1), "grey", (Q4, "accepted", 100)),
    annual("not done in the plan's last year", D(2026, 3, 1), "red"),
    annual("31 December is not past on that day", D(2026, 3, 1), "yellow", annual_on="12-31"),
    dated("the last day itself is not over yet", D(2024, 12, 31), "yellow", due_on=D(2024, 12, 31)),
    dated("before the plan begins nothing is late", D(2023, 12, 1), "green"),
    dated("a date is due soon before the plan begins, too", D(2023, 12, 31), "yellow", due_on=D(2024, 1, 10)),
    ongoing("before the plan begins no period is open", D(2023, 12, 31), "green"),
    ongoing("on its first day one is", D(2024, 1, 1), "yellow"),
    ongoing("in the first of several years one is", D(2024, 5, 1), "yellow", years=(2024, 2026)),
    annual("before the plan begins no year's date is past", D(2023, 12, 1), "green"),
    dated("done before the plan begins is blue", D(2023, 12, 1), "blue", state="done"),
]


def assignment_of(case: Case) -> Assignment:
    """A published plan with this one task, for one unit, in the state that the case names."""
    place = Jurisdiction.objects.create(name="某区", full_name="某市某区", level="county")
    unit = Unit.objects.create(jurisdiction=place, name="某区司法局", short_name="司法局")
    author = User.objects.create(username="liaison", name="李联络")
    plan = make_plan(place, years=case.years)
    make_task(plan.actions.get(), 1, kind=case.kind, due_on=case.due_on, annual_on=case.annual_on, units=[unit])
    plan_publish(plan=plan, user=None, now=timezone.now())
    assignment = Assignment.objects.get()
    for label, status, completion in case.reports:
        ProgressReport.objects.create(
            assignment=assignment,
            period=plan.periods.get(label=label),
            author=author,
            status=status,
            completion=completion,
        )
    Assignment.objects.update(state=case.state)
    return assignment


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_light(case: Case) -> None:
    assignment_of(case)
    assert with_light(Assignment.objects.all(), case.day).get().light == case.light


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_the_light_is_the_same_where_the_years_are_known(case: Case) -> None:
    assignment_of(case)
    assert with_light(Assignment.objects.all(), case.day, last_years=[case.years[1]]).get().light == case.light


@pytest.mark.django_db
def test_plans_of_several_years_are_each_judged_on_their_own_day() -> None:
    place = Jurisdiction.objects.create(name="某区", full_name="某市某区", level="county")
    unit = Unit.objects.create(jurisdiction=place, name="某区司法局", short_name="司法局")
    for year in (2022, 2023, 2024):
        plan = make_plan(place, years=(year, year))
        make_task(plan.actions.get(), 1, kind="date", due_on=D(year, 12, 31), units=[unit])
        make_task(plan.actions.get(), 2, kind="annual", annual_on="12-31", units=[unit])
        plan_publish(plan=plan, user=None, now=timezone.now())
    lights = with_light(Assignment.objects.all(), D(2024, 6, 1)).order_by("task__action__plan__last_year", "task")
    assert list(lights.values_list("light", flat=True)) == ["yellow"] * 4 + ["green"] * 2


@pytest.mark.django_db
def test_one_query_decides_all_lights(django_assert_num_queries: Any) -> None:
    assignment_of(CASES[0])
    with django_assert_num_queries(1):
        list(with_light(Assignment.objects.all(), D(2024, 5, 1), last_years=[2024]))


# ---- due dates ----
@pytest.mark.parametrize(
    ("kind", "due_on", "annual_on", "day", "expected"),
    [
        pytest.param("date", D(2024, 9, 30), "", D(2024, 9, 20), (D(2024, 9, 30), 10), id="ten days ahead"),
        pytest.param("date", D(2024, 9, 30), "", D(2024, 10, 12), (D(2024, 9, 30), -12), id="twelve days past"),
        pytest.param("annual", None, "10-31", D(2024, 11, 1), (D(2024, 10, 31), -1), id="this year's"),
        pytest.param("annual", None, "10-31", D(2025, 1, 1), (D(2025, 10, 31), 303), id="the next year's"),
        pytest.param("annual", None, "02-28", D(2024, 2, 1), (D(2024, 2, 29), 28), id="end of February, leap year"),
        pytest.param("annual", None, "02-28", D(2023, 2, 1), (D(2023, 2, 28), 27), id="end of February"),
        pytest.param("ongoing", None, "", D(2024, 2, 1), (None, None), id="none"),
    ],
)
def test_due_date(
    kind: str, due_on: dt.date | None, annual_on: str, day: dt.date, expected: tuple[dt.date | None, int | None]
) -> None:
    due = due_date(Task(deadline_kind=kind, due_on=due_on, annual_on=annual_on), day)
    assert (due.on, due.days) == expected


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("month_day", ["01-01", "02-27", "02-28", "02-29", "02-30", "03-01", "04-31", "12-31"])
def test_dates_compared_as_text_agree_with_dates(month_day: str, year: int) -> None:
    """Whatever the day of that year and the days around it: the bounds of the query and the calendar say the same."""
    due = annual_date(month_day, year)
    days = [D(year - 1, 12, 1) + dt.timedelta(days=n) for n in range(31 + 366 + 31)]
    assert [day for day in days if month_day <= latest_by(day, year)] == [day for day in days if due <= day]
    assert [day for day in days if month_day >= earliest_from(day, year)] == [day for day in days if due >= day]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "first", "last", "found"),
    [
        pytest.param(dated("", D(2024, 5, 1), ""), D(2024, 9, 30), D(2024, 9, 30), True, id="the very day"),
        pytest.param(dated("", D(2024, 5, 1), ""), D(2024, 10, 1), D(2024, 10, 31), False, id="before the window"),
        pytest.param(dated("", D(2024, 5, 1), ""), D(2024, 9, 1), D(2024, 9, 29), False, id="after the window"),
        pytest.param(annual("", D(2024, 5, 1), ""), D(2024, 10, 1), D(2024, 10, 31), True, id="annual"),
        pytest.param(annual("", D(2024, 5, 1), ""), D(2023, 10, 1), D(2025, 10, 1), True, id="annual, long window"),
        pytest.param(annual("", D(2024, 5, 1), ""), D(2025, 10, 1), D(2025, 10, 31), False, id="annual, next year"),
        pytest.param(annual("", D(2026, 5, 1), ""), D(2024, 10, 1), D(2024, 10, 31), True, id="annual, plan over"),
        pytest.param(ongoing("", D(2024, 5, 1), ""), D(2024, 1, 1), D(2024, 12, 31), False, id="ongoing has no date"),
        pytest.param(both("", D(2024, 5, 1), ""), D(2024, 6, 1), D(2024, 6, 30), True, id="date then ongoing"),
    ],
)
def test_a_window_of_due_dates(case: Case, first: dt.date, last: dt.date, found: bool) -> None:
    assignment_of(case)
    days = as_of_days(case.day, [case.years[1]])
    inside = Assignment.objects.filter(due_from(days, lambda day: first), due_by(days, lambda day: last))
    assert inside.exists() == found


@pytest.mark.parametrize(
    ("kind", "completed", "expected"),
    [
        ("date", [D(2024, 1, 1)], False),
        ("ongoing", [D(2024, 1, 1)], False),
        ("date_then_ongoing", [], False),
        ("date_then_ongoing", [D(2021, 1, 1)], True),
        ("annual", [D(2023, 10, 1)], False),
        ("annual", [D(2023, 10, 1), D(2024, 1, 1)], True),
    ],
)
def test_dated_part_is_done(kind: str, completed: list[dt.date], expected: bool) -> None:
    assert dated_part_is_done(kind, completed, D(2024, 5, 1)) == expected


@pytest.mark.parametrize(
    ("light", "days", "words"),
    [
        ("red", -12, "逾期 (12天)"),
        ("yellow", 3, "临期 (3天)"),
        ("yellow", 0, "临期 (今天)"),
        ("yellow", None, "本期未报"),
        ("grey", None, "长期 (本期已报)"),
        ("blue", -3, "已办结"),
        ("green", 40, "正常"),
    ],
)
def test_words(light: str, days: int | None, words: str) -> None:
    assert light_words(light, days) == words


# ---- reporting periods ----
@pytest.mark.parametrize(
    ("first", "last", "cycle", "expected"),
    [
        pytest.param(
            D(2024, 1, 1),
            D(2024, 12, 31),
            Plan.Cycle.QUARTER,
            [
                ("2024年第一季度", D(2024, 1, 1), D(2024, 3, 31)),
                ("2024年第二季度", D(2024, 4, 1), D(2024, 6, 30)),
                ("2024年第三季度", D(2024, 7, 1), D(2024, 9, 30)),
                ("2024年第四季度", D(2024, 10, 1), D(2024, 12, 31)),
            ],
            id="the quarters of a year",
        ),
        pytest.param(
            D(2024, 2, 1),
            D(2024, 3, 31),
            Plan.Cycle.MONTH,
            [("2024年2月", D(2024, 2, 1), D(2024, 2, 29)), ("2024年3月", D(2024, 3, 1), D(2024, 3, 31))],
            id="months, with a leap day",
        ),
        pytest.param(
            D(2023, 12, 1),
            D(2024, 1, 31),
            Plan.Cycle.MONTH,
            [("2023年12月", D(2023, 12, 1), D(2023, 12, 31)), ("2024年1月", D(2024, 1, 1), D(2024, 1, 31))],
            id="over the year's end",
        ),
        pytest.param(D(2024, 1, 2), D(2024, 3, 31), Plan.Cycle.QUARTER, [], id="a quarter that began before"),
    ],
)
def test_periods(first: dt.date, last: dt.date, cycle: str, expected: list[tuple[str, dt.date, dt.date]]) -> None:
    assert list(periods_between(first, last, cycle)) == expected


def test_three_years_have_twelve_quarters() -> None:
    assert len(list(periods_between(D(2023, 1, 1), D(2025, 12, 31), Plan.Cycle.QUARTER))) == 12
