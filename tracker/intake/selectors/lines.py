"""One line of a draft's document: what it says, where it belongs, and where it may go."""

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.planparser import ParsedAction, ParsedTask, Passages
from tasks.plans.models import DeadlineKind, Role
from tracker.intake.corrections.items import Item, place_of
from tracker.intake.corrections.owners import Owners
from tracker.intake.models import PlanDraft

Choices = list[tuple[str, list[tuple[str, str]]]]
SHOWN = 30  # characters of a title in a list


@dataclass(frozen=True)
class LineView:
    """A line with its owner in words (`belongs`), what it says ((what, words)), and the tasks to choose from by ids.

    `into` and `after` are the values proposed: the task beside the one that has the line, and the one above it; `after`
    may be an action, above all of its tasks.
    """

    number: int
    text: str
    belongs: str
    anchor: str
    says: list[tuple[str, str]]
    tasks: Choices
    places: Choices
    into: str
    after: str


def line_view(draft: PlanDraft, number: int) -> LineView | None:
    """The line of this number; None where there are no words on it. No query."""
    document = draft.text.split("\n")
    passages = Passages(document, draft.reviewed.years, [number])
    if not passages.holds(number):
        return None
    actions, owner = draft.reviewed.actions, Owners(draft.reviewed, draft.given).of(number)
    into, after = _proposed(draft, owner, number)
    return LineView(
        number,
        document[number - 1],
        _called(owner) if owner else "",
        owner.id if owner else "",
        list(_says(passages.read([number]))),
        [(_action(row), _tasks(row)) for row in actions],
        [(_action(row), [(row.id, "本行动最前"), *_tasks(row)]) for row in actions],
        into,
        after,
    )


def _action(row: ParsedAction) -> str:
    return f"{row.number}. {row.heading[:SHOWN]}"


def _task(row: ParsedTask) -> str:
    return f"{row.number}. {row.title[:SHOWN]}"


def _tasks(row: ParsedAction) -> list[tuple[str, str]]:
    return [(task.id, _task(task)) for task in row.tasks]


def _called(item: Item) -> str:
    """An item in words: 任务“1. 争取命名”."""
    if isinstance(item, ParsedTask):
        return f"任务“{_task(item)}”"
    return f"行动“{_action(item)}”" if isinstance(item, ParsedAction) else f"指标“{item.name[:SHOWN]}”"


def _says(read: ParsedTask) -> Iterator[tuple[str, str]]:
    """What the parser reads in the line by itself."""
    for said in read.responsibilities:
        yield Role(said.role).label, said.name
    if read.deadline.text:
        yield "完成时限", f"{read.deadline.text}（{DeadlineKind(read.deadline.kind).label}）"
    if read.text:
        yield "正文", ""
    for mark in read.milestones:
        yield "时间节点", f"{mark.text} {mark.due}"


def _proposed(draft: PlanDraft, owner: Item | None, number: int) -> tuple[str, str]:
    """The id of the task that the line may rather belong to, and that of the one after which it may stand.

    A line that begins a task may go on with the task above; one that ends a task may begin the one below. Where there
    is no task, it may be the first of the first action.
    """
    tasks = draft.reviewed.tasks()
    if not tasks:
        return "", draft.reviewed.actions[0].id
    above = [task for task in tasks if (task.line or 0) <= number] or tasks[:1]
    at = place_of(tasks, owner.id) if owner else -1
    if owner is None or at < 0:
        return above[-1].id, above[-1].id
    beside = max(at - 1, 0) if owner.line == number else min(at + 1, len(tasks) - 1)
    return tasks[beside].id, above[-1].id
