"""A line that the parser gave to the wrong task, or to none, is given to the right one."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tasks.common.errors import ServiceError
from tasks.planparser import ParsedPlan, ParsedResponsibility, parse_bytes, plan_from_dict
from tests.tracker.intake.imports import HTMX, page, post, ready_draft, text_of, url
from tests.tracker.intake.places import action_id, ids, task_at, task_id
from tests.world import World
from tracker.intake.corrections import edits
from tracker.intake.corrections.document import handed_on
from tracker.intake.corrections.items import GONE, items_of, new_action
from tracker.intake.corrections.lines import (
    IS_ALL,
    IS_HEADING,
    NO_TASK_BELOW,
    NO_WORDS,
    ONLY_LABELS,
    Move,
    Moved,
    Target,
    move_lines,
)
from tracker.intake.corrections.owners import Owners
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import review_of
from tracker.intake.selectors.lines import line_view
from tracker.intake.services.lines import BAD_LINES

# Lines from 1; the blank ones that a published document has are left out.
DOCUMENT = """某区2024年法治政府建设任务分工方案
一、示范创建行动
目标：争创示范。
1.争取命名。开展创建。
责任单位：司法局、
教育局
完成时限：2024年6月底
责任单位后面的话，2024年9月底前报告。
2.加强宣传。开展宣传。
（1）进机关。
（2）进乡镇。
责任单位：财政局、教育局
完成时限：长期坚持
3.依法行政行动
规范行政行为。
责任单位：住建局
4.规范执法。公示信息。
责任单位：教育局
完成时限：每年10月底前
二、监督行动
5.加强督察。开展督察。
责任单位：司法局
完成时限：2024年12月
"""
LINES = DOCUMENT.split("\n")


@pytest.fixture
def plan() -> ParsedPlan:
    return parse_bytes(DOCUMENT.encode())


# Where lines go, by the places of the start from 1: into a task, after a task (0: above all of the action), or nowhere.
Goal = tuple[Move, int, int] | tuple[Move]
NOT_THERE = "t9-gone"


def target(plan: ParsedPlan, goal: Goal) -> Target:
    if len(goal) == 1:
        return Target(goal[0])
    act, action, place = goal
    if place == 0:
        return Target(act, action_id(plan, action))
    there = place <= len(plan.actions[action - 1].tasks)
    return Target(act, task_id(plan, action, place) if there else NOT_THERE)


def move(plan: ParsedPlan, first: int, goal: Goal, last: int = 0, given: dict[str, str] | None = None) -> Moved:
    moved = move_lines(plan, given or {}, LINES, (first, last or first), target(plan, goal))
    assert [action.number for action in moved.plan.actions] == list(range(1, len(moved.plan.actions) + 1))
    every = [item.id for item in items_of(moved.plan)]
    assert all(every), "each item has an id"
    assert len(set(every)) == len(every), "of its own"
    return moved


def told(plan: ParsedPlan) -> list[list[tuple[str, str, str | None]]]:
    """Text, units and deadline of each task, action by action."""
    return [
        [
            (task.text, " ".join(said.name for said in task.responsibilities), task.deadline.text)
            for task in action.tasks
        ]
        for action in plan.actions
    ]


NAMED = ("争取命名。开展创建。", "司法局 教育局", "2024年6月底")
SPREAD = ("加强宣传。开展宣传。\n（1）进机关。\n（2）进乡镇。", "财政局 教育局", "长期坚持")
WRONG = ("依法行政行动\n规范行政行为。", "住建局", None)
FAIR = ("规范执法。公示信息。", "教育局", "每年10月底前")
WATCH = ("加强督察。开展督察。", "司法局", "2024年12月")
START = [[NAMED, SPREAD, WRONG, FAIR], [WATCH]]


def test_what_the_rows_below_begin_with(plan: ParsedPlan) -> None:
    assert told(plan) == START


Told = list[list[tuple[str, str, str | None]]]
ROWS: list[tuple[str, tuple[int, int], Goal, Told]] = [
    ("a text that nobody had, to the task above", (8, 8), ("task", 1, 1),
     [[("争取命名。开展创建。\n责任单位后面的话，2024年9月底前报告。", *NAMED[1:]), SPREAD, WRONG, FAIR], [WATCH]]),
    ("the same to the task below: put before its text", (8, 8), ("task", 1, 2),
     [[NAMED, ("责任单位后面的话，2024年9月底前报告。\n" + SPREAD[0], *SPREAD[1:]), WRONG, FAIR], [WATCH]]),
    ("a list item to another task, number and all", (11, 11), ("task", 2, 1),
     [[NAMED, ("加强宣传。开展宣传。\n（1）进机关。", *SPREAD[1:]), WRONG, FAIR],
      [("（2）进乡镇。\n加强督察。开展督察。", *WATCH[1:])]]),
    ("a list item to nobody", (10, 10), ("none",),
     [[NAMED, ("加强宣传。开展宣传。\n（2）进乡镇。", *SPREAD[1:]), WRONG, FAIR], [WATCH]]),
    ("a line of units", (12, 12), ("task", 1, 3),
     [[NAMED, (SPREAD[0], "", "长期坚持"), (WRONG[0], "住建局 财政局 教育局", None), FAIR], [WATCH]]),
    ("the end of a list of names, which says by itself only words", (6, 6), ("task", 2, 1),
     [[(NAMED[0], "司法局", NAMED[2]), SPREAD, WRONG, FAIR], [(WATCH[0], "司法局 教育局", WATCH[2])]]),
    ("a line of time, to a task that had none", (19, 19), ("task", 1, 3),
     [[NAMED, SPREAD, (*WRONG[:2], "每年10月底前"), (*FAIR[:2], None)], [WATCH]]),
    ("a line of time, to a task that had another", (7, 7), ("task", 2, 1),
     [[(*NAMED[:2], None), SPREAD, WRONG, FAIR], [(*WATCH[:2], "2024年6月底")]]),
    ("text, units and time, to another task", (10, 12), ("task", 1, 3),
     [[NAMED, ("加强宣传。开展宣传。", "", "长期坚持"),
       ("（1）进机关。\n（2）进乡镇。\n" + WRONG[0], "住建局 财政局 教育局", None), FAIR], [WATCH]]),
    ("a task's only words: all it has goes with them", (9, 11), ("task", 1, 1),
     [[("争取命名。开展创建。\n" + SPREAD[0], "司法局 教育局 财政局", "2024年6月底"), WRONG, FAIR], [WATCH]]),
    ("a list item becomes a task after its own", (11, 12), ("new", 1, 2),
     [[NAMED, ("加强宣传。开展宣传。\n（1）进机关。", "", "长期坚持"), ("进乡镇。", "财政局 教育局", None),
       WRONG, FAIR], [WATCH]]),
    ("a line becomes the first task of another action", (8, 8), ("new", 2, 0),
     [[NAMED, SPREAD, WRONG, FAIR], [("责任单位后面的话，2024年9月底前报告。", "", None), WATCH]]),
    ("a whole task becomes one elsewhere", (17, 19), ("new", 2, 1), [[NAMED, SPREAD, WRONG], [WATCH, FAIR]]),
    ("the last task of an action goes to the other", (21, 23), ("new", 1, 4),
     [[NAMED, SPREAD, WRONG, FAIR, WATCH]]),
    ("a heading that was read as a task", (14, 16), ("heading",), [[NAMED, SPREAD], [FAIR], [WATCH]]),
    ("its first line alone", (14, 14), ("heading",),
     [[NAMED, SPREAD], [("规范行政行为。", "住建局", None), FAIR], [WATCH]]),
    ("a heading that is none: its tasks stand under the one above", (20, 20), ("none",),
     [[NAMED, SPREAD, WRONG, FAIR, WATCH]]),
    ("a heading that is a task", (20, 20), ("new", 1, 4),
     [[NAMED, SPREAD, WRONG, FAIR, ("监督行动", "", None), WATCH]]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "goal", "result"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_lines_stand_where_they_were_given(plan: ParsedPlan, lines: tuple[int, int], goal: Goal, result: Told) -> None:
    moved = move(plan, lines[0], goal, lines[1])
    assert told(moved.plan) == result
    owners = Owners(moved.plan, moved.given)
    assert {owners.id_of(number) for number in range(lines[0], lines[1] + 1)} == {moved.anchor}


REFUSED: list[tuple[str, tuple[int, int], Goal, str]] = [
    ("a blank line", (24, 24), ("none",), NO_WORDS),
    ("a task that is not there", (8, 8), ("task", 1, 9), GONE),
    ("after a task that is not there", (8, 8), ("new", 1, 9), GONE),
    ("units as a task", (12, 12), ("new", 1, 1), ONLY_LABELS),
    ("a task into itself", (9, 13), ("task", 1, 2), IS_ALL),
    ("a heading with nothing below", (19, 19), ("heading",), NO_TASK_BELOW),
    ("a heading that is one", (20, 20), ("heading",), IS_HEADING),
    ("units as a heading", (12, 12), ("heading",), NO_TASK_BELOW),
    ("a heading above all", (1, 1), ("heading",), NO_TASK_BELOW),
]


@pytest.mark.parametrize(("lines", "goal", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_is_refused(plan: ParsedPlan, lines: tuple[int, int], goal: Goal, sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence[:6]):
        move_lines(plan, {}, LINES, lines, target(plan, goal))


def test_the_only_task_of_a_plan_stays() -> None:
    text = "某区2024年任务分工方案\n一、行动\n1.甲。\n责任单位：乙局\n"
    plan = parse_bytes(text.encode())
    with pytest.raises(ServiceError, match="至少要有一项任务"):
        move_lines(plan, {}, text.split("\n"), (3, 4), Target("none"))


def test_headings_that_wait_for_their_tasks_stay(plan: ParsedPlan) -> None:
    outline = replace(new_action("新的行动"), number=3)
    plan = replace(plan, actions=(*plan.actions, outline))
    assert move(plan, 8, ("none",)).plan.actions[2] == outline


def test_a_heading_takes_the_tasks_below_it_and_its_goal(plan: ParsedPlan) -> None:
    moved = move(plan, 14, ("heading",), 15)
    action = moved.plan.actions[1]
    assert (action.heading, action.goal, action.line) == ("依法行政行动", "规范行政行为。", 14)
    assert moved.gone == ["依法行政行动"], "the task that it was"


def test_a_better_heading_right_above_the_first_task_replaces_the_one_that_is(plan: ParsedPlan) -> None:
    moved = move(plan, 3, ("heading",))
    assert [action.heading for action in moved.plan.actions] == ["争创示范", "监督行动"]
    assert moved.gone == ["示范创建行动"]


def test_a_new_task_has_the_number_printed_or_the_next_one(plan: ParsedPlan) -> None:
    assert [task.number for task in move(plan, 8, ("new", 1, 1)).plan.actions[0].tasks][:2] == [1, 2]
    assert task_at(move(plan, 11, ("new", 2, 1)).plan, 2, 2).number == 2


def test_milestones_are_found_anew_and_go_with_their_words(plan: ParsedPlan) -> None:
    moved = move(plan, 8, ("task", 1, 1))
    assert [str(mark.due) for mark in task_at(moved.plan, 1, 1).milestones] == ["2024-09-30"]
    again = move(moved.plan, 8, ("task", 2, 1), given=moved.given)
    assert told(again.plan)[0][0] == NAMED
    assert task_at(again.plan, 1, 1).milestones == ()
    assert [mark.text for mark in task_at(again.plan, 2, 1).milestones] == ["2024年9月底前"]


def test_what_a_person_corrected_stays(plan: ParsedPlan) -> None:
    finance, education = task_at(plan, 1, 2).responsibilities
    said = (replace(finance, role="lead"), education, ParsedResponsibility("support", "团委"))
    words = {"title": "宣传", "text": "加强宣传（改过）。\n（1）进机关。\n（2）进乡镇。"}
    plan = edits.set_item(plan, task_id(plan, 1, 2), **words, responsibilities=said)
    after = task_at(move(plan, 11, ("none",)).plan, 1, 2)
    assert (after.title, after.text) == ("宣传", "加强宣传（改过）。\n（1）进机关。")
    assert [said.name for said in after.responsibilities] == ["财政局", "教育局", "团委"]


def test_a_line_moved_away_and_back_leaves_all_as_it_was(plan: ParsedPlan) -> None:
    for number, back in ((10, ("task", 1, 2)), (6, ("task", 1, 1)), (13, ("task", 1, 2))):
        away = move(plan, number, ("none",))
        moved = move(away.plan, number, back, given=away.given)
        assert told(moved.plan) == START, number
        assert moved.given == {}, number


def test_a_task_that_lost_its_first_line_begins_at_the_next(plan: ParsedPlan) -> None:
    moved = move(plan, 9, ("none",))
    task = task_at(moved.plan, 1, 2)
    assert (task.title, task.text, task.line) == ("（1）进机关", "（1）进机关。\n（2）进乡镇。", 10)
    assert Owners(moved.plan, moved.given).id_of(12) == task.id == task_id(plan, 1, 2)


def test_a_line_cut_by_the_page_closes_up_again() -> None:
    cut = "1.健全行政执法与刑事司法衔接工作机制，推动案件移送的标准"
    text = f"某区2024年任务分工方案\n一、行动\n{cut}\n和程序统一。定期会商。\n责任单位：乙局\n2.丙。\n责任单位：丁局\n"
    plan, lines = parse_bytes(text.encode()), text.split("\n")
    first, second = plan.tasks()
    assert "标准和程序" in first.text
    away = move_lines(plan, {}, lines, (4, 4), Target("task", second.id))
    assert task_at(away.plan, 1, 1).text == cut.removeprefix("1.")
    back = move_lines(away.plan, away.given, lines, (4, 4), Target("task", first.id))
    assert task_at(back.plan, 1, 1).text == first.text


GOALS: list[Goal] = [
    *(("task", a, t) for a, t in [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1)]),
    *(("new", a, t) for a, t in [(1, 0), (1, 1), (1, 4), (2, 0), (2, 1)]),
    *(("heading",), ("none",)),
]


@pytest.mark.parametrize("first", range(1, len(LINES)))
def test_wherever_a_line_goes_the_plan_keeps_its_form_and_the_words_stand_once(plan: ParsedPlan, first: int) -> None:
    for goal in GOALS:
        for last in range(first, min(first + 4, len(LINES))):
            try:
                moved = move(plan, first, goal, last)
            except ServiceError:
                continue
            assert plan_from_dict(moved.plan.as_dict()) == moved.plan
            texts = "".join(task.text for task in moved.plan.tasks())
            assert texts.count("进乡镇") == (0 if first <= 11 <= last and goal[0] in ("heading", "none") else 1)


def test_lines_of_a_task_that_went_into_another_are_that_one_s(plan: ParsedPlan) -> None:
    """Wherever they stand: the fourth task's below the third, and one that was given to it from above."""
    first, fourth = task_id(plan, 1, 1), task_id(plan, 1, 4)
    given = {"8": fourth}
    moved = edits.move_task(plan, fourth, to_action=action_id(plan, 1), to_place=2)
    merged = edits.merge_next(moved, first)
    now = handed_on(moved, merged, given, LINES, {fourth: first})
    owners = Owners(merged, now)
    assert {owners.id_of(number) for number in (4, 5, 6, 7, 8, 17, 18, 19)} == {first}
    assert owners.id_of(14) == task_id(plan, 1, 3)


