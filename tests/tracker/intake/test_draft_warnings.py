"""What was typed into a draft is judged as what stands in a document is; nothing is judged twice."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tasks.planparser import ParsedDeadline, ParsedPlan, ParsedTask, parse_deadline
from tests.tracker.intake.drafting import send, written_draft
from tests.tracker.intake.imports import page, post, ready_draft, task_data, text_of, url
from tests.tracker.intake.places import task_at, task_id
from tests.world import World
from tracker.intake.carryover import empty_plan
from tracker.intake.corrections.items import new_action, new_task
from tracker.intake.draft_warnings import still_acknowledged, typed_warnings
from tracker.intake.grid.rows import Row
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import review_of

BY_HAND = ParsedDeadline(None, "date", dt.date(2025, 12, 31))


def plan_of(*tasks: ParsedTask, years: tuple[int, ...] = (2025,)) -> ParsedPlan:
    """A plan of one action with these tasks."""
    return replace(empty_plan("方案", "某区", years), actions=(replace(new_action("行动"), tasks=tasks),))


def plan(deadline: ParsedDeadline, years: tuple[int, ...] = (2025,), line: int | None = None) -> ParsedPlan:
    return plan_of(replace(new_task(), id="t1", text="争取命名。", deadline=deadline, line=line), years=years)


def messages(content: ParsedPlan, read: ParsedPlan | None = None) -> list[str]:
    return [found.message for found in typed_warnings(content, read)]


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
def test_a_deadline_is_warned_of(typed: str, years: tuple[int, ...], said: list[str]) -> None:
    assert messages(plan(parse_deadline(typed, years), years)) == said


CHOSEN = [
    (replace(BY_HAND, text="尽快"), []),
    (replace(BY_HAND, text="2204年底"), []),
    (BY_HAND, []),
    (replace(BY_HAND, due=dt.date(2031, 12, 31)), ["完成时限“2031-12-31”不在方案年度（2025年）之内，请核对。"]),
]


@pytest.mark.parametrize(("deadline", "said"), CHOSEN)
def test_one_that_was_chosen_by_hand_is_warned_of_for_its_year_alone(deadline: ParsedDeadline, said: list[str]) -> None:
    assert messages(plan(deadline)) == said


def test_what_the_document_says_the_parser_has_judged() -> None:
    read = plan(parse_deadline("尽快", (2025,)), line=5)
    assert messages(read, read) == []
    assert messages(plan(parse_deadline("适时", (2025,)), line=5), read) == ["没有读懂完成时限“适时”，请手工填写。"]


def test_what_was_written_here_nobody_has_judged() -> None:
    read = plan(parse_deadline("尽快", (2025,)))
    assert messages(read, read) == ["没有读懂完成时限“尽快”，请手工填写。"], "a plan of one's own is kept as read, too"


def numbered(*tasks: tuple[str, int]) -> ParsedPlan:
    """A plan of one action whose tasks have these ids and numbers."""
    rows = (replace(new_task(), id=item, number=number, text="甲。", line=5) for item, number in tasks)
    return plan_of(*rows)


NUMBERS = [
    ("each its own", [("t1", 1), ("t2", 2)], []),
    ("as the document prints them", [("t1", 1), ("t2", 2), ("t3", 2)], []),
    ("one that was split", [("t1", 1), ("t-new", 1), ("t2", 2), ("t3", 2)], ["t-new"]),
    ("one that was put between those that repeat", [("t1", 1), ("t2", 2), ("t-new", 2), ("t3", 2)], ["t-new", "t3"]),
    ("of three in a row the second and the third", [("t-a", 1), ("t-b", 1), ("t-c", 1)], ["t-b", "t-c"]),
]


@pytest.mark.parametrize(("tasks", "items"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_number_that_repeats_the_one_above_is_warned_of(tasks: list[tuple[str, int]], items: list[str]) -> None:
    read = numbered(("t1", 1), ("t2", 2), ("t3", 2))
    found = list(typed_warnings(numbered(*tasks), read))
    assert [warning.item for warning in found] == items
    assert {warning.key for warning in found} == {f"{item} number_repeats" for item in items}
    sentences = {f"编号{n}与上一项相同，请改编号，或在任务表格中重新编号。" for n in (1, 2)}
    assert {warning.message for warning in found} <= sentences


def test_two_dates_of_one_deadline_that_are_wrong_are_two_warnings() -> None:
    found = list(typed_warnings(plan(parse_deadline("2025年2月30日、2025年6月31日", (2025,))), None))
    assert [warning.key for warning in found] == ["t1 bad_date", "t1 bad_date-2"]


SEEN = ["r1", "t1 deadline_unread"]
AGAIN = [
    ("the same words", "尽快", "尽快", SEEN),
    ("other words", "尽快", "适时", ["r1"]),
    ("put right", "尽快", "2025年底", ["r1"]),
]


@pytest.mark.parametrize(("before", "after", "kept"), [row[1:] for row in AGAIN], ids=[row[0] for row in AGAIN])
def test_what_was_looked_at_is_to_be_looked_at_again_when_it_says_something_else(
    before: str, after: str, kept: list[str]
) -> None:
    was, now = (plan(parse_deadline(text, (2025,))) for text in (before, after))
    assert still_acknowledged(SEEN, was, now, None) == kept


def test_what_was_looked_at_in_a_task_that_is_gone_counts_when_it_comes_back() -> None:
    there, gone = plan(parse_deadline("尽快", (2025,))), plan_of(replace(new_task(), text="乙。"))
    assert still_acknowledged(still_acknowledged(SEEN, there, gone, None), gone, there, None) == SEEN


class TestPages:
    @pytest.fixture
    def draft(self, world: World) -> PlanDraft:
        return written_draft(world, "争取命名。", "加强宣传。")

    def fill(self, client: Client, draft: PlanDraft, deadline: str) -> dict[str, Any]:
        row = Row(f"task:{task_id(draft.reviewed, 1, 2)}", "2", "加强宣传。", deadline=deadline)
        (saved,) = send(client, draft, [row], quietly=True, part=1).json()["rows"]
        return dict(saved)

    def test_in_the_grid_and_among_the_warnings(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        saved = self.fill(as_staff, draft, "2031年底")
        words = "完成时限“2031年底”不在方案年度（2025年）之内，请核对。"
        assert saved["notes"] == {"deadline": words}
        assert words in text_of(as_staff.get(url("draft_grid", draft)))
        (warning,) = review_of(draft).warnings
        assert (warning.message, warning.anchor, warning.label) == (words, task_id(draft.reviewed, 1, 2), "请核对")
        assert self.fill(as_staff, draft, "2025年底")["notes"] == {}
        assert review_of(draft).warnings == []

    def test_it_can_be_ticked_off_and_brought_back(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        self.fill(as_staff, draft, "2031年底")
        (warning,) = review_of(draft).warnings
        post(as_staff, url("draft_settle", draft), draft, remark=warning.key)
        assert review_of(draft).warnings == []
        assert "不在方案年度" not in text_of(as_staff.get(url("draft_grid", draft)))
        post(as_staff, url("draft_settle", draft), draft, undo="1")
        assert review_of(draft).warnings == [warning]
        self.fill(as_staff, draft, "2025年底")
        html = text_of(post(as_staff, url("draft_settle", draft), draft, remark=warning.key))
        assert "这条提示已不存在" in html

    def test_it_comes_back_when_the_cell_says_something_else(
        self, world: World, as_staff: Client, draft: PlanDraft
    ) -> None:
        self.fill(as_staff, draft, "2031年底")
        post(as_staff, url("draft_settle", draft), draft)
        assert review_of(draft).warnings == []
        post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(deadline_text="长期坚持"))
        assert review_of(draft).warnings == [], "whatever is corrected elsewhere"
        self.fill(as_staff, draft, "2032年底")
        assert ["2032年底" in warning.message for warning in review_of(draft).warnings] == [True]

    def test_all_at_one_stroke_with_the_parsers_remarks(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        form = task_data(deadline_text="尽快")
        post(as_staff, url("draft_task", draft, 1, 1), draft, **form)
        assert "没有读懂完成时限“尽快”" in page(as_staff, draft)
        assert "2 条提示全部标为已核对" in page(as_staff, draft)
        post(as_staff, url("draft_settle", draft), draft)
        assert review_of(draft).warnings == []

    def test_a_task_that_was_split(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        offset = task_at(draft.reviewed, 1, 1).text.index("巩固")
        html = text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, act="split", offset=offset))
        assert "编号1与上一项相同" in html
        assert f'<a class="nowrap" href="#{task_id(draft.reviewed, 1, 2)}">看此项</a>' in html
