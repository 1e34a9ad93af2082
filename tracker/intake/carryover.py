"""What goes over from another plan into a new one (衔接); pure.

A task goes with its words. From last year's plan of the same place it takes its units along and its deadline, where
that has not passed; from a plan above only its words: its units are not ours to name.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tasks.people.names import normal_name
from tasks.planparser import (
    Diagnostic,
    ParsedAction,
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


@dataclass
class _Outline:
    """The actions as they grow, and what is to be looked at in their tasks; `last` is the highest number of a task."""

    years: Sequence[int]
    actions: list[ParsedAction]
    last: int
    remarks: list[Diagnostic] = field(default_factory=list)

    def under(self, heading: str) -> int:
        """Where the last action of this heading stands; a new one is put at the end where there is none."""
        name = normal_name(heading)
        for place in reversed(range(len(self.actions))):
            if normal_name(self.actions[place].heading) == name:
                return place
        self.actions.append(new_action(heading))
        return len(self.actions) - 1


def add_sections(plan: ParsedPlan, sections: Iterable[Section]) -> ParsedPlan:
    """The plan with these tasks behind its own: under the action of the same heading, or a new one at the end.

    Numbers go on from the plan's last one. A date that has passed is not taken over: a remark says which.
    """
    last = max((task.number for task in plan.tasks()), default=0)
    outline = _Outline(plan.years, list(plan.actions), last)
    for section in sections:
        place = outline.under(section.heading)
        carried = [_carried(task, outline, carries=section.carries) for task in section.tasks]
        action = outline.actions[place]
        outline.actions[place] = replace(action, tasks=(*action.tasks, *carried))
    numbered = tuple(replace(action, number=n) for n, action in enumerate(outline.actions, 1))
    return replace(plan, actions=numbered, diagnostics=(*plan.diagnostics, *outline.remarks))


def _carried(task: ParsedTask, outline: _Outline, *, carries: bool) -> ParsedTask:
    """The task anew, with an id of its own; what passed is put into the outline's remarks."""
    first_day = dt.date(min(outline.years), 1, 1)
    outline.last += 1
    deadline, passed = carried_deadline(task.deadline, first_day) if carries else (ParsedDeadline(), "")
    marks = find_milestones(task.text, outline.years)
    new = replace(
        task,
        id=new_id("task"),
        number=outline.last,
        responsibilities=task.responsibilities if carries else (),
        deadline=deadline,
        milestones=tuple(mark for mark in marks if mark.due >= first_day),
        line=None,
    )
    outline.remarks += [
        _remark(PASSED_DATE, new, f"的原文写有“{words}”，日期已过，请改写。")
        for words in passed_dates(task.text, outline.years)
    ]
    if passed:
        outline.remarks.append(_remark(PASSED_DEADLINE, new, f"的上年时限“{passed}”已过，请填写新的时限。"))
    return new


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
