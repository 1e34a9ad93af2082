"""The grid of a draft: its rows as they stand or were typed, how each deadline is understood, which names nobody knows.

What is typed and not saved yet is shown the same way.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tasks.people.models import UnitAlias, UnitGroupAlias
from tasks.planparser import ROLES, ParsedDeadline, parse_deadline
from tasks.plans.models import DeadlineKind
from tracker.intake.draft_warnings import typed_warnings
from tracker.intake.grid.reading import CellError, is_list, read_names
from tracker.intake.grid.rows import CELLS, NEW_TASK, Row, rows_of
from tracker.intake.meanings import NameMeanings
from tracker.intake.models import PlanDraft

LETTERS_PER_LINE = {"text": 24, "lead": 8, "responsible": 12, "support": 8, "deadline": 8}
MOST_LINES = 20  # of a box; what is longer scrolls in it
NEW_ROWS = 3  # of a plan that has no task yet


@dataclass(frozen=True)
class GridLine:
    """A row of the page. `number` counts all rows from 1; `unknown` and `errors` are by cell."""

    number: int
    row: Row
    understood: str = ""
    unknown: dict[str, list[str]] = field(default_factory=dict)
    warning: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def heights(self) -> dict[str, int]:
        """Lines of each box, by what stands in it."""
        parts = {name: getattr(self.row, name).split("\n") for name in LETTERS_PER_LINE}
        return {
            name: min(sum(max(len(part) - 1, 0) // letters + 1 for part in parts[name]), MOST_LINES)
            for name, letters in LETTERS_PER_LINE.items()
        }

    @cached_property
    def notes(self) -> dict[str, str]:
        """What is said under each cell: what is wrong there, else what to look at, and the names that nobody knows."""
        unknown = {cell: f"未对应：{'、'.join(names)}" for cell, names in self.unknown.items() if names}
        return dict.fromkeys(CELLS, "") | unknown | {"deadline": self.warning} | self.errors


class Grid:
    """All that the grid page shows of a draft. Eight queries at most, however many rows."""

    def __init__(self, draft: PlanDraft, rows: Sequence[Row] | None = None, errors: Iterable[CellError] = ()) -> None:
        """The rows as saved, or as typed (with what is wrong in them)."""
        self._draft = draft
        self.names = KnownNames(draft)
        saved = rows_of(draft.reviewed)
        self._saved = {row.ref: row for row in saved}
        self._deadlines = {task.id: task.deadline for task in draft.reviewed.tasks()}
        self._errors = list(errors)
        self._warnings = _open_warnings(draft)
        self.rows = list(rows) if rows is not None else saved
        if rows is None and all(row.is_action for row in saved):
            self.rows = saved + [Row(NEW_TASK)] * NEW_ROWS

    @cached_property
    def lines(self) -> list[GridLine]:
        wrong: dict[int, dict[str, str]] = {}
        for error in self._errors:
            wrong.setdefault(error.row, {})[error.cell] = error.message
        return [self._line(n, row, wrong.get(n, {})) for n, row in enumerate(self.rows, 1)]

    @property
    def task_count(self) -> int:
        return sum(not row.is_action and not (row.is_new and row.is_blank) for row in self.rows)

    def _line(self, number: int, row: Row, errors: dict[str, str]) -> GridLine:
        if row.is_action:
            return GridLine(number, row, errors=errors)
        warning = self._warnings.get(row.item, "") if self._saved.get(row.ref) == row else ""
        return GridLine(number, row, self._understood(row), self.names.unknown_in(row), warning, errors)

    def _understood(self, row: Row) -> str:
        """In words; nothing where the cell says the same."""
        saved = self._saved.get(row.ref)
        if saved and saved.deadline == row.deadline:
            deadline = self._deadlines[row.item]
        else:
            deadline = parse_deadline(row.deadline, self._draft.reviewed.years)
        words = deadline_words(deadline)
        return "" if words == row.deadline else words


def _open_warnings(draft: PlanDraft) -> dict[str, str]:
    """What to look at in the deadlines as saved, by task; not what a person has looked at.

    Not numbers: while one types row after row, which repeats which changes under rows that are not sent.
    """
    found = defaultdict[str, str](str)
    for warning in typed_warnings(draft.reviewed, draft.parsed):
        if warning.cell == "deadline" and warning.key not in draft.acknowledged:
            found[warning.item] += warning.message
    return found


def deadline_words(deadline: ParsedDeadline) -> str:
    """How a deadline is understood, in words: 2025-06-30, 每年10-31, 长期坚持; nothing where none was written."""
    kind = DeadlineKind(deadline.kind)
    day = str(deadline.due) if kind.is_dated else f"每年{deadline.annual}" if kind.is_annual else ""
    after = ("，之后长期坚持" if day else "长期坚持") if kind.is_ongoing else ""
    return day + after or ("没有读出时间" if deadline.text else "")


class KnownNames:
    """The names of the draft's place, and which names in a row stand for nothing there and were not decided on."""

    def __init__(self, draft: PlanDraft) -> None:
        self._place = draft.jurisdiction
        self._meanings = NameMeanings(draft)

    @cached_property
    def offered(self) -> list[str]:
        """What a cell of units may be completed to: units in use by their short names, then groups."""
        if self._place is None:
            return []
        units = self._place.units.filter(is_active=True).order_by("position", "id").values_list("short_name", flat=True)
        return [*units, *self._place.unit_groups.order_by("name").values_list("name", flat=True)]

    @cached_property
    def whole(self) -> list[str]:
        """Names that hold a separator themselves: 各乡镇、街道."""
        if self._place is None:
            return []
        of_units = UnitAlias.objects.filter(jurisdiction=self._place).values_list("name", flat=True)
        of_groups = UnitGroupAlias.objects.filter(jurisdiction=self._place).values_list("name", flat=True)
        return [name for name in (*self.offered, *of_units, *of_groups) if is_list(name)]

    def unknown_in(self, row: Row) -> dict[str, list[str]]:
        """By cell, the names that nobody knows, as written."""
        said = {role: [said.name for said in read_names(getattr(row, role), role, self.whole)] for role in ROLES}
        return {role: [name for name in names if self._meanings.is_unknown(name)] for role, names in said.items()}
