"""The task list: what stands on it for whom, what narrows and sorts it, and what it says about a wrong address."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.people.models import Membership, Unit
from tasks.plans.models import Plan
from tasks.work.filters import MAX_TEXT
from tasks.work.models import Assignment, ProgressReport
from tasks.work.services.progress import progress_accept, progress_return
from tasks.work.services.publishing import plan_publish
from tasks.work.tables import PER_PAGE
from tests.conftest import signed_in
from tests.tasks.work.reports import liaison_of
from tests.world import World, make_plan, make_submitted, make_task

URL = "/tasks/"
TODAY = dt.date(2024, 5, 15)
NOW = dt.datetime(2024, 5, 15, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second quarter of the world's year: nothing is reported in it yet."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: TODAY)


def page(client: Client, **query: object) -> str:
    response = client.get(URL, {key: str(value) for key, value in query.items()})
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str) -> list[list[str]]:
    """The words of each cell of the list."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in body.split("</tr>") if "<td" in row]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def found(html: str) -> list[tuple[str, str]]:
    """(number, unit) of each row."""
    return [(row[0], row[3]) for row in rows(html)]


JUSTICE_1, EDUCATION_1 = ("1", "司法局"), ("1", "教育局")
JUSTICE_2, EDUCATION_2 = ("2", "司法局"), ("2", "教育局")
ALL = [JUSTICE_1, EDUCATION_1, JUSTICE_2, EDUCATION_2]


# ---- who sees what ----
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("staff", ALL),
        ("admin", ALL),
        ("liaison", [EDUCATION_1, EDUCATION_2]),
        ("stranger", []),
        ("foreign_staff", []),
    ],
)
def test_each_person_sees_their_own(world: World, person: str, expected: list[tuple[str, str]]) -> None:
    assert found(page(signed_in(getattr(world, person)))) == expected


def test_nine_columns_say_how_a_task_stands(as_staff: Client) -> None:
    first, _, _, last = rows(page(as_staff))
    assert first == [
        "1", "争取命名1", "示范创建行动", "司法局", "责任", "2024年12月 2024-12-31", "—", "未报", "正常"
    ]  # fmt: skip
    assert last[5:] == ["长期坚持", "40%", "未报", "本期未报"]


def test_a_withdrawn_assignment_and_a_draft_plan_are_not_listed(world: World, as_staff: Client) -> None:
    Assignment.objects.filter(pk=world.assignment.pk).update(state="withdrawn")
    make_task(make_plan(world.place, title="草稿").actions.get(), 1, units=[world.justice])
    assert found(page(as_staff)) == [JUSTICE_1, JUSTICE_2, EDUCATION_2]


def test_a_draft_is_the_liaisons_own(world: World, as_staff: Client, as_liaison: Client) -> None:
    period = world.plan.periods.get(label="2024年第二季度")
    ProgressReport.objects.create(assignment=world.assignment, period=period, author=world.liaison)
    assert rows(page(as_liaison))[0][7] == "草稿"
    assert rows(page(as_staff))[1][7] == "未报"
    assert found(page(as_liaison, period="draft")) == [EDUCATION_1]
    assert found(page(as_staff, period="draft")) == []


@pytest.mark.parametrize(
    ("decide", "words", "completion"),
    [
        (lambda report, user: None, "待审核", "40%"),
        (lambda report, user: progress_accept(user=user, report=report, now=timezone.now()), "已通过", "40%"),
        (
            lambda report, user: progress_return(user=user, report=report, reason="请补", now=timezone.now()),
            "已退回",
            "—",
        ),
    ],
)
def test_the_current_period_and_the_latest_percentage(
    world: World, as_staff: Client, decide: Any, words: str, completion: str
) -> None:
    report = make_submitted(world.assignment, world.plan.periods.get(label="2024年第二季度"), world.liaison)
    decide(report, world.staff)
    assert rows(page(as_staff))[1][6:8] == [completion, words]


def test_what_people_wrote_is_text_not_markup(world: World, as_staff: Client) -> None:
    world.task.title, world.task.deadline_text = "<script>alert(1)</script>{0}", "<i>年底</i>"
    world.task.save()
    Unit.objects.filter(pk=world.education.pk).update(short_name='教育"局<')
    html = page(as_staff)
    assert "<script>alert" not in html
    assert "<i>年底" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{0}" in html
    assert "教育&quot;局&lt;" in html


def test_a_percentage_leads_to_its_report(world: World, as_staff: Client) -> None:
    assert f'href="/progress/{world.submitted.pk}/"' in page(as_staff)


def test_a_plan_that_is_over_is_judged_on_its_last_day(
    world: World, as_staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: dt.date(2026, 3, 1))
    html = page(as_staff)
    assert rows(html)[0][8] == "临期 (今天)"
    assert "状态灯截至2024年12月31日" in html


