"""How an upper task is carried out: the states, the words that two tasks share, the rows of the page."""

from typing import Any

import pytest
from django.utils import timezone

from tasks.alignment.coverage import Extent, SharedWords, State, seen_of, state_of, strength_of
from tasks.alignment.models import TaskCoverage
from tasks.alignment.selectors.coverage import coverage, lower_plans, similarity_percent, units_of
from tasks.plans.models import Plan, Task
from tests.tasks.alignment.above import Above, add_task, build_above
from tests.world import World, make_task

FULL, PARTLY, NONE, EXEMPT = Extent


@pytest.fixture
def above(world: World) -> Above:
    return build_above(world)


def decide(above: Above, upper: Task, lower: Task | None, extent: str) -> TaskCoverage:
    return TaskCoverage.objects.create(
        plan=above.lower_plan, upper=upper, lower=lower, extent=extent, score=50, decided_at=timezone.now()
    )


@pytest.mark.parametrize(
    ("extents", "is_proposed", "state"),
    [
        ([], True, State.UNDECIDED),
        ([], False, State.OPEN),
        ([NONE], True, State.UNDECIDED),  # one was refused, another is proposed
        ([NONE, NONE], False, State.OPEN),
        ([PARTLY], False, State.PARTLY),
        ([PARTLY, NONE], True, State.PARTLY),
        ([PARTLY, PARTLY], False, State.PARTLY),  # two parts may not be the whole: a person says so
        ([PARTLY, FULL], False, State.COVERED),
        ([FULL, NONE], True, State.COVERED),
        ([EXEMPT], False, State.EXEMPT),
        ([EXEMPT, NONE], True, State.EXEMPT),
    ],
)
def test_state(extents: list[str], is_proposed: bool, state: State) -> None:
    assert state_of(extents, is_proposed=is_proposed) == state


def test_what_was_seen_does_not_depend_on_the_order() -> None:
    assert seen_of([(3, "full"), (12, "none")]) == seen_of([(12, "none"), (3, "full")])
    assert seen_of([(None, "exempt")]) == ":exempt"
    assert seen_of([]) == ""


@pytest.mark.parametrize(
    ("percent", "words"),
    [(100, "基本相同"), (90, "基本相同"), (46, "很可能对应"), (20, "可能对应"), (12, "仅供参考"), (11, "")],
)
def test_a_percentage_in_words(percent: int, words: str) -> None:
    assert strength_of(percent) == words


class TestSharedWords:
    @pytest.mark.parametrize(
        ("text", "other", "shared"),
        [
            ("公布调解清单", "调解清单要公布", ["调解清单"]),
            ("落实“三项制度”情况", "三项制度", ["三项制度"]),
            ("行政裁量、权基准", "行政裁量权基准", ["行政裁量、权基准"]),  # punctuation within what is shared
            ("公布清单", "清单", []),  # two characters tell nothing
            ("", "三项制度", []),
            ("三项制度", "", []),
        ],
    )
    def test_pieces(self, text: str, other: str, shared: list[str]) -> None:
        pieces = SharedWords([text, other]).pieces(text, other)
        assert "".join(words for words, _ in pieces) == text
        assert [words for words, is_shared in pieces if is_shared] == shared

    def test_what_many_say_is_not_shown(self) -> None:
        texts = [f"行政执法工作{n}" for n in "甲乙丙丁戊"]
        assert SharedWords(texts).pieces(texts[0], texts[1]) == [(texts[0], False)]


