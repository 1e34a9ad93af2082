"""The plan schema's plain form becomes a plan again: the inverse of ``ParsedPlan.as_dict``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .model import (
    Diagnostic,
    ParsedAction,
    ParsedDeadline,
    ParsedIndicator,
    ParsedMilestone,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTarget,
    ParsedTask,
)

Plain = Mapping[str, Any]


def plan_from_dict(plain: Plain) -> ParsedPlan:
    """The plan that ``as_dict`` wrote, also after a trip through JSON."""
    return ParsedPlan(
        **{
            **plain,
            "issued_on": _day(plain["issued_on"]),
            "years": tuple(plain["years"]),
            "cites": tuple(plain["cites"]),
            "actions": tuple(_action(row) for row in plain["actions"]),
            "indicators": tuple(_indicator(row) for row in plain["indicators"]),
            "diagnostics": tuple(Diagnostic(**row) for row in plain["diagnostics"]),
        }
    )


def _action(plain: Plain) -> ParsedAction:
    return ParsedAction(**{**plain, "tasks": tuple(_task(row) for row in plain["tasks"])})


def _task(plain: Plain) -> ParsedTask:
    deadline = plain["deadline"]
    return ParsedTask(
        **{
            **plain,
            "responsibilities": tuple(ParsedResponsibility(**row) for row in plain["responsibilities"]),
            "deadline": ParsedDeadline(**{**deadline, "due": _day(deadline["due"])}),
            "milestones": tuple(
                ParsedMilestone(row["text"], date.fromisoformat(row["due"])) for row in plain["milestones"]
            ),
        }
    )


def _indicator(plain: Plain) -> ParsedIndicator:
    return ParsedIndicator(**{**plain, "targets": tuple(ParsedTarget(**row) for row in plain["targets"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
