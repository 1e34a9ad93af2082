"""Rows of the grid become a plan: what was typed is read, what was not touched stays as it was."""

from dataclasses import replace
from typing import Any

import pytest

from tasks.common.errors import ServiceError
from tasks.planparser import plan_from_dict
from tracker.intake import grid
from tracker.intake.grid import GridError, Row
from tracker.intake.grid.reading import MAX_DEADLINE, MAX_HEADING, MAX_NAME, MAX_NUMBER, MAX_TITLE
from tracker.intake.grid.rows import MAX_ROWS

ONGOING = {"text": "长期坚持", "kind": "ongoing", "due": None, "ongoing": True, "annual": None}
BY_HAND = {"text": "年底", "kind": "date", "due": "2025-06-30", "ongoing": False, "annual": None}


def task(number: int, title: str, **changes: Any) -> dict[str, Any]:
    said = [{"role": "lead", "name": "司法局"}, {"role": "responsible", "name": "各乡镇、街道"}]
    return {
        "number": number,
        "title": title,
        "text": f"{title}。开展工作。",
        "responsibilities": said,
        "deadline": ONGOING,
        "milestones": [],
        "line": number + 10,
        **changes,
    }


def plan(*actions: tuple[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "title": "某区2025年任务分工方案",
        "document_number": None,
        "issuer": None,
        "issued_on": None,
        "years": [2025],
        "jurisdiction": "某区",
        "cites": [],
        "actions": [
            {"number": n, "heading": heading, "goal": "目标", "tasks": tasks, "line": n}
            for n, (heading, tasks) in enumerate(actions, 1)
        ],
        "indicators": [],
        "diagnostics": [],
    }


PLAN = plan(("示范创建行动", [task(1, "争取命名"), task(2, "加强宣传")]), ("依法行政行动", [task(3, "规范执法")]))
ROWS = grid.rows_of(PLAN)


def changed(at: int, **cells: str) -> list[Row]:
    return [replace(row, **cells) if n == at else row for n, row in enumerate(ROWS)]


def test_rows_show_actions_and_tasks() -> None:
    assert [row.ref for row in ROWS] == ["action-1", "task-1-1", "task-1-2", "action-2", "task-2-1"]
    assert ROWS[1] == Row("task-1-1", "1", "争取命名。开展工作。", "司法局", "各乡镇、街道", "", "长期坚持")


def test_rows_as_they_were_are_the_plan_as_it_was() -> None:
    assert grid.plan_of(ROWS, PLAN) == PLAN


def test_what_was_not_touched_is_not_read_again() -> None:
    odd = plan(("行动", [task(7, "另有标题", text="正文不含它。", deadline=BY_HAND)]))
    rows = [replace(row, support="教育局") if not row.is_action else row for row in grid.rows_of(odd)]
    new = grid.plan_of(rows, odd)["actions"][0]["tasks"][0]
    assert (new["title"], new["deadline"], new["line"]) == ("另有标题", BY_HAND, 17)
    assert {"role": "responsible", "name": "各乡镇、街道"} in new["responsibilities"], "a list that is one name"


CELLS = [
    ("deadline", "2025年6月底", "deadline", {"text": "2025年6月底", "kind": "date", "due": "2025-06-30"}),
    ("deadline", "每年10月底前", "deadline", {"text": "每年10月底前", "kind": "annual", "annual": "10-31"}),
    ("deadline", "尽快", "deadline", {"text": "尽快", "kind": "none", "due": None}),
    ("deadline", "", "deadline", {"text": None, "kind": "none"}),
]


@pytest.mark.parametrize(("cell", "typed", "key", "expected"), CELLS)
def test_a_deadline_is_read(cell: str, typed: str, key: str, expected: dict[str, Any]) -> None:
    new = grid.plan_of(changed(1, **{cell: typed}), PLAN)["actions"][0]["tasks"][0][key]
    assert {name: new[name] for name in expected} == expected


TEXTS = [
    ("a new text has a new title", "推进改革。做好衔接。", "推进改革", "推进改革。做好衔接。"),
    ("a title that it still begins with stays", "争取命名。全力以赴。", "争取命名", "争取命名。全力以赴。"),
    ("paragraphs stay, spaces go", "推进 改革。\n\n 二是 衔接。", "推进改革", "推进改革。\n二是衔接。"),
]


@pytest.mark.parametrize(("typed", "title", "text"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_a_text_is_read(typed: str, title: str, text: str) -> None:
    new = grid.plan_of(changed(1, text=typed), PLAN)["actions"][0]["tasks"][0]
    assert (new["title"], new["text"]) == (title, text)


def test_a_text_is_searched_for_dates() -> None:
    new = grid.plan_of(changed(1, text="开展申报。2025年6月底前完成。"), PLAN)["actions"][0]["tasks"][0]
    assert [mark["due"] for mark in new["milestones"]] == ["2025-06-30"]


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
    assert [(said["role"], said["name"]) for said in grid.read_names(typed, role, whole)] == expected


def test_new_rows_are_numbered_on_and_blank_ones_left_out() -> None:
    rows = [
        *ROWS,
        Row("task-"),
        Row("task-", text="新的任务。", number="9"),
        Row("task-", text="又一项。"),
        Row("action-"),
    ]
    new = grid.plan_of(rows, PLAN)
    assert [row["number"] for row in new["actions"][1]["tasks"]] == [3, 9, 10]
    assert len(new["actions"]) == 2
    plan_from_dict(new)


def test_a_new_action_takes_the_tasks_below_it() -> None:
    new = grid.plan_of([*ROWS[:2], Row("action-", text="新的行动"), *ROWS[2:]], PLAN)
    assert [(row["number"], row["heading"], len(row["tasks"])) for row in new["actions"]] == [
        (1, "示范创建行动", 1),
        (2, "新的行动", 1),
        (3, "依法行政行动", 1),
    ]
    assert (new["actions"][1]["goal"], new["actions"][2]["goal"]) == (None, "目标")


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
        grid.plan_of(changed(at, **cells), PLAN)
    assert [str(error)[: len(words)] for error in caught.value.errors] == [words]


def test_all_errors_are_named_at_once() -> None:
    rows = [replace(row, text="") for row in ROWS]
    with pytest.raises(GridError, match="有5处需要改正") as caught:
        grid.plan_of(rows, PLAN)
    assert [error.row for error in caught.value.errors] == [1, 2, 3, 4, 5]


def test_a_task_needs_an_action_above_it() -> None:
    with pytest.raises(GridError) as caught:
        grid.plan_of(ROWS[1:], PLAN)
    assert "请先插入行动" in str(caught.value.errors[0])


def test_too_many_rows_and_rows_that_are_gone() -> None:
    with pytest.raises(ServiceError, match=f"{MAX_ROWS}行"):
        grid.plan_of([Row("action-", text="行动")] * (MAX_ROWS + 1), PLAN)
    with pytest.raises(ServiceError, match="已不存在"):
        grid.plan_of([*ROWS, Row("task-9-9", text="任务。")], PLAN)
    with pytest.raises(ServiceError, match="已不存在"):
        grid.replaced(ROWS, [Row("task-1-9", text="任务。")])


def test_what_is_done_with_rows() -> None:
    def refs(rows: list[Row]) -> list[str]:
        return [row.ref.replace("task-", "t").replace("action-", "a") for row in rows]

    assert refs(grid.inserted(ROWS, 2, "task-")) == ["a1", "t1-1", "t", "t1-2", "a2", "t2-1"]
    assert refs(grid.inserted(ROWS, 0, "task-"))[-1] == "t"
    assert refs(grid.deleted(ROWS, 4)) == ["a1", "t1-1", "t1-2", "t2-1"]
    assert refs(grid.moved(ROWS, 3, -1)) == ["a1", "t1-2", "t1-1", "a2", "t2-1"]
    assert refs(grid.moved(ROWS, 2, -1)) == refs(ROWS), "the first row stays an action"
    assert refs(grid.moved(ROWS, 5, 1)) == refs(ROWS)
    assert [row.number for row in grid.renumbered(ROWS)] == ["", "1", "2", "", "3"]
    with pytest.raises(ServiceError, match="不能删除"):
        grid.deleted(ROWS, 1)
    with pytest.raises(ServiceError, match="已不存在"):
        grid.deleted(ROWS, 9)


def test_a_copied_rectangle_becomes_rows() -> None:
    assert grid.filled([["任务甲", "司法局", "教育局"], ["", ""]], "text") == [
        Row("task-", text="任务甲", lead="司法局", responsible="教育局")
    ]
    assert grid.filled([["司法局", "教育局", "长期坚持", "多出的"]], "responsible") == [
        Row("task-", responsible="司法局", support="教育局", deadline="长期坚持")
    ]


def test_a_head_row_says_what_the_columns_are() -> None:
    table = [["序号", "工作任务", "备注", "完成时限", "责任单位"], ["1", "任务甲", "无", "6月底", "司法局"]]
    assert grid.filled(table, "text") == [
        Row("task-", number="1", text="任务甲", deadline="6月底", responsible="司法局")
    ]