class TestRows:
    def test_upper_tasks_in_document_order_each_with_what_is_like_it(self, above: Above) -> None:
        first, second, third = coverage(above.lower_plan).rows
        assert [row.task for row in (first, second, third)] == above.upper
        assert [row.number for row in (first, second, third)] == [1, 2, 3]
        assert first.best
        assert second.best
        assert (first.best.task, second.best.task) == (above.lower[0], above.lower[1])
        assert first.best.percent > second.best.percent
        assert (third.proposals, third.state) == ([], State.OPEN)

    def test_the_words_that_are_shared(self, above: Above) -> None:
        best = coverage(above.lower_plan).rows[1].best
        assert best
        assert "行政调解职责清单" in [words for words, is_shared in best.pieces if is_shared]

    def test_the_title_is_not_said_twice(self, above: Above) -> None:
        assert coverage(above.lower_plan).rows[2].task.rest == "政务数据实时共享。"

    def test_what_was_decided_is_not_proposed_again(self, above: Above) -> None:
        decide(above, above.upper[0], above.lower[0], NONE)
        row = coverage(above.lower_plan).rows[0]
        assert above.lower[0] not in [proposal.task for proposal in row.proposals]
        assert [decision.lower for decision in row.refused] == [above.lower[0]]

    def test_at_most_three_are_proposed(self, above: Above) -> None:
        for n in range(4, 10):
            add_task(above.lower_plan.actions.get(), n, f"规范执法文书使用。统一行政执法文书格式，案卷归档{n}。")
        assert len(coverage(above.lower_plan).rows[0].proposals) == 3

    def test_the_counts(self, above: Above) -> None:
        decide(above, above.upper[0], above.lower[0], FULL)
        decide(above, above.upper[2], None, EXEMPT)
        found = coverage(above.lower_plan)
        assert found.counts == {State.COVERED: 1, State.UNDECIDED: 1, State.EXEMPT: 1}

    def test_the_task_that_carried_it_out_was_withdrawn(self, above: Above) -> None:
        decide(above, above.upper[0], above.lower[0], FULL)
        Task.objects.filter(pk=above.lower[0].pk).update(withdrawn_at=timezone.now())
        row = coverage(above.lower_plan).rows[0]
        assert (row.state, row.carried_out) == (State.OPEN, [])
        assert row.seen == f"{above.lower[0].pk}:full"

    def test_an_upper_task_that_was_withdrawn(self, above: Above) -> None:
        Task.objects.filter(pk=above.upper[0].pk).update(withdrawn_at=timezone.now())
        assert [row.task for row in coverage(above.lower_plan).rows] == above.upper[1:]

    def test_without_an_upper_plan_there_are_none(self, world: World) -> None:
        assert coverage(world.plan).rows == []

    def test_queries_do_not_grow(self, above: Above, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(3):
            coverage(above.lower_plan)
        action, lower = above.plan.actions.earliest("position"), above.lower_plan.actions.get()
        for n in range(10, 40):
            task = add_task(action, n, f"推进第{n}项工作。按期完成{n}。")
            decide(above, task, add_task(lower, n, f"推进第{n}项工作。按期办结{n}。"), FULL)
        with django_assert_num_queries(3):
            rows = coverage(above.lower_plan).rows
            assert (
                len([(row.state, row.carried_out, [proposal.pieces for proposal in row.proposals]) for row in rows])
                == 33
            )


def test_one_pair_scores_as_on_the_page(above: Above) -> None:
    best = coverage(above.lower_plan).rows[0].best
    assert best
    assert similarity_percent(above.lower_plan, above.upper[0], best.task) == best.percent


def test_units_are_named_as_the_document_does(world: World, above: Above) -> None:
    action = above.lower_plan.actions.get()
    plain = make_task(action, 8, units=[world.justice, world.education])
    led = make_task(action, 9, units=[world.justice])
    led.responsibilities.create(position=7, role="support", name="财政局")
    led.responsibilities.create(position=6, role="lead", name="政府办")
    assert units_of([plain.pk, led.pk, None]) == {
        plain.pk: "司法局、教育局",
        led.pk: "牵头：政府办；责任：司法局；配合：财政局",
    }


def test_the_upper_plan_counts_what_the_lower_ones_carry_out(world: World, above: Above) -> None:
    decide(above, above.upper[0], above.lower[0], FULL)
    decide(above, above.upper[0], above.lower[1], PARTLY)
    decide(above, above.upper[1], above.lower[2], NONE)
    (row,) = lower_plans(above.plan, world.staff)
    assert (row, row.covered) == (above.lower_plan, 1)
    assert list(lower_plans(above.plan, world.foreign_staff)) == []
    assert Plan.objects.get(pk=above.lower_plan.pk).upper_plan == above.plan
