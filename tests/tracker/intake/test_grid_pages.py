"""The grid page: rows shown, typed, saved by the form and by the script, pasted; nothing typed is lost."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tasks.common.errors import StaleError
from tests.conftest import signed_in
from tests.tracker.intake.drafting import send, written_draft
from tests.tracker.intake.imports import ready_draft, text_of, url
from tests.world import World
from tracker.intake import grid
from tracker.intake.grid import Row
from tracker.intake.grid.rows import MAX_ROWS
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import review_of
from tracker.intake.services.grid import draft_fill

pytestmark = pytest.mark.slow


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return written_draft(world, "争取命名。开展创建。", "加强宣传。")


def rows_of(draft: PlanDraft) -> list[Row]:
    return grid.rows_of(draft.content)


def with_cells(draft: PlanDraft, at: int, **cells: str) -> list[Row]:
    return [replace(row, **cells) if n == at else row for n, row in enumerate(rows_of(draft))]


def said_in(draft: PlanDraft, action: int = 1, place: int = 1) -> dict[str, Any]:
    task: dict[str, Any] = draft.content["actions"][action - 1]["tasks"][place - 1]
    return task


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
        assert shown(as_staff, written_draft(world)).count('value="task-"') == 3 + 1

    def test_names_that_were_decided_are_not_marked(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        PlanDraft.objects.filter(pk=draft.pk).update(decisions={"财政部门": {"leave": True}})
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
        draft_fill(draft=draft, revision=0, rows=with_cells(draft, 1, lead="某局"))
        with django_assert_max_num_queries(16) as few:
            shown(as_staff, draft)
        texts = [f"第{n}项工作。做好各项工作。" for n in range(500)]
        many = written_draft(world, *texts)
        rows = [row if row.is_action else replace(row, lead=f"第{n}局") for n, row in enumerate(rows_of(many))]
        draft_fill(draft=many, revision=0, rows=rows)
        with django_assert_max_num_queries(len(few)):
            page = shown(as_staff, many)
        assert page.count("未对应：") == 500


class TestSaving:
    def test_the_form_writes_all_rows(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        rows = with_cells(draft, 1, lead="司法局", responsible="教育局、财政局", deadline="2025年6月底")
        page = text_of(send(as_staff, draft, [*rows, Row("action-", text="新行动"), Row("task-", text="新任务。")]))
        assert "已保存。" in page
        assert [(said["role"], said["name"]) for said in said_in(draft)["responsibilities"]] == [
            ("lead", "司法局"),
            ("responsible", "教育局"),
            ("responsible", "财政局"),
        ]
        assert said_in(draft)["deadline"]["due"] == "2025-06-30"
        assert (said_in(draft, 2)["number"], draft.revision) == (3, 1)

    def test_the_lines_of_rows_that_were_deleted_are_nobodys(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        send(as_staff, draft, [row for row in rows_of(draft) if row.ref not in ("task-1-2", "action-2")])
        owners = {line.number: line.anchor for line in review_of(draft).lines}
        assert {owners[number] for number in (11, 13, 15, 17)} == {""}, "the second task, the second heading"
        assert (owners[5], owners[19]) == ("task-1-1", "task-1-2")

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
        assert said_in(draft)["responsibilities"][0]["name"] == "教育局"

    def test_what_browsers_and_tables_bring_is_cleaned(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        send(as_staff, draft, with_cells(draft, 1, text="\x0b争取 命名。\r\n\r\n 开展创建。\x00"))
        assert said_in(draft)["text"] == "争取命名。\n开展创建。"

    def test_the_service_is_told_the_revision(self, world: World, draft: PlanDraft) -> None:
        draft_fill(draft=draft, revision=0, rows=rows_of(draft))
        with pytest.raises(StaleError):
            draft_fill(draft=draft, revision=0, rows=rows_of(draft))

    def test_another_places_staff_cannot(self, world: World, draft: PlanDraft) -> None:
        assert send(signed_in(world.foreign_staff), draft, rows_of(draft)).status_code == 404
        assert draft.revision == 0


class TestActs:
    @pytest.mark.parametrize(
        ("act", "at", "refs"),
        [
            ("task", 2, ["action-1", "task-1-1", "task-", "task-1-2"]),
            ("action", 2, ["action-1", "task-1-1", "action-", "task-1-2"]),
            ("delete", 2, ["action-1", "task-1-2"]),
            ("up", 3, ["action-1", "task-1-2", "task-1-1"]),
            ("down", 2, ["action-1", "task-1-2", "task-1-1"]),
        ],
    )
    def test_rows_are_rearranged_and_not_saved(
        self, world: World, as_staff: Client, draft: PlanDraft, act: str, at: int, refs: list[str]
    ) -> None:
        response = send(as_staff, draft, with_cells(draft, 2, lead="某局"), act=act, at=at)
        assert [row.ref for row in response.context["grid"].rows] == refs
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
                "row": "task-1-1",
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
        assert said_in(draft, 1, 2)["text"] == "加强宣传。"

    def test_all_rows_get_their_places(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        rows = [*rows_of(draft), Row("action-", text="新行动"), Row("task-", text="新任务。"), Row("task-")]
        answer = send(as_staff, draft, rows, quietly=True).json()
        assert [row["row"] for row in answer["rows"]] == ["action-1", "task-1-1", "task-1-2", "action-2", "task-2-1"]

    def test_a_deleted_row_comes_back_with_what_no_cell_shows(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        draft.content["actions"][1]["goal"] = "年底见成效。"
        draft.content["actions"][0]["tasks"][0]["title"] = "改过的标题"
        PlanDraft.objects.filter(pk=draft.pk).update(content=draft.content)
        rows, before = rows_of(draft), draft.content
        left = [row for row in rows if row.ref not in ("task-1-1", "action-2")]
        gone = send(as_staff, draft, left, quietly=True).json()["gone"]
        assert list(gone) == ["task-1-1", "action-2"]
        assert draft.given == {"5": 0, "7": 0, "9": 0, "17": 0}
        back = [replace(row, ref=gone[row.ref]) if row.ref in gone else row for row in rows]
        refs = iter(["action-1", "task-1-1", "task-1-2"])
        again = send(
            as_staff, draft, [row if "~" in row.ref else replace(row, ref=next(refs)) for row in back], quietly=True
        )
        assert again.json()["gone"] == {}
        assert (draft.content, draft.given) == (before, {}), "and its lines are its own again"

    def test_what_nobody_here_wrote_is_no_row_that_comes_back(self, world: World, as_staff: Client) -> None:
        draft, other = written_draft(world, "甲。", "乙。"), written_draft(world, "丙。", "丁。")
        foreign = send(as_staff, other, rows_of(other)[:2], quietly=True).json()["gone"]["task-1-2"]
        for ref in (foreign, "task-~", "task-~x:y:z", foreign.replace("task", "action")):
            row = Row(ref, text="丁。")
            content = send(as_staff, draft, [*rows_of(draft), row], quietly=True).json()
            assert content["rows"][-1]["cells"]["text"] == "丁。"

    def test_what_is_wrong_is_told_by_row_and_cell(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        row = replace(rows_of(draft)[2], number="二")
        response = send(as_staff, draft, [row], quietly=True, part=1)
        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert (error["row"], error["at"], error["cell"]) == ("task-1-2", 3, "number")

    @pytest.mark.parametrize(("revision", "ref", "status"), [(7, "task-1-1", 409), (0, "task-9-9", 400)])
    def test_what_cannot_be_saved(
        self, world: World, as_staff: Client, draft: PlanDraft, revision: int, ref: str, status: int
    ) -> None:
        row = Row(ref, text="任务。")
        response = send(as_staff, draft, [row], quietly=True, part=1, revision=revision)
        assert response.status_code == status
        assert response.json()["error"]

    def test_a_thousand_tasks_go_in_one_form(self, world: World, as_staff: Client) -> None:
        draft = written_draft(world)
        rows = [*rows_of(draft), *(Row("task-", text=f"第{n}项工作。") for n in range(1000))]
        assert send(as_staff, draft, rows, quietly=True).status_code == 200
        assert len(draft.content["actions"][0]["tasks"]) == 1000
