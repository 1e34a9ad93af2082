"""Drafts become tasks with units, deadlines and milestones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import count

from .action_drafts import ActionDraft, TaskDraft
from .dates import PlanYears
from .deadlines import deadline_remarks, is_time, is_time_of_units, names_time, parse_deadline
from .diagnostics import diagnostic
from .ditto import in_full
from .ids import place_id
from .labelled_values import label_within
from .labels import ROLE_OF, Field
from .milestones import find_milestones, milestone_remarks
from .model import ROLES, Diagnostic, ParsedAction, ParsedDeadline, ParsedResponsibility, ParsedTask
from .notes import Notes
from .printed_numbers import read_number
from .units import looks_like_unit, others_told, split_units

TITLE_MAX = 60
# （牵头单位：甲；6月底完成） · 责任单位及时限：甲 2024年6月
_CLAUSES = re.compile(r"[；;，,。\n]|(?<=[^\s\d年月内底前])[ \u3000]+(?=20\d\d\s*年|\d{1,2}\s*月|年底|长期|持续)")
# 责任单位：甲（6月底前完成）
_BRACKET = re.compile(r"[（(]([^（()）]{2,20})[)）]")
# 开展案卷评查。（6月底前完成）
_CLOSING = re.compile(r"(?P<body>.*)[（(](?P<time>[^（()）]{2,30})[)）][。；;]?")
_COUNTS = re.compile(r"不少于|不低于|至少|以上|\d\s*[次场件篇家]")


def resolve(
    drafts: Sequence[ActionDraft], title: str, years: PlanYears, notes: Notes
) -> tuple[list[ParsedAction], list[Diagnostic]]:
    """Actions numbered by position, and what to look at in their tasks."""
    read = _Readings(years, notes)
    drafts, remarks = in_full(drafts)
    actions = []
    positions = count(1)
    for position, draft in enumerate(drafts, start=1):
        resolved = [_task(task, read) for task in draft.tasks]
        for _, found in resolved:
            item = place_id("task", next(positions))
            remarks += [replace(remark, item=item) for remark in found]
        if not draft.heading:
            remark = diagnostic("without_action", draft.line or draft.tasks[0].line)
            remarks.append(replace(remark, item=place_id("action", position)))
        tasks = tuple(task for task, _ in resolved)
        actions.append(ParsedAction(position, draft.heading or title, draft.goal, tasks, draft.line))
    return actions, remarks + _gaps(actions)


def read_task(draft: TaskDraft, years: PlanYears, notes: Notes) -> ParsedTask:
    """One task by itself, without remarks."""
    return _task(draft, _Readings(years, notes))[0]


class _Readings:
    """Readers of units and times for one plan, cached: a plan prints the same names and times again and again."""

    def __init__(self, years: PlanYears, notes: Notes) -> None:
        self.years, self.notes = years, notes
        self.units = cache(split_units)
        self.deadline = cache(partial(parse_deadline, years=years))
        self.doubts = cache(partial(deadline_remarks, years=years, line=0))
        self.time_within, self.looks_like_unit = cache(_time_within), cache(looks_like_unit)
        self.others_told = cache(others_told)


def _task(draft: TaskDraft, read: _Readings) -> tuple[ParsedTask, list[Diagnostic]]:
    fields, times = _times_apart(draft.fields, read)
    paragraphs, closing = (draft.paragraphs, None) if times else _closing_time(draft.paragraphs, read)
    times += [Field("deadline", "", closing, draft.line)] if closing else []
    text = "\n".join(paragraphs)
    deadline = read.deadline(times[0].value) if times else ParsedDeadline()
    remarks = [replace(doubt, line=times[0].line) for doubt in read.doubts(deadline)] if times else []
    units = list(dict.fromkeys([*_units(fields, read), *read.notes.units_for(draft.line)]))
    remarks += milestone_remarks(text, read.years, draft.line)
    title = title_of(text)
    task = ParsedTask(draft.number, title, text, tuple(units), deadline, find_milestones(text, read.years), draft.line)
    return task, remarks + _remarks(draft, title, units, times, read)


def title_of(text: str) -> str:
    """From the start of a body to its first 。 (or the end of its first paragraph), without it."""
    return text.split("\n", 1)[0].split("。", 1)[0]


def _times_apart(fields: Iterable[Field], read: _Readings) -> tuple[list[Field], list[Field]]:
    """Fields of units, and those of time: labelled ones, and clauses among units that are a time."""
    units, times = [], []
    for field in fields:
        if field.kind == "deadline":
            times.append(field)
        elif field.kind in ROLES:
            time, rest = read.time_within(field.value)
            if time:
                times.append(Field("deadline", "", time, field.line))
            units.append(field._replace(value=rest) if time else field)
    return units, times


def _time_within(value: str) -> tuple[str, str]:
    """The clauses among units that are a time, and the others: 12月底前完成，持续推进 is one time."""
    value = _BRACKET.sub(lambda match: f"，{match[1]}，" if is_time(match[1]) else match.group(), value)
    clauses = _CLAUSES.split(value)
    timed = [is_time_of_units(clause) for clause in clauses]
    found = [clause for clause, is_one in zip(clauses, timed, strict=True) if is_one]
    return "，".join(found), "，".join(clause for clause, is_one in zip(clauses, timed, strict=True) if not is_one)


def _closing_time(paragraphs: Sequence[str], read: _Readings) -> tuple[Sequence[str], str | None]:
    """The paragraphs of a body, and the time in a bracket of its own that ends one of them and is taken out of it."""
    times = [at for at, text in enumerate(paragraphs) for found in _BRACKET.finditer(text) if names_time(found[1])]
    at = times[0] if len(times) == 1 else 0
    match = _CLOSING.fullmatch(paragraphs[at]) if len(times) == 1 else None
    if match is None or (at and read_number(paragraphs[at])) or not _says_when(match, read):
        return paragraphs, None
    ended = paragraphs[at].endswith("。") and not match["body"].endswith("。")
    rest = [*paragraphs[:at], match["body"] + ("。" if ended else ""), *paragraphs[at + 1 :]]
    return ([text for text in rest if text], match["time"]) if any(rest) else (paragraphs, None)


def _says_when(match: re.Match[str], read: _Readings) -> bool:
    """Whether a bracket is a time in the plan's years and nothing else; behind a sentence also what is due by then."""
    timed = names_time if match["body"].endswith("。") else is_time
    if _COUNTS.search(match["time"]) or not all(map(timed, _CLAUSES.split(match["time"]))):
        return False
    due, years = read.deadline(match["time"]).due, read.years.years
    return due is None or not years or due.year >= years[0]


