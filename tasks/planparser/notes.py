"""Notes of a plan that hold for many tasks: 列第一位的为牵头单位，下同; 以下均需各乡镇落实，不再列出."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .clean import squeeze
from .diagnostics import diagnostic
from .labelled_values import split_fields
from .labels import FIRST_LEADS, FOR_ALL
from .line_kinds import Line, LineKind
from .model import Diagnostic, ParsedResponsibility
from .units import split_units

_DITTO = re.compile(r"下同|以下同|均同")


@dataclass(frozen=True, slots=True)
class Notes:
    """What the plan says once for many tasks.

    列第一位的为牵头单位 holds from line ``first_leads`` on;
    以下均需各乡镇落实，不再列出 for the tasks below: the units ``for_all``, by the line after which they hold.
    """

    first_leads: int | None = None
    for_all: tuple[tuple[int, tuple[ParsedResponsibility, ...]], ...] = ()

    def first_leads_at(self, line: int) -> bool:
        """Whether the first of the units printed on this line leads."""
        return self.first_leads is not None and line >= self.first_leads

    def units_for(self, line: int) -> list[ParsedResponsibility]:
        """The units that notes above add to the task on a line."""
        return [unit for since, units in self.for_all if line > since for unit in units]


def read_notes(lines: Iterable[Line]) -> tuple[Notes, list[Diagnostic]]:
    """The plan's notes, and a remark for units that they add to its tasks.

    A note among the units of one task holds for that task alone, with 下同 for it and those below.
    """
    from_lines: list[int] = []
    for_all: list[tuple[int, tuple[ParsedResponsibility, ...]]] = []
    remarks: list[Diagnostic] = []
    for line in lines:
        text = squeeze(line.text)
        if "第一" not in text and "首" not in text and "不再" not in text:  # one of them is in every note
            continue
        if FIRST_LEADS.search(text):
            of_a_task = line.kind is LineKind.FIELD or bool(split_fields(text, line.number)[1])
            if not of_a_task or _DITTO.search(text):
                from_lines.append(line.number if of_a_task else 0)
        match = FOR_ALL.search(text)
        if match:
            since = line.number if match["below"] else line.number - 1  # 具体任务均涉及…: this task too
            for_all.append((since, tuple(split_units(match["names"], "responsible"))))
            remarks.append(diagnostic("units_for_all", line.number, text=match["names"]))
    return Notes(min(from_lines, default=None), tuple(for_all)), remarks
