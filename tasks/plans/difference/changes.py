"""What a difference consists of. Items are known by their ids; places are only shown: (action, task) from 1."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from tasks.planparser import ParsedAction, ParsedIndicator, ParsedTask
from tasks.plans.difference.word_diff import Segment, segments

Item = TypeVar("Item", ParsedAction, ParsedIndicator, ParsedTask)
Place = tuple[int, int]

# What can have become of a task, as the filter names it; one task may be several of these at once.
KINDS = {
    "added": "新增",
    "text": "修改",
    "dropped": "删除",
    "restored": "恢复",
    "moved": "移动",
    "units": "单位",
    "deadline": "时限",
    "same": "未变",
}


@dataclass(frozen=True)
class FieldChange:
    """One fact of the plan itself: its label and both wordings, empty where there is none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class UnitsChange:
    """Who is named: `added` and `removed` are (role, name), `turned` are (name, role before, role now)."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    turned: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.turned)


@dataclass(frozen=True)
class Change(Generic[Item]):
    """One item before and after: `old` is None where it is new, `new` where it is dropped."""

    old: Item | None
    new: Item | None
    kinds: frozenset[str]

    @property
    def shown(self) -> Item:
        """The item as it is now; as it was where it is dropped."""
        item = self.new or self.old
        assert item is not None  # noqa: S101  one of the two is always there
        return item


@dataclass(frozen=True)
class TaskChange(Change[ParsedTask]):
    """One task before and after; `kinds` are of KINDS.

    One that is restored was withdrawn by an earlier version: `old` is what it said then, and it has no old place.
    `row` is the row of the old one, `action` the id of the action where the task stands, or of a dropped one stood.
    `deadline` is (before, now) as written, `milestones` are (before, now). `is_said`: a person said which task it is.
    """

    old_place: Place | None
    new_place: Place | None
    action: str
    row: int | None = None
    is_said: bool = False
    units: UnitsChange = UnitsChange()
    deadline: tuple[str, str] | None = None
    milestones: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        """The id of the task in the new plan; of a dropped one that in the old plan."""
        return self.shown.id

    @property
    def name(self) -> str:
        return f"{self.shown.number}. {self.shown.title}"

    @property
    def is_renumbered(self) -> bool:
        return bool(self.old and self.new and self.old.number != self.new.number)

    @cached_property
    def title(self) -> list[Segment]:
        """The title word by word."""
        return segments(self.old.title if self.old else "", self.new.title if self.new else "")

    @cached_property
    def text(self) -> list[Segment]:
        """The text word by word."""
        return segments(self.old.text if self.old else "", self.new.text if self.new else "")


@dataclass(frozen=True)
class ActionChange(Change[ParsedAction]):
    """One action before and after; `kinds`: added, dropped, renamed, goal, moved. Places count from 1."""

    old_place: int | None
    new_place: int | None


@dataclass(frozen=True)
class IndicatorChange(Change[ParsedIndicator]):
    """One indicator before and after. `targets` are (year, before, now) of those that differ."""

    targets: tuple[tuple[int, str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.shown.name


@dataclass(frozen=True)
class Difference:
    """All that a new version changes. Tasks and actions stand in the new plan's order, dropped ones where they stood.

    `lost` counts what a person said about tasks that are no longer there.
    """

    about: Sequence[FieldChange]
    actions: Sequence[ActionChange]
    tasks: Sequence[TaskChange]
    indicators: Sequence[IndicatorChange]
    lost: int = 0

    @cached_property
    def kept(self) -> dict[str, str]:
        """Id in the new plan to the id in the old one, of every action and task that stays or comes back."""
        rows: tuple[ActionChange | TaskChange, ...] = (*self.actions, *self.tasks)
        return {row.new.id: row.old.id for row in rows if row.new and row.old}

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many tasks there are of each kind; one task may count under several."""
        found = Counter(kind for task in self.tasks for kind in task.kinds)
        return {kind: found[kind] for kind in KINDS}
