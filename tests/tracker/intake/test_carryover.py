"""What goes over into a new plan: by state, by the kind of the deadline, by its date; and what is offered of a plan."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from tasks.alignment.selectors.upper import upper_plans_in_force
from tasks.people.models import UnitGroup
from tasks.planparser import (
    ParsedDeadline,
    ParsedIndicator,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTarget,
    ParsedTask,
)
from tasks.plans.contract import task_as_parsed
from tasks.plans.models import Plan
from tasks.work.models import Assignment
from tests.world import World, make_plan, make_task
from tracker.intake import carryover
from tracker.intake.carryover import (
    Section,
    add_indicators,
    add_sections,
    carried_deadline,
    empty_plan,
    reason,
)
from tracker.intake.selectors.carryover import last_plans, tasks_above, tasks_left, twins

NEW_YEAR = dt.date(2025, 1, 1)
TODAY = dt.date(2025, 2, 1)

REASONS = [
    ("date", False, "未办结"),
    ("date", True, ""),
    ("none", False, "未办结"),
    ("none", True, ""),
    ("ongoing", False, "长期坚持"),
    ("ongoing", True, "长期坚持"),
    ("annual", True, "每年定期"),
    ("date_then_ongoing", True, "限期并长期"),
]


@pytest.mark.parametrize(("kind", "is_done", "why"), REASONS)
def test_why_a_task_is_offered(kind: str, is_done: bool, why: str) -> None:
    assert reason(kind, is_done=is_done) == why


def deadline(text: str | None, kind: Any, due: str | None = None, annual: str | None = None) -> ParsedDeadline:
    return ParsedDeadline(text, kind, dt.date.fromisoformat(due) if due else None, "ongoing" in kind, annual)


DEADLINES = [
    ("goes on", deadline("长期坚持", "ongoing"), True, ""),
    ("every year", deadline("每年10月底前", "annual", annual="10-31"), True, ""),
    ("a date to come", deadline("2025年6月底", "date", "2025-06-30"), True, ""),
    ("the first day itself", deadline("元旦", "date", "2025-01-01"), True, ""),
    ("a date that passed", deadline("2024年12月", "date", "2024-12-31"), False, "2024年12月"),
    ("a date without a year that passed", deadline("12月底前", "date", "2024-12-31"), False, "12月底前"),
    (
        "its dated part passed",
        deadline("2024年6月底并长期坚持", "date_then_ongoing", "2024-06-30"),
        False,
        "2024年6月底并长期坚持",
    ),
    ("a date chosen by hand", deadline(None, "date", "2024-06-30"), False, "2024-06-30"),
    ("words that say no time", deadline("尽快", "none"), True, ""),
    ("none", deadline(None, "none"), True, ""),
]


@pytest.mark.parametrize(("told", "stays", "passed"), [row[1:] for row in DEADLINES], ids=[row[0] for row in DEADLINES])
def test_a_deadline_goes_over_unless_it_has_passed(told: ParsedDeadline, stays: bool, passed: str) -> None:
    expected = told if stays else deadline(None, "none")
    assert carried_deadline(told, NEW_YEAR) == (expected, passed)


DATES = [
    ("2024年6月底前完成申报。", ["2024年6月底前"]),
    ("2024年对文件开展评估。", ["2024年"]),
    ("6月底前完成申报。", []),
    ("按照2021年印发的规定办理。", []),
    ("2025年6月底前完成申报。", []),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_of_last_year_in_a_text(text: str, expected: list[str]) -> None:
    assert carryover.passed_dates(text, [2025]) == expected


def task(title: str, told: ParsedDeadline | None = None) -> ParsedTask:
    said = (ParsedResponsibility("responsible", "司法局"),)
    told = told or deadline("长期坚持", "ongoing")
    return ParsedTask(
        id=f"old-{title}",
        number=7,
        title=title,
        text=f"{title}。",
        responsibilities=said,
        deadline=told,
        milestones=(),
        line=9,
    )


def with_sections(*sections: Section) -> ParsedPlan:
    return add_sections(empty_plan("方案", "某区", [2025]), sections)


class TestSections:
    def test_from_last_year_with_units_and_deadlines(self) -> None:
        plan = with_sections(Section("行动", [task("甲")], carries=True))
        (new,) = plan.tasks()
        assert (new.number, new.responsibilities[0].name, new.line) == (1, "司法局", None)
        assert new.deadline.text == "长期坚持"
        assert plan.diagnostics == ()

    def test_from_above_the_words_alone(self) -> None:
        (new,) = with_sections(Section("行动", [task("甲")], carries=False)).tasks()
        assert (new.text, new.responsibilities, new.deadline) == ("甲。", (), ParsedDeadline())

    def test_each_is_a_task_of_its_own(self) -> None:
        """The same task taken twice is two, and neither is the one that it was taken from."""
        plan = with_sections(Section("行动", [task("甲"), task("甲")], carries=True))
        ids = [row.id for row in plan.tasks()]
        assert len({*ids, *(row.id for row in plan.actions), "old-甲"}) == 4

    def test_what_passed_is_said(self) -> None:
        over = task("2024年6月底前完成申报", deadline("2024年12月", "date", "2024-12-31"))
        plan = with_sections(Section("行动", [over], carries=True))
        words = [row.message for row in plan.diagnostics]
        assert "“2024年12月”已过，请填写新的时限" in words[1]
        assert "日期已过，请改写" in words[0]
        assert plan.tasks()[0].milestones == ()

    def test_what_passed_is_about_its_task(self) -> None:
        """Also where two are called the same."""
        over = [task(title, deadline("2024年12月", "date", "2024-12-31")) for title in ("甲", "甲")]
        plan = with_sections(Section("行动", over, carries=True))
        assert plan.diagnostics[0].message == "“甲”的上年时限“2024年12月”已过，请填写新的时限。"
        assert [row.item for row in plan.diagnostics] == [row.id for row in plan.tasks()]
        assert len({row.id for row in plan.diagnostics}) == 2

    def test_one_heading_is_one_action_and_numbers_go_on(self) -> None:
        plan = with_sections(
            Section("依法行政行动", [task("甲")], carries=False),
            Section("示范创建行动", [], carries=True),
            Section("依法行政 行动", [task("乙")], carries=True),
        )
        assert [(row.number, row.heading, len(row.tasks)) for row in plan.actions] == [
            (1, "依法行政行动", 2),
            (2, "示范创建行动", 0),
        ]
        again = add_sections(plan, [Section("新行动", [task("丙")], carries=True)])
        assert [row.number for row in again.tasks()] == [1, 2, 3]
        assert [row.id for row in again.tasks()][:2] == [row.id for row in plan.tasks()]

    def test_a_plan_with_one_heading_twice_loses_nothing(self) -> None:
        """So it may be read in a document of two parts; what is added stands under the last of them."""
        plan = with_sections(Section("行动", [task("甲")], carries=True))
        (first,) = plan.actions
        other = replace(first, id="a2", tasks=(replace(first.tasks[0], id="t2", title="乙"),))
        again = add_sections(replace(plan, actions=(first, other)), [Section("行动", [task("丙")], carries=True)])
        assert [[row.title for row in action.tasks] for action in again.actions] == [["甲"], ["乙", "丙"]]

    def test_indicators_keep_the_targets_of_the_plans_years(self) -> None:
        targets = tuple(ParsedTarget(year, "≥5", ">=", 5) for year in (2024, 2025))
        row = ParsedIndicator(id="i1", number=7, area="", name="率", unit="%", targets=targets, line=9)
        (new,) = add_indicators(empty_plan("方案", "某区", [2025]), [row]).indicators
        assert (new.number, new.line, [target.year for target in new.targets]) == (1, None, [2025])
        assert new.id != row.id


@pytest.mark.parametrize(
    ("years", "title"),
    [([2025], "某区2025年法治政府建设任务分工方案"), ([2025, 2026], "某区2025—2026年法治政府建设任务分工方案")],
)
def test_the_title_proposed(years: list[int], title: str) -> None:
    assert carryover.default_title("某区", years) == title


class TestOffered:
    def test_last_years_tasks_with_how_they_stand(self, world: World) -> None:
        (action,) = tasks_left(world.plan, TODAY)
        assert [(row.task, row.why, row.lights) for row in action.tasks] == [
            (world.task, "未办结", "临期 2"),
            (world.ongoing_task, "长期坚持", "本期未报 2"),
        ]
        assert action.tasks[0].units == "司法局、教育局、有关部门"

    def test_done_and_withdrawn_assignments(self, world: World) -> None:
        held = Assignment.objects.filter(task=world.task)
        held.filter(unit=world.education).update(state="done")
        assert tasks_left(world.plan, TODAY)[0].tasks[0].lights == "临期 1，已办结 1"
        held.exclude(unit=world.education).update(state="withdrawn")
        assert [row.task for row in tasks_left(world.plan, TODAY)[0].tasks] == [world.ongoing_task]

    def test_a_task_that_nobody_was_given_is_not_done(self, world: World) -> None:
        Assignment.objects.filter(task=world.task).delete()
        assert tasks_left(world.plan, TODAY)[0].tasks[0].lights == "没有承办单位"

    def test_withdrawn_tasks_and_empty_actions(self, world: World) -> None:
        for one in (world.task, world.ongoing_task):
            one.withdrawn_at = timezone.now()
            one.save()
        assert [action.tasks for action in tasks_left(world.plan, TODAY)] == [[]], "its heading is the outline's"
        assert [action.tasks for action in tasks_above(world.plan)] == [[]]

    def test_last_years_plan(self, world: World) -> None:
        longer = make_plan(world.place, title="三年方案", years=(2023, 2025))
        assert list(last_plans(world.staff, world.place, [2025])) == [world.plan], "a draft is none"
        Plan.objects.filter(pk=longer.pk).update(status="published")
        assert list(last_plans(world.staff, world.place, [2025])) == [world.plan, longer]
        assert list(last_plans(world.staff, world.place, [2024])) == [longer]
        assert list(last_plans(world.foreign_staff, world.place, [2025])) == []

    def test_plans_above(self, world: World) -> None:
        world.place.parent = world.elsewhere
        world.place.save()
        old = make_plan(world.elsewhere, title="旧", years=(2023, 2023))
        now = make_plan(world.elsewhere, title="新", years=(2025, 2025))
        make_plan(world.elsewhere, title="草稿", years=(2025, 2025))
        Plan.objects.filter(pk__in=[old.pk, now.pk]).update(status="published")
        assert upper_plans_in_force(world.place, world.staff, [2025]) == [now, old]
        assert upper_plans_in_force(world.elsewhere, world.staff, [2025]) == []

    def test_the_same_task_elsewhere(self, world: World) -> None:
        offered = tasks_left(world.plan, TODAY)
        assert twins(offered, [("争取命名一", "争取命名1。开展创建。"), ("别的", "提高效率。")]) == {
            world.task.pk: "争取命名一"
        }

    def test_queries_do_not_grow(self, world: World, django_assert_num_queries: Any) -> None:
        action = world.plan.actions.get()
        for number in range(3, 30):
            make_task(action, number, kind="ongoing", group=UnitGroup.objects.first())
        with django_assert_num_queries(5):
            assert [(row.units, task_as_parsed(row.task)) for row in tasks_left(world.plan, TODAY)[0].tasks]
        with django_assert_num_queries(4):
            assert tasks_above(world.plan)
