"""Corrections to a parsed plan: what each does, and what it refuses."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tasks.common.errors import ServiceError
from tasks.planparser import parse_bytes
from tasks.plans.content import Contract
from tests.tracker.intake.imports import TEXT
from tracker.intake import corrections as planedit


@pytest.fixture
def plan() -> Contract:
    return parse_bytes(TEXT.encode()).as_dict()


def titles(plan: Contract) -> list[list[str]]:
    return [[task["title"] for task in action["tasks"]] for action in plan["actions"]]


Edit = Callable[[Contract], Contract]
STRUCTURE: list[tuple[str, Edit, list[list[str]]]] = [
    ("merge", lambda p: planedit.merge_next(p, 1, 1), [["争取命名"], ["规范执法"]]),
    (
        "move down",
        lambda p: planedit.move_task(p, 1, 1, to_action=1, to_place=2),
        [["加强宣传", "争取命名"], ["规范执法"]],
    ),
    (
        "move across",
        lambda p: planedit.move_task(p, 1, 2, to_action=2, to_place=1),
        [["争取命名"], ["加强宣传", "规范执法"]],
    ),
    (
        "move the last of an action",
        lambda p: planedit.move_task(p, 2, 1, to_action=1, to_place=3),
        [["争取命名", "加强宣传", "规范执法"]],
    ),
    (
        "move to where it is",
        lambda p: planedit.move_task(p, 1, 2, to_action=1, to_place=2),
        [["争取命名", "加强宣传"], ["规范执法"]],
    ),
    ("delete", lambda p: planedit.delete_task(p, 1, 1), [["加强宣传"], ["规范执法"]]),
    ("delete an action's only one", lambda p: planedit.delete_task(p, 2, 1), [["争取命名", "加强宣传"]]),
    (
        "add",
        lambda p: planedit.add_task(p, 2, text="公开结果。每季度一次。"),
        [["争取命名", "加强宣传"], ["规范执法", "公开结果"]],
    ),
    (
        "split",
        lambda p: planedit.split_task(p, 1, 1, offset=5),
        [["争取命名", "开展创建，2024年6月底前完成申报", "加强宣传"], ["规范执法"]],
    ),
    ("rename", lambda p: planedit.set_task(p, 1, 1, title="新题"), [["新题", "加强宣传"], ["规范执法"]]),
]


@pytest.mark.parametrize(("edit", "result"), [row[1:] for row in STRUCTURE], ids=[row[0] for row in STRUCTURE])
def test_tasks_stand_where_they_should_and_the_plan_given_is_untouched(
    plan: Contract, edit: Edit, result: list[list[str]]
) -> None:
    before = copy.deepcopy(plan)
    new = edit(plan)
    assert titles(new) == result
    assert [action["number"] for action in new["actions"]] == list(range(1, len(result) + 1))
    assert plan == before


REFUSED: list[tuple[str, Edit, str]] = [
    ("an action that is not there", lambda p: planedit.set_action(p, 9, heading="x", goal=None), planedit.GONE),
    ("a task that is not there", lambda p: planedit.set_task(p, 1, 9, title="x"), planedit.GONE),
    ("place zero", lambda p: planedit.delete_task(p, 1, 0), planedit.GONE),
    ("merge the last", lambda p: planedit.merge_next(p, 1, 2), planedit.NO_NEXT),
    ("split within a sentence", lambda p: planedit.split_task(p, 1, 1, offset=3), planedit.BAD_SPLIT),
    ("move beyond the end", lambda p: planedit.move_task(p, 1, 1, to_action=2, to_place=3), planedit.BAD_PLACE),
    ("move to no action", lambda p: planedit.move_task(p, 1, 1, to_action=0, to_place=1), planedit.GONE),
    ("an indicator that is not there", lambda p: planedit.delete_indicator(p, 2), planedit.GONE),
]


@pytest.mark.parametrize(("edit", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_is_refused(plan: Contract, edit: Edit, sentence: str) -> None:
    before = copy.deepcopy(plan)
    with pytest.raises(ServiceError, match=sentence[:6]):
        edit(plan)
    assert plan == before


def test_the_last_task_of_all_stays(plan: Contract) -> None:
    plan = planedit.delete_task(planedit.delete_task(plan, 1, 1), 1, 1)
    with pytest.raises(ServiceError, match="至少要有一项任务"):
        planedit.delete_task(plan, 1, 1)


def test_merging_unites_units_in_their_strongest_role_and_keeps_a_deadline(plan: Contract) -> None:
    tasks = plan["actions"][0]["tasks"]
    tasks[0]["deadline"] = planedit.read_deadline("", [2024])
    tasks[1]["responsibilities"] = [{"role": "lead", "name": "教育局"}, {"role": "support", "name": "司法局"}]
    (task,) = planedit.merge_next(plan, 1, 1)["actions"][0]["tasks"]
    assert [(said["role"], said["name"]) for said in task["responsibilities"]] == [
        ("responsible", "司法局"),
        ("lead", "教育局"),
        ("responsible", "财政部门"),
    ]
    assert task["deadline"]["kind"] == "ongoing"
    assert task["text"].splitlines()[1] == "加强宣传。开展宣传。"


def test_a_task_is_called_what_the_parser_would_call_it(plan: Contract) -> None:
    plan = planedit.add_task(plan, 2, text="健全制度；公开结果，2024年9月底前报告。每季度一次。")
    added = plan["actions"][1]["tasks"][1]
    assert (added["title"], added["line"]) == ("健全制度；公开结果，2024年9月底前报告", None)
    assert added["milestones"] == [{"text": "2024年9月底前", "due": "2024-09-30"}]
    first, second = planedit.split_task(plan, 2, 2, offset=5)["actions"][1]["tasks"][1:]
    assert (first["title"], first["text"]) == ("健全制度", "健全制度；")
    assert second["title"] == "公开结果，2024年9月底前报告"


def test_splitting_shares_units_and_deadline_and_parts_the_milestones(plan: Contract) -> None:
    first, second, _ = planedit.split_task(plan, 1, 1, offset=5, line=6)["actions"][0]["tasks"]
    assert (first["text"], first["milestones"]) == ("争取命名。", [])
    assert second["text"] == "开展创建，2024年6月底前完成申报。巩固成果。"
    assert [mark["due"] for mark in second["milestones"]] == ["2024-06-30"]
    assert second["responsibilities"] == first["responsibilities"]
    assert (second["deadline"], second["line"]) == (first["deadline"], 6)


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
    assert planedit.split_points(text) == points


DEADLINES: list[tuple[str, str, dict[str, Any]]] = [
    ("a month", "2024年6月", {"kind": "date", "due": "2024-06-30"}),
    ("a month without a year", "6月底前", {"kind": "date", "due": "2024-06-30"}),
    ("ongoing", "长期坚持", {"kind": "ongoing", "due": None, "ongoing": True}),
    ("every year", "每年10月底前", {"kind": "annual", "annual": "10-31"}),
    ("nothing", "", {"kind": "none", "text": None}),
]


@pytest.mark.parametrize(("text", "part"), [row[1:] for row in DEADLINES], ids=[row[0] for row in DEADLINES])
def test_a_deadline_typed_is_read_as_the_parser_reads_it(text: str, part: dict[str, Any]) -> None:
    read = planedit.read_deadline(text, [2024])
    assert {key: read[key] for key in part} == part


def test_times_are_read_anew_in_other_years_but_for_those_chosen_by_hand() -> None:
    text = TEXT.replace("某区2024年", "").replace("2024年6月底前", "6月底前").replace("2024年12月", "9月底")
    plan = parse_bytes(text.replace("2024年13月", "10月").encode()).as_dict()
    chosen = {"text": "10月", "kind": "ongoing", "due": None, "ongoing": True, "annual": None}
    plan = planedit.set_task(plan, 2, 1, deadline=chosen, milestones=[{"text": "x", "due": "2023-01-01"}])
    before = copy.deepcopy(plan)
    new = planedit.in_years(plan, [2025])
    first, second, third = (task for action in new["actions"] for task in action["tasks"])
    assert (plan["years"], plan["actions"][0]["tasks"][0]["deadline"]["due"], new["years"]) == ([], None, [2025])
    assert (first["deadline"]["due"], first["milestones"][0]["due"]) == ("2025-09-30", "2025-06-30")
    assert second == plan["actions"][0]["tasks"][1], "长期坚持 is of no year"
    assert (third["deadline"], third["milestones"]) == (chosen, plan["actions"][1]["tasks"][0]["milestones"])
    assert plan == before


def test_a_target_typed_is_read(plan: Contract) -> None:
    new = planedit.set_indicator(plan, 1, targets=[(2024, "不低于90%"), (2025, "—")], name="案件办结率", unit="%")
    row = new["indicators"][0]
    assert (row["name"], row["unit"]) == ("案件办结率", "%")
    assert [(t["year"], t["operator"], t["value"]) for t in row["targets"]] == [(2024, ">=", 90), (2025, None, None)]
    per_mille = planedit.set_indicator(plan, 1, targets=[(2024, "0.5‰")], name="案件办结率", unit="%")
    assert per_mille["indicators"][0]["targets"][0]["value"] is None, "it cannot be held against per cents"
    assert planedit.delete_indicator(new, 1)["indicators"] == []
