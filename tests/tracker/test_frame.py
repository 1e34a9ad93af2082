"""The small tags of the frame, its rail and its top bar."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from tasks.common.query import chosen_year
from tasks.work.lights import SOON
from tests.world import World, make_plan
from tracker.frame_context import frame, plan_years
from tracker.templatetags.charts import bar
from tracker.templatetags.frame import day, day_in_words, figure, icon, light, moment, pager, rail

LATE_IN_THE_DAY = dt.datetime(2024, 12, 31, 16, 5, tzinfo=dt.UTC)  # the next day already in Shanghai


@pytest.mark.parametrize(
    ("code", "days", "words"),
    [
        ("green", 60, "正常"),
        ("green", None, "正常"),
        ("yellow", 3, "临期 (3天)"),
        ("yellow", 0, "临期 (今天)"),
        ("yellow", None, "本期未报"),
        ("yellow", -40, "本期未报"),  # the dated part is done, the period is not reported
        ("red", -12, "逾期 (12天)"),
        ("red", None, "逾期"),
        ("blue", -5, "已办结"),
        ("grey", None, "长期 (本期已报)"),
    ],
)
def test_a_light_says_its_word_beside_its_shape(code: str, days: int | None, words: str) -> None:
    drawn = light(code, days)
    assert drawn.endswith(f"</svg>{words}</span>")
    assert f'class="light light-{code}" title="' in drawn


def test_the_light_of_an_unreported_period_explains_itself() -> None:
    assert "本期进展还没有报" in light("yellow", None)
    assert f"{SOON.days}天内到期" in light("yellow", 3)


@pytest.mark.parametrize(
    ("show", "value", "text"),
    [
        (day, dt.date(2024, 3, 5), "2024-03-05"),
        (day, LATE_IN_THE_DAY, "2025-01-01"),
        (day, None, ""),
        (moment, LATE_IN_THE_DAY, "2025-01-01 00:05"),
        (moment, None, ""),
        (day_in_words, dt.date(2024, 3, 5), "2024年3月5日"),
        (day_in_words, None, ""),
        (figure, Decimal("98.5000"), "98.5"),
        (figure, Decimal("1200.0000"), "1200"),
        (figure, Decimal(0), "0"),
        (figure, 12, "12"),
        (figure, 0.1, "0.1"),
        (figure, None, ""),
    ],
)
def test_dates_and_figures(show: Callable[[object], str], value: object, text: str) -> None:
    assert show(value) == text


def test_an_icon_is_hidden_from_readers_and_holds_no_inline_style() -> None:
    drawn = icon("search")
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ('{% url_with "sort" "-due" %}', "?unit=1&unit=2&q=a&sort=-due"),
        ('{% url_with "q" "b" %}', "?unit=1&unit=2&q=b"),
        ('{% url_without "q" %}', "?unit=1&unit=2"),
        ('{% url_without "unit" %}', "?q=a"),
        ('{% url_without "unit" "1" %}', "?unit=2&q=a"),
        ('{% url_without "absent" %}', "?unit=1&unit=2&q=a"),
    ],
)
def test_addresses_keep_the_rest_and_go_to_the_first_page(rf: RequestFactory, tag: str, address: str) -> None:
    request = rf.get("/?unit=1&unit=2&q=a&page=3")
    written = Template("{% load frame %}{% autoescape off %}" + tag + "{% endautoescape %}").render(
        Context({"request": request})
    )
    assert written == address


def test_the_pager_links_its_neighbours_and_both_ends(rf: RequestFactory) -> None:
    context = Context({"request": rf.get("/?unit=1&page=10")})
    links = pager(context, Paginator(range(1000), 50).page(10))["links"]
    assert [label for label, _, _ in links] == ["上一页", 1, "…", 8, 9, 10, 11, 12, "…", 20, "下一页"]
    assert [url for _, url, _ in links][0:3] == ["?unit=1&page=9", "?unit=1&page=1", ""]
    assert [label for label, _, is_current in links if is_current] == [10]


def test_a_bar_lays_its_parts_end_to_end_and_leaves_out_nothing_but_zeros() -> None:
    parts = [{"value": v, "fill": "red", "label": str(v), "url": "/x/"} for v in (1, 0, 3)]
    pieces = bar(parts, 8)["pieces"]
    assert [(piece.x, piece.width) for piece in pieces] == [(0.0, 125.0), (125.0, 375.0)]
    assert bar([], 0)["pieces"] == []
    assert bar(parts[1:2], 0)["pieces"] == []


@pytest.mark.parametrize(
    ("person", "labels"),
    [
        ("liaison", ["首页", "我的任务", "指标"]),
        ("unit_head", ["首页", "我的任务", "指标"]),
        ("leader", ["首页", "任务台账", "指标", "工作方案", "年度报告"]),
        ("staff", ["首页", "任务台账", "待审核", "指标", "工作方案", "年度报告"]),
        ("admin", ["首页", "任务台账", "待审核", "指标", "工作方案", "年度报告", "操作记录", "后台任务", "系统管理"]),
    ],
)
def test_the_rail_by_role(rf: RequestFactory, world: World, person: str, labels: list[str]) -> None:
    request = rf.get("/?year=2024")
    request.user, request.resolver_match = getattr(world, person), None
    rows = rail(Context({"request": request, **frame(request)}))["rows"]
    assert [entry.label for entry, _, _ in rows] == labels
    assert all(url.endswith("?year=2024") for entry, url, _ in rows if entry.label not in ("操作记录", "系统管理"))


@pytest.mark.parametrize(
    ("person", "page", "label"),
    [
        ("staff", "task_detail", "任务台账"),
        ("staff", "progress_detail", "待审核"),
        ("staff", "build_detail", "年度报告"),
        ("liaison", "progress_detail", "我的任务"),
        ("liaison", "password_change", None),
    ],
)
def test_the_rail_marks_where_one_is(
    rf: RequestFactory, world: World, person: str, page: str, label: str | None
) -> None:
    request = rf.get("/")
    request.user, request.resolver_match = getattr(world, person), SimpleNamespace(view_name=page)
    rows = rail(Context({"request": request, **frame(request)}))["rows"]
    assert [entry.label for entry, _, is_current in rows if is_current] == ([label] if label else [])


def test_the_years_of_the_plans_one_may_see(world: World) -> None:
    longer = make_plan(world.place, years=(2023, 2025))
    assert plan_years(world.staff) == [2024]  # a draft covers nothing yet
    type(longer).objects.filter(pk=longer.pk).update(status="published", published_at=timezone.now())
    assert plan_years(world.staff) == [2025, 2024, 2023]
    assert plan_years(world.liaison) == [2024]
    assert plan_years(world.foreign_staff) == []


@pytest.mark.parametrize(
    ("asked", "year"),
    [("", 2025), ("2023", 2023), ("1999", 2025), ("abc", 2025), ("9" * 5000, 2025), ("2023 ", 2025)],
)
def test_the_year_is_the_one_asked_for_if_there_is_one(rf: RequestFactory, asked: str, year: int) -> None:
    assert chosen_year(rf.get("/", {"year": asked}), [2025, 2024, 2023]) == year
    assert chosen_year(rf.get("/", {"year": asked}), []) is None


def test_the_frame_asks_nothing_until_it_is_shown(
    rf: RequestFactory, world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    request = rf.get("/")
    request.user = type(world.staff).objects.get(pk=world.staff.pk)
    with django_assert_num_queries(0):
        context = frame(request)
    with django_assert_num_queries(3):  # memberships, years, district
        assert context["may"]["bureau_read"]
        assert str(context["year"]) == "2024"
        assert list(context["years"]) == [2024]
        assert context["own_place"] == "某区"


@pytest.mark.parametrize(("name", "lit"), [("home", True), ("task_list", True), ("review_queue", False)])
def test_a_page_that_is_of_no_year_lights_none(as_staff: Client, name: str, lit: bool) -> None:
    page = as_staff.get(reverse(name)).content.decode()
    years = page[page.index('aria-label="年度"') :].split("</nav>")[0]
    assert "2024年" in years
    assert ("aria-current" in years) == lit


def test_the_password_page_stands_in_the_whole_frame(as_staff: object) -> None:
    page = as_staff.get("/password/").content.decode()
    for part in ("跳到正文", "某区", "2024年", "主菜单", "退出", 'id="main"', "X-CSRFToken"):
        assert part in page
