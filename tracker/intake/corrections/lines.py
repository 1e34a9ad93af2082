"""Lines of the document that are given to another item, or to none: read again by the parser's rules, and put there.

What the lines said is taken from the item that had them: its words, and the units, the deadline and the milestones that
no other line of it gives. An item that has no words left goes with all it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tasks.common.errors import ServiceError
from tasks.planparser import ParsedAction, ParsedIndicator, ParsedPlan, ParsedTask, new_id, title_of
from tracker.intake.corrections.document import Sources, given_for
from tracker.intake.corrections.edits import both
from tracker.intake.corrections.items import (
    action_with,
    bare_actions,
    item_of,
    items_of,
    new_action,
    place_of,
    put_in,
    tidy,
)
from tracker.intake.corrections.owners import NOBODY
from tracker.intake.corrections.taking import Taking, told_in_place

Move = Literal["task", "new", "heading", "none"]

NO_WORDS = "这一行没有文字，请选择有文字的行。"
NO_TASK_BELOW = "这一行下面没有本行动的任务，不能作为行动标题；请归入任务，或改已有的行动标题。"
IS_HEADING = "这一行已是行动标题，可直接在右边改行动标题。"
IS_ALL = "这几行已是这项任务的全部内容，不用移动。"
ONLY_LABELS = "这一行只写了责任单位或时限，不能单独成为任务，请归入任务。"


@dataclass(frozen=True)
class Target:
    """Where lines go: into the task `item`, into a new one, a heading, or nowhere.

    A new one stands after the task `item`, or above all tasks of the action `item`.
    """

    act: Move
    item: str = ""


@dataclass(frozen=True)
class Moved:
    """What came of it: the new plan, and the lines that do not belong where they stand (see `Owners`).

    `anchor` is the id of the item that the words are in now, empty for nowhere; `gone` names what had no words left.
    `into` says of each task that is gone which task has its words now, if one has them (else empty).
    """

    plan: ParsedPlan
    given: dict[str, str]
    anchor: str
    gone: list[str]
    into: dict[str, str]


def move_lines(
    plan: ParsedPlan, given: Mapping[str, str], document: Sequence[str], lines: tuple[int, int], to: Target
) -> Moved:
    """Give the lines from the first to the last (both from 1, both included) of a document to `to`.

    Raises ServiceError with what to do where that makes no sense.
    """
    move = _Move(plan, given, document, lines)
    acts = {"task": move.into_task, "new": move.as_task, "heading": move.as_heading, "none": move.nowhere}
    return move.result(acts[to.act](to))


class _Move(Taking):
    """One move: lines are taken, and put where they belong."""

    def __init__(
        self, plan: ParsedPlan, given: Mapping[str, str], document: Sequence[str], lines: tuple[int, int]
    ) -> None:
        alone = lines[:1] if lines[0] == lines[1] else ()  # of several, page numbers among them are left out
        sources = Sources(plan, given, document, alone)
        numbers = [number for number in sources.items if lines[0] <= number <= lines[1]]
        if not numbers:
            raise ServiceError(NO_WORDS)
        super().__init__(plan, sources, numbers)
        self._before, self._first = plan, numbers[0]

    # ---- into a task ----

    def into_task(self, to: Target) -> str:
        self._leave_what_is_there(item_of(self.plan.tasks(), to.item))
        said = self.take(as_item=False)
        if said.id == to.item:
            raise ServiceError(IS_ALL)
        task = item_of(self.plan.tasks(), to.item)
        said = self._told_below(task, said)
        text = self._placed(task, said.text) if said.text else task.text
        title = title_of(text) if task.title == title_of(task.text) else task.title
        return self._put(self._with_fields(replace(task, text=text, title=title), said))

    def _leave_what_is_there(self, task: ParsedTask) -> None:
        """Of lines that partly belong to the task already, only the rest is moved."""
        own = [
            number
            for number in self._sources.lines_of(task.id)
            if not self._sources.has_body(number) or self._sources.find(task.text, number)
        ]
        rest = [number for number in self.numbers if number not in own]
        self.numbers = rest or self.numbers

    def _others(self, task: ParsedTask) -> list[int]:
        return [number for number in self._sources.lines_of(task.id) if number not in self.numbers]

    def _told_below(self, task: ParsedTask, said: ParsedTask) -> ParsedTask:
        """A line right below the task's own may go on with the names above it."""
        others = self._others(task)
        above = [number for number in self._sources.items if number < self.numbers[0]]
        if not above or above[-1] not in others:
            return said
        read = self._sources.passages.read
        return told_in_place(said, read([*others, *self.numbers]), read(others))

    def _with_fields(self, task: ParsedTask, said: ParsedTask) -> ParsedTask:
        """The task with the units, milestones, time and first line that the words bring."""
        takes_time = said.deadline.kind != "none" and (task.deadline.kind == "none" or not said.text)
        return replace(
            both(task, said),
            text=task.text,
            deadline=said.deadline if takes_time else task.deadline,
            line=self._line(task),
        )

    def _line(self, task: ParsedTask) -> int:
        first = self.numbers[0]
        above = [number for number in self._sources.items if first <= number < (task.line or first)]
        return first if task.line is None or (above and set(above) <= set(self.numbers)) else task.line

    def _placed(self, task: ParsedTask, words: str) -> str:
        """The task's text with these words where the document has them."""
        sources, text, others = self._sources, task.text, self._others(task)
        worded = [number for number in self.numbers if sources.has_body(number)] or self.numbers
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

    def as_task(self, to: Target) -> str:
        action, place = self._spot(to.item)
        said = self.take(as_item=True)
        if not said.text:
            raise ServiceError(ONLY_LABELS)
        now, at = self._still_there(action, place)
        number = said.number or (now.tasks[at - 1].number + 1 if at else 1)
        if said.id:  # a whole task, moved as it is
            del self.gone[said.id]
        title = said.title if said.id else title_of(said.text)
        task = replace(said, id=said.id or new_id("task"), number=number, title=title, line=self._first)
        self._put(replace(now, tasks=put_in(now.tasks, at, task)))
        return task.id

    def _spot(self, item: str) -> tuple[ParsedAction, int]:
        """The action to put a task in, and the place there, from 0."""
        if any(action.id == item for action in self.plan.actions):
            return item_of(self.plan.actions, item), 0
        action = action_with(self.plan, item)
        return action, place_of(action.tasks, item) + 1

    def _still_there(self, action: ParsedAction, place: int) -> tuple[ParsedAction, int]:
        """Action and place to put a task in: what stood there may have gone with the lines, so after what is left."""
        spots = {task.id: (row, at) for row in self.plan.actions for at, task in enumerate(row.tasks)}
        above = [spots[task.id] for task in action.tasks[:place] if task.id in spots]
        below = [spots[task.id] for task in action.tasks[place:] if task.id in spots]
        if above:
            row, at = above[-1]
            return row, at + 1
        return below[0] if below else (item_of(self.plan.actions, self.into.get(action.id, action.id)), 0)

    # ---- as a heading ----

    def as_heading(self, _: Target) -> str:
        owner = self._sources.owners.by_place(self._first)
        if owner is None or isinstance(owner, ParsedIndicator):
            raise ServiceError(NO_TASK_BELOW)
        held = owner if isinstance(owner, ParsedAction) else action_with(self.plan, owner.id)
        if held.line == self._first:
            raise ServiceError(IS_HEADING)
        text = self.take(as_item=True).text
        action = item_of(self.plan.actions, self.into.get(held.id, held.id))
        cut = next((at for at, task in enumerate(action.tasks) if (task.line or 0) > self._first), len(action.tasks))
        if cut == len(action.tasks) or not text:
            raise ServiceError(NO_TASK_BELOW)
        return self._begin_action(action, cut, text)

    def _begin_action(self, action: ParsedAction, cut: int, text: str) -> str:
        """The tasks from `cut` on under a heading of their own; where that is all of them, they get another heading."""
        first, _, rest = text.partition("\n")
        heading, _, lead = first.partition("。")
        words = [words for words in (action.goal if cut == 0 else None, lead, rest) if words]
        called, goal = heading.rstrip("：:"), "\n".join(words) or None
        if cut == 0:
            self.gone[action.id] = action.heading
            return self._put(replace(action, heading=called, goal=goal, line=self._first))
        begun = replace(new_action(called), goal=goal, line=self._first, tasks=action.tasks[cut:])
        self._put(replace(action, tasks=action.tasks[:cut]))
        at = place_of(self.plan.actions, action.id) + 1
        self.plan = replace(self.plan, actions=put_in(self.plan.actions, at, begun))
        return begun.id

    # ---- to nobody ----

    def nowhere(self, _: Target) -> str:
        self.take(as_item=True)
        return NOBODY

    # ---- what comes of it ----

    def result(self, item: str) -> Moved:
        """The plan as it is now, and where its lines belong."""
        self._sources.items.update(dict.fromkeys(self.numbers, item))
        plan = tidy(self.plan, bare_actions(self._before))
        there, tasks = {row.id for row in items_of(plan)}, {task.id for task in plan.tasks()}
        ended = [task.id for task in self._before.tasks() if task.id not in tasks]
        return Moved(
            plan=plan,
            given=given_for(plan, self._sources.items),
            anchor=item if item in there else "",
            gone=list(self.gone.values()),
            into=dict.fromkeys(ended, item if item in tasks else ""),
        )
