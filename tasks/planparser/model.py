"""What the parser returns: frozen records whose field names are the keys of the plan schema, and their plain form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

import msgspec

from .errors import PlanContentError

Role = Literal["lead", "responsible", "support"]
DeadlineKind = Literal["date", "ongoing", "annual", "date_then_ongoing", "none"]
Operator = Literal[">=", ">", "<=", "<", "="]
Severity = Literal["error", "warning", "info"]
ROLES: tuple[Role, ...] = get_args(Role)  # the strongest first


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing the reader of the document should look at.

    ``line`` counts source lines from 1; ``item`` is the id of the action, task or indicator that it is about, where
    that is known.
    """

    id: str = field(default="", kw_only=True)
    severity: Severity
    code: str
    message: str
    line: int | None
    item: str | None = None


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

    id: str = field(default="", kw_only=True)
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

    id: str = field(default="", kw_only=True)
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

    id: str = field(default="", kw_only=True)
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
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain

    def tasks(self) -> list[ParsedTask]:
        """All tasks in document order."""
        return [task for action in self.actions for task in action.tasks]


def plan_from_dict(plain: Mapping[str, Any]) -> ParsedPlan:
    """The plan that ``as_dict`` wrote, also after a trip through JSON; the opposite of ``as_dict``.

    Missing ids are empty, unknown keys are left out. PlanContentError for anything that is no plan.
    """
    try:
        return msgspec.convert(plain, ParsedPlan)
    except msgspec.ValidationError as error:
        raise PlanContentError(str(error)) from error
