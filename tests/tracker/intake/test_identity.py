"""A half of a task that a person said to be an old one stays that one, wherever the halves are put."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tasks.plans.models import Task
from tasks.work.models import ProgressReport
from tests.tracker.intake.imports import confirm, ready_draft
from tests.tracker.intake.places import ids, titles
from tests.world import World
from tracker.intake.corrections.lines import Target
from tracker.intake.grid import rows as grid
from tracker.intake.models import PlanDraft
from tracker.intake.services.grid import draft_fill
from tracker.intake.services.items import (
    draft_task_correct,
    draft_task_delete,
    draft_task_merge,
    draft_task_move,
    draft_task_split,
)
from tracker.intake.services.lines import draft_move_lines
from tracker.intake.services.review import draft_pair
from tracker.intake.services.undo import draft_undo

TEXT = """某区2024年法治政府建设任务分工方案
（一）示范创建行动
1. 甲事写在前面。乙事写在后面。
责任单位：政府组成部门
2. 丙事另有一项。
责任单位：司法局
（二）依法行政行动
3. 丁事也有一项。
责任单位：司法局
"""
FIRST, SECOND = "甲事写在前面。", "乙事写在后面。"


class Halves:
    """A draft that revises the world's plan; its first task is split on its one line, the second half is old."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.draft = ready_draft(world, text=TEXT, stands_alone=False)
        PlanDraft.objects.filter(pk=self.draft.pk).update(revises=world.plan)
        self.first = ids(self.draft.reviewed)[0][0]
        self.second = self.do(draft_task_split, task=self.first, offset=len(FIRST))
        assert {task.line for task in self.draft.reviewed.actions[0].tasks[:2]} == {3}, "both on one line"
        self.pair(self.second, world.ongoing_task)

    def do(self, service: Callable[..., Any], **more: Any) -> Any:
        """As somebody who sees the latest page."""
        self.draft.refresh_from_db()
        done = service(draft=self.draft, revision=self.draft.revision, user=self.world.staff, **more)
        self.draft.refresh_from_db()
        return done

    def pair(self, item: str, task: Task) -> None:
        self.do(draft_pair, item=item, said=str(task.pk))

    def move(self, item: str, action: int, place: int) -> None:
        to_action = self.draft.reviewed.actions[action - 1].id
        self.do(draft_task_move, task=item, to_action=to_action, to_place=place)

    def type_rows(self, order: Callable[[list[grid.Row]], list[grid.Row]]) -> None:
        self.do(draft_fill, rows=order(grid.rows_of(self.draft.reviewed)))


def swapped(halves: Halves) -> None:
    halves.move(halves.second, 1, 1)


def apart(halves: Halves) -> None:
    halves.move(halves.second, 2, 1)
    halves.move(halves.first, 2, 3)


def back_and_forth(halves: Halves) -> None:
    halves.move(halves.first, 2, 1)
    halves.move(halves.first, 1, 2)


def reworded(halves: Halves) -> None:
    halves.do(draft_task_correct, task=halves.first, text=SECOND, title="乙事写在后面")


def in_the_grid(halves: Halves) -> None:
    halves.type_rows(lambda rows: [rows[0], rows[2], *rows[3:], replace(rows[1], text="改过的甲事。")])


def other_deleted(halves: Halves) -> None:
    halves.do(draft_task_delete, task=halves.first)


def deleted_and_undone(halves: Halves) -> None:
    halves.do(draft_task_delete, task=halves.second)
    assert halves.draft.pairs == {}
    halves.do(draft_undo)


def merged_and_undone(halves: Halves) -> None:
    halves.do(draft_task_merge, task=halves.first)
    halves.do(draft_undo)


def other_split_again(halves: Halves) -> None:
    halves.do(draft_task_correct, task=halves.first, text="甲事。再说甲事。")
    halves.do(draft_task_split, task=halves.first, offset=3)


STAYS = [(act.__name__, act) for act in (
    swapped, apart, back_and_forth, reworded, in_the_grid, other_deleted, deleted_and_undone, merged_and_undone,
    other_split_again,
)]  # fmt: skip


@pytest.mark.parametrize("act", [row[1] for row in STAYS], ids=[row[0] for row in STAYS])
def test_the_second_half_goes_on_with_the_old_task_and_its_reports(world: World, act: Callable[[Halves], None]) -> None:
    halves = Halves(world)
    act(halves)
    assert halves.draft.pairs == {halves.second: world.ongoing_task.pk}
    half = next(task for task in halves.draft.reviewed.tasks() if task.id == halves.second)
    confirm(halves.draft, world)
    world.ongoing_task.refresh_from_db()
    assert (world.ongoing_task.text, world.ongoing_task.withdrawn_at) == (half.text, None)
    assert [report.assignment.task for report in ProgressReport.objects.all()] == [world.ongoing_task]
    others = Task.objects.in_force().filter(action__plan=world.plan).exclude(pk=world.ongoing_task.pk)
    assert others.count() == len(halves.draft.reviewed.tasks()) - 1, "each other task is a row of its own"
    assert not others.filter(assignments__progress_reports__isnull=False).exists()


def merged(halves: Halves) -> None:
    halves.do(draft_task_merge, task=halves.first)


def merged_the_other_way(halves: Halves) -> None:
    halves.move(halves.second, 1, 1)
    halves.do(draft_task_merge, task=halves.second)


def lines_given_away(halves: Halves) -> None:
    """The only line of the second half goes into the third task, with all it has."""
    third = ids(halves.draft.reviewed)[0][2]
    halves.do(draft_move_lines, first=3, last=4, to=Target("task", third))


MERGED = [(act.__name__, act) for act in (merged, merged_the_other_way, lines_given_away)]


@pytest.mark.parametrize("act", [row[1] for row in MERGED], ids=[row[0] for row in MERGED])
def test_what_both_have_become_goes_on_with_the_old_task(world: World, act: Callable[[Halves], None]) -> None:
    halves = Halves(world)
    act(halves)
    ((item, row),) = halves.draft.pairs.items()
    assert row == world.ongoing_task.pk
    (task,) = [task for task in halves.draft.reviewed.tasks() if task.id == item]
    assert SECOND.rstrip("。") in task.text
    confirm(halves.draft, world)
    world.ongoing_task.refresh_from_db()
    assert world.ongoing_task.text == task.text
    assert ProgressReport.objects.get().assignment.task == world.ongoing_task


def test_of_two_that_were_both_said_to_be_old_the_first_counts(world: World) -> None:
    halves = Halves(world)
    halves.pair(halves.first, world.task)
    merged(halves)
    assert halves.draft.pairs == {halves.first: world.task.pk}
    assert titles(halves.draft.reviewed)[0] == ["甲事写在前面", "丙事另有一项"]


def test_deleting_the_half_forgets_what_was_said_of_it(world: World) -> None:
    halves = Halves(world)
    halves.do(draft_task_delete, task=halves.second)
    assert halves.draft.pairs == {}


def test_a_row_that_comes_back_in_the_grid_is_still_the_old_task(world: World) -> None:
    halves = Halves(world)
    before = halves.draft.reviewed
    held = before.actions[0].tasks[1]
    halves.type_rows(lambda rows: [row for row in rows if row.item != halves.second])
    halves.type_rows(lambda rows: [*rows[:2], grid.Row(grid.NEW_TASK, "1", SECOND, held=held), *rows[2:]])
    assert ids(halves.draft.reviewed) == ids(before)
    assert halves.draft.pairs == {halves.second: world.ongoing_task.pk}
