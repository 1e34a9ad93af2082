"""Deciding how upper tasks are carried out: what stands then, what the history says, who was first."""

import pytest
from django.utils import timezone

from tasks.alignment.models import TaskCoverage
from tasks.alignment.selectors.coverage import coverage
from tasks.alignment.services.coverage import (
    Match,
    coverage_accept_all,
    coverage_clear,
    coverage_decide,
    coverage_exempt,
)
from tasks.common.errors import ServiceError, StaleError
from tasks.plans.models import Plan, Task
from tests.history import last_step
from tests.tasks.alignment.above import Above, build_above
from tests.tasks.work.test_progress import together
from tests.world import World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(world: World) -> Above:
    return build_above(world)


def seen(above: Above, at: int = 0) -> str:
    return coverage(above.lower_plan).rows[at].seen


def decide(world: World, above: Above, lower: Task, extent: str, seen: str, upper: Task | None = None) -> None:
    coverage_decide(
        plan=above.lower_plan,
        upper=upper or above.upper[0],
        lower=lower,
        extent=extent,
        percent=46,
        seen=seen,
        user=world.staff,
        now=timezone.now(),
    )


def exempt(world: World, above: Above, seen: str) -> None:
    coverage_exempt(plan=above.lower_plan, upper=above.upper[0], seen=seen, user=world.staff, now=timezone.now())


def clear(world: World, above: Above, lower: Task | None, seen: str) -> None:
    coverage_clear(
        plan=above.lower_plan, upper=above.upper[0], lower=lower, seen=seen, user=world.staff, now=timezone.now()
    )


def last_reason(plan: Plan) -> str:
    last = last_step(plan)
    assert (last.from_state, last.to_state) == (plan.status, plan.status)
    return last.reason


class TestDecide:
    @pytest.mark.parametrize(
        ("extent", "reason"),
        [
            ("full", "上级任务“1. 规范执法文书使用”：由“2. 加强行政调解”完全承接"),
            ("partly", "上级任务“1. 规范执法文书使用”：由“2. 加强行政调解”部分承接"),
            ("none", "上级任务“1. 规范执法文书使用”：与“2. 加强行政调解”不对应"),
        ],
    )
    def test_it_stands_with_who_and_how_like(self, world: World, above: Above, extent: str, reason: str) -> None:
        decide(world, above, above.lower[1], extent, "")
        row = TaskCoverage.objects.get()
        assert (row.plan, row.upper, row.lower, row.extent) == (
            above.lower_plan,
            above.upper[0],
            above.lower[1],
            extent,
        )
        assert (row.score, row.decided_by) == (46, world.staff)
        assert last_reason(above.lower_plan) == reason

    def test_another_word_on_the_same_two_takes_its_place(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "none", "")
        decide(world, above, above.lower[0], "full", seen(above))
        assert TaskCoverage.objects.get().extent == "full"

    def test_several_tasks_carry_one_out(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "partly", "")
        decide(world, above, above.lower[1], "partly", seen(above))
        assert [row.lower for row in coverage(above.lower_plan).rows[0].carried_out] == above.lower[:2]

    def test_what_was_not_seen_is_not_decided_on(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "full", "")
        with pytest.raises(StaleError, match="已由他人更改"):
            decide(world, above, above.lower[1], "partly", "")
        assert TaskCoverage.objects.count() == 1

    def test_a_task_of_another_plan(self, world: World, above: Above) -> None:
        with pytest.raises(ServiceError, match="已不在本方案中"):
            decide(world, above, world.task, "full", "")
        with pytest.raises(ServiceError, match="已不在上级方案中"):
            decide(world, above, above.lower[0], "full", "", upper=world.task)

    def test_a_task_that_a_revision_dropped(self, world: World, above: Above) -> None:
        above.lower[0].withdrawn_at = above.upper[1].withdrawn_at = timezone.now()
        with pytest.raises(ServiceError, match="已不在本方案中"):
            decide(world, above, above.lower[0], "full", "")
        with pytest.raises(ServiceError, match="已不在上级方案中"):
            decide(world, above, above.lower[1], "full", "", upper=above.upper[1])

    def test_the_upper_plan_was_changed_meanwhile(self, world: World, above: Above) -> None:
        Plan.objects.filter(pk=above.lower_plan.pk).update(upper_plan=None)
        with pytest.raises(ServiceError, match="已不在上级方案中"):
            decide(world, above, above.lower[0], "full", "")

    @pytest.mark.parametrize("extent", ["exempt", "", "<b>"])
    def test_a_word_that_is_none(self, world: World, above: Above, extent: str) -> None:
        with pytest.raises(ServiceError, match="请选择"):
            decide(world, above, above.lower[0], extent, "")

    def test_long_titles_are_cut_in_the_history(self, world: World, above: Above) -> None:
        above.upper[0].title = "长" * 200
        decide(world, above, above.lower[0], "full", "")
        assert len(last_reason(above.lower_plan)) < 120


