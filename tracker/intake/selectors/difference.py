"""The page that shows what a draft changes in the plan it revises, and what confirming it will do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from indicators.selectors import indicators_as_parsed
from tasks.common.text_similarity import Wording
from tasks.plans.contract import held_plan
from tasks.plans.difference import KINDS, Difference, TaskChange, compare
from tasks.plans.difference.changes import ActionChange, IndicatorChange
from tasks.plans.models import Plan
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.revision_effects import Effects, reported_units, revision_effects

MOST_OPTIONS = 30
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One task with how many units have reported on it, and what it may be paired with: (value, label)."""

    change: TaskChange
    reported: int
    options: Options = ()

    @property
    def labels(self) -> list[tuple[str, str]]:
        """(kind, word) of all that became of it."""
        return [(kind, word) for kind, word in KINDS.items() if kind in self.change.kinds]


@dataclass(frozen=True)
class Group:
    """The tasks of one action, in the new plan's order."""

    action: ActionChange
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class DifferencePage:
    """All that the page shows; `show` is the kind of change that it is narrowed to, empty for every change."""

    plan: Plan
    version: int
    difference: Difference
    groups: list[Group]
    effects: Effects | None
    show: str

    @property
    def chips(self) -> list[tuple[str, str, int]]:
        """(kind, word, how many tasks)."""
        return [(kind, word, self.difference.counts[kind]) for kind, word in KINDS.items()]

    @cached_property
    def indicators(self) -> list[IndicatorChange]:
        return [row for row in self.difference.indicators if "same" not in row.kinds]

    @cached_property
    def indicator_counts(self) -> dict[str, int]:
        """How many indicators are added, dropped, and changed in their words or targets."""
        counts = {kind: sum(kind in row.kinds for row in self.indicators) for kind in ("added", "dropped")}
        return {**counts, "changed": len(self.indicators) - sum(counts.values())}

    @property
    def loses_indicators(self) -> bool:
        """Whether the plan has indicators and the new version none: an annex that was not sent along, or not read."""
        return bool(self.indicators) and self.indicator_counts["dropped"] == len(self.difference.indicators)

    @property
    def changed(self) -> int:
        """How many tasks are not as they were."""
        return len(self.difference.tasks) - self.difference.counts["same"]


def difference_page(draft: PlanDraft, plan: Plan, show: str) -> DifferencePage:
    """Compare a draft with the plan it revises. Twenty queries at most, however long the plans."""
    held = held_plan(plan, indicators_as_parsed(plan))
    difference = compare(held.parsed, draft.reviewed, rows=held.rows, pairs=draft.pairs, withdrawn=held.withdrawn)
    last = plan.versions.last()
    return DifferencePage(
        plan=plan,
        version=last.number if last else 0,
        difference=difference,
        groups=_groups(difference, reported_units(plan), show if show in KINDS else ""),
        effects=revision_effects(draft, plan, difference) if plan.status == Plan.Status.PUBLISHED else None,
        show=show if show in KINDS else "",
    )


def _groups(difference: Difference, reported: Mapping[int, int], show: str) -> list[Group]:
    """The actions that have something to show."""
    groups = [Group(action) for action in difference.actions]
    by_new = {group.action.new.id: group for group in groups if group.action.new}
    by_old = {group.action.old.id: group for group in groups if group.action.old}
    options = _Options(difference)
    for change in difference.tasks:
        if show not in change.kinds if show else "same" in change.kinds:
            continue
        group = (by_new if change.new else by_old)[change.action]
        group.rows.append(Row(change, reported.get(change.row or 0, 0), options.of(change)))
    return [group for group in groups if group.rows or (group.action.kinds and not show)]


class _Options:
    """What a new task may be of the dropped ones, and the other way round; the most alike where there are many."""

    def __init__(self, difference: Difference) -> None:
        self._added = _Rows("added", difference)
        self._dropped = _Rows("dropped", difference)

    def of(self, change: TaskChange) -> Options:
        if "added" in change.kinds:
            near = self._dropped.near(change)
            return [(str(row.row), f"原第{_place(row.old_place)}项 {row.shown.title}") for row in near]
        if "dropped" in change.kinds:
            near = self._added.near(change)
            return [(row.id, f"现第{_place(row.new_place)}项 {row.shown.title}") for row in near]
        return []


class _Rows:
    """The tasks that one thing became of."""

    def __init__(self, kind: str, difference: Difference) -> None:
        self._rows = [row for row in difference.tasks if kind in row.kinds]

    def near(self, change: TaskChange) -> list[TaskChange]:
        if len(self._rows) <= MOST_OPTIONS:
            return self._rows
        return [self._rows[n] for n, _ in self._words.best(change.shown.text, MOST_OPTIONS)]

    @cached_property
    def _words(self) -> Wording:
        return Wording([row.shown.text for row in self._rows])


def _place(place: tuple[int, int] | None) -> str:
    return f"{place[0]}-{place[1]}" if place else ""