def test_what_looks_like_a_page_number_counts_when_a_person_says_so(plan: ParsedPlan) -> None:
    lines = [*LINES[:9], "— 3 —", *LINES[9:]]
    parsed = parse_bytes("\n".join(lines).encode())
    first = task_id(parsed, 1, 1)
    moved = move_lines(parsed, {}, lines, (10, 10), Target("task", first))
    assert task_at(moved.plan, 1, 1).text.endswith("\n—3—")
    assert moved.given == {"10": first}
    back = move_lines(moved.plan, moved.given, lines, (10, 10), Target("none"))
    assert told(back.plan) == told(parsed)
    among = move_lines(parsed, {}, lines, (9, 12), Target("new", task_id(parsed, 2, 1)))
    assert "—3—" not in task_at(among.plan, 2, 2).text


IDS: list[tuple[str, tuple[int, int], Goal, list[list[int]], dict[int, int]]] = [
    ("words to another task", (8, 8), ("task", 1, 2), [[1, 2, 3, 4], [5]], {}),
    ("a line that becomes a task", (11, 11), ("new", 2, 1), [[1, 2, 3, 4], [5, 0]], {}),
    ("a task's only words: it is gone into the other", (9, 11), ("task", 1, 1), [[1, 3, 4], [5]], {2: 1}),
    ("a whole task that stands elsewhere is the same task", (17, 19), ("new", 2, 1), [[1, 2, 3], [5, 4]], {}),
    ("two whole tasks become one: the first of them", (17, 22), ("new", 1, 3), [[1, 2, 3, 4]], {5: 4}),
    ("a task that becomes a heading is gone", (14, 16), ("heading",), [[1, 2], [4], [5]], {3: 0}),
    ("a task whose lines are nobody's is gone", (9, 13), ("none",), [[1, 3, 4], [5]], {2: 0}),
]


