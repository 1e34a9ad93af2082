"""The task page: the document's own words, the units by role, the timeline; and who sees what on it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.plans.models import Responsibility, Task
from tasks.plans.selectors.source_lines import item_lines
from tasks.work.selectors.task_page import role_parts
from tasks.work.selectors.timeline import difference
from tasks.work.services.progress import progress_accept, progress_return
from tests.conftest import signed_in
from tests.tasks.work.reports import attach, draft, liaison_of, published_plan, resubmit
from tests.world import World, make_plan, make_submitted


def page(client: Client, task: Task, query: str = "") -> str:
    response = client.get(reverse("task_detail", args=[task.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


class TestWhatItSays:
    def test_the_source_lines_carry_their_numbers(self, world: World, as_staff: Client) -> None:
        html = page(as_staff, world.task)
        assert "<td>5</td><td>1. 争取命名。开展创建。</td>" in html
        assert "第5至7行" in html

    def test_a_task_without_a_line_shows_its_text(self, world: World, as_staff: Client) -> None:
        Task.objects.filter(pk=world.task.pk).update(line=None)
        assert "<p>争取命名1。开展创建。</p>" in page(as_staff, world.task)

    def test_names_that_stand_for_no_unit_are_listed(self, world: World, as_staff: Client) -> None:
        assert "配合：有关部门" in page(as_staff, world.task)

    def test_a_unit_named_by_a_group_shows_the_group(self, world: World) -> None:
        (part,) = role_parts(world.ongoing_task, world.staff, timezone.localdate())
        assert {row.ground for row in part.rows} == {"政府组成部门"}

    def test_an_absorbed_role_is_recorded(self, world: World) -> None:
        said = Responsibility.objects.create(
            task=world.task, position=7, role="support", name="政府组成部门", group=world.departments
        )
        world.assignment.sources.add(said)
        (part,) = role_parts(world.task, world.staff, timezone.localdate())
        grounds = {str(row.assignment.unit): row.ground for row in part.rows}
        assert grounds == {"司法局": "", "教育局": "责任：教育局，配合：政府组成部门"}


class TestWhoSeesWhat:
    def test_staff_see_every_light_and_a_liaison_only_the_own(self, world: World) -> None:
        parts = {
            person: role_parts(world.task, person, timezone.localdate())[0].rows
            for person in (world.staff, world.liaison)
        }
        assert [bool(row.light) for row in parts[world.staff]] == [True, True]
        assert [(str(row.assignment.unit), bool(row.light)) for row in parts[world.liaison]] == [
            ("司法局", False),
            ("教育局", True),
        ]

    def test_a_liaison_does_not_see_another_units_progress(self, world: World, as_liaison: Client) -> None:
        justice = world.task.assignments.get(unit=world.justice)
        make_submitted(justice, world.period, liaison_of(world.justice))
        assert "组织学法培训" not in page(as_liaison, world.task)
        assert "组织学法培训" in page(signed_in(world.staff), world.task)

    def test_a_draft_is_in_nobodys_timeline(self, world: World, as_liaison: Client, as_staff: Client) -> None:
        draft(world.assignment, world.period, world.liaison, "尚未写完。")
        assert "尚未写完" not in page(as_liaison, world.task) + page(as_staff, world.task)

    def test_staff_open_a_task_of_a_draft_plan(self, world: World, as_staff: Client) -> None:
        action = make_plan(world.place).actions.get()
        task = Task.objects.create(action=action, position=1, number=1, title="草稿任务", text="草稿任务。")
        assert "草稿任务" in page(as_staff, task)

    def test_a_liaison_may_fill_in_and_staff_may_review(
        self, world: World, as_liaison: Client, as_staff: Client
    ) -> None:
        edit = reverse("progress_edit", args=[world.submitted.assignment_id])
        detail = reverse("progress_detail", args=[world.submitted.pk])
        assert edit in page(as_liaison, world.ongoing_task)
        assert edit not in page(as_staff, world.ongoing_task)
        assert detail in page(as_staff, world.ongoing_task)

    def test_an_impossible_number_in_the_address_is_not_found(self, world: World, as_staff: Client) -> None:
        assert as_staff.get(f"/tasks/{10**25}/").status_code == 404
        assert page(as_staff, world.task, f"?unit={10**25}")
        assert page(as_staff, world.task, "?unit=x")


class TestTimeline:
    def test_it_tells_the_whole_story_newest_first(self, world: World, as_staff: Client) -> None:
        report = world.submitted
        attach(report, world.liaison, "现场照片.pdf")
        progress_return(user=world.staff, report=report, reason="请补充附件。", now=timezone.now())
        again = resubmit(report, world.liaison, "组织学法培训，覆盖全体干部。补充附件三份。")
        progress_accept(user=world.staff, report=again, now=timezone.now())
        html = page(as_staff, world.ongoing_task)
        order = [
            html.index(words) for words in ("审核通过</strong>", "再次提交（第2稿）", "退回</strong>", "提交</strong>")
        ]
        assert order == sorted(order)
        assert "请补充附件。" in html
        assert "<ins>补充附件三份。</ins>" in html
        assert "现场照片.pdf" in html
        assert "培训 <b>4</b> 场次" in html

    def test_it_can_be_narrowed_to_one_unit(self, world: World, as_staff: Client) -> None:
        assert "组织学法培训" in page(as_staff, world.ongoing_task, f"?unit={world.education.pk}")
        assert "组织学法培训" not in page(as_staff, world.ongoing_task, f"?unit={world.justice.pk}")

    def test_a_script_in_a_narrative_is_text(self, world: World, as_staff: Client) -> None:
        progress_return(user=world.staff, report=world.submitted, reason="<script>r()</script>", now=timezone.now())
        resubmit(world.submitted, world.liaison, "<script>alert(1)</script>")
        html = page(as_staff, world.ongoing_task)
        assert "<script>alert(1)" not in html
        assert "<script>r()" not in html
        assert "&lt;script&gt;alert(1)" in html

    def test_queries_do_not_grow_with_units_and_reports(
        self, world: World, as_staff: Client, django_assert_max_num_queries: Any
    ) -> None:
        page(as_staff, world.ongoing_task)  # content types, sessions
        with django_assert_max_num_queries(30) as few:
            page(as_staff, world.ongoing_task)
        count = len(few)
        justice = world.ongoing_task.assignments.get(unit=world.justice)
        liaison = liaison_of(world.justice)
        for period in world.plan.periods.all():
            attach(make_submitted(justice, period, liaison), liaison)
        with django_assert_max_num_queries(count):
            page(as_staff, world.ongoing_task)


# old, new, pieces as "+come", "-gone", "kept"
DIFFERENCES = [
    ("first version", None, "甲。乙。", ["甲。乙。"]),
    ("nothing changed", "甲。乙。", "甲。乙。", ["甲。乙。"]),
    ("a sentence came", "甲。", "甲。乙。", ["甲。", "+乙。"]),
    ("a sentence went", "甲。乙。", "乙。", ["-甲。", "乙。"]),
    ("a sentence changed", "甲。乙；丙。", "甲。丁；丙。", ["甲。", "-乙；", "+丁；", "丙。"]),
    ("lines are sentences", "甲\n乙", "甲\n丙", ["甲\n", "-乙", "+丙"]),
    ("all of it went", "甲。", "", ["-甲。"]),
]
SIGNS = {"": "", "ins": "+", "del": "-"}


@pytest.mark.parametrize(
    ("old", "new", "pieces"), [row[1:] for row in DIFFERENCES], ids=[row[0] for row in DIFFERENCES]
)
def test_difference(old: str | None, new: str, pieces: list[str]) -> None:
    assert [SIGNS[piece.change] + piece.text for piece in difference(old, new)] == pieces


# line, starts, closing words, numbers of the lines shown
ITEMS = [
    ("to the next item", 3, [1, 3, 5], "", [3]),
    ("out of order", 3, [9, 5], "", [3]),
    ("the last one ends with its deadline", 5, [3, 5], "教育局", [5, 7]),
    ("its deadline broken by spaces", 5, [3], "教 育局", [5, 7]),
    ("the last one without a deadline", 5, [3], "", [5, 7]),
    ("no line", None, [3], "", []),
]


@pytest.mark.parametrize(
    ("line", "starts", "closing", "numbers"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS]
)
def test_item_lines(world: World, line: int | None, starts: list[int], closing: str, numbers: list[int]) -> None:
    assert [number for number, _ in item_lines(world.plan.source, line, starts, closing)] == numbers


def test_the_page_of_a_long_plan_costs_no_more(
    world: World, as_staff: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30) as few:
        page(as_staff, world.task)
    count = len(few)
    plan = published_plan(world, [world.justice, world.education], tasks=12)
    task = Task.objects.filter(action__plan=plan).first()
    assert task is not None
    with django_assert_max_num_queries(count):
        page(as_staff, task)
