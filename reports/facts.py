"""What an annual report is composed of: plain frozen data, gathered once, that knows nothing of the database."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class FigureFact:
    """A counted result; `value` and `previous` (last year's) are in `unit`."""

    label: str
    value: Decimal
    unit: str = ""
    previous: Decimal | None = None


@dataclass(frozen=True)
class ProgressFact:
    """An accepted progress report: its id, the unit's short name, all its names, the period's label."""

    id: int
    unit: str
    unit_names: tuple[str, ...]
    period: str
    narrative: str
    figures: tuple[FigureFact, ...] = ()


@dataclass(frozen=True)
class TaskFact:
    """A task and its accepted progress: strongest role first, then by the unit's position, then by period."""

    title: str
    progress: tuple[ProgressFact, ...] = ()


@dataclass(frozen=True)
class ActionFact:
    """An action of a plan with all its tasks, in the order of the document."""

    heading: str
    tasks: tuple[TaskFact, ...] = ()
    id: int | None = None

    @property
    def progress(self) -> tuple[ProgressFact, ...]:
        """The accepted progress of all its tasks."""
        return tuple(fact for task in self.tasks for fact in task.progress)


@dataclass(frozen=True)
class SectionFact:
    """A section that staff write; `id` is None and the text empty where nobody has begun it."""

    title: str
    id: int | None = None
    text: str = ""
    figures: tuple[FigureFact, ...] = ()


@dataclass(frozen=True)
class IndicatorFact:
    """A row of a plan's indicator table; `targets` are (year, text as published)."""

    number: str
    area: str
    name: str
    unit: str
    targets: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class IndicatorTable:
    """The indicators of one plan, in the order of the document."""

    plan_title: str
    rows: tuple[IndicatorFact, ...]


@dataclass(frozen=True)
class ReportFacts:
    """All that one annual report says."""

    title: str
    place: str
    year: int
    issuer: str
    dated_on: dt.date | None
    lead: SectionFact
    actions: tuple[ActionFact, ...]
    sections: tuple[SectionFact, ...]
    indicators: tuple[IndicatorTable, ...] = ()

    @property
    def figure_count(self) -> int:
        """How many figures the report carries, those of the staff's sections included."""
        from_progress = sum(len(fact.figures) for action in self.actions for fact in action.progress)
        return from_progress + sum(len(section.figures) for section in (self.lead, *self.sections))
