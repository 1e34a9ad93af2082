"""Every action, task, indicator and remark has an id of its own, the same whenever the same text is read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.planparser import ParsedPlan, new_id, parse_bytes
from tasks.planparser.diagnostics import diagnostic
from tasks.planparser.ids import told_once

PLANS = sorted((Path(__file__).resolve().parents[3] / "fixtures" / "plans").glob("*.txt"))
ID = re.compile(r"[a-z][a-z0-9-]{0,39}")  # an HTML id and a part of an address, also behind # in a CSS selector

TWO_ON_A_LINE = """甲县2024年工作方案
一、重点任务
1.加强学习。（责任单位：司法局） 2.完善制度。（责任单位：财政局、另外一些人）
3.开展评查。
责任单位：司法局
完成时限：尽快
4.健全机制。
责任单位：司法局、另外一些人
"""
SHARED = """甲县2024年工作方案
一、执法（责任单位：司法局；完成时限：尽快）
1.加强学习。
2.完善制度。
二、普法（责任单位：宣传部）
3.开展宣传。
"""


def ids_of(plan: ParsedPlan) -> list[str]:
    return [item.id for item in (*plan.actions, *plan.tasks(), *plan.indicators, *plan.diagnostics)]


def read(text: str) -> ParsedPlan:
    return parse_bytes(text.encode())


def about(plan: ParsedPlan, code: str) -> list[str | None]:
    return [remark.item for remark in plan.diagnostics if remark.code == code]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_everything_in_a_plan_has_an_id_of_its_own(path: Path) -> None:
    found = ids_of(parse_bytes(path.read_bytes()))
    assert len(set(found)) == len(found)
    assert [one for one in found if not ID.fullmatch(one)] == []


def test_the_same_text_has_the_same_ids_and_another_text_has_others() -> None:
    assert ids_of(read(SHARED)) == ids_of(read(SHARED))
    assert not {*ids_of(read(SHARED))} & {*ids_of(read(SHARED.replace("学习", "培训")))}


@pytest.mark.parametrize("kind", ["action", "task", "indicator", "remark"])
def test_what_a_person_adds_has_an_id_that_nothing_else_has(kind: str) -> None:
    found = {new_id(kind) for _ in range(100)}
    assert len(found) == 100
    assert all(ID.fullmatch(one) for one in found)
    assert not found & {*ids_of(read(SHARED))}


def test_a_remark_names_the_task_it_is_about() -> None:
    plan = read(TWO_ON_A_LINE)
    _, second, third, fourth = plan.tasks()
    assert about(plan, "deadline_unread") == [third.id], "though it stands on the line of its deadline"
    assert about(plan, "unit_suspect") == [second.id, fourth.id]


def test_a_remark_on_a_line_where_two_tasks_begin_is_about_neither() -> None:
    plan = read(TWO_ON_A_LINE)
    assert [task.line for task in plan.tasks()[:2]] == [3, 3]
    assert about(plan, "run_on") == [None]


def test_a_remark_on_what_several_tasks_share_is_told_once_and_is_about_the_heading_where_it_stands() -> None:
    plan = read(SHARED)
    assert [task.deadline.text for task in plan.tasks()] == ["尽快", "尽快", None]
    assert about(plan, "deadline_unread") == [plan.actions[0].id]


def test_a_remark_is_told_once_whatever_it_is_about() -> None:
    first, other = diagnostic("garbled", 3, text="乱"), diagnostic("garbled", 4, text="乱")
    assert told_once([first, other, first]) == (first, other)
    assert told_once([replace(first, item="t1"), replace(first, item="t2")]) == (first,)
    assert told_once([replace(first, item="t1"), replace(first, item="t1")]) == (replace(first, item="t1"),)