# ---- filters ----
FILTERS: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    ("year", {"year": 2024}, ALL),
    ("light", {"light": "yellow"}, [JUSTICE_2, EDUCATION_2]),
    ("light of none", {"light": "red"}, []),
    ("deadline kind", {"kind": "ongoing"}, [JUSTICE_2, EDUCATION_2]),
    ("role", {"role": "responsible"}, ALL),
    ("role of none", {"role": "lead"}, []),
    ("due in a window", {"due_from": "2024-12-01", "due_to": "2024-12-31"}, [JUSTICE_1, EDUCATION_1]),
    ("a date in the Chinese way", {"due_from": "2024年12月1日"}, [JUSTICE_1, EDUCATION_1]),
    ("due later", {"due_from": "2025-01-01"}, []),
    ("title", {"q": "命名2"}, [JUSTICE_2, EDUCATION_2]),
    ("text", {"q": "开展创建"}, ALL),
    ("unit name", {"q": "教育"}, [EDUCATION_1, EDUCATION_2]),
    ("every word must match", {"q": "命名1　教育"}, [EDUCATION_1]),
    ("a word that matches nothing", {"q": "命名1 税务"}, []),
    ("wildcards are only characters", {"q": "%"}, []),
    ("spaces alone are no words", {"q": "   "}, ALL),
    ("nothing reported this period", {"period": "missing"}, ALL),
    ("together", {"q": "命名", "light": "green", "kind": "date"}, [JUSTICE_1, EDUCATION_1]),
    ("empty fields", {"q": "", "unit": "", "light": "", "due_from": ""}, ALL),
    ("fields nobody knows", {"colour": "blue"}, ALL),
]


@pytest.mark.parametrize(("query", "expected"), [row[1:] for row in FILTERS], ids=[row[0] for row in FILTERS])
def test_filter(as_staff: Client, query: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert found(page(as_staff, **query)) == expected


def test_filter_by_unit_action_and_plan(world: World, as_staff: Client) -> None:
    assert found(page(as_staff, unit=world.education.pk)) == [EDUCATION_1, EDUCATION_2]
    assert found(page(as_staff, action=world.task.action_id)) == ALL
    assert found(page(as_staff, plan=world.plan.pk)) == ALL


def test_the_newest_year_is_shown_unless_another_or_a_plan_is_asked_for(world: World, as_staff: Client) -> None:
    newer = make_plan(world.place, years=(2025, 2026))
    make_task(newer.actions.get(), 7, units=[world.finance])
    plan_publish(plan=newer, user=world.staff, now=timezone.now())
    assert found(page(as_staff)) == [("7", "财政局")]
    assert found(page(as_staff, year=2025)) == [("7", "财政局")]
    assert found(page(as_staff, year=2024)) == ALL
    assert found(page(as_staff, plan=world.plan.pk)) == ALL


def test_the_place_is_named_only_where_there_are_several(world: World, as_staff: Client) -> None:
    other = make_plan(world.elsewhere)
    make_task(other.actions.get(), 9, units=[world.foreign_unit])
    plan_publish(plan=other, user=world.admin, now=timezone.now())
    assert ("9", "他区 司法局") in found(page(signed_in(world.admin)))
    assert ("1", "司法局") in found(page(as_staff))
    Membership.objects.create(user=world.staff, unit=world.foreign_unit, role=Membership.Role.STAFF)
    assert ("9", "他区 司法局") in found(page(as_staff))


def test_choices_offer_only_what_is_visible(world: World, as_liaison: Client) -> None:
    html = page(as_liaison)
    assert f'<option value="{world.education.pk}">教育局</option>' in html
    assert f'value="{world.justice.pk}">司法局' not in html


# ---- a wrong address ----
WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"unit": "999999"}, "没有这个单位，或您无权查看", "999999（无效）"),
    ({"unit": "教育局"}, "没有这个单位", "教育局（无效）"),
    ({"action": "0"}, "没有这个行动", "0（无效）"),
    ({"light": "purple"}, "没有这种状态灯", "purple（无效）"),
    ({"role": "boss"}, "没有这种角色", "boss（无效）"),
    ({"kind": "never"}, "没有这种时限类型", "never（无效）"),
    ({"period": "x"}, "没有这种填报状态", "x（无效）"),
    ({"plan": "77"}, "没有这份方案", "77（无效）"),
    ({"year": "1999"}, "没有这个年度的方案", "1999（无效）"),
    ({"year": "abc"}, "没有这个年度的方案", "abc（无效）"),
    ({"due_to": "2024-13-01"}, "请按“2024-12-31”的样式填写", 'value="2024-13-01"'),
    ({"due_from": "2月30日"}, "请按“2024-12-31”的样式填写", 'value="2月30日"'),
    ({"due_from": "2024-06-02", "due_to": "2024-06-01"}, "“时限自”晚于“时限至”", 'value="2024-06-01"'),
    ({"q": "长" * (MAX_TEXT + 1)}, f"不能超过{MAX_TEXT}字", "长" * (MAX_TEXT + 1)),
    ({"light": "<script>alert(1)</script>"}, "没有这种状态灯", "&lt;script&gt;"),
]