@pytest.mark.parametrize(("lines", "goal", "who", "into"), [row[1:] for row in IDS], ids=[row[0] for row in IDS])
def test_tasks_keep_their_ids(
    plan: ParsedPlan, lines: tuple[int, int], goal: Goal, who: list[list[int]], into: dict[int, int]
) -> None:
    moved = move(plan, lines[0], goal, lines[1])
    before = [task.id for task in plan.tasks()]
    assert [[before.index(one) + 1 if one in before else 0 for one in row] for row in ids(moved.plan)] == who
    assert moved.into == {before[gone - 1]: before[task - 1] if task else "" for gone, task in into.items()}


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world, text=DOCUMENT)


class TestPage:
    def test_the_form_opens_within_the_page_or_alone(self, draft: PlanDraft, as_staff: Client) -> None:
        address = url("draft_line", draft, 8)
        within, alone = text_of(as_staff.get(address, headers=HTMX)), text_of(as_staff.get(address))
        assert "<html" not in within
        assert "<html" in alone
        for html in (within, alone):
            assert "任务“1. 争取命名”" in html
            assert "2024-09-30" in html
        assert "责任单位后面的话" in alone

    def test_each_line_number_leads_to_it(self, draft: PlanDraft, as_staff: Client) -> None:
        assert '<a href="lines/8/"' in page(as_staff, draft)

    @pytest.mark.parametrize("line", [24, 99, 0])
    def test_a_line_without_words_is_not_found(self, draft: PlanDraft, as_staff: Client, line: int) -> None:
        assert as_staff.get(url("draft_line", draft, line)).status_code == 404

    def test_a_remark_on_a_line_is_answered_by_giving_it_away(self, draft: PlanDraft, as_staff: Client) -> None:
        (warning,) = [warning for warning in review_of(draft).warnings if warning.is_of_line]
        assert warning.line == 8
        assert 'href="lines/8/">改归属' in page(as_staff, draft)
        post(as_staff, url("draft_line", draft, 8), draft, act="task", into=task_id(draft.reviewed, 1, 2), last="8")
        review = review_of(draft)
        assert not any(warning.is_of_line for warning in review.warnings)
        assert {line.number: line.anchor for line in review.lines}[8] == task_id(draft.reviewed, 1, 2)

    def test_it_says_what_went_with_the_line(self, draft: PlanDraft, as_staff: Client) -> None:
        html = text_of(post(as_staff, url("draft_line", draft, 14), draft, act="heading", last="16"))
        assert "第14至16行已改归属" in html
        assert "原来的“依法行政行动”没有别的内容，已一并撤去" in html

    def test_a_draft_whose_tasks_were_all_deleted(self, draft: PlanDraft, as_staff: Client) -> None:
        plan = draft.reviewed
        bare = replace(plan, actions=tuple(replace(row, tasks=()) for row in plan.actions))
        PlanDraft.objects.filter(pk=draft.pk).update(content=bare)
        first = f'<option value="{action_id(plan, 1)}" selected>本行动最前</option>'
        assert first in text_of(as_staff.get(url("draft_line", draft, 8)))
        post(as_staff, url("draft_line", draft, 8), draft, act="new", after=action_id(plan, 1))
        assert [len(row.tasks) for row in draft.reviewed.actions] == [1, 0]

    REFUSED = [
        ("no act", {}, "请选择这一行归哪项任务"),
        ("no task", {"act": "task", "into": ""}, "请选择这一行归哪项任务"),
        ("backwards", {"act": "none", "last": "3"}, BAD_LINES),
        ("beyond the end", {"act": "none", "last": "999"}, BAD_LINES),
        ("no number", {"act": "none", "last": "末"}, BAD_LINES),
        ("a task that is gone", {"act": "task", "into": NOT_THERE}, GONE),
    ]

    @pytest.mark.parametrize(("data", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
    def test_a_refusal_is_a_sentence(
        self, draft: PlanDraft, as_staff: Client, data: dict[str, str], sentence: str
    ) -> None:
        assert sentence in text_of(post(as_staff, url("draft_line", draft, 8), draft, **data))
        assert draft.revision == 0

    def test_the_same_document_again_has_its_lines_where_they_were_given(
        self, world: World, draft: PlanDraft, as_staff: Client
    ) -> None:
        post(as_staff, url("draft_line", draft, 8), draft, act="none")
        PlanDraft.objects.filter(pk=draft.pk).update(state=PlanDraft.State.CONFIRMED)
        again = ready_draft(world, text=DOCUMENT)
        assert (again.pk != draft.pk, again.given) == (True, {"8": ""})


PROPOSED = [
    ("what ends a task: the one below", 8, (1, 2), (1, 1)),
    ("what begins one: the one above", 17, (1, 3), (1, 4)),
    ("the first line of all tasks", 4, (1, 1), (1, 1)),
    ("the last task's", 22, (2, 1), (2, 1)),
    ("above all", 3, (1, 1), (1, 1)),
]


@pytest.mark.parametrize(("line", "into", "after"), [row[1:] for row in PROPOSED], ids=[row[0] for row in PROPOSED])
def test_the_neighbour_is_proposed(draft: PlanDraft, line: int, into: tuple[int, int], after: tuple[int, int]) -> None:
    view: Any = line_view(draft, line)
    assert (view.into, view.after) == (task_id(draft.reviewed, *into), task_id(draft.reviewed, *after))
