"""Actions and tasks before their fields are resolved; what the outline and the tables give to ``resolve``."""

from __future__ import annotations

from dataclasses import dataclass

from .labels import Field


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task as found: its paragraphs (squeezed) and labelled values."""

    number: int
    paragraphs: tuple[str, ...]
    fields: tuple[Field, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """A heading and the tasks directly under it; ``heading`` is empty where none is printed."""

    heading: str
    goal: str | None
    tasks: tuple[TaskDraft, ...]
    line: int | None
