"""One line of a draft's document: what it says, where it belongs, and where it may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tasks.planparser import ParsedTask, Passages
from tasks.plans.models import Role, Task
from tracker.intake.corrections import ACTION_TOP, Owners
from tracker.intake.models import PlanDraft

Choices = list[tuple[str, list[tuple[str, str]]]]
SHOWN = 30  # characters of a title in a list


@dataclass(frozen=True)
class LineView:
    """A line with its owner in words (`belongs`), what it says ((what, words)), and the tasks to choose from.

    `into` and `after` are the values proposed: the task beside the one that has the line, and the one above it.
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
    passages = Passages(document, draft.content["years"], [number])
    if not passages.holds(number):
        return None
    actions, owners = draft.content["actions"], Owners(draft.content, draft.given)
    owner = owners.of(number)
    into, after = _proposed(draft, owners, number)
    return LineView(
        number,
        document[number - 1],
        _called(draft.content, owner.anchor) if owner else "",
        owner.anchor if owner else "",
        list(_says(passages.read([number]))),
        [(_action(row), _tasks(a, row)) for a, row in enumerate(actions, 1)],
        [(_action(row), [(f"{a}-{ACTION_TOP}", "本行动最前"), *_tasks(a, row)]) for a, row in enumerate(actions, 1)],
        into,
        after,
    )


def _action(row: dict[str, Any]) -> str:
    return f"{row['number']}. {row['heading'][:SHOWN]}"


def _tasks(a: int, row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f"{a}-{t}", f"{task['number']}. {task['title'][:SHOWN]}") for t, task in enumerate(row["tasks"], 1)]


def _called(content: dict[str, Any], anchor: str) -> str:
    """An item in words: 任务“1. 争取命名”."""
    kind, *places = anchor.split("-")
    at = [int(text) - 1 for text in places]
    if kind == "indicator":
        return f"指标“{content['indicators'][at[0]]['name'][:SHOWN]}”"
    action = content["actions"][at[0]]
    if kind == "action":
        return f"行动“{_action(action)}”"
    task = action["tasks"][at[1]]
    return f"任务“{task['number']}. {task['title'][:SHOWN]}”"


def _says(read: ParsedTask) -> Iterator[tuple[str, str]]:
    """What the parser reads in the line by itself."""
    for said in read.responsibilities:
        yield Role(said.role).label, said.name
    if read.deadline.text:
        yield "完成时限", f"{read.deadline.text}（{Task.DeadlineKind(read.deadline.kind).label}）"
    if read.text:
        yield "正文", ""
    for mark in read.milestones:
        yield "时间节点", f"{mark.text} {mark.due}"


def _proposed(draft: PlanDraft, owners: Owners, number: int) -> tuple[str, str]:
    """The task that the line may rather belong to, and the one after which it may stand, as action-place.

    A line that begins a task may go on with the task above; one that ends a task may begin the one below. Where there
    is no task, it may be the first.
    """
    spots = [(a, t) for a, row in enumerate(draft.content["actions"], 1) for t in range(1, len(row["tasks"]) + 1)]
    if not spots:
        return "", f"1-{ACTION_TOP}"
    above = [spot for spot in spots if (_line(draft, spot) or 0) <= number] or spots[:1]
    owner = owners.of(number)
    own = (owner.action, owner.place) if owner and owner.kind == "task" else None
    into = above[-1]
    if own in spots:
        at = spots.index(own)
        begins = owner is not None and owner.line == number
        into = spots[max(at - 1, 0)] if begins else spots[min(at + 1, len(spots) - 1)]
    return f"{into[0]}-{into[1]}", f"{above[-1][0]}-{above[-1][1]}"


def _line(draft: PlanDraft, spot: tuple[int, int]) -> int | None:
    line: int | None = draft.content["actions"][spot[0] - 1]["tasks"][spot[1] - 1]["line"]
    return line
