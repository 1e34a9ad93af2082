"""Corrections to a parsed plan: what each does, and what it refuses."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tasks.common.errors import ServiceError
from tasks.planparser import (
    Diagnostic,
    ParsedDeadline,
    ParsedMilestone,
    ParsedPlan,
    ParsedResponsibility,
    parse_bytes,
    parse_deadline,
)
from tests.tracker.intake.imports import TEXT
from tests.tracker.intake.places import action_id, ids, indicator_id, task_at, task_id, titles
from tracker.intake.corrections import edits
from tracker.intake.corrections.items import GONE, LAST_TASK
from tracker.intake.corrections.other_years import answered, in_years
from tracker.intake.corrections.pairs import pairs_handed_on


@pytest.fixture
def plan() -> ParsedPlan:
    return parse_bytes(TEXT.encode())


Edit = Callable[[ParsedPlan], ParsedPlan]


def move(plan: ParsedPlan, task: tuple[int, int], to_action: int, to_place: int) -> ParsedPlan:
    return edits.move_task(plan, task_id(plan, *task), to_action=action_id(plan, to_action), to_place=to_place)


# What was done, the titles after it, and where the ids of 1-1, 1-2 and 2-1 stand then (a new task has another).
STRUCTURE: list[tuple[str, Edit, list[list[str]], list[list[int]]]] = [
    ("merge", lambda p: edits.merge_next(p, task_id(p, 1, 1)), [["争取命名"], ["规范执法"]], [[1], [3]]),
    ("move down", lambda p: move(p, (1, 1), 1, 2), [["加强宣传", "争取命名"], ["规范执法"]], [[2, 1], [3]]),
    ("move across", lambda p: move(p, (1, 2), 2, 1), [["争取命名"], ["加强宣传", "规范执法"]], [[1], [2, 3]]),
    (
        "move the last of an action",
        lambda p: move(p, (2, 1), 1, 3),
        [["争取命名", "加强宣传", "规范执法"]],
        [[1, 2, 3]],
    ),
    ("move to where it is", lambda p: move(p, (1, 2), 1, 2), [["争取命名", "加强宣传"], ["规范执法"]], [[1, 2], [3]]),
    ("delete", lambda p: edits.delete_task(p, task_id(p, 1, 1)), [["加强宣传"], ["规范执法"]], [[2], [3]]),
    (
        "delete an action's only one",
        lambda p: edits.delete_task(p, task_id(p, 2, 1)),
        [["争取命名", "加强宣传"]],
        [[1, 2]],
    ),
    (
        "add",
        lambda p: edits.add_task(p, action_id(p, 2), text="公开结果。每季度一次。"),
        [["争取命名", "加强宣传"], ["规范执法", "公开结果"]],
        [[1, 2], [3, 0]],
    ),
    (
        "split",
        lambda p: edits.split_task(p, task_id(p, 1, 1), offset=5),
        [["争取命名", "开展创建，2024年6月底前完成申报", "加强宣传"], ["规范执法"]],
        [[1, 0, 2], [3]],
    ),
    (
        "rename",
        lambda p: edits.set_item(p, task_id(p, 1, 1), title="新题"),
        [["新题", "加强宣传"], ["规范执法"]],
        [[1, 2], [3]],
    ),
]


@pytest.mark.parametrize(("edit", "result", "who"), [row[1:] for row in STRUCTURE], ids=[row[0] for row in STRUCTURE])
def test_tasks_stand_where_they_should_and_keep_their_ids(
    plan: ParsedPlan, edit: Edit, result: list[list[str]], who: list[list[int]]
) -> None:
    new = edit(plan)
    assert titles(new) == result
    assert [action.number for action in new.actions] == list(range(1, len(result) + 1))
    before = [task.id for task in plan.tasks()]
    assert [[before.index(one) + 1 if one in before else 0 for one in row] for row in ids(new)] == who
    every = [task.id for task in new.tasks()]
    assert all(every)
    assert len(set(every)) == len(every)


REFUSED: list[tuple[str, Edit, str]] = [
    (
        "an action that is not there",
        lambda p: edits.set_item(p, "a9", heading="x", goal=None),
        GONE,
    ),
    ("a task that is not there", lambda p: edits.set_item(p, "t9", title="x"), GONE),
    (
        "a task where an action is meant",
        lambda p: edits.add_task(p, task_id(p, 1, 1), text="x"),
        GONE,
    ),
    ("no id", lambda p: edits.delete_task(p, ""), GONE),
    ("merge the last", lambda p: edits.merge_next(p, task_id(p, 1, 2)), edits.NO_NEXT),
    ("split within a sentence", lambda p: edits.split_task(p, task_id(p, 1, 1), offset=3), edits.BAD_SPLIT),
    ("move beyond the end", lambda p: move(p, (1, 1), 2, 3), edits.BAD_PLACE),
    (
        "move to no action",
        lambda p: edits.move_task(p, task_id(p, 1, 1), to_action="", to_place=1),
        GONE,
    ),
    ("an indicator that is not there", lambda p: edits.delete_indicator(p, "i9"), GONE),
]


@pytest.mark.parametrize(("edit", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_is_refused(plan: ParsedPlan, edit: Edit, sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence[:6]):
        edit(plan)


def test_the_last_task_of_all_stays(plan: ParsedPlan) -> None:
    first, second, last = plan.tasks()
    plan = edits.delete_task(edits.delete_task(plan, first.id), second.id)
    with pytest.raises(ServiceError, match=LAST_TASK):
        edits.delete_task(plan, last.id)


def test_merging_unites_units_in_their_strongest_role_and_keeps_a_deadline(plan: ParsedPlan) -> None:
    plan = edits.set_item(plan, task_id(plan, 1, 1), deadline=ParsedDeadline())
    said = (ParsedResponsibility("lead", "教育局"), ParsedResponsibility("support", "司法局"))
    plan = edits.set_item(plan, task_id(plan, 1, 2), responsibilities=said)
    (task,) = edits.merge_next(plan, task_id(plan, 1, 1)).actions[0].tasks
    assert [(said.role, said.name) for said in task.responsibilities] == [
        ("responsible", "司法局"),
        ("lead", "教育局"),
        ("responsible", "财政部门"),
    ]
    assert task.deadline.kind == "ongoing"
    assert task.text.splitlines()[1] == "加强宣传。开展宣传。"


def test_a_task_is_called_what_the_parser_would_call_it(plan: ParsedPlan) -> None:
    plan = edits.add_task(plan, action_id(plan, 2), text="健全制度；公开结果，2024年9月底前报告。每季度一次。")
    added = task_at(plan, 2, 2)
    assert (added.title, added.line) == ("健全制度；公开结果，2024年9月底前报告", None)
    assert added.milestones == (ParsedMilestone("2024年9月底前", dt.date(2024, 9, 30)),)
    first, second = edits.split_task(plan, added.id, offset=5).actions[1].tasks[1:]
    assert (first.title, first.text) == ("健全制度", "健全制度；")
    assert second.title == "公开结果，2024年9月底前报告"


def test_splitting_shares_units_and_deadline_and_parts_the_milestones(plan: ParsedPlan) -> None:
    first, second, _ = edits.split_task(plan, task_id(plan, 1, 1), offset=5, line=6).actions[0].tasks
    assert (first.text, first.milestones) == ("争取命名。", ())
    assert second.text == "开展创建，2024年6月底前完成申报。巩固成果。"
    assert [mark.due for mark in second.milestones] == [dt.date(2024, 6, 30)]
    assert second.responsibilities == first.responsibilities
    assert (second.deadline, second.line) == (first.deadline, 6)


POINTS = [
    ("none", "只有一句", []),
    ("one sentence with its end", "只有一句。", []),
    ("two", "甲。乙。", [(2, "乙。")]),
    ("a line end", "甲\n乙", [(2, "乙")]),
    ("a semicolon and a space", "甲； 乙", [(3, "乙")]),
    ("a paragraph that ends with a full stop: once", "甲。\n乙。", [(3, "乙。")]),
    ("a sentence in quotes", "说“甲。”乙。", [(5, "乙。")]),
]


@pytest.mark.parametrize(("text", "points"), [row[1:] for row in POINTS], ids=[row[0] for row in POINTS])
def test_a_text_can_be_cut_after_each_sentence(text: str, points: list[tuple[int, str]]) -> None:
    assert edits.split_points(text) == points


def test_times_are_read_anew_in_other_years_but_for_those_chosen_by_hand() -> None:
    text = TEXT.replace("某区2024年", "").replace("2024年6月底前", "6月底前").replace("2024年12月", "9月底")
    plan = parse_bytes(text.replace("2024年13月", "10月").encode())
    chosen = ParsedDeadline("10月", "ongoing", None, ongoing=True)
    marks = (ParsedMilestone("x", dt.date(2023, 1, 1)),)
    plan = edits.set_item(plan, task_id(plan, 2, 1), deadline=chosen, milestones=marks)
    new = in_years(plan, [2025])
    first, second, third = new.tasks()
    assert (plan.years, task_at(plan, 1, 1).deadline.due, new.years) == ((), None, (2025,))
    assert (first.deadline.due, first.milestones[0].due) == (dt.date(2025, 9, 30), dt.date(2025, 6, 30))
    assert second == task_at(plan, 1, 2), "长期坚持 is of no year"
    assert (third.deadline, third.milestones) == (chosen, marks)


ANSWERED = [
    ("a deadline that is read by now", "deadline_unread", "2024年11月", True),
    ("one that is not", "deadline_unread", "尽快", False),
    ("a year that was guessed, of a plan of one", "year_guessed", "11月", True),
    ("a remark on something else", "bad_date", "2024年11月", False),
]


@pytest.mark.parametrize(("code", "typed", "answers"), [row[1:] for row in ANSWERED], ids=[row[0] for row in ANSWERED])
def test_a_remark_on_a_time_is_answered_by_its_task(plan: ParsedPlan, code: str, typed: str, answers: bool) -> None:
    remark = Diagnostic("warning", code, "看", None, item=task_id(plan, 2, 1), id="r9")
    plan = edits.set_item(plan, task_id(plan, 2, 1), deadline=parse_deadline(typed, [2024]))
    assert answered(replace(plan, diagnostics=(remark,)), {}) == (["r9"] if answers else [])


def test_a_target_typed_is_read(plan: ParsedPlan) -> None:
    targets = [(2024, "不低于90%"), (2025, "—")]
    first: dict[str, Any] = {"name": "案件办结率", "area": "", "unit": "%"}
    new = edits.set_indicator(plan, indicator_id(plan, 1), targets=targets, **first)
    row = new.indicators[0]
    assert (row.id, row.name, row.unit) == (indicator_id(plan, 1), "案件办结率", "%")
    assert [(t.year, t.operator, t.value) for t in row.targets] == [(2024, ">=", 90), (2025, None, None)]
    per_mille = edits.set_indicator(plan, row.id, targets=[(2024, "0.5‰")], **first)
    assert per_mille.indicators[0].targets[0].value is None, "it cannot be held against per cents"
    assert edits.delete_indicator(new, row.id).indicators == ()


PAIRS: list[tuple[str, dict[str, int | None], dict[str, str], dict[str, int | None]]] = [
    ("nothing is gone", {"t1": 101}, {}, {"t1": 101}),
    ("the first has none: it gets the second's", {"t2": 101}, {"t2": "t1"}, {"t1": 101}),
    ("the first has its own", {"t1": 100, "t2": 101}, {"t2": "t1"}, {"t1": 100}),
    ("of the first it was said that it is new", {"t1": None, "t2": 101}, {"t2": "t1"}, {"t1": None}),
    ("of the second it was said that it is new", {"t2": None}, {"t2": "t1"}, {"t1": None}),
    ("deleted", {"t1": 100, "t2": 101}, {"t2": ""}, {"t1": 100}),
    ("several into one: the first of them counts", {"t2": 102, "t3": 103}, {"t2": "t1", "t3": "t1"}, {"t1": 102}),
]


@pytest.mark.parametrize(("said", "into", "kept"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_what_was_said_of_a_task_goes_with_it(
    said: dict[str, int | None], into: dict[str, str], kept: dict[str, int | None]
) -> None:
    assert pairs_handed_on(said, into) == kept
