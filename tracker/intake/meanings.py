"""What the names in a draft mean: the one answer that the review, the grid, the preview and the writing share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tasks.people.models import UnitGroup
from tasks.people.names import NameBook, Resolved, normal_name
from tasks.planparser import ParsedPlan, ParsedTask
from tracker.intake.decisions import Decision, Leave, Member, NewGroup, NewUnit, SameAs, ToGroup, ToUnit
from tracker.intake.models import PlanDraft

NOTHING = Resolved()


@dataclass(frozen=True)
class Meaning:
    """`known` is the unit or group that is here, `new` the one that confirming makes; neither where it means nothing.

    `decision` is what a person said, where the names of the place do not tell.
    """

    known: Resolved = NOTHING
    new: NewUnit | NewGroup | None = None
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said what it means."""
        return self == Meaning()


def spoken_names(plan: ParsedPlan) -> Iterator[tuple[ParsedTask, str]]:
    """(task, name as written) for every responsibility, in document order."""
    for task in plan.tasks():
        for said in task.responsibilities:
            yield task, said.name


class NameMeanings:
    """What each name means in a draft; nothing where no jurisdiction is known. Four queries, six with `units`.

    The names of the place go first, then what a person decided for this draft. `decisions` are those that still stand:
    on names that the draft has, and "the same as" another one only while that one is new.
    """

    def __init__(self, draft: PlanDraft) -> None:
        self._place = draft.jurisdiction
        self._book = NameBook(self._place) if self._place else None
        written = {normal_name(name) for _, name in spoken_names(draft.reviewed)}
        # What makes a unit or a group, other names can mean too.
        new = {key for key, said in draft.decisions.items() if key in written and isinstance(said, NewUnit | NewGroup)}
        self._decided = {
            key: said for key, said in draft.decisions.items() if not isinstance(said, SameAs) or said.name in new
        }
        self.decisions = {key: said for key, said in self._decided.items() if key in written}

    def of(self, name: str) -> Meaning:
        """What a name means, in whatever form it is written."""
        key = normal_name(name)
        known = self._book.resolve(key) if self._book else NOTHING
        said = self._decided.get(key)
        if known != NOTHING or said is None:
            return Meaning(known)
        return self._by_decision(said)

    def is_shared(self, name: str) -> bool:
        """Whether several units of the place have this name, so that a decision is for this plan alone."""
        return bool(self._book and self._book.is_shared(name))

    def is_unknown(self, name: str) -> bool:
        """Whether the place is known and nobody has said what this name means there."""
        return self._book is not None and self.of(name).is_open

    def units(self, name: str) -> Sequence[Member] | None:
        """The units that a name stands for: rows, and names of those to be made; None where it has no meaning."""
        meaning = self.of(name)
        if meaning.known.unit_id:
            return [meaning.known.unit_id]
        if meaning.known.group_id:
            return self.members(meaning.known.group_id)
        if isinstance(meaning.new, NewUnit):
            return [meaning.new.name]
        return [*self._of_new(meaning.new)] if meaning.new else None

    def members(self, group: int) -> list[int]:
        """The units in use of a group of the place."""
        return self._members.get(group, [])

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        groups = UnitGroup.objects.filter(jurisdiction=self._place).prefetch_related("members")
        return {row.pk: [unit.pk for unit in row.members.all() if unit.is_active] for row in groups}

    def _by_decision(self, said: Decision) -> Meaning:
        match said:
            case ToUnit(unit):
                return Meaning(Resolved(unit_id=unit), decision=said)
            case ToGroup(group):
                return Meaning(Resolved(group_id=group), decision=said)
            case NewUnit(name):  # one of that name may be here by now
                known = self._book.resolve(name).unit_id if self._book else None
                return Meaning(Resolved(unit_id=known), new=said, decision=said)
            case NewGroup():
                return Meaning(new=said, decision=said)
            case SameAs(name):
                return replace(self.of(name), decision=said)
            case Leave():
                return Meaning(decision=said)

    def _of_new(self, group: NewGroup) -> Iterator[Member]:
        for one in group.members:
            meant = [one] if isinstance(one, int) else self.units(one) or []
            yield from meant[:1]
