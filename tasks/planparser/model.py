"""What the parser hands over: frozen records whose field names are the keys of the plan schema."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal, cast

Role = Literal["lead", "responsible", "support"]
DeadlineKind = Literal["date", "ongoing", "annual", "date_then_ongoing", "none"]
Operator = Literal[">=", ">", "<=", "<", "="]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing the reader of the document should look at; ``line`` counts source lines from 1."""

    severity: Severity
    code: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ParsedResponsibility:
    """One unit or collective, as written, and the role the document gives it."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class ParsedDeadline:
    """完成时限: ``due`` is the last day of the named period, ``annual`` is MM-DD."""

    text: str | None = None
    kind: DeadlineKind = "none"
    due: date | None = None
    ongoing: bool = False
    annual: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedMilestone:
    """A date named inside a task's text."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class ParsedTask:
    """A numbered item of an action; ``number`` is the printed one and may repeat."""

    number: int
    title: str
    text: str
    responsibilities: tuple[ParsedResponsibility, ...]
    deadline: ParsedDeadline
    milestones: tuple[ParsedMilestone, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class ParsedAction:
    """行动 / 领域: the heading directly above its tasks; ``number`` is the position in the plan, from 1."""

    number: int
    heading: str
    goal: str | None
    tasks: tuple[ParsedTask, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class ParsedTarget:
    """What an indicator asks for in one year; ``value`` is None where the target is no number."""

    year: int
    text: str
    operator: Operator | None
    value: float | int | None


@dataclass(frozen=True, slots=True)
class ParsedIndicator:
    """A row of an indicator table or an item of a 效果指标 list."""

    number: int | None
    area: str
    name: str
    unit: str | None
    targets: tuple[ParsedTarget, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """One plan document, read and structured."""

    title: str
    document_number: str | None
    issuer: str | None
    issued_on: date | None
    years: tuple[int, ...]
    jurisdiction: str | None
    cites: tuple[str, ...]
    actions: tuple[ParsedAction, ...]
    indicators: tuple[ParsedIndicator, ...]
    diagnostics: tuple[Diagnostic, ...]

    def as_dict(self) -> dict[str, Any]:
        """The plan in plain lists, dicts and ISO dates, valid against the plan schema."""
        return cast(dict[str, Any], _plain(self))

    def tasks(self) -> list[ParsedTask]:
        """All tasks in document order."""
        return [task for action in self.actions for task in action.tasks]


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
