"""What goes over from another plan into a new one (衔接), in the plan schema's form; pure.

A task goes with its words. From last year's plan of the same place it takes its units along and its deadline, where
that has not passed; from a plan above only its words: its units are not ours to name.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.people.names import normal_name
from tasks.planparser import ParsedDeadline, find_dates, find_milestones
from tasks.plans.content import Contract
from tracker.intake.corrections import new_task, plain_deadline, plain_milestones

ALIKE = 0.4  # across plans, tasks whose wording is at least so like are nearly always the same
PASSED_DEADLINE = "carried_deadline_passed"
PASSED_DATE = "carried_date_passed"


# Why a task of last year goes on, by the kind of its deadline; the others go on only while they are not done.
GOES_ON = {"ongoing": "长期坚持", "annual": "每年定期", "date_then_ongoing": "限期并长期"}
UNFINISHED = "未办结"


def reason(kind: str, *, is_done: bool) -> str:
    """Why a task of last year is offered; nothing where it is over."""
    return GOES_ON.get(kind) or ("" if is_done else UNFINISHED)


@dataclass(frozen=True)
class Section:
    """A heading and the tasks chosen under it. `carries`: they keep their units and deadlines."""

    heading: str
    tasks: Sequence[Contract]
    carries: bool


@dataclass
class _Outline:
    """The actions as they grow, and what is to be looked at in their tasks; `last` is the highest number of a task."""

    years: Sequence[int]
    actions: list[Contract]
    last: int
    remarks: list[Contract] = field(default_factory=list)

    def under(self, heading: str) -> list[Contract]:
        """The tasks of the last action of this heading; a new one where there is none."""
        name = normal_name(heading)
        action = next((row for row in reversed(self.actions) if normal_name(row["heading"]) == name), None)
        if action is None:
            action = {"number": 0, "heading": heading, "goal": None, "tasks": [], "line": None}
            self.actions.append(action)
        tasks: list[Contract] = action["tasks"]
        return tasks


def add_sections(plan: Contract, sections: Iterable[Section]) -> Contract:
    """The plan with these tasks behind its own: under the action of the same heading, or a new one at the end.

    Numbers go on from the plan's last one. A date that has passed is not taken over: a remark says which.
    """
    actions = [{**action, "tasks": list(action["tasks"])} for action in plan["actions"]]
    last = max((task["number"] for action in actions for task in action["tasks"]), default=0)
    outline = _Outline(plan["years"], actions, last)
    for section in sections:
        tasks = outline.under(section.heading)
        tasks += [_carried(task, outline, carries=section.carries) for task in section.tasks]
    numbered = [{**action, "number": n} for n, action in enumerate(outline.actions, 1)]
    return {**plan, "actions": numbered, "diagnostics": [*plan["diagnostics"], *outline.remarks]}


def _carried(task: Contract, outline: _Outline, *, carries: bool) -> Contract:
    first_day = dt.date(min(outline.years), 1, 1)
    outline.last += 1
    new = {**new_task(), "number": outline.last, "title": task["title"], "text": task["text"]}
    marks = find_milestones(task["text"], outline.years)
    new["milestones"] = plain_milestones(mark for mark in marks if mark.due >= first_day)
    outline.remarks += [_passed_date(new, words) for words in passed_dates(task["text"], outline.years)]
    if carries:
        new["responsibilities"] = list(task["responsibilities"])
        new["deadline"], passed = carried_deadline(task["deadline"], first_day)
        if passed:
            outline.remarks.append(_passed_deadline(new, passed))
    return new


def passed_dates(text: str, years: Sequence[int]) -> list[str]:
    """The dates of the year before that a text names, as written: what it asks for is over."""
    before = min(years) - 1
    return [found.text for found in find_dates(text, years) if found.year == before]


def carried_deadline(deadline: Contract, first_day: dt.date) -> tuple[Contract, str]:
    """(the deadline in a plan that begins on `first_day`, the words left out because their date lies before that)."""
    due = deadline["due"]
    if due and dt.date.fromisoformat(due) < first_day:
        return plain_deadline(ParsedDeadline()), deadline["text"] or due
    return dict(deadline), ""


def _passed_deadline(task: Contract, words: str) -> Contract:
    return _remark(PASSED_DEADLINE, f"{_named(task)}的上年时限“{words}”已过，请填写新的时限。")


def _passed_date(task: Contract, words: str) -> Contract:
    return _remark(PASSED_DATE, f"{_named(task)}的原文写有“{words}”，日期已过，请改写。")


def _named(task: Contract) -> str:
    """A task by its title: a number may be another's too, and change."""
    return f"“{task['title'][:30]}”"


def place_said(plan: Contract, remark: Contract) -> tuple[int, int] | None:
    """The place (action, task) of the task that a remark made here begins with; of several so called the first.

    None where it was not made here, or no task is called so any more.
    """
    if remark["code"] not in (PASSED_DEADLINE, PASSED_DATE):
        return None
    called = (
        (a, t)
        for a, action in enumerate(plan["actions"], 1)
        for t, task in enumerate(action["tasks"], 1)
        if task["line"] is None and remark["message"].startswith(_named(task))
    )
    return next(called, None)


def _remark(code: str, message: str) -> Contract:
    return {"severity": "warning", "code": code, "message": message, "line": None}


def empty_plan(title: str, place: str, years: Sequence[int]) -> Contract:
    """A plan without actions and indicators."""
    return {
        "title": title,
        "document_number": None,
        "issuer": None,
        "issued_on": None,
        "years": list(years),
        "jurisdiction": place,
        "cites": [],
        "actions": [],
        "indicators": [],
        "diagnostics": [],
    }


def default_title(place: str, years: Sequence[int]) -> str:
    """红寺堡区2025年法治政府建设任务分工方案; of several years, 2023—2025年."""
    span = f"{min(years)}" if len(set(years)) == 1 else f"{min(years)}—{max(years)}"
    return f"{place}{span}年法治政府建设任务分工方案"


def add_indicators(plan: Contract, indicators: Iterable[Contract]) -> Contract:
    """The plan with these indicators behind its own, numbered on; targets only of the plan's years."""
    rows: list[Any] = list(plan["indicators"])
    last = max((row["number"] or 0 for row in rows), default=0)
    for n, row in enumerate(indicators, last + 1):
        targets = [target for target in row["targets"] if target["year"] in plan["years"]]
        rows.append({**row, "number": n, "line": None, "targets": targets})
    return {**plan, "indicators": rows}