@pytest.mark.parametrize(("query", "sentence", "kept"), WRONG, ids=[str(row[0])[:40] for row in WRONG])
def test_a_wrong_filter_is_answered_at_its_field(
    as_staff: Client, query: dict[str, str], sentence: str, kept: str
) -> None:
    html = page(as_staff, **query)
    assert sentence in html
    assert kept in html
    assert "筛选条件有误" in html
    assert rows(html) == []
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("asked", "notice"),
    [
        ("abc", "没有第“abc”页，现在显示的是第1页"),
        ("99", "没有第“99”页，现在显示的是第1页"),
        ("0", "没有第“0”页"),
        ("-1", "没有第“-1”页"),
        ("9" * 5000, "没有第“99999999999999999999”页"),
        ("1.5", "没有第“1.5”页"),
    ],
)
def test_a_page_that_is_not_there(as_staff: Client, asked: str, notice: str) -> None:
    html = page(as_staff, page=asked)
    assert notice in html
    assert found(html) == ALL


def test_a_sort_that_is_not_there_and_a_null_character_are_ignored(as_staff: Client) -> None:
    assert found(page(as_staff, sort="password,-;drop")) == ALL
    assert found(page(as_staff, q="命名\x00")) == ALL


# ---- sorting and paging ----
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("number", ALL),
        ("-number", ALL[::-1]),
        ("-title", [EDUCATION_2, JUSTICE_2, EDUCATION_1, JUSTICE_1]),
        ("action", ALL),
        ("unit", [JUSTICE_1, JUSTICE_2, EDUCATION_1, EDUCATION_2]),
        ("role", ALL),
        ("deadline", ALL),
        ("-deadline", ALL),
        ("-completion", [EDUCATION_2, JUSTICE_1, EDUCATION_1, JUSTICE_2]),
        ("light", [JUSTICE_2, EDUCATION_2, JUSTICE_1, EDUCATION_1]),
        ("-light", ALL),
    ],
)
def test_sorting(as_staff: Client, sort: str, expected: list[tuple[str, str]]) -> None:
    assert found(page(as_staff, sort=sort)) == expected


def many_assignments(world: World, number: int) -> Plan:
    """A plan of next year with one task for each of so many units."""
    plan = make_plan(world.place, years=(2025, 2025))
    units = Unit.objects.bulk_create(
        Unit(jurisdiction=world.place, name=f"某区{n}局", short_name=f"{n}局", position=n) for n in range(number)
    )
    make_task(plan.actions.get(), 1, kind="date_then_ongoing", due_on=dt.date(2025, 6, 1), units=units)
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    return plan


def test_a_page_holds_so_many_and_the_next_the_rest(world: World, as_staff: Client) -> None:
    many_assignments(world, PER_PAGE + 10)
    first, second = page(as_staff), page(as_staff, page=2)
    assert (len(rows(first)), len(rows(second))) == (PER_PAGE, 10)
    assert f"共 <b>{PER_PAGE + 10}</b> 项" in second


@pytest.mark.parametrize("query", [{}, {"light": "green", "q": "命名", "unit": "", "sort": "-light"}])
def test_at_most_twelve_queries_however_long_the_list(
    world: World, as_staff: Client, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = many_assignments(world, PER_PAGE + 20)
    period = plan.periods.first()
    assert period
    with monkeypatch.context() as later:  # when the period is open
        later.setattr("django.utils.timezone.localdate", lambda value=None: period.starts_on)
        for assignment in Assignment.objects.filter(task__action__plan=plan)[:30]:
            make_submitted(assignment, period, liaison_of(assignment.unit))
    as_staff.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(rows(page(as_staff, **query))) == PER_PAGE
    assert len(queries) <= 12


# ---- htmx, chips, empty lists ----
def test_to_htmx_only_the_panel_is_sent_with_a_short_address(as_staff: Client) -> None:
    response = as_staff.get(URL, {"light": "yellow", "unit": "", "q": ""}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith('<section class="panel" id="results-panel">')
    assert "<html" not in html
    assert response.headers["HX-Push-Url"] == "/tasks/?light=yellow"
    assert "HX-Request" in response.headers["Vary"]
    assert "<html" in page(as_staff, light="yellow")


def test_the_form_works_without_script(as_staff: Client) -> None:
    html = page(as_staff)
    assert re.search(r'<form[^>]+method="get"[^>]+action="/tasks/"', html)
    assert '<button class="btn btn-secondary" type="submit">查询</button>' in html


def test_chosen_filters_are_chips_and_the_sort_survives_them(world: World, as_staff: Client) -> None:
    html = page(as_staff, light="yellow", unit=world.education.pk, sort="-number")
    assert "状态灯：临期" in html
    assert "承办单位：教育局" in html
    assert 'name="sort" value="-number" form="task-filters"' in html
    assert 'aria-label="已选条件"' not in page(as_staff)


def test_an_empty_list_says_why(world: World, as_staff: Client) -> None:
    assert "没有符合条件的任务" in page(as_staff, light="red")
    assert "还没有已发布的工作方案" in page(signed_in(world.foreign_staff))
    assert "还没有交给本单位的任务" in page(signed_in(world.stranger))
    Assignment.objects.update(state="withdrawn")
    assert "还没有落实到单位的任务" in page(as_staff)


def test_the_list_only_answers_questions(as_staff: Client) -> None:
    assert as_staff.post(URL).status_code == 405