def _units(fields: Iterable[Field], read: _Readings) -> Iterator[ParsedResponsibility]:
    for field in fields:
        yield from read.units(field.value, ROLE_OF[field.kind], first_leads=read.notes.first_leads_at(field.line))


def _remarks(
    draft: TaskDraft, title: str, units: Sequence[ParsedResponsibility], times: Sequence[Field], read: _Readings
) -> list[Diagnostic]:
    found = [diagnostic("title_long", draft.line)] if len(title) > TITLE_MAX else []
    later = [time for time in times[1:] if time.value != times[0].value]
    found += [diagnostic("deadline_repeated", time.line, text=time.value) for time in later]
    left = label_within("\n".join(draft.paragraphs))
    found += [diagnostic("label_in_text", draft.line, text=left)] if left else []
    found += [
        diagnostic("unit_suspect", draft.line, text=unit.name) for unit in units if not read.looks_like_unit(unit.name)
    ]
    found += [
        diagnostic("others_told", field.line, text=others)
        for field in draft.fields
        if field.kind in ROLES
        for others in read.others_told(field.value)
    ]
    found += [
        diagnostic("leader_not_unit", field.line, text=field.value) for field in draft.fields if field.kind == "leader"
    ]
    found += [
        diagnostic("remark_left_out", field.line, text=f"{field.label}：{field.value}" if field.label else field.value)
        for field in draft.fields
        if field.kind == "remark" and field.value
    ]
    return found


def _gaps(actions: Sequence[ParsedAction]) -> list[Diagnostic]:
    """Printed numbers that jump within an action (numbering may restart in each)."""
    return [
        diagnostic("number_gap", after.line, before=before.number, after=after.number)
        for action in actions
        for before, after in zip(action.tasks, action.tasks[1:], strict=False)
        if after.number not in (before.number + 1, 1, before.number)
    ]
