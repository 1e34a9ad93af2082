"""Taking lines from the items that have them."""

from collections.abc import Iterator, Sequence
from typing import Any

from tasks.planparser import ParsedDeadline, title_of
from tasks.plans.content import Contract
from tracker.intake.corrections.edits import plain_deadline, united
from tracker.intake.corrections.sources import Sources, index_of


class Taking:
    """Takes lines from the rows of a plan, which it changes.

    `numbers` are the lines taken: more than were asked for where a task has no words left, which goes with all it has.
    `gone` are the names of what is no more.
    """

    def __init__(self, plan: Contract, sources: Sources, numbers: Sequence[int]) -> None:
        self._plan, self._sources = plan, sources
        self.numbers = list(numbers)
        self.gone: list[str] = []

    def take(self, *, as_item: bool) -> Contract:
        """What the lines say, as a task in plain form; `as_item` as in `Passages.read`."""
        parts = [self._take_from(owner, numbers, as_item) for owner, numbers in list(self._groups())]
        said = parts[0]
        for part in parts[1:]:
            said = _joined(said, part)
        return said

    def list_of(self, task: Contract) -> list[Contract]:
        """The tasks among which a task stands; none when it is gone."""
        return next((row["tasks"] for row in self._plan["actions"] if index_of(row["tasks"], task) >= 0), [])

    def _groups(self) -> Iterator[tuple[Contract | None, list[int]]]:
        """The lines by the item that has them, in the order of the document."""
        numbers, items = list(self.numbers), self._sources.items
        while numbers:
            owner = items[numbers[0]]
            yield owner, [number for number in numbers if items[number] is owner]
            numbers = [number for number in numbers if items[number] is not owner]

    def _take_from(self, owner: Contract | None, numbers: list[int], as_item: bool) -> Contract:
        said = self._sources.read(numbers, as_item=as_item)
        if owner is None:
            return said
        if "tasks" in owner:
            self._take_from_action(owner, numbers)
            return said
        if "targets" in owner:
            if owner["line"] in numbers:
                self._drop(self._plan["indicators"], owner, owner["name"])
            return said
        return self._take_from_task(owner, numbers, said)

    def _take_from_action(self, action: Contract, numbers: list[int]) -> None:
        """Words go from its goal; without its heading line, its tasks are those of the action above."""
        action["goal"] = self._sources.without(action["goal"] or "", numbers)[0] or None
        if action["line"] not in numbers:
            return
        at = index_of(self._plan["actions"], action)
        if at == 0:
            action.update(heading=self._plan["title"], line=None)
            return
        above = self._plan["actions"][at - 1]
        above["goal"] = "\n".join(text for text in (above["goal"], action["goal"]) if text) or None
        above["tasks"] += action["tasks"]
        self._drop(self._plan["actions"], action, action["heading"])
        self._sources.pass_on(self._sources.lines_of(action), above)

    def _take_from_task(self, task: Contract, numbers: list[int], said: Contract) -> Contract:
        mine = self._sources.lines_of(task)
        rest = [number for number in mine if number not in numbers]
        text, found = self._sources.without(task["text"], numbers)
        if not rest or not text:
            return self._whole(task)
        before, after = self._sources.read(mine), self._sources.read(rest)
        if not found:
            said = told_in_place(said, before, after)
            text = after["text"] if task["text"] == before["text"] else text
        if task["title"] == title_of(task["text"]):
            task["title"] = title_of(text)
        task.update(text=text, line=task["line"] if task["line"] not in numbers else rest[0])
        _take_fields(task, said, after)
        return said

    def _whole(self, task: Contract) -> Contract:
        """A task that has no words left: all it has goes with them."""
        self._drop(self.list_of(task), task, task["title"])
        self.numbers = sorted({*self.numbers, *self._sources.lines_of(task)})
        return task

    def _drop(self, rows: list[Any], row: Contract, called: str) -> None:
        rows.pop(index_of(rows, row))
        self.gone.append(called)


def told_in_place(said: Contract, before: Contract, after: Contract) -> Contract:
    """A line that goes on with the names or the time above it says by itself nothing but words.

    What counts is what it gives where it stands: what an item says with it (`before`) and not without (`after`).
    """
    if said["responsibilities"] or said["deadline"]["text"]:
        return said
    lost = [unit for unit in before["responsibilities"] if unit not in after["responsibilities"]]
    is_time = before["deadline"] != after["deadline"]
    if not lost and not is_time:
        return said
    deadline = before["deadline"] if is_time else plain_deadline(ParsedDeadline())
    return {**said, "text": "", "responsibilities": lost, "deadline": deadline, "milestones": []}


def _joined(said: Contract, part: Contract) -> Contract:
    """What two passages say, one after the other."""
    marks = said["milestones"] + [mark for mark in part["milestones"] if mark not in said["milestones"]]
    return {
        **said,
        "text": "\n".join(text for text in (said["text"], part["text"]) if text),
        "responsibilities": united(said["responsibilities"] + part["responsibilities"]),
        "deadline": said["deadline"] if said["deadline"]["kind"] != "none" else part["deadline"],
        "milestones": marks,
    }


def _take_fields(task: Contract, said: Contract, after: Contract) -> None:
    """Take from a task the units, time and milestones that these lines gave and the others (`after`) do not."""
    kept = {unit["name"] for unit in after["responsibilities"]}
    away = {unit["name"] for unit in said["responsibilities"]} - kept
    task["responsibilities"] = [unit for unit in task["responsibilities"] if unit["name"] not in away]
    if said["deadline"]["text"] and task["deadline"]["text"] == said["deadline"]["text"]:
        task["deadline"] = after["deadline"]
    away_marks = [mark for mark in said["milestones"] if mark not in after["milestones"]]
    task["milestones"] = [mark for mark in task["milestones"] if mark not in away_marks]
