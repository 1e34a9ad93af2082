"""What the document says about itself, and what it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tasks.planparser.clean import squeeze
from tasks.planparser.dates import PlanYears
from tasks.planparser.diagnostics import diagnostic
from tasks.planparser.line_kinds import Line, LineKind
from tasks.planparser.model import Diagnostic

from .identity import cited_numbers, labelled_date, labelled_issuer, own_number, sender, signature, year_of_number
from .region import local_region, region_of
from .title import Title, find_title, year_below
from .years import carried_out_years, period_years, stated_years, years_in

__all__ = ["Metadata", "Title", "find_title", "read_metadata", "region_of", "years_in"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a plan says about itself; ``signed`` are the lines of its signature."""

    title: str
    document_number: str | None
    issuer: str | None
    issued_on: date | None
    years: PlanYears
    jurisdiction: str | None
    cites: tuple[str, ...]
    signed: frozenset[int]
    diagnostics: tuple[Diagnostic, ...]


def read_metadata(lines: Sequence[Line], paragraphs: Sequence[Line], title: Title | None) -> Metadata:
    """Metadata from the single ``lines`` (signature, record) and the joined ``paragraphs`` (preamble, cites)."""
    head = _head(lines)
    own = own_number(head)
    issuer, signed_on, signed = signature(lines)
    recorded = labelled_date(head)
    signs = issuer is not None or _is_below_text(lines, signed)
    issued_on = (signed_on if signs else None) or recorded or signed_on
    issuer = issuer or labelled_issuer(head) or sender(_above_title(head, title))
    preamble = "".join(line.text for line in _head(paragraphs))
    words = (line.text for line in lines if line.kind is not LineKind.FURNITURE)
    text = title.text if title else squeeze(next(words, ""))
    stated = stated_years(preamble) or carried_out_years(preamble)
    numbered = year_of_number(own) if own else None
    issued_in = issued_on.year if issued_on else numbered
    issued_in = issued_in or (year_below(lines, title) if title else None)
    years = years_in(text) or stated or period_years(text) or ((issued_in,) if issued_in else ())
    return Metadata(
        title=text,
        document_number=own,
        issuer=issuer,
        issued_on=issued_on,
        years=PlanYears(years, issued_on, numbered),
        jurisdiction=region_of(text) or region_of(issuer or "") or local_region(preamble),
        cites=cited_numbers(paragraphs, own),
        signed=signed,
        diagnostics=(*_remarks(title, text, years), *_doubts(issued_on, recorded)),
    )


def _is_below_text(lines: Sequence[Line], signed: frozenset[int]) -> bool:
    """Whether a day alone stands below a sentence: one below the title of a page is when the page was made."""
    return any(line.number in signed and above.text.rstrip().endswith("。") for above, line in pairwise(lines))


def _head(lines: Sequence[Line]) -> Sequence[Line]:
    """Everything above the first numbered line or table row."""
    for at, line in enumerate(lines):
        if line.kind in (LineKind.NUMBERED, LineKind.ROW):
            return lines[:at]
    return lines


def _above_title(head: Sequence[Line], title: Title | None) -> list[str]:
    """Lines that may be the title of a notice, each with the next, as it is often printed on two; then the title."""
    plain = [line.text for line in head if line.kind is LineKind.TEXT]
    return [*map(str.__add__, plain, [*plain[1:], ""]), title.text if title else ""]


def _remarks(title: Title | None, text: str, years: tuple[int, ...]) -> tuple[Diagnostic, ...]:
    found = [] if title else [diagnostic("title_guessed", None, text=text)]
    return (*found, *([] if years else [diagnostic("years_unknown", None)]))


def _doubts(issued_on: date | None, recorded: date | None) -> tuple[Diagnostic, ...]:
    """A remark where the signature and the record of the site differ; the signature is the document's."""
    differ = issued_on and recorded and issued_on != recorded
    return (diagnostic("dates_differ", None, issued=issued_on, recorded=recorded),) if differ else ()
