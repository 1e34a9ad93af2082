"""Notes that hold for many tasks at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .clean import squeeze
from .diagnostics import diagnostic
from .lines import Line
from .model import Diagnostic
from .resolve import Notes
from .units import split_units

# 列第一位的为牵头单位，下同
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:在)?(?:第一|首)(?:位)?的?(?:单位|部门)?(?:均)?(?:为|是|系)(?:第一)?(?:牵头|主责|主办|责任牵头)"
)
# 以下均需各乡镇落实，不再列出
_FOR_ALL = re.compile(
    r"(?:以下|下列)(?:各项)?(?:任务|工作)?(?:均|都)(?:需|须|要|由)(?P<names>[^，,。；;]{2,40}?)(?:负责|组织|贯彻|抓好)?落实[，,]?(?:以下)?不再(?:一一|逐一|另行|单独|重复)?列"
)


def read_notes(lines: Iterable[Line]) -> tuple[Notes, list[Diagnostic]]:
    """The plan's notes, and a remark for units that they add to its tasks."""
    notes, remarks = Notes(), []
    for line in lines:
        text = squeeze(line.text)
        if _FIRST_LEADS.search(text):
            notes = Notes(True, notes.for_all, notes.since)
        match = _FOR_ALL.search(text)
        if match:
            units = tuple(split_units(match["names"], "responsible"))
            notes = Notes(notes.first_leads, units, line.number)
            remarks.append(diagnostic("units_for_all", line.number, text=match["names"]))
    return notes, remarks
