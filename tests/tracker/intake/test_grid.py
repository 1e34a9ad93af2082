"""Rows of the grid become a plan: what was typed is read, what was not touched stays as it was."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tasks.common.errors import ServiceError
from tasks.planparser import ROLES, ParsedAction, ParsedDeadline, ParsedPlan, ParsedResponsibility, ParsedTask
from tasks.planparser.labels import FIELD_LABELS
from tests.tracker.intake.places import task_at
from tracker.intake.carryover import empty_plan
from tracker.intake.grid import rows as grid
from tracker.intake.grid.pasting import pasted
from tracker.intake.grid.reading import (
    MAX_DEADLINE,
    MAX_HEADING,
    MAX_NAME,
    MAX_NUMBER,
    MAX_TITLE,
    GridError,
    plan_of,
    read_names,
)
from tracker.intake.grid.rows import MAX_ROWS, Row

ONGOING = ParsedDeadline("长期坚持", "ongoing", None, ongoing=True)
BY_HAND = ParsedDeadline("年底", "date", dt.date(2025, 6, 30))


def task(number: int, title: str, **changes: Any) -> ParsedTask:
    said = (ParsedResponsibility("lead", "司法局"), ParsedResponsibility("responsible", "各乡镇、街道"))
    row = ParsedTask(
        id=f"t{number}",
        number=number,
        title=title,
        text=f"{title}。开展工作。",
        responsibilities=said,
        deadline=ONGOING,
        milestones=(),
        line=number + 10,
    )
    return replace(row, **changes)


def plan(*actions: tuple[str, list[ParsedTask]]) -> ParsedPlan:
    return replace(
        empty_plan("某区2025年任务分工方案", "某区", [2025]),
        actions=tuple(
            ParsedAction(id=f"a{n}", number=n, heading=heading, goal="目标", tasks=tuple(tasks), line=n)
            for n, (heading, tasks) in enumerate(actions, 1)
        ),
    )


PLAN = plan(("示范创建行动", [task(1, "争取命名"), task(2, "加强宣传")]), ("依法行政行动", [task(3, "规范执法")]))
ROWS = grid.rows_of(PLAN)


def changed(at: int, **cells: str) -> list[Row]:
    return [replace(row, **cells) if n == at else row for n, row in enumerate(ROWS)]


def test_rows_show_actions_and_tasks() -> None:
    assert [row.ref for row in ROWS] == ["action:a1", "task:t1", "task:t2", "action:a2", "task:t3"]
    assert ROWS[1] == Row("task:t1", "1", "争取命名。开展工作。", "司法局", "各乡镇、街道", "", "长期坚持")


def test_rows_as_they_were_are_the_plan_as_it_was() -> None:
    assert plan_of(ROWS, PLAN) == PLAN


def test_what_was_not_touched_is_not_read_again() -> None:
    odd = plan(("行动", [task(7, "另有标题", text="正文不含它。", deadline=BY_HAND)]))
    rows = [replace(row, support="教育局") if not row.is_action else row for row in grid.rows_of(odd)]
    new = task_at(plan_of(rows, odd), 1, 1)
    assert (new.id, new.title, new.deadline, new.line) == ("t7", "另有标题", BY_HAND, 17)
    assert ParsedResponsibility("responsible", "各乡镇、街道") in new.responsibilities, "a list that is one name"


CELLS = [
    ("2025年6月底", ParsedDeadline("2025年6月底", "date", dt.date(2025, 6, 30))),
    ("6月底", ParsedDeadline("6月底", "date", dt.date(2025, 6, 30))),
    ("每年10月底前", ParsedDeadline("每年10月底前", "annual", annual="10-31")),
    ("长期坚持，持续推进", ParsedDeadline("长期坚持，持续推进", "ongoing", ongoing=True)),
    ("尽快", ParsedDeadline("尽快")),
    ("", ParsedDeadline()),
]


@pytest.mark.parametrize(("typed", "expected"), CELLS)
def test_a_deadline_is_read(typed: str, expected: ParsedDeadline) -> None:
    assert task_at(plan_of(changed(1, deadline=typed), PLAN), 1, 1).deadline == expected


TEXTS = [
    ("a new text has a new title", "推进改革。做好衔接。", "推进改革", "推进改革。做好衔接。"),
    ("a title that it still begins with stays", "争取命名。全力以赴。", "争取命名", "争取命名。全力以赴。"),
    ("paragraphs stay, spaces go", "推进 改革。\n\n 二是 衔接。", "推进改革", "推进改革。\n二是衔接。"),
]


@pytest.mark.parametrize(("typed", "title", "text"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_a_text_is_read(typed: str, title: str, text: str) -> None:
    new = task_at(plan_of(changed(1, text=typed), PLAN), 1, 1)
    assert (new.title, new.text) == (title, text)


def test_a_text_is_searched_for_dates() -> None:
    new = task_at(plan_of(changed(1, text="开展申报。2025年6月底前完成。"), PLAN), 1, 1)
    assert [mark.due for mark in new.milestones] == [dt.date(2025, 6, 30)]


LEAD, DUTY, HELP = "lead", "responsible", "support"
NAMES = [
    ("司法局、教育局", DUTY, (), [(DUTY, "司法局"), (DUTY, "教育局")]),
    ("司法局，教育局；财政局", LEAD, (), [(LEAD, "司法局"), (LEAD, "教育局"), (LEAD, "财政局")]),
    ("司法局\n教育局", DUTY, (), [(DUTY, "司法局"), (DUTY, "教育局")]),
    ("各县（市、区）", DUTY, (), [(DUTY, "各县（市、区）")]),
    ("司法局、各乡镇、街道", DUTY, ["各乡镇、街道"], [(DUTY, "司法局"), (DUTY, "各乡镇、街道")]),
    ("各乡镇、街道办事处", DUTY, ["各乡镇、街道"], [(DUTY, "各乡镇"), (DUTY, "街道办事处")]),
    ("司法局牵头，教育局配合", DUTY, (), [(LEAD, "司法局"), (HELP, "教育局")]),
    ("司法局、司法局", DUTY, (), [(DUTY, "司法局")]),
    ("", DUTY, (), []),
]


@pytest.mark.parametrize(("typed", "role", "whole", "expected"), NAMES)
def test_names_in_a_cell(typed: str, role: Any, whole: list[str], expected: list[tuple[str, str]]) -> None:
    assert [(said.role, said.name) for said in read_names(typed, role, whole)] == expected


def test_new_rows_are_numbered_on_and_blank_ones_left_out() -> None:
    rows = [
        *ROWS,
        Row("task:"),
        Row("task:", text="新的任务。", number="9"),
        Row("task:", text="又一项。"),
        Row("action:"),
    ]
    new = plan_of(rows, PLAN)
    assert [row.number for row in new.actions[1].tasks] == [3, 9, 10]
    assert len(new.actions) == 2
    assert len({row.id for row in new.tasks()}) == 5, "each has an id of its own"


def test_a_new_action_takes_the_tasks_below_it() -> None:
    new = plan_of([*ROWS[:2], Row("action:", text="新的行动"), *ROWS[2:]], PLAN)
    assert [(row.number, row.heading, len(row.tasks)) for row in new.actions] == [
        (1, "示范创建行动", 1),
        (2, "新的行动", 1),
        (3, "依法行政行动", 1),
    ]
    assert (new.actions[1].goal, new.actions[2].goal) == (None, "目标")


def test_items_keep_their_ids_wherever_they_stand() -> None:
    heading, first, second, other, third = ROWS
    new = plan_of([other, second, heading, third, first], PLAN)
    assert [(row.id, [task.id for task in row.tasks]) for row in new.actions] == [("a2", ["t2"]), ("a1", ["t3", "t1"])]


def test_a_row_that_comes_back_is_what_it_was_and_one_sent_twice_is_two() -> None:
    held = PLAN.actions[0].tasks[0]
    back = plan_of([ROWS[0], replace(ROWS[1], ref="task:", held=held), *ROWS[2:]], PLAN)
    assert back == PLAN
    twice = [task.id for task in plan_of([*ROWS, ROWS[1]], PLAN).tasks()]
    assert twice[:3] == ["t1", "t2", "t3"]
    assert twice[3] not in ("t1", "")


ERRORS = [
    (1, {"text": " "}, "第2行：任务内容是空的"),
    (1, {"text": "长" * (MAX_TITLE + 1)}, f"第2行：任务内容的第一句超过{MAX_TITLE}字"),
    (2, {"number": "一"}, f"第3行：编号“一”不是{MAX_NUMBER}以内的整数"),
    (2, {"number": f"{MAX_NUMBER + 1}"}, f"第3行：编号“{MAX_NUMBER + 1}”不是{MAX_NUMBER}以内的整数"),
    (2, {"deadline": "长" * (MAX_DEADLINE + 1)}, f"第3行：完成时限超过{MAX_DEADLINE}字"),
    (4, {"lead": "局" * (MAX_NAME + 1)}, f"第5行：单位名称超过{MAX_NAME}字"),
    (0, {"text": ""}, "第1行：行动标题是空的"),
    (3, {"text": "长" * (MAX_HEADING + 1)}, f"第4行：行动标题超过{MAX_HEADING}字"),
]


@pytest.mark.parametrize(("at", "cells", "words"), ERRORS)
def test_what_cannot_be_read_is_named_by_row(at: int, cells: dict[str, str], words: str) -> None:
    with pytest.raises(GridError) as caught:
        plan_of(changed(at, **cells), PLAN)
    assert [str(error)[: len(words)] for error in caught.value.errors] == [words]


def test_all_errors_are_named_at_once() -> None:
    rows = [replace(row, text="") for row in ROWS]
    with pytest.raises(GridError, match="有5处需要改正") as caught:
        plan_of(rows, PLAN)
    assert [error.row for error in caught.value.errors] == [1, 2, 3, 4, 5]


def test_a_task_needs_an_action_above_it() -> None:
    with pytest.raises(GridError) as caught:
        plan_of(ROWS[1:], PLAN)
    assert "请先插入行动" in str(caught.value.errors[0])


def test_too_many_rows_and_rows_that_are_gone() -> None:
    with pytest.raises(ServiceError, match=f"{MAX_ROWS}行"):
        plan_of([Row("action:", text="行动")] * (MAX_ROWS + 1), PLAN)
    with pytest.raises(ServiceError, match="已不存在"):
        plan_of([*ROWS, Row("task:t9", text="任务。")], PLAN)
    with pytest.raises(ServiceError, match="已不存在"):
        grid.replaced(ROWS, [Row("task:t9", text="任务。")])


def test_what_is_done_with_rows() -> None:
    def refs(rows: list[Row]) -> list[str]:
        return [row.item or row.ref for row in rows]

    assert refs(grid.inserted(ROWS, 2, "task:")) == ["a1", "t1", "task:", "t2", "a2", "t3"]
    assert refs(grid.inserted(ROWS, 0, "task:"))[-1] == "task:"
    assert refs(grid.deleted(ROWS, 4)) == ["a1", "t1", "t2", "t3"]
    assert refs(grid.moved(ROWS, 3, -1)) == ["a1", "t2", "t1", "a2", "t3"]
    assert refs(grid.moved(ROWS, 2, -1)) == refs(ROWS), "the first row stays an action"
    assert refs(grid.moved(ROWS, 5, 1)) == refs(ROWS)
    assert [row.number for row in grid.renumbered(ROWS)] == ["", "1", "2", "", "3"]
    with pytest.raises(ServiceError, match="不能删除"):
        grid.deleted(ROWS, 1)
    with pytest.raises(ServiceError, match="已不存在"):
        grid.deleted(ROWS, 9)


def test_a_copied_rectangle_becomes_rows() -> None:
    assert pasted([["任务甲", "司法局", "教育局"], ["", ""]], "text").rows == [
        Row("task:", text="任务甲", lead="司法局", responsible="教育局")
    ]
    found = pasted([["司法局", "教育局", "长期坚持", "多出的", " "]], "responsible")
    assert found.rows == [Row("task:", responsible="司法局", support="教育局", deadline="长期坚持")]
    assert found.beyond == 1


def test_a_head_row_says_what_the_columns_are() -> None:
    table = [["序号", "工作任务", "备注", "完成时限", "责任单位"], ["1", "任务甲", "无", "6月底", "司法局"]]
    found = pasted(table, "text")
    assert found.rows == [Row("task:", number="1", text="任务甲", deadline="6月底", responsible="司法局")]
    assert found.headings == ["备注"], "what no cell takes is named"


def test_columns_that_go_to_one_cell_are_joined() -> None:
    table = [
        ["重点任务", "具体措施", "牵头单位", "责任单位", "实施单位", "配合部门"],
        ["推进改革。", "做好衔接。", "司法局", "教育局", "财政局", ""],
    ]
    (row,) = pasted(table, "text").rows
    assert (row.text, row.lead, row.responsible, row.support) == (
        "推进改革。\n做好衔接。",
        "司法局",
        "教育局、财政局",
        "",
    )


def test_a_row_that_only_looks_like_one_of_words_is_no_head() -> None:
    found = pasted([["任务", "司法局", "教育局"], ["任务甲", "司法局", "教育局"]], "text")
    assert [row.text for row in found.rows] == ["任务", "任务甲"], "one word is no head"


# The words that the importer reads as labels and heads, by the cell they go to.
LABELS = [(role, word) for role in (*ROLES, "deadline") for word in FIELD_LABELS[role]]
HEADS = [
    ("number", "序号 编号 任务编号 项次"),
    ("text", "任务内容 工作任务 重点任务 任务 工作内容 主要任务 具体任务 工作事项 任务明细 重要举措 主要工作内容"),
    ("lead", "牵头部门 主办单位 市级牵头单位 责任牵头单位 牵头（责任）单位"),
    ("responsible", "责任部门 责任主体 承办单位 县级责任单位 具体负责单位 责任单位及责任人 实施单位 落实单位"),
    ("support", "配合部门 参与单位 协办单位 协作单位 市级配合单位"),
    ("deadline", "时限 时限要求 完成时间 完成期限 办理时限 计划完成时间 截止时间 完成时限及要求 时间节点 进度安排"),
]


@pytest.mark.parametrize(("cell", "words"), HEADS, ids=[row[0] for row in HEADS])
def test_headings_that_the_importer_knows_are_known(cell: str, words: str) -> None:
    for word in words.split():
        other = ["责任单位", "司法局"] if cell == "number" else ["编号", "3"]
        found = pasted([[word, other[0]], ["某某", other[1]]], "text")
        assert found.headings == [], word
        assert found.lines[0][cell] == "某某", word


def test_every_label_of_units_and_time_is_a_heading() -> None:
    lost = [
        word
        for cell, word in LABELS
        if pasted([[word, "任务内容"], ["某某", "甲。"]], "text").lines[0].get(cell) != "某某"
    ]
    assert lost == []
