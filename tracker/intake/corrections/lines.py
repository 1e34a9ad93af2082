"""Lines of the document that are given to another item, or to none: read again by the parser's rules, and put there.

What the lines said is taken from the item that had them: its words, and the units, the deadline and the milestones that
no other line of it gives. An item that has no words left goes with all it has.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tasks.common.errors import ServiceError
from tasks.planparser import title_of
from tasks.plans.content import Contract
from tracker.intake.corrections.edits import item, outline, task_at, tidy, united
from tracker.intake.corrections.owners import Owners, task_anchor
from tracker.intake.corrections.sources import Sources, index_of, items_of
from tracker.intake.corrections.taking import Taking, told_in_place

Act = Literal["task", "new", "heading", "none"]
ACTION_TOP = 0  # the place above an action's first task

NO_WORDS = "这一行没有文字，请选择有文字的行。"
NO_TASK_BELOW = "这一行下面没有本行动的任务，不能作为行动标题；请归入任务，或改已有的行动标题。"
IS_HEADING = "这一行已是行动标题，可直接在右边改行动标题。"
IS_ALL = "这几行已是这项任务的全部内容，不用移动。"
ONLY_LABELS = "这一行只写了责任单位或时限，不能单独成为任务，请归入任务。"


@dataclass(frozen=True)
class Target:
    """Where lines go: into a task, into a new one after that place (ACTION_TOP: above all), a heading, or nowhere."""

    act: Act
    action: int = 0
    place: int = 0


@dataclass(frozen=True)
class Moved:
    """What came of it: the new plan, and the lines that do not belong where they stand (see `Owners`).

    `anchor` is the id on the page of where the words are now, empty for nowhere; `gone` names what had no words left.
    """

    plan: Contract
    given: dict[str, int]
    anchor: str
    gone: list[str]


def move_lines(
    plan: Contract, given: Mapping[str, int], document: Sequence[str], lines: tuple[int, int], to: Target
) -> Moved:
    """Give the lines from the first to the last (both from 1, both included) of a document to `to`.

    Raises ServiceError with what to do where that makes no sense.
    """
    move = _Move(copy.deepcopy(plan), given, document, lines)
    acts = {"task": move.into_task, "new": move.as_task, "heading": move.as_heading, "none": move.nowhere}
    return move.result(acts[to.act](to))


class _Move:
    def __init__(
        self, plan: Contract, given: Mapping[str, int], document: Sequence[str], lines: tuple[int, int]
    ) -> None:
        alone = lines[:1] if lines[0] == lines[1] else ()  # of several, page numbers among them are left out
        self._plan, self._sources = plan, Sources(plan, given, document, alone)
        self._bare = outline(plan)
        numbers = [number for number in self._sources.items if lines[0] <= number <= lines[1]]
        if not numbers:
            raise ServiceError(NO_WORDS)
        self._first = numbers[0]
        self._taking = Taking(plan, self._sources, numbers)

    # ---- into a task ----

    def into_task(self, to: Target) -> Contract:
        task = task_at(self._plan, to.action, to.place)
        self._leave_what_is_there(task)
        said = self._taking.take(as_item=False)
        if said is task:
            raise ServiceError(IS_ALL)
        said = self._told_below(task, said)
        derived = task["title"] == title_of(task["text"])
        if said["text"]:
            task["text"] = self._placed(task, said["text"])
        if derived:
            task["title"] = title_of(task["text"])
        self._put_fields(task, said)
        return task

    def _leave_what_is_there(self, task: Contract) -> None:
        """Of lines that partly belong to the task already, only the rest is moved."""
        own = [
            number
            for number in self._sources.lines_of(task)
            if not self._sources.has_body(number) or self._sources.find(task["text"], number)
        ]
        rest = [number for number in self._taking.numbers if number not in own]
        self._taking.numbers = rest or self._taking.numbers

    def _others(self, task: Contract) -> list[int]:
        return [number for number in self._sources.lines_of(task) if number not in self._taking.numbers]

    def _told_below(self, task: Contract, said: Contract) -> Contract:
        """A line right below the task's own may go on with the names above it."""
        others = self._others(task)
        above = [number for number in self._sources.items if number < self._taking.numbers[0]]
        if not above or above[-1] not in others:
            return said
        read = self._sources.read
        return told_in_place(said, read([*others, *self._taking.numbers]), read(others))

    def _put_fields(self, task: Contract, said: Contract) -> None:
        task["responsibilities"] = united(task["responsibilities"] + said["responsibilities"])
        task["milestones"] += [mark for mark in said["milestones"] if mark not in task["milestones"]]
        if said["deadline"]["kind"] != "none" and (task["deadline"]["kind"] == "none" or not said["text"]):
            task["deadline"] = said["deadline"]
        first, numbers = self._taking.numbers[0], self._taking.numbers
        above = [number for number in self._sources.items if first <= number < (task["line"] or first)]
        if task["line"] is None or (above and set(above) <= set(numbers)):
            task["line"] = first

    def _placed(self, task: Contract, words: str) -> str:
        """The task's text with these words where the document has them."""
        sources, text, others = self._sources, task["text"], self._others(task)
        worded = [number for number in self._taking.numbers if sources.has_body(number)] or self._taking.numbers
        first, last = worded[0], worded[-1]
        above = [number for number in others if number < first]
        found = ((number, sources.find(text, number)) for number in others if number > first)
        below, place = next(((number, place) for number, place in found if place), (None, None))
        at = place[0] if place else (len(text) if above or not others else 0)
        before, after = text[:at].rstrip("\n"), text[at:]
        if before:
            words = f"{before}{sources.between(above[-1] if above else None, first)}{words}"
        return f"{words}{sources.between(last, below)}{after}" if after else words

    # ---- as a task ----

    def as_task(self, to: Target) -> Contract:
        tasks = list(item(self._plan["actions"], to.action)["tasks"])
        if to.place != ACTION_TOP:
            item(tasks, to.place)
        said = self._taking.take(as_item=True)
        if not said["text"]:
            raise ServiceError(ONLY_LABELS)
        rows, at = self._still_there(tasks, to)
        number = said["number"] or (rows[at - 1]["number"] + 1 if at else 1)
        task = {**said, "number": number, "title": title_of(said["text"]), "line": self._first}
        if said["title"] in self._taking.gone:  # a whole task, moved as it is
            self._taking.gone.remove(said["title"])
            task["title"] = said["title"]
        rows.insert(at, task)
        return task

    def _still_there(self, tasks: list[Contract], to: Target) -> tuple[list[Contract], int]:
        """The list and place to put a task in: what stood there may have gone with the lines, so after what is left."""
        for row in reversed(tasks[: to.place]):
            if rows := self._taking.list_of(row):
                return rows, index_of(rows, row) + 1
        for row in tasks[to.place :]:
            if rows := self._taking.list_of(row):
                return rows, index_of(rows, row)
        return item(self._plan["actions"], to.action)["tasks"], 0

    # ---- as a heading ----

    def as_heading(self, _: Target) -> Contract:
        owner = self._sources.owners.by_place(self._first)
        if owner is None or owner.kind == "indicator":
            raise ServiceError(NO_TASK_BELOW)
        action: Contract = item(self._plan["actions"], owner.action)
        if action["line"] == self._first:
            raise ServiceError(IS_HEADING)
        text, tasks = self._taking.take(as_item=True)["text"], action["tasks"]
        cut = next((at for at, task in enumerate(tasks) if (task["line"] or 0) > self._first), len(tasks))
        if cut == len(tasks) or not text:
            raise ServiceError(NO_TASK_BELOW)
        return self._begin_action(action, cut, text)

    def _begin_action(self, action: Contract, cut: int, text: str) -> Contract:
        """The tasks from `cut` on under a heading of their own; where that is all of them, they get another heading."""
        first, _, rest = text.partition("\n")
        heading, _, lead = first.partition("。")
        goal = [words for words in (action["goal"] if cut == 0 else None, lead, rest) if words]
        new = {"heading": heading.rstrip("：:"), "goal": "\n".join(goal) or None, "line": self._first}
        if cut == 0:
            self._taking.gone.append(action["heading"])
            action.update(new)
            return action
        action["tasks"], below = action["tasks"][:cut], action["tasks"][cut:]
        begun = {"number": 0, **new, "tasks": below}
        self._plan["actions"].insert(index_of(self._plan["actions"], action) + 1, begun)
        return begun

    # ---- to nobody ----

    def nowhere(self, _: Target) -> None:
        self._taking.take(as_item=True)

    # ---- what comes of it ----

    def result(self, put: Contract | None) -> Moved:
        """The plan as it is now, and where its lines belong."""
        self._sources.pass_on(self._taking.numbers, put)
        plan = tidy(self._plan, self._bare)
        return Moved(plan, _given(plan, self._sources), _anchor(plan, put), self._taking.gone)


def _given(plan: Contract, sources: Sources) -> dict[str, int]:
    """The lines that belong elsewhere than to the item above them: to the one that begins on that line, or to none."""
    there = {id(row) for row in items_of(plan)}
    stand, given = Owners(plan, {}), {}
    for number, held in sources.items.items():
        wanted = held["line"] or 0 if held and id(held) in there else 0
        owner = stand.by_place(number)
        if (owner.line if owner else 0) != wanted:
            given[str(number)] = wanted
    return given


def _anchor(plan: Contract, put: Contract | None) -> str:
    for a, action in enumerate(plan["actions"], 1):
        if action is put:
            return f"action-{a}"
        at = index_of(action["tasks"], put) + 1
        if at:
            return task_anchor(a, at)
    return ""
