"""Other years for a plan: what its texts say of time is read anew, for 6月底前 is of the plan's year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tasks.planparser import ParsedPlan, ParsedTask, find_milestones, parse_deadline
from tracker.intake.corrections.owners import Owners


def in_years(plan: ParsedPlan, years: Sequence[int]) -> ParsedPlan:
    """The plan of these years. A deadline or milestones that a person chose, other than as they read, stay."""
    if tuple(years) == plan.years:
        return plan
    actions = tuple(
        replace(action, tasks=tuple(_task_in_years(task, plan.years, years) for task in action.tasks))
        for action in plan.actions
    )
    return replace(plan, years=tuple(years), actions=actions)


def _task_in_years(task: ParsedTask, before: Sequence[int], now: Sequence[int]) -> ParsedTask:
    told = task.deadline.text or ""
    if task.deadline == parse_deadline(told, before):
        task = replace(task, deadline=parse_deadline(told, now))
    if task.milestones == find_milestones(task.text, before):
        task = replace(task, milestones=find_milestones(task.text, now))
    return task


def answered(plan: ParsedPlan, given: Mapping[str, str]) -> list[str]:
    """The ids of the parser's remarks on times that hold no more.

    A deadline could not be read, and by now is; a year was guessed, and the plan has but one.
    """
    owners = Owners(plan, given)
    asked = ((remark, owners.of_remark(remark)) for remark in plan.diagnostics if remark.code in _HOLDS)
    return [
        remark.id
        for remark, item in asked
        if isinstance(item, ParsedTask) and not _HOLDS[remark.code](item, plan.years)
    ]


def _is_unread(task: ParsedTask, years: Sequence[int]) -> bool:
    return task.deadline.kind == "none"


def _is_guessed(task: ParsedTask, years: Sequence[int]) -> bool:
    read = parse_deadline(task.deadline.text or "", years), find_milestones(task.text, years)
    return len(years) != 1 or (task.deadline, task.milestones) != read


# Whether a remark of the parser still holds of a task in a plan of these years.
_HOLDS = {"deadline_unread": _is_unread, "year_guessed": _is_guessed}
