"""The lines of a document, the items of its plan that have them, and where their words stand in a text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tasks.planparser import Passages
from tasks.plans.content import Contract
from tracker.intake.corrections.edits import item, plain_deadline, plain_milestones, task_at
from tracker.intake.corrections.owners import Owner, Owners


class Sources:
    """Who has which line. `items` maps the number of each line with words to the row of the plan that has it, or None.

    The rows are those of `plan` itself, which the caller changes; a row is told from another by being the same object.
    `wanted` are lines that count as words whatever they look like; so do those that a person gave somewhere before.
    """

    def __init__(
        self, plan: Contract, given: Mapping[str, int], document: Sequence[str], wanted: Iterable[int] = ()
    ) -> None:
        self.owners = Owners(plan, given)
        self._passages = Passages(document, plan["years"], {*wanted, *map(int, given)})
        held = [number for number in range(1, len(document) + 1) if self._passages.holds(number)]
        self.items = {number: _item(plan, self.owners.of(number)) for number in held}

    def lines_of(self, row: Contract) -> list[int]:
        """The lines that a row has."""
        return [number for number, held in self.items.items() if held is row]

    def pass_on(self, numbers: Iterable[int], row: Contract | None) -> None:
        """Give lines to a row, or to none."""
        self.items.update(dict.fromkeys(numbers, row))

    def read(self, numbers: Iterable[int], *, as_item: bool = True) -> Contract:
        """What these lines say, in plain form; `as_item` as in `Passages.read`."""
        read = self._passages.read(numbers, as_item=as_item)
        return {
            **asdict(read),
            "deadline": plain_deadline(read.deadline),
            "responsibilities": [asdict(said) for said in read.responsibilities],
            "milestones": plain_milestones(read.milestones),
        }

    def has_body(self, number: int) -> bool:
        """Whether a line says more than units and time."""
        return bool(self._passages.words(number)[1])

    def find(self, text: str, number: int) -> tuple[int, int] | None:
        """Where the words of a line stand in a text, with its number or without."""
        for form in dict.fromkeys(self._passages.words(number)):
            match = re.search(r"\s*".join(map(re.escape, form.replace(" ", ""))), text) if form else None
            if match:
                return match.span()
        return None

    def without(self, text: str, numbers: Iterable[int]) -> tuple[str, bool]:
        """The text without the words of these lines, and whether all of them stood in it."""
        whole = True
        for number in numbers:
            place = self.find(text, number)
            whole &= place is not None
            if place:
                text = text[: place[0]] + text[place[1] :]
        return re.sub(r"\n{2,}", "\n", text).strip(), whole

    def between(self, above: int | None, below: int | None) -> str:
        """What stands between two lines in a text: nothing where the parser reads them as one paragraph."""
        if above is None or below is None or not (self.has_body(above) and self.has_body(below)):
            return "\n"
        return "\n" if "\n" in self._passages.read([above, below]).text else ""


def index_of(rows: Sequence[Contract], row: Contract | None) -> int:
    """Where this very row stands, -1 for nowhere: two rows may say the same."""
    return next((n for n, other in enumerate(rows) if other is row), -1)


def items_of(plan: Contract) -> list[Contract]:
    """Every action, indicator and task."""
    return [*plan["actions"], *plan["indicators"], *(task for action in plan["actions"] for task in action["tasks"])]


def freed(
    plan: Contract, given: Mapping[str, int], document: Sequence[str], rows: Sequence[Contract]
) -> dict[str, int]:
    """Where lines belong (see `Owners`) when these rows are deleted: theirs to nobody, not to the item above.

    A row that begins on one line with another, as after a split, leaves its lines to that one.
    """
    if not rows:
        return dict(given)
    sources = Sources(plan, given, document)
    taken = {row["line"] for row in items_of(plan) if index_of(rows, row) < 0}
    lines = [number for row in rows if row["line"] not in taken for number in sources.lines_of(row)]
    return {**given, **dict.fromkeys(map(str, lines), 0)}


def regained(plan: Contract, given: Mapping[str, int], rows: Sequence[Contract]) -> dict[str, int]:
    """Where lines belong (see `Owners`) when these rows come back into the plan: what stood in them is theirs again."""
    owners, begins = Owners(plan, {}), {row["line"] for row in rows if row["line"]}
    stand = {line: owners.by_place(int(line)) for line, to in given.items() if not to}
    theirs = {line for line, owner in stand.items() if owner and owner.line in begins}
    return {line: to for line, to in given.items() if line not in theirs}


def _item(plan: Contract, owner: Owner | None) -> Any:
    if owner is None:
        return None
    if owner.kind == "indicator":
        return item(plan["indicators"], owner.place)
    if owner.kind == "action":
        return item(plan["actions"], owner.action)
    return task_at(plan, owner.action, owner.place)
