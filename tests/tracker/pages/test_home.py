"""The home page by role: the year at a glance, what waits, what is late; or what the unit owes now."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.people.models import Membership, User
from tasks.work.models import Assignment, ProgressReport
from tasks.work.selectors.assignments import published_plans
from tasks.work.services.progress import progress_accept, progress_return
from tasks.work.services.publishing import plan_publish
from tests.conftest import signed_in
from tests.tasks.work.test_lists import many_assignments
from tests.world import World, make_plan, make_submitted, make_task
from tracker.pages.glance import owed_by, year_at_a_glance

TODAY = dt.date(2024, 5, 15)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second quarter of the world's year."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: TODAY)


def home(user: User, **query: object) -> str:
    response = signed_in(user).get("/", {key: str(value) for key, value in query.items()})
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, title: str) -> str:
    """The panel under this heading; empty where there is none."""
    return html.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0]


def counters(html: str) -> dict[str, int]:
    """What the row of counters says: {query of the link: number}."""
    found = re.findall(r'<a class="stat" href="/tasks/\?([^"]*)"><b>(\d+)</b>', html)
    return {query.replace("&amp;", "&"): int(number) for query, number in found}


# ---- the bureau's side ----
def test_counters_lead_to_the_lists_they_count(world: World, as_staff: Client) -> None:
    counted = counters(home(world.staff))
    assert counted == {
        "year=2024": 4,
        "year=2024&light=red": 0,
        "year=2024&light=yellow": 2,
        "year=2024&light=green": 2,
        "year=2024&light=grey": 0,
        "year=2024&light=blue": 0,
    }
    for query, number in counted.items():
        html = as_staff.get(f"/tasks/?{query}").content.decode()
        assert f"共 <b>{number}</b> 项" in html or number == 0


def test_lights_are_counted_by_action_and_by_unit(world: World) -> None:
    glance = year_at_a_glance(world.staff, published_plans(world.staff), 2024, TODAY)
    assert [(tally.label, tally.total) for tally in glance.actions] == [("示范创建行动", 4)]
    assert [(tally.label, dict(tally.counts)) for tally in glance.units] == [
        ("司法局", {"green": 1, "yellow": 1}),
        ("教育局", {"green": 1, "yellow": 1}),
    ]
    assert (glance.longest_action, glance.longest_unit) == (4, 2)


def test_units_with_the_most_overdue_come_first(world: World) -> None:
    world.task.due_on = dt.date(2024, 5, 1)
    world.task.save()
    Assignment.objects.filter(task=world.task, unit=world.justice).update(state="done")
    glance = year_at_a_glance(world.staff, published_plans(world.staff), 2024, TODAY)
    assert [tally.label for tally in glance.units] == ["教育局", "司法局"]
    assert glance.total.counts == {"red": 1, "yellow": 2, "blue": 1}


def test_every_piece_of_a_bar_opens_its_list_and_the_figures_stand_in_a_table(world: World) -> None:
    html = home(world.staff)
    bars = section(html, "各承办单位")
    assert f'href="/tasks/?year=2024&amp;unit={world.education.pk}&amp;light=yellow"' in bars
    assert "教育局：临期 1 项" in bars
    assert "<details" in bars
    assert "<svg" in section(html, "各行动")


def test_what_waits_for_review_is_listed_oldest_first(world: World) -> None:
    second = make_submitted(world.assignment, world.period, world.liaison)
    ProgressReport.objects.filter(pk=second.pk).update(submitted_at=dt.datetime(2024, 4, 1, tzinfo=dt.UTC))
    html = home(world.staff)
    waiting = section(html, "待审核")
    assert re.findall(r'href="/progress/(\d+)/"', waiting) == [str(second.pk), str(world.submitted.pk)]
    assert "去审核（2）" in html


def test_a_decided_report_waits_no_longer(world: World) -> None:
    progress_accept(user=world.staff, report=world.submitted, now=timezone.now())
    html = home(world.staff)
    assert "没有待审核的填报" in html
    assert "去审核" not in html


def test_what_is_overdue_is_listed_longest_first(world: World) -> None:
    plan = make_plan(world.place, title="又一份", years=(2024, 2024))
    make_task(plan.actions.get(), 5, kind="date", due_on=dt.date(2024, 5, 1), units=[world.finance])
    make_task(plan.actions.get(), 6, kind="annual", annual_on="02-28", units=[world.finance])
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    overdue = section(home(world.staff), "逾期")
    assert re.findall(r"财政局：争取命名(\d)", overdue) == ["6", "5"]
    assert "逾期 (76天)" in overdue
    assert "全部 2 项" in overdue


def test_only_eight_are_shown(world: World) -> None:
    plan = make_plan(world.place, title="又一份", years=(2024, 2024))
    for number in range(12):
        make_task(plan.actions.get(), number + 1, kind="date", due_on=dt.date(2024, 5, 1), units=[world.finance])
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    assert section(home(world.staff, year=2024), "逾期").count("<li") == 8


@pytest.mark.parametrize(
    ("query", "year", "notice"),
    [
        ({}, 2025, ""),
        ({"year": 2024}, 2024, ""),
        ({"year": 1999}, 2025, "没有“1999”年度的方案。现在显示的是2025年度。"),
        ({"year": "abc"}, 2025, "没有“abc”年度的方案。现在显示的是2025年度。"),
    ],
)
def test_the_year(world: World, query: dict[str, object], year: int, notice: str) -> None:
    many_assignments(world, 1)
    html = home(world.staff, **query)
    assert f"{year}年度总览" in html
    assert notice in html
    assert ("notice-warning" in html) == bool(notice)


def test_the_admin_without_a_membership_sees_the_year(world: World) -> None:
    assert counters(home(world.admin))["year=2024"] == 4


def test_other_districts_staff_see_nothing_of_ours(world: World) -> None:
    html = home(world.foreign_staff)
    assert "还没有已发布的工作方案" in html
    assert "争取命名" not in html


# ---- the liaison's side ----
def test_what_a_unit_owes_now(world: World) -> None:
    html = home(world.liaison)
    unreported = section(html, "本期未报")
    assert unreported.count("填报</a>") == 2
    assert f'href="/assignments/{world.assignment.pk}/progress/"' in unreported
    assert "争取命名1" in section(html, "最近提交") or "争取命名2" in section(html, "最近提交")
    assert section(html, "逾期") == section(html, "已退回") == ""


def test_a_returned_report_comes_first_with_its_reason(world: World) -> None:
    progress_return(user=world.staff, report=world.submitted, reason="请补充<b>数据</b>", now=timezone.now())
    html = home(world.liaison)
    returned = section(html, "已退回")
    assert "请补充&lt;b&gt;数据&lt;/b&gt;" in returned
    assert f"?period={world.period.pk}" in returned
    assert "争取命名2" not in section(html, "本期未报")


@pytest.mark.parametrize(
    ("day", "reported", "expected"),
    [
        pytest.param(dt.date(2024, 5, 15), False, "unreported", id="owed this quarter"),
        pytest.param(dt.date(2024, 12, 20), False, "unreported", id="unreported presses more than due soon"),
        pytest.param(dt.date(2024, 12, 20), True, "soon", id="reported and due soon"),
        pytest.param(dt.date(2024, 5, 15), True, "", id="reported and far off"),
    ],
)
def test_each_assignment_stands_once_where_it_presses_most(
    world: World, day: dt.date, reported: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: day)
    if reported:
        period = world.plan.periods.get(starts_on__lte=day, ends_on__gte=day)
        make_submitted(world.assignment, period, world.liaison)
    owed = owed_by(world.liaison, published_plans(world.liaison), 2024, day)
    lists = {"overdue": owed.overdue, "unreported": owed.unreported, "soon": owed.soon}
    assert [name for name, rows in lists.items() if world.assignment.pk in [row.id for row in rows]] == (
        [expected] if expected else []
    )


def test_overdue_is_overdue_even_where_it_was_reported(world: World) -> None:
    world.task.due_on = dt.date(2024, 5, 1)
    world.task.save()
    make_submitted(world.assignment, world.plan.periods.get(label="2024年第二季度"), world.liaison)
    overdue = section(home(world.liaison), "逾期")
    assert "逾期 (14天)" in overdue
    assert "查看</a>" in overdue, "it waits for review and cannot be written now"
    assert "填报</a>" not in overdue


def test_done_work_owes_nothing(world: World) -> None:
    Assignment.objects.filter(unit=world.education).update(state="done")
    assert "目前没有要办的事" in home(world.liaison)


def test_a_liaison_without_tasks_is_told_so(world: World) -> None:
    assert "还没有交给本单位的任务" in home(world.stranger)


def test_a_person_without_a_unit_is_told_whom_to_ask(world: World) -> None:
    Membership.objects.filter(user=world.liaison).delete()
    assert "您还没有对应的单位" in home(world.liaison)


def test_who_is_staff_and_liaison_sees_both(world: World) -> None:
    Membership.objects.create(user=world.staff, unit=world.education, role=Membership.Role.LIAISON)
    html = home(world.staff)
    assert counters(html)["year=2024"] == 4
    assert section(html, "本期未报").count("填报</a>") == 2


def test_staff_here_and_liaison_elsewhere_counts_only_what_one_manages(world: World) -> None:
    Membership.objects.create(user=world.foreign_staff, unit=world.education, role=Membership.Role.LIAISON)
    html = home(world.foreign_staff)
    assert counters(html) == {}
    assert "没有待审核的填报" in html
    assert section(html, "本期未报").count("填报</a>") == 2


def test_two_units_are_told_apart(world: World) -> None:
    Membership.objects.create(user=world.liaison, unit=world.justice, role=Membership.Role.LIAISON)
    html = section(home(world.liaison), "本期未报")
    assert "教育局，责任" in html
    assert "司法局，责任" in html


@pytest.mark.parametrize("person", ["staff", "liaison"])
def test_the_number_of_queries_does_not_grow(world: World, person: str) -> None:
    def count() -> int:
        client = signed_in(getattr(world, person))
        with CaptureQueriesContext(connection) as queries:
            client.get("/", {"year": "2024"})
        return len(queries)

    before = count()
    plan = make_plan(world.place, title="又一份", years=(2024, 2024))
    for number in range(10):
        make_task(plan.actions.get(), number + 1, kind="ongoing", units=[world.justice, world.education])
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    for assignment in Assignment.objects.filter(task__action__plan=plan, unit=world.education)[:6]:
        period = plan.periods.first()
        assert period
        make_submitted(assignment, period, world.liaison)
    assert count() == before <= 14
