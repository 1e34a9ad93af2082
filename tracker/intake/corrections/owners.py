"""Which item of a plan a line of its document belongs to."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tasks.plans.selectors.source import LAST_ITEM_LINES


def task_anchor(action: int, place: int) -> str:
    """The id of a task's card on the review page."""
    return f"task-{action}-{place}"


@dataclass(frozen=True)
class Owner:
    """An item and the line that it begins on; `action` is 0 for an indicator, `place` for an action."""

    kind: Literal["action", "task", "indicator"]
    action: int
    place: int
    line: int

    @property
    def anchor(self) -> str:
        """The item's id on the review page."""
        return {
            "action": f"action-{self.action}",
            "task": task_anchor(self.action, self.place),
            "indicator": f"indicator-{self.place}",
        }[self.kind]


class Owners:
    """A line belongs to the last item that begins on it or above, unless a person gave it to another.

    `given` says so: {"20": 12} gives line 20 to the item that begins on line 12, {"20": 0} to none.
    """

    def __init__(self, content: Mapping[str, Any], given: Mapping[str, int]) -> None:
        self._items = sorted(_items(content), key=lambda owner: owner.line)
        self._lines = [owner.line for owner in self._items]
        self._given = given

    def of(self, line: int | None) -> Owner | None:
        """The item that a line belongs to, if any."""
        given = self._given.get(str(line))
        return self.by_place(line if given is None else given)

    def by_place(self, line: int | None) -> Owner | None:
        """The same, whatever a person said."""
        at = bisect_right(self._lines, line) - 1 if line else -1
        is_beyond = at == len(self._lines) - 1 and at >= 0 and (line or 0) - self._lines[at] >= LAST_ITEM_LINES
        return None if at < 0 or is_beyond else self._items[at]

    def anchor(self, line: int | None) -> str:
        """The id of the item that a line belongs to; empty where it belongs to none."""
        owner = self.of(line)
        return owner.anchor if owner else ""


def _items(content: Mapping[str, Any]) -> Iterator[Owner]:
    for a, action in enumerate(content["actions"], 1):
        if action["line"]:
            yield Owner("action", a, 0, action["line"])
        for t, task in enumerate(action["tasks"], 1):
            if task["line"]:
                yield Owner("task", a, t, task["line"])
    for n, indicator in enumerate(content["indicators"], 1):
        if indicator["line"]:
            yield Owner("indicator", 0, n, indicator["line"])
