"""What goes over from another plan into a new one (衔接); pure.

A task goes with its words. From last year's plan of the same place it takes its units along and its deadline, where
that has not passed; from a plan above only its words: its units are not ours to name.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from tasks.people.names import normal_name
from tasks.planparser import (
    Diagnostic,
    ParsedDeadline,
    ParsedIndicator,
    ParsedPlan,
    ParsedTask,
    find_dates,
    find_milestones,
    new_id,
)
from tasks.plans.models import DeadlineKind
from tracker.intake.corrections.items import new_action

ALIKE = 0.4  # across plans, tasks whose wording is at least so like are nearly always the same
PASSED_DEADLINE = "carried_deadline_passed"
PASSED_DATE = "carried_date_passed"
UNFINISHED = "未办结"


def reason(kind: str, *, is_done: bool) -> str:
    """Why a task of last year is offered; nothing where it is over."""
    deadline = DeadlineKind(kind)
    if deadline.goes_on:
        return str(deadline.label)
    return "" if is_done else UNFINISHED


@dataclass(frozen=True)
class Section:
    """A heading and the tasks chosen under it. `carries`: they keep their units and deadlines."""

    heading: str
    tasks: Sequence[ParsedTask]
    carries: bool


def add_sections(plan: ParsedPlan, sections: Iterable[Section]) -> ParsedPlan:
    """The plan with these tasks behind its own: under the action of the same heading, or a new one at the end.

    Numbers go on from the plan's last one. A date that has passed is not taken over: a remark says which.
    """
    actions, remarks = list(plan.actions), list(plan.diagnostics)
    places = {normal_name(action.heading): place for place, action in enumerate(actions)}
    numbers = count(1 + max((task.number for task in plan.tasks()), default=0))
    for section in sections:
        place = places.setdefault(normal_name(section.heading), len(actions))
        if place == len(actions):
            actions.append(new_action(section.heading))
        for task in section.tasks:
            new, passed = _carried(task, next(numbers), plan.years, carries=section.carries)
            actions[place] = replace(actions[place], tasks=(*actions[place].tasks, new))
            remarks += passed
    numbered = tuple(replace(action, number=n) for n, action in enumerate(actions, 1))
    return replace(plan, actions=numbered, diagnostics=tuple(remarks))


def _carried(
    task: ParsedTask, number: int, years: Sequence[int], *, carries: bool
) -> tuple[ParsedTask, list[Diagnostic]]:
    """The task anew, with an id of its own, and remarks on what passed."""
    first_day = dt.date(min(years), 1, 1)
    deadline, passed = carried_deadline(task.deadline, first_day) if carries else (ParsedDeadline(), "")
    marks = find_milestones(task.text, years)
    new = replace(
        task,
        id=new_id("task"),
        number=number,
        responsibilities=task.responsibilities if carries else (),
        deadline=deadline,
        milestones=tuple(mark for mark in marks if mark.due >= first_day),
        line=None,
    )
    dates = passed_dates(task.text, years)
    remarks = [_remark(PASSED_DATE, new, f"的原文写有“{words}”，日期已过，请改写。") for words in dates]
    if passed:
        remarks.append(_remark(PASSED_DEADLINE, new, f"的上年时限“{passed}”已过，请填写新的时限。"))
    return new, remarks


def passed_dates(text: str, years: Sequence[int]) -> list[str]:
    """The dates of the year before that a text names, as written: what it asks for is over."""
    before = min(years) - 1
    return [found.text for found in find_dates(text, years) if found.year == before]


def carried_deadline(deadline: ParsedDeadline, first_day: dt.date) -> tuple[ParsedDeadline, str]:
    """(the deadline in a plan that begins on `first_day`, the words left out because their date lies before that)."""
    if deadline.due and deadline.due < first_day:
        return ParsedDeadline(), deadline.text or deadline.due.isoformat()
    return deadline, ""


def _remark(code: str, task: ParsedTask, words: str) -> Diagnostic:
    """About this task, which it calls by its title: a number may be another's too, and change."""
    message = f"“{task.title[:30]}”{words}"
    return Diagnostic("warning", code, message, None, item=task.id, id=new_id("remark"))


def empty_plan(title: str, place: str, years: Sequence[int]) -> ParsedPlan:
    """A plan without actions and indicators."""
    return ParsedPlan(
        title=title,
        document_number=None,
        issuer=None,
        issued_on=None,
        years=tuple(years),
        jurisdiction=place,
        cites=(),
        actions=(),
        indicators=(),
        diagnostics=(),
    )


def default_title(place: str, years: Sequence[int]) -> str:
    """红寺堡区2025年法治政府建设任务分工方案; of several years, 2023—2025年."""
    span = f"{min(years)}" if len(set(years)) == 1 else f"{min(years)}—{max(years)}"
    return f"{place}{span}年法治政府建设任务分工方案"


def add_indicators(plan: ParsedPlan, indicators: Iterable[ParsedIndicator]) -> ParsedPlan:
    """The plan with these indicators behind its own, numbered on; targets only of the plan's years."""
    last = max((row.number or 0 for row in plan.indicators), default=0)
    added = tuple(
        replace(
            row,
            id=new_id("indicator"),
            number=n,
            line=None,
            targets=tuple(target for target in row.targets if target.year in plan.years),
        )
        for n, row in enumerate(indicators, last + 1)
    )
    return replace(plan, indicators=(*plan.indicators, *added))
