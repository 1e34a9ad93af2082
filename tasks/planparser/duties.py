"""Lists of duties: each heading names a unit, which all tasks below it have; they name none themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .action_drafts import ActionDraft
from .clean import squeeze
from .diagnostics import diagnostic
from .labels import Field
from .line_kinds import Line, LineKind
from .model import ROLES, Diagnostic
from .printed_numbers import Numbering, Style
from .units import ends_as_unit, looks_like_unit, split_units

# 县司法局（4项） · 县司法局牵头的重点任务：
_MORE = re.compile(
    r"(?:的?(?:重点|主要|工作|具体|年度)*(?:任务|事项|职责|责任|工作)(?:清单)?)?(?:[（(]共?\d{1,3}[项条个件][）)])?[:：]?$"
)
_HEADING_MAX = 200  # characters: what is longer is a paragraph
_SEVERAL = 2


def number_units(lines: Sequence[Line]) -> list[Line]:
    """The lines; where each run of numbered items begins below a line of units, those lines become headings."""
    below = {at: line.numbering for at, line in enumerate(lines) if line.numbering and line.numbering.value == 1}
    heads = [at - 1 for at in below if at and _is_unit(lines[at - 1], lines[at - 2] if at > 1 else None)]
    styles = {below[at + 1].style for at in heads}
    begun = [at for at, numbering in below.items() if numbering.style in styles]
    if len(heads) < _SEVERAL or len(styles) > 1 or len(begun) != len(heads):
        return list(lines)
    style = Style("单位", min(style.rank for style in styles) - 0.5, re.compile("(?!)"))
    numbered = list(lines)
    for value, at in enumerate(heads, start=1):
        text = lines[at].text
        numbered[at] = lines[at]._replace(kind=LineKind.NUMBERED, numbering=Numbering(style, value, "", text))
    return numbered


def _is_unit(line: Line, above: Line | None) -> bool:
    """Whether a line is units alone, and not the value of a label above it."""
    label_open = above is not None and above.kind is LineKind.FIELD and above.text.rstrip().endswith(("：", ":", "、"))
    return line.kind is LineKind.TEXT and not label_open and _names_units(line.text)


def units_of_headings(drafts: Sequence[ActionDraft]) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """The drafts; where all headings (two at least) name units and no task has any, each task gets its heading's."""
    named = any(
        found.kind in ROLES and found.value for draft in drafts for task in draft.tasks for found in task.fields
    )
    if named or len(drafts) < _SEVERAL or not all(_names_units(draft.heading) for draft in drafts):
        return list(drafts), []
    return [_with_units(draft) for draft in drafts], [
        diagnostic("heading_fields_used", draft.line or draft.tasks[0].line, text=draft.heading) for draft in drafts
    ]


def _names_units(heading: str) -> bool:
    """县司法局 · 县市场监管局、县综合执法局（2项） · 各镇人民政府"""
    if len(heading) > _HEADING_MAX:
        return False
    names = [unit.name for unit in split_units(_MORE.sub("", squeeze(heading)), "responsible")]
    return bool(names) and all(looks_like_unit(name) and ends_as_unit(name) for name in names)


def _with_units(draft: ActionDraft) -> ActionDraft:
    units = Field("responsible", "", _MORE.sub("", draft.heading), draft.line or draft.tasks[0].line)
    return replace(draft, tasks=tuple(replace(task, fields=(*task.fields, units)) for task in draft.tasks))
