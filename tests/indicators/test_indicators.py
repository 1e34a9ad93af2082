"""The indicators page: targets as published, of the plans that one may see."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indicator, Target
from tasks.plans.models import Plan
from tests.conftest import signed_in
from tests.world import World, make_plan


def page(client: Client, **query: Any) -> str:
    return client.get(reverse("indicator_list"), query).content.decode()


def add_indicators(plan: Plan, area: str, *names: str, first: int = 2) -> None:
    for n, name in enumerate(names, first):
        indicator = Indicator.objects.create(plan=plan, position=n, number=n, area=area, name=name, unit="%", line=90)
        Target.objects.create(indicator=indicator, position=1, year=2024, text="≥70", operator=">=", value=70)
        Target.objects.create(indicator=indicator, position=2, year=2025, text="—")


def test_targets_stand_as_published_under_their_year(world: World, as_staff: Client) -> None:
    add_indicators(world.plan, "示范创建", "达标比率")
    text = page(as_staff)
    assert "2024年目标" in text
    assert "2025年目标" in text
    assert "≥70" in text
    assert text.count("示范创建</th>") == 1  # the area's cell spans its rows
    assert 'rowspan="2"' in text
    assert "plan.txt" in text


def test_a_liaison_sees_the_indicators_of_the_plan_that_asks_something(world: World, as_liaison: Client) -> None:
    assert "示范项目" in page(as_liaison)


@pytest.mark.parametrize("person", ["stranger", "foreign_staff"])
def test_others_see_none_and_are_told_why(world: World, person: str) -> None:
    text = page(signed_in(getattr(world, person)))
    assert "示范项目" not in text
    assert "指标" in text
    assert 'class="empty"' in text


def test_the_year_chooses_the_plans(world: World, as_staff: Client) -> None:
    later = make_plan(world.place, title="某区2023—2025年方案", years=(2023, 2025))
    add_indicators(later, "行政执法", "轮训比例")
    assert "示范项目" not in page(as_staff, year=2025)
    both = page(as_staff, year=2024)
    assert "示范项目" in both
    assert "轮训比例" in both


def test_targets_that_reach_into_a_year_stand_in_until_its_own_plan_lists_some(world: World, as_staff: Client) -> None:
    add_indicators(world.plan, "示范创建", "达标比率")
    later = make_plan(world.place, title="某区2023—2025年方案", years=(2023, 2025))
    assert "达标比率" in page(as_staff, year=2025)
    assert "示范创建" not in page(as_staff, year=2023)
    assert "这一年的方案没有列指标" in page(as_staff, year=2023)
    add_indicators(later, "行政执法", "轮训比例")
    assert "达标比率" not in page(as_staff, year=2025)
    assert "轮训比例" in page(as_staff, year=2025)


def test_a_liaison_is_told_that_this_year_lists_none(world: World, as_liaison: Client) -> None:
    Indicator.objects.all().delete()
    assert "请换一个年度再看" in page(as_liaison)


@pytest.mark.parametrize("year", ["1900", "abc", "", "2024'"])
def test_a_year_that_no_plan_covers_is_the_newest(world: World, as_staff: Client, year: str) -> None:
    assert "示范项目" in page(as_staff, year=year)


def test_a_draft_is_marked(world: World, as_staff: Client, as_liaison: Client) -> None:
    add_indicators(make_plan(world.place, title="某区方案草稿"), "行政执法", "轮训比例")
    assert "未发布" in page(as_staff)
    assert "轮训比例" not in page(as_liaison)


def test_a_script_in_a_name_is_only_text(world: World, as_staff: Client) -> None:
    add_indicators(world.plan, "<script>", "<script>alert(1)</script>")
    shown = page(as_staff)
    assert "&lt;script&gt;alert" in shown
    assert "<script>alert" not in shown


def test_queries_do_not_grow_with_the_plan(world: World, as_staff: Client, django_assert_max_num_queries: Any) -> None:
    add_indicators(world.plan, "行政执法", *(f"指标{n}" for n in range(40)))
    with django_assert_max_num_queries(9):
        page(as_staff)
