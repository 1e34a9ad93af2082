"""Plan documents (工作方案) become structured data. Imports no Django, touches no database.

This package is a library with a face: what is not in ``__all__`` is nobody's business outside.

Stages, one module each, in this order: readers > clean > quoted > run_on > layout > line_kinds > unnumbered >
paragraphs > metadata > outline > table_rows > marks > table_tasks > repeated > ownership > selection > duties >
accounting > ditto > units, deadlines, milestones > targets, indicator_tables > ids. ``parse_bytes`` runs them all,
``read_lines`` the first and ``parse_lines`` the others.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import pipeline, readers
from .clean import squeeze
from .dates import DatePhrase, PlanYears
from .dates import find_dates as _find_dates
from .deadlines import deadline_remarks as _deadline_remarks
from .deadlines import parse_deadline as _parse_deadline
from .errors import PlanContentError, PlanError
from .heads import Column, heading_role
from .ids import ItemKind, new_id
from .labelled_values import split_fields
from .labels import is_note
from .line_kinds import Line, LineKind, classify
from .metadata import region_of, years_in
from .metadata.title import find_title
from .milestones import find_milestones as _find_milestones
from .model import (
    ROLES,
    Diagnostic,
    ParsedAction,
    ParsedDeadline,
    ParsedIndicator,
    ParsedMilestone,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTarget,
    ParsedTask,
    Role,
    plan_from_dict,
)
from .paragraphs import join_paragraphs
from .passages import Passages
from .resolve import title_of
from .source import SourceLine, source_text
from .targets import find_figures, parse_target
from .text_cache import clear_caches
from .units import split_units

__all__ = [  # noqa: RUF022  in groups, by what they are for
    # a document becomes a plan
    "PlanError",
    "SourceLine",
    "parse_bytes",
    "parse_file",
    "parse_lines",
    "read_lines",
    "source_text",
    # the plan, its ids and its plain form
    "ROLES",
    "Diagnostic",
    "ItemKind",
    "ParsedAction",
    "ParsedDeadline",
    "ParsedIndicator",
    "ParsedMilestone",
    "ParsedPlan",
    "ParsedResponsibility",
    "ParsedTarget",
    "ParsedTask",
    "PlanContentError",
    "Role",
    "new_id",
    "plan_from_dict",
    # what a piece of text says, wherever it was typed
    "Column",
    "DatePhrase",
    "Passages",
    "deadline_remarks",
    "find_dates",
    "find_figures",
    "find_milestones",
    "heading_role",
    "parse_deadline",
    "parse_target",
    "region_of",
    "split_units",
    "squeeze",
    "title_of",
    "years_in",
    # how a line would be read if it were printed in a document
    "Line",
    "LineKind",
    "classify",
    "find_title",
    "is_note",
    "join_paragraphs",
    "split_fields",
]


def parse_file(path: Path) -> ParsedPlan:
    """The plan in a file; PlanError when it cannot be opened or is no plan."""
    try:
        if path.stat().st_size > readers.MAX_BYTES:
            raise PlanError(readers.TOO_LARGE)
        data = path.read_bytes()
    except FileNotFoundError:
        raise PlanError(f"找不到文件“{path}”，请检查路径。") from None
    except OSError:
        raise PlanError(f"无法打开文件“{path}”，请检查它是不是可读的普通文件。") from None
    return parse_bytes(data)


def parse_bytes(data: bytes) -> ParsedPlan:
    """The plan in ``data``, whose format is told by its content; PlanError when it is none."""
    with _collector_at_rest():
        return parse_lines(read_lines(data))


def read_lines(data: bytes) -> list[SourceLine]:
    """The source lines of a document, numbered from 1; PlanError when it cannot be read or has no text."""
    with _collector_at_rest():
        return readers.read(data)


def parse_lines(lines: Sequence[SourceLine]) -> ParsedPlan:
    """The plan in a document that was read; PlanError when it is none."""
    with _collector_at_rest():
        try:
            return pipeline.parse(lines)
        finally:
            clear_caches()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Run the body without the garbage collector, whose searches took time that grew faster than the plan.

    Nothing is left for it to find: the outline, the only cyclic structure, is taken apart at the end.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def parse_deadline(text: str | None, years: Sequence[int]) -> ParsedDeadline:
    """完成时限 as written becomes a deadline; a date without a year belongs to the plan's ``years``."""
    return _parse_deadline(text, PlanYears(tuple(years)))


def deadline_remarks(text: str, years: Sequence[int]) -> list[Diagnostic]:
    """What to look at in a deadline as written; the remarks have no line."""
    span = PlanYears(tuple(years))
    return _deadline_remarks(_parse_deadline(text, span), span, None)


def find_dates(text: str, years: Sequence[int]) -> Iterator[DatePhrase]:
    """Every date that a text names, in order; one without a year belongs to the plan's ``years``."""
    return _find_dates(text, PlanYears(tuple(years)))


def find_milestones(text: str, years: Sequence[int]) -> tuple[ParsedMilestone, ...]:
    """Dates with a month or 年底 that a task's text names; recurring ones and bare years are none."""
    return _find_milestones(text, PlanYears(tuple(years)))