class TestExempt:
    def test_it_stands(self, world: World, above: Above) -> None:
        exempt(world, above, "")
        row = TaskCoverage.objects.get()
        assert (row.extent, row.lower, row.decided_by) == ("exempt", None, world.staff)
        assert last_reason(above.lower_plan) == "上级任务“1. 规范执法文书使用”：不涉及本级"

    def test_twice_is_once(self, world: World, above: Above) -> None:
        exempt(world, above, "")
        exempt(world, above, ":exempt")
        assert TaskCoverage.objects.count() == 1

    def test_it_does_not_stand_beside_a_task_that_carries_it_out(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "full", "")
        with pytest.raises(ServiceError, match="请先撤销"):
            exempt(world, above, seen(above))

    def test_nor_the_other_way(self, world: World, above: Above) -> None:
        exempt(world, above, "")
        with pytest.raises(ServiceError, match="请先撤销"):
            decide(world, above, above.lower[0], "full", ":exempt")

    def test_a_refused_task_does_not_stand_in_the_way(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "none", "")
        exempt(world, above, seen(above))
        assert coverage(above.lower_plan).rows[0].state == "exempt"

    def test_nor_does_one_that_was_withdrawn(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "full", "")
        Task.objects.filter(pk=above.lower[0].pk).update(withdrawn_at=timezone.now())
        exempt(world, above, seen(above))
        assert coverage(above.lower_plan).rows[0].state == "exempt"


class TestClear:
    def test_one_decision_goes(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[0], "full", "")
        decide(world, above, above.lower[1], "none", seen(above))
        clear(world, above, above.lower[0], seen(above))
        assert TaskCoverage.objects.get().lower == above.lower[1]
        assert last_reason(above.lower_plan) == "上级任务“1. 规范执法文书使用”：撤销对“1. 规范执法文书使用”的确认"

    def test_that_it_is_not_for_this_level_goes(self, world: World, above: Above) -> None:
        exempt(world, above, "")
        clear(world, above, None, ":exempt")
        assert not TaskCoverage.objects.exists()
        assert last_reason(above.lower_plan).endswith("撤销“不涉及本级”")

    def test_what_is_gone_already(self, world: World, above: Above) -> None:
        with pytest.raises(StaleError, match="已由他人更改"):
            clear(world, above, above.lower[0], "")


class TestAcceptAll:
    def matches(self, above: Above) -> list[Match]:
        pairs = zip(above.upper, above.lower, (95, 91), strict=False)
        return [Match(upper, lower, percent) for upper, lower, percent in pairs]

    def accept(self, world: World, above: Above, matches: list[Match]) -> int:
        return coverage_accept_all(plan=above.lower_plan, matches=matches, user=world.staff, now=timezone.now())

    def test_all_stand_in_one_act(self, world: World, above: Above) -> None:
        assert self.accept(world, above, self.matches(above)) == 2
        assert list(TaskCoverage.objects.values_list("upper", "lower", "extent", "score")) == [
            (above.upper[0].pk, above.lower[0].pk, "full", 95),
            (above.upper[1].pk, above.lower[1].pk, "full", 91),
        ]
        assert last_reason(above.lower_plan) == "确认全部90%以上的提议：2项上级任务由本级任务完全承接"

    @pytest.mark.parametrize(("lower", "extent"), [(0, "none"), (2, "partly"), (2, "full")])
    def test_none_stands_where_one_was_decided_on(self, world: World, above: Above, lower: int, extent: str) -> None:
        decide(world, above, above.lower[lower], extent, "")
        with pytest.raises(StaleError, match="已由他人确认"):
            self.accept(world, above, self.matches(above))
        assert TaskCoverage.objects.count() == 1

    def test_another_refused_task_is_no_matter(self, world: World, above: Above) -> None:
        decide(world, above, above.lower[2], "none", "")
        assert self.accept(world, above, self.matches(above)) == 2

    def test_nothing_to_accept(self, world: World, above: Above) -> None:
        with pytest.raises(ServiceError, match="没有90%以上的提议"):
            self.accept(world, above, [])

    def test_a_task_of_another_plan(self, world: World, above: Above) -> None:
        with pytest.raises(ServiceError, match="已不在本方案中"):
            self.accept(world, above, [Match(above.upper[0], world.task, 95)])


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once() -> None:
    world = build_world()
    above = build_above(world)
    acts = [lambda lower=lower: decide(world, above, lower, "full", "") for lower in above.lower[:2]]
    assert together(*acts) == ["StaleError", "ok"]
    assert TaskCoverage.objects.count() == 1
