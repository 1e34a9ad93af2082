"""What was typed into a draft is doubted as what stands in a document is; nothing is judged twice."""

from typing import Any

import pytest
from django.test import Client

from tests.tracker.intake.drafting import send, written_draft
from tests.tracker.intake.imports import page, post, ready_draft, task_data, text_of, url
from tests.world import World
from tracker.intake.corrections import new_task, read_deadline
from tracker.intake.draft_warnings import typed_doubts
from tracker.intake.grid import Row
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import review_of

BY_HAND = {"kind": "date", "due": "2025-12-31", "ongoing": False, "annual": None}


def plan(deadline: dict[str, Any], years: tuple[int, ...] = (2025,), line: int | None = None) -> dict[str, Any]:
    task = {**new_task(), "text": "争取命名。", "deadline": deadline, "line": line}
    return {"years": list(years), "actions": [{"tasks": [task]}]}


def messages(content: dict[str, Any], read: dict[str, Any] | None = None) -> list[str]:
    return [doubt.message for doubt in typed_doubts(content, read)]


# what was typed, the plan's years, what is said of it
DEADLINES = [
    ("2025年6月底", (2025,), []),
    ("长期坚持", (2025,), []),
    ("", (2025,), []),
    ("尽快", (2025,), ["没有读懂完成时限“尽快”，请手工填写。"]),
    ("2025年13月", (2025,), ["日期“2025年13月”不存在，请对照原文改正。"]),
    ("3月启动", (2025,), ["“3月启动”是启动时间，没有写完成时限，请核对。"]),
    ("6月底", (2024, 2025), ["“6月底”没有写年份，已按2025年处理，请核对。"]),
    ("2024年12月底", (2025,), ["完成时限“2024年12月底”不在方案年度（2025年）之内，请核对。"]),
    ("2031年底", (2024, 2025), ["完成时限“2031年底”不在方案年度（2024至2025年）之内，请核对。"]),
    ("2031年底", (), []),
    ("2204年6月30日", (2025,), ["完成时限“2204年6月30日”中的“2204年”不像年份，请改正。"]),
    ("0202年底", (2025,), ["完成时限“0202年底”中的“0202年”不像年份，请改正。"]),
    ("20250年6月", (2025,), ["完成时限“20250年6月”中的“20250年”不像年份，请改正。"]),
    ("0202-06-30", (2025,), ["没有读懂完成时限“0202-06-30”，请手工填写。"]),
    ("20250630", (2025,), ["没有读懂完成时限“20250630”，请手工填写。"]),
]


@pytest.mark.parametrize(("typed", "years", "said"), DEADLINES)
def test_a_deadline_is_doubted(typed: str, years: tuple[int, ...], said: list[str]) -> None:
    assert messages(plan(read_deadline(typed, years), years)) == said


CHOSEN = [
    ({"text": "尽快", **BY_HAND}, []),
    ({"text": "2204年底", **BY_HAND}, []),
    ({"text": None, **BY_HAND}, []),
    ({"text": None, **BY_HAND, "due": "2031-12-31"}, ["完成时限“2031-12-31”不在方案年度（2025年）之内，请核对。"]),
]


@pytest.mark.parametrize(("deadline", "said"), CHOSEN)
def test_one_that_was_chosen_by_hand_is_doubted_for_its_year_alone(deadline: dict[str, Any], said: list[str]) -> None:
    assert messages(plan(deadline)) == said


def test_what_the_document_says_the_parser_has_judged() -> None:
    read = plan(read_deadline("尽快", (2025,)), line=5)
    assert messages(read, read) == []
    assert messages(plan(read_deadline("适时", (2025,)), line=5), read) == ["没有读懂完成时限“适时”，请手工填写。"]


def numbered(*tasks: tuple[int, int | None]) -> dict[str, Any]:
    """A plan of one action whose tasks have these numbers and lines."""
    rows = [{**new_task(), "number": number, "text": f"第{line}行。", "line": line} for number, line in tasks]
    return {"years": [2025], "actions": [{"tasks": rows}]}


NUMBERS = [
    ("each its own", [(1, 5), (2, 7)], []),
    ("as the document prints them", [(1, 5), (2, 7), (2, 9)], []),
    ("one that was split", [(1, 5), (1, 5), (2, 7), (2, 9)], [2]),
    ("one that was put in", [(1, 5), (1, None), (2, 7), (2, 9)], [2]),
    ("of three in a row the second and the third", [(1, None), (1, None), (1, None)], [2, 3]),
]


@pytest.mark.parametrize(("tasks", "places"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_number_that_repeats_the_one_above_is_doubted(tasks: list[tuple[int, int | None]], places: list[int]) -> None:
    read = numbered((1, 5), (2, 7), (2, 9))
    found = list(typed_doubts(numbered(*tasks), read))
    assert [doubt.place for doubt in found] == places
    assert {doubt.message for doubt in found} <= {"编号1与上一项相同，请改编号，或在任务表格中重新编号。"}


class TestPages:
    @pytest.fixture
    def draft(self, world: World) -> PlanDraft:
        return written_draft(world, "争取命名。", "加强宣传。")

    def fill(self, client: Client, draft: PlanDraft, deadline: str) -> dict[str, Any]:
        row = Row("task-1-2", "2", "加强宣传。", deadline=deadline)
        (saved,) = send(client, draft, [row], quietly=True, part=1).json()["rows"]
        return dict(saved)

    def test_in_the_grid_and_among_the_doubts(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        saved = self.fill(as_staff, draft, "2031年底")
        words = "完成时限“2031年底”不在方案年度（2025年）之内，请核对。"
        assert saved["notes"] == {"deadline": words}
        assert words in text_of(as_staff.get(url("draft_grid", draft)))
        (doubt,) = review_of(draft).doubts
        assert (doubt.message, doubt.anchor, doubt.label) == (words, "task-1-2", "请核对")
        assert self.fill(as_staff, draft, "2025年底")["notes"] == {}
        assert review_of(draft).doubts == []

    def test_it_can_be_ticked_off_and_brought_back(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        self.fill(as_staff, draft, "2031年底")
        (doubt,) = review_of(draft).doubts
        post(as_staff, url("draft_settle", draft), draft, remark=doubt.remark)
        assert review_of(draft).doubts == []
        assert "不在方案年度" not in text_of(as_staff.get(url("draft_grid", draft)))
        post(as_staff, url("draft_settle", draft), draft, undo="1")
        assert review_of(draft).doubts == [doubt]
        self.fill(as_staff, draft, "2032年底")
        html = text_of(post(as_staff, url("draft_settle", draft), draft, remark=doubt.remark))
        assert "这条提示已不存在" in html

    def test_all_at_one_stroke_with_the_parsers_remarks(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        form = task_data(deadline_text="尽快")
        post(as_staff, url("draft_task", draft, 1, 1), draft, **form)
        assert "没有读懂完成时限“尽快”" in page(as_staff, draft)
        assert "2 条提示全部标为已核对" in page(as_staff, draft)
        post(as_staff, url("draft_settle", draft), draft)
        assert review_of(draft).doubts == []

    def test_a_task_that_was_split(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        offset = draft.content["actions"][0]["tasks"][0]["text"].index("巩固")
        html = text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, act="split", offset=offset))
        assert "编号1与上一项相同" in html
        assert '<a class="nowrap" href="#task-1-2">看此项</a>' in html
