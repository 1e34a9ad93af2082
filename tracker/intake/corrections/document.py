"""The lines of a document, the items of its plan that have them, and where their words stand in a text."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from tasks.planparser import ParsedPlan, Passages
from tracker.intake.corrections.items import items_of
from tracker.intake.corrections.owners import NOBODY, Owners


class Sources:
    """Who has which line. `items` maps the number of each line with words to the id of the item that has it, or NOBODY.

    `wanted` are lines that count as words whatever they look like; so do those that a person gave somewhere before.
    """

    def __init__(
        self, plan: ParsedPlan, given: Mapping[str, str], document: Sequence[str], wanted: Iterable[int] = ()
    ) -> None:
        self.owners = Owners(plan, given)
        self.passages = Passages(document, plan.years, {*wanted, *map(int, given)})
        held = [number for number in range(1, len(document) + 1) if self.passages.holds(number)]
        self.items = {number: self.owners.id_of(number) for number in held}

    def lines_of(self, item: str) -> list[int]:
        """The lines that an item has."""
        return [number for number, held in self.items.items() if held == item]

    def has_body(self, number: int) -> bool:
        """Whether a line says more than units and time."""
        return bool(self.passages.words(number)[1])

    def find(self, text: str, number: int) -> tuple[int, int] | None:
        """Where the words of a line stand in a text, with its number or without."""
        for form in dict.fromkeys(self.passages.words(number)):
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
        return "\n" if "\n" in self.passages.read([above, below]).text else ""


def given_for(plan: ParsedPlan, items: Mapping[int, str]) -> dict[str, str]:
    """Of the lines that these items are to have, those that do not belong there by where they stand (see `Owners`).

    A line of an item that the plan has no more belongs to NOBODY.
    """
    there, stand = {item.id for item in items_of(plan)}, Owners(plan, {})
    wanted = {number: item if item in there else NOBODY for number, item in items.items()}
    return {str(number): item for number, item in wanted.items() if item != stand.id_of(number)}


def handed_on(
    before: ParsedPlan, after: ParsedPlan, given: Mapping[str, str], document: Sequence[str], into: Mapping[str, str]
) -> dict[str, str]:
    """Where lines belong when items have gone into others: theirs are those of the item they went into."""
    held = Sources(before, given, document).items
    return given_for(after, {number: into.get(item, item) for number, item in held.items()})


def freed(before: ParsedPlan, after: ParsedPlan, given: Mapping[str, str], document: Sequence[str]) -> dict[str, str]:
    """Where lines belong (see `Owners`) when items are deleted: theirs to nobody, not to the item above.

    An item that begins on one line with another, as after a split, leaves its lines to that one.
    """
    there = {row.id for row in items_of(after)}
    gone = [row for row in items_of(before) if row.id not in there]
    if not gone:
        return dict(given)
    sources = Sources(before, given, document)
    heirs = {row.line: row.id for row in items_of(before) if row.line and row.id in there}
    left = {str(number): heirs.get(row.line or 0, NOBODY) for row in gone for number in sources.lines_of(row.id)}
    return {**given, **{line: heir for line, heir in left.items() if heir == NOBODY or line in given}}


def regained(plan: ParsedPlan, given: Mapping[str, str], back: Collection[str]) -> dict[str, str]:
    """Where lines belong (see `Owners`) when these items come back: what stood in them is theirs again."""
    stand = Owners(plan, {})
    return {line: to for line, to in given.items() if to != NOBODY or stand.id_of(int(line)) not in back}
