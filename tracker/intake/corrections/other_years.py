"""Other years for a plan: what its texts say of time is read anew, for 6月底前 is of the plan's year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tasks.planparser import Diagnostic, ParsedPlan, ParsedTask, find_milestones, parse_deadline
from tracker.intake.corrections.owners import Owners

OF_TIMES = ("deadline_unread", "year_guessed")


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
    asked = ((remark, owners.of_remark(remark)) for remark in plan.diagnostics if remark.code in OF_TIMES)
    return [remark.id for remark, item in asked if isinstance(item, ParsedTask) and _is_answered(remark, item, plan)]


def _is_answered(remark: Diagnostic, task: ParsedTask, plan: ParsedPlan) -> bool:
    """Whether a remark of the parser holds no more of a task of this plan."""
    if remark.code == "deadline_unread":
        return task.deadline.kind != "none"
    read = parse_deadline(task.deadline.text or "", plan.years), find_milestones(task.text, plan.years)
    return len(plan.years) == 1 and (task.deadline, task.milestones) == read
