"""Notes that hold for many tasks at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from .clean import squeeze
from .diagnostics import diagnostic
from .fields import split_fields
from .labels import FIRST_LEADS, FOR_ALL
from .lines import Kind, Line
from .model import Diagnostic
from .resolve import Notes
from .units import split_units

_DITTO = re.compile(r"下同|以下同|均同")


def read_notes(lines: Iterable[Line]) -> tuple[Notes, list[Diagnostic]]:
    """The plan's notes, and a remark for units that they add to its tasks.

    A note among the units of one task holds for that task alone, with 下同 for it and those below.
    """
    notes, remarks = Notes(), []
    for line in lines:
        text = squeeze(line.text)
        if FIRST_LEADS.search(text):
            of_a_task = line.kind is Kind.FIELD or bool(split_fields(text, line.number)[1])
            if not of_a_task or _DITTO.search(text):
                notes = replace(notes, first_leads=line.number if of_a_task else 0)
        match = FOR_ALL.search(text)
        if match:
            units = tuple(split_units(match["names"], "responsible"))
            notes = replace(notes, for_all=units, since=line.number)
            remarks.append(diagnostic("units_for_all", line.number, text=match["names"]))
    return notes, remarks
