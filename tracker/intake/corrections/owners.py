"""Which item of a plan a line of its document belongs to."""

from bisect import bisect_right
from collections.abc import Mapping

from tasks.planparser import Diagnostic, ParsedPlan
from tasks.plans.selectors.source_lines import LAST_ITEM_LINES
from tracker.intake.corrections.items import Item, items_of

NOBODY = ""


class Owners:
    """A line belongs to the last item that begins on it or above, unless a person gave it to another.

    `given` says so: {"20": "t3-8d1f0a2b"} gives line 20 to that item, {"20": ""} to none. What was given to an item
    that is gone belongs where it stands.
    """

    def __init__(self, plan: ParsedPlan, given: Mapping[str, str]) -> None:
        self._items = {item.id: item for item in items_of(plan)}
        # Of those that begin on one line the last one counts, a task after the heading it stands under.
        self._begins = sorted((item for item in self._items.values() if item.line), key=_line)
        self._given = given

    def of(self, line: int | None) -> Item | None:
        """The item that a line belongs to, if any."""
        given = self._given.get(str(line))
        if given == NOBODY:
            return None
        return self._items.get(given or "") or self.by_place(line)

    def by_place(self, line: int | None) -> Item | None:
        """The same, whatever a person said."""
        begun = bisect_right(self._begins, line or 0, key=_line)
        owner = self._begins[begun - 1] if begun else None
        is_last = begun == len(self._begins)
        return None if owner and is_last and (line or 0) - _line(owner) >= LAST_ITEM_LINES else owner

    def id_of(self, line: int | None) -> str:
        """The id of the item that a line belongs to; empty where it belongs to none."""
        owner = self.of(line)
        return owner.id if owner else NOBODY

    def of_remark(self, remark: Diagnostic) -> Item | None:
        """The item that a remark is about: the one it names, while its line is not given elsewhere; else its line's."""
        named = None if str(remark.line) in self._given else self._items.get(remark.item or "")
        return named or self.of(remark.line)


def _line(item: Item) -> int:
    return item.line or 0
