"""Taking lines from the items that have them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from tasks.planparser import ParsedAction, ParsedDeadline, ParsedIndicator, ParsedPlan, ParsedTask, title_of
from tracker.intake.corrections.document import Sources
from tracker.intake.corrections.edits import both
from tracker.intake.corrections.items import Item, items_of, place_of, put, without


class Taking:
    """Takes lines from the items of `plan`, which is what is left of it after each step.

    `numbers` are the lines taken: more than were asked for where a task has no words left, which goes with all it has.
    `gone` are the names of what is no more, by id; `into` is the action that took the tasks of one that is gone.
    """

    def __init__(self, plan: ParsedPlan, sources: Sources, numbers: Sequence[int]) -> None:
        self.plan, self._sources = plan, sources
        self.numbers = list(numbers)
        self.gone: dict[str, str] = {}
        self.into: dict[str, str] = {}

    def take(self, *, as_item: bool) -> ParsedTask:
        """What the lines say, as a task; `as_item` as in `Passages.read`.

        Its id is that of the first task they are of, where that task has no words left, and empty otherwise.
        """
        owned: dict[str, list[int]] = {}
        for number in self.numbers:
            owned.setdefault(self._sources.items[number], []).append(number)
        return reduce(both, [self._take_from(owner, numbers, as_item) for owner, numbers in owned.items()])

    def _take_from(self, owner: str, numbers: list[int], as_item: bool) -> ParsedTask:
        said = self._sources.passages.read(numbers, as_item=as_item)
        item = next((row for row in items_of(self.plan) if row.id == owner), None)
        if isinstance(item, ParsedTask):
            return self._take_from_task(item, numbers, said)
        if isinstance(item, ParsedAction):
            self._take_from_action(item, numbers)
        elif isinstance(item, ParsedIndicator) and item.line in numbers:
            self._drop(item, item.name)
        return said

    def _take_from_action(self, action: ParsedAction, numbers: list[int]) -> None:
        """Words go from its goal; without its heading line, its tasks are those of the action above."""
        left = replace(action, goal=self._sources.without(action.goal or "", numbers)[0] or None)
        at = place_of(self.plan.actions, action.id)
        if left.line not in numbers:
            self._put(left)
        elif at == 0:
            self._put(replace(left, heading=self.plan.title, line=None))
        else:
            self._into_above(left, self.plan.actions[at - 1])

    def _into_above(self, action: ParsedAction, above: ParsedAction) -> None:
        goal = "\n".join(text for text in (above.goal, action.goal) if text) or None
        self._drop(action, action.heading)
        self._put(replace(above, goal=goal, tasks=above.tasks + action.tasks))
        self.into[action.id] = above.id
        self._sources.items.update(dict.fromkeys(self._sources.lines_of(action.id), above.id))

    def _take_from_task(self, task: ParsedTask, numbers: list[int], said: ParsedTask) -> ParsedTask:
        mine = self._sources.lines_of(task.id)
        rest = [number for number in mine if number not in numbers]
        text, found = self._sources.without(task.text, numbers)
        if not rest or not text:  # all it has goes with its words
            self._drop(task, task.title)
            self.numbers = sorted({*self.numbers, *mine})
            return task
        before, after = self._sources.passages.read(mine), self._sources.passages.read(rest)
        if not found:
            said = told_in_place(said, before, after)
            text = after.text if task.text == before.text else text
        title = title_of(text) if task.title == title_of(task.text) else task.title
        line = task.line if task.line not in numbers else rest[0]
        self._put(_without_fields(replace(task, text=text, title=title, line=line), said, after))
        return said

    def _put(self, item: Item) -> str:
        self.plan = put(self.plan, item)
        return item.id

    def _drop(self, item: Item, called: str) -> None:
        self.plan = without(self.plan, item.id)
        self.gone[item.id] = called


def told_in_place(said: ParsedTask, before: ParsedTask, after: ParsedTask) -> ParsedTask:
    """A line that goes on with the names or the time above it says by itself nothing but words.

    What counts is what it gives where it stands: what an item says with it (`before`) and not without (`after`).
    """
    if said.responsibilities or said.deadline.text:
        return said
    lost = tuple(unit for unit in before.responsibilities if unit not in after.responsibilities)
    is_time = before.deadline != after.deadline
    if not lost and not is_time:
        return said
    deadline = before.deadline if is_time else ParsedDeadline()
    return replace(said, text="", responsibilities=lost, deadline=deadline, milestones=())


def _without_fields(task: ParsedTask, said: ParsedTask, after: ParsedTask) -> ParsedTask:
    """The task without the units, time and milestones that these lines gave and the others (`after`) do not."""
    away = {unit.name for unit in said.responsibilities} - {unit.name for unit in after.responsibilities}
    is_its_time = said.deadline.text and task.deadline.text == said.deadline.text
    away_marks = [mark for mark in said.milestones if mark not in after.milestones]
    return replace(
        task,
        responsibilities=tuple(unit for unit in task.responsibilities if unit.name not in away),
        deadline=after.deadline if is_its_time else task.deadline,
        milestones=tuple(mark for mark in task.milestones if mark not in away_marks),
    )
