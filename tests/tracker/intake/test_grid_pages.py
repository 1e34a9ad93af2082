"""The grid page: rows shown, typed, saved by the form and by the script, pasted; nothing typed is lost."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tasks.common.errors import StaleError
from tasks.planparser import ParsedTask
from tests.conftest import signed_in
from tests.tracker.intake.drafting import send, written_draft
from tests.tracker.intake.imports import ready_draft, text_of, url
from tests.tracker.intake.places import action_id, task_at, task_id
from tests.world import World
from tracker.intake.corrections.edits import set_item
from tracker.intake.decisions import Leave
from tracker.intake.grid import rows as grid
from tracker.intake.grid.rows import MAX_ROWS, Row
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import review_of
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.grid import draft_fill


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return written_draft(world, "争取命名。开展创建。", "加强宣传。")


def rows_of(draft: PlanDraft) -> list[Row]:
    return grid.rows_of(draft.reviewed)


def names_of(draft: PlanDraft, refs: Iterable[str]) -> list[str]:
    """Refs of rows by where their items stand now, from 1: a1, t1-2; a and t for new ones, ? for what is gone."""
    plan = draft.reviewed
    names = {f"action:{action.id}": f"a{a}" for a, action in enumerate(plan.actions, 1)} | {
        "action:": "a",
        "task:": "t",
    }
    for a, action in enumerate(plan.actions, 1):
        names |= {f"task:{task.id}": f"t{a}-{t}" for t, task in enumerate(action.tasks, 1)}
    return [names.get(ref, "?") for ref in refs]


def with_cells(draft: PlanDraft, at: int, **cells: str) -> list[Row]:
    return [replace(row, **cells) if n == at else row for n, row in enumerate(rows_of(draft))]


def said_in(draft: PlanDraft, action: int = 1, place: int = 1) -> ParsedTask:
    return task_at(draft.reviewed, action, place)


def fill(draft: PlanDraft, rows: list[Row], revision: int = 0) -> None:
    draft_fill(draft=draft, revision=revision, user=draft.owner, rows=rows)


def shown(client: Client, draft: PlanDraft) -> str:
    return text_of(client.get(url("draft_grid", draft)))


class TestPage:
    def test_shows_every_row_and_how_it_is_understood(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        page = shown(as_staff, draft)
        assert page.count('data-grid-row="task"') == 3 + 1, "the three tasks, and the model of a new row"
        assert "2024-12-31" in page, "2024年12月"
        assert "没有读出时间" in page, "2024年13月"
        assert "未对应：财政部门" in page
        assert "未对应：司法局" not in page
        assert '<option value="政府组成部门">' in page

    def test_a_plan_without_tasks_has_rows_to_begin_with(self, world: World, as_staff: Client) -> None:
        assert shown(as_staff, written_draft(world)).count('value="task:"') == 3 + 1

    def test_names_that_were_decided_are_not_marked(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        PlanDraft.objects.filter(pk=draft.pk).update(decisions={"财政部门": Leave()})
        assert "未对应" not in shown(as_staff, draft)

    def test_more_rows_than_a_form_holds_are_not_shown(
        self, world: World, as_staff: Client, draft: PlanDraft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(grid, "MAX_ROWS", 2)
        page = shown(as_staff, draft)
        assert "任务太多" in page
        assert "data-grid-row" not in page

    def test_is_for_drafts_under_review(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        rows = rows_of(draft)
        PlanDraft.objects.filter(pk=draft.pk).update(state=PlanDraft.State.DISCARDED)
        assert as_staff.get(url("draft_grid", draft)).headers["Location"] == url("draft_detail", draft)
        answer = as_staff.post(url("draft_grid", draft), {"row": "new"}, headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert "不能再修改" in answer.json()["error"]
        assert "不能再修改" in text_of(send(as_staff, draft, rows))

    def test_queries_do_not_grow(
        self, world: World, draft: PlanDraft, as_staff: Client, django_assert_max_num_queries: Any
    ) -> None:
        fill(draft, with_cells(draft, 1, lead="某局"))
        with django_assert_max_num_queries(16) as few:
            shown(as_staff, draft)
        texts = [f"第{n}项工作。做好各项工作。" for n in range(500)]
        many = written_draft(world, *texts)
        rows = [row if row.is_action else replace(row, lead=f"第{n}局") for n, row in enumerate(rows_of(many))]
        fill(many, rows)
        with django_assert_max_num_queries(len(few)):
            page = shown(as_staff, many)
        assert page.count("未对应：") == 500


class TestSaving:
    def test_the_form_writes_all_rows(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        rows = with_cells(draft, 1, lead="司法局", responsible="教育局、财政局", deadline="2025年6月底")
        page = text_of(send(as_staff, draft, [*rows, Row("action:", text="新行动"), Row("task:", text="新任务。")]))
        assert "已保存。" in page
        assert [(said.role, said.name) for said in said_in(draft).responsibilities] == [
            ("lead", "司法局"),
            ("responsible", "教育局"),
            ("responsible", "财政局"),
        ]
        assert said_in(draft).deadline.due == dt.date(2025, 6, 30)
        assert (said_in(draft, 2).number, draft.revision) == (3, 1)

    def test_the_lines_of_rows_that_were_deleted_are_nobodys(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        plan, rows = draft.reviewed, rows_of(draft)
        send(as_staff, draft, [row for n, row in enumerate(rows) if n not in (2, 3)])
        owners = {line.number: line.anchor for line in review_of(draft).lines}
        assert {owners[number] for number in (11, 13, 15, 17)} == {""}, "the second task, the second heading"
        assert (owners[5], owners[19]) == (task_id(plan, 1, 1), task_id(plan, 2, 1))

    def test_what_cannot_be_read_is_named_and_kept(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        rows = with_cells(draft, 1, text="", lead="某局")
        page = text_of(send(as_staff, draft, rows))
        assert "第2行：任务内容是空的" in page
        assert ">某局</textarea>" in page
        assert draft.revision == 0

    def test_somebody_else_was_first(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        send(as_staff, draft, with_cells(draft, 1, lead="教育局"))
        page = text_of(send(as_staff, draft, with_cells(draft, 1, lead="某局"), revision=0))
        assert "刚刚被他人修改" in page
        assert ">某局</textarea>" in page
        assert said_in(draft).responsibilities[0].name == "教育局"

    def test_what_browsers_and_tables_bring_is_cleaned(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        send(as_staff, draft, with_cells(draft, 1, text="\x0b争取 命名。\r\n\r\n 开展创建。\x00"))
        assert said_in(draft).text == "争取命名。\n开展创建。"

    def test_the_service_is_told_the_revision(self, world: World, draft: PlanDraft) -> None:
        fill(draft, rows_of(draft))
        with pytest.raises(StaleError):
            fill(draft, rows_of(draft))

    def test_another_places_staff_cannot(self, world: World, draft: PlanDraft) -> None:
        assert send(signed_in(world.foreign_staff), draft, rows_of(draft)).status_code == 404
        assert draft.revision == 0


class TestActs:
    @pytest.mark.parametrize(
        ("act", "at", "refs"),
        [
            ("task", 2, ["a1", "t1-1", "t", "t1-2"]),
            ("action", 2, ["a1", "t1-1", "a", "t1-2"]),
            ("delete", 2, ["a1", "t1-2"]),
            ("up", 3, ["a1", "t1-2", "t1-1"]),
            ("down", 2, ["a1", "t1-2", "t1-1"]),
        ],
    )
    def test_rows_are_rearranged_and_not_saved(
        self, world: World, as_staff: Client, draft: PlanDraft, act: str, at: int, refs: list[str]
    ) -> None:
        response = send(as_staff, draft, with_cells(draft, 2, lead="某局"), act=act, at=at)
        assert names_of(draft, (row.ref for row in response.context["grid"].rows)) == refs
        page = text_of(response)
        assert "还没有保存" in page
        assert "data-pending" in page
        assert ">某局</textarea>" in page
        assert draft.revision == 0

    def test_what_makes_no_sense_is_said(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        assert "不能删除" in text_of(send(as_staff, draft, rows_of(draft), act="delete", at=1))
        assert "已不存在" in text_of(send(as_staff, draft, rows_of(draft), act="delete", at="x"))

    def test_a_copied_rectangle_is_filled_in(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        pasted = (
            '任务内容\t责任单位\t完成时限\r\n"甲项工作。\n第二段。"\t司法局\t长期坚持\r\n乙项工作。\t教育局\t6月底\r\n'
        )
        page = text_of(send(as_staff, draft, rows_of(draft), act="paste", pasted=pasted))
        assert "甲项工作。\n第二段。</textarea>" in page
        assert "2025-06-30" in page
        assert "已填入表格末尾" in page
        assert "没有填入" not in page

    def test_what_the_grid_has_no_column_for_is_named(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        pasted = "备注\t任务内容\t责任单位\t分值\r\n无\t甲项工作。\t司法局\t5\r\n"
        page = text_of(send(as_staff, draft, rows_of(draft), act="paste", pasted=pasted))
        assert "“备注”“分值”列在任务表格中没有对应的列，没有填入。" in page
        beyond = "甲项工作。\t司法局\t\t\t\t多出的\r\n"
        page = text_of(send(as_staff, draft, rows_of(draft), act="paste", pasted=beyond))
        assert "有1格超出表格的列，没有填入。" in page

    def test_nothing_and_too_much_to_fill_in(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        assert "请先把Excel" in text_of(send(as_staff, draft, rows_of(draft), act="paste", pasted=" \n"))
        pasted = "任务\n" * MAX_ROWS
        assert f"最多填{MAX_ROWS}行" in text_of(send(as_staff, draft, rows_of(draft), act="paste", pasted=pasted))


class TestScript:
    def test_a_row_that_was_left(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        row = replace(rows_of(draft)[1], lead="司法局、某某局", deadline="每年10月底前")
        answer = send(as_staff, draft, [row], quietly=True, part=1).json()
        assert answer["revision"] == draft.revision == 1
        assert answer["rows"] == [
            {
                "row": row.ref,
                "cells": {
                    "number": "1",
                    "text": "争取命名。开展创建。",
                    "lead": "司法局、某某局",
                    "responsible": "",
                    "support": "",
                    "deadline": "每年10月底前",
                },
                "understood": "每年10-31",
                "notes": {"lead": "未对应：某某局"},
            }
        ]
        assert said_in(draft, 1, 2).text == "加强宣传。"

    def test_all_rows_get_their_places(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        rows = [*rows_of(draft), Row("action:", text="新行动"), Row("task:", text="新任务。"), Row("task:")]
        answer = send(as_staff, draft, rows, quietly=True).json()
        assert names_of(draft, (row["row"] for row in answer["rows"])) == ["a1", "t1-1", "t1-2", "a2", "t2-1"]

    def test_a_deleted_row_comes_back_with_what_no_cell_shows(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        plan = set_item(draft.reviewed, task_id(draft.reviewed, 1, 1), title="改过的标题")
        plan = set_item(plan, action_id(plan, 2), heading=plan.actions[1].heading, goal="年底见成效。")
        draft_change(draft=draft, revision=0, user=draft.owner, what="x", content=plan)
        draft.refresh_from_db()
        rows, before = rows_of(draft), draft.content
        left = [row for n, row in enumerate(rows) if n not in (1, 3)]
        gone = send(as_staff, draft, left, quietly=True).json()["gone"]
        assert list(gone) == [rows[1].ref, rows[3].ref]
        assert draft.given == dict.fromkeys(["5", "7", "9", "17"], "")
        back = [replace(row, ref=gone.get(row.ref, row.ref)) for row in rows]
        assert send(as_staff, draft, back, quietly=True).json()["gone"] == {}
        assert (draft.content, draft.given) == (before, {}), "and its lines are its own again"

    def test_what_nobody_here_wrote_is_no_row_that_comes_back(self, world: World, as_staff: Client) -> None:
        draft, other = written_draft(world, "甲。", "乙。"), written_draft(world, "丙。", "丁。")
        foreign = send(as_staff, other, rows_of(other)[:2], quietly=True).json()["gone"].popitem()[1]
        for ref in (foreign, "task:~", "task:~x:y:z", foreign.replace("task", "action")):
            row = Row(ref, text="丁。")
            content = send(as_staff, draft, [*rows_of(draft), row], quietly=True).json()
            assert content["rows"][-1]["cells"]["text"] == "丁。"

    def test_what_is_wrong_is_told_by_row_and_cell(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        row = replace(rows_of(draft)[2], number="二")
        response = send(as_staff, draft, [row], quietly=True, part=1)
        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert (error["row"], error["at"], error["cell"]) == (row.ref, 3, "number")

    @pytest.mark.parametrize(("revision", "is_there", "status"), [(7, True, 409), (0, False, 400)])
    def test_what_cannot_be_saved(
        self, world: World, as_staff: Client, draft: PlanDraft, revision: int, is_there: bool, status: int
    ) -> None:
        row = replace(rows_of(draft)[1], text="任务。") if is_there else Row("task:t9", text="任务。")
        response = send(as_staff, draft, [row], quietly=True, part=1, revision=revision)
        assert response.status_code == status
        assert response.json()["error"]

    def test_a_pasted_block_is_read_for_the_page(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        def read(pasted: str, first: str = "lead") -> Any:
            return send(as_staff, draft, [], quietly=True, act="read", pasted=pasted, first=first).json()

        block = read('司法局\t"教育局\n财政局"\r\n\t水利局\r\n')
        assert block["lines"] == [
            {"lead": "司法局", "responsible": "教育局\n财政局"},
            {"lead": "", "responsible": "水利局"},
        ]
        assert (block["beyond"], block["notTaken"]) == (0, "")
        headed = read("责任部门\t备注\t工作任务\r\n司法局\t无\t甲项工作。\r\n")
        assert headed["lines"] == [{"responsible": "司法局", "text": "甲项工作。"}]
        assert "“备注”" in headed["notTaken"]
        assert draft.revision == 0, "nothing is changed"

    def test_a_thousand_tasks_go_in_one_form(self, world: World, as_staff: Client) -> None:
        draft = written_draft(world)
        rows = [*rows_of(draft), *(Row("task:", text=f"第{n}项工作。") for n in range(1000))]
        assert send(as_staff, draft, rows, quietly=True).status_code == 200
        assert len(draft.reviewed.actions[0].tasks) == 1000
