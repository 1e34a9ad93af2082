"""Items of a plan by where they stand, from 1, as a reader of a test counts them."""

from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask


def action_at(plan: ParsedPlan, action: int) -> ParsedAction:
    return plan.actions[action - 1]


def task_at(plan: ParsedPlan, action: int, task: int) -> ParsedTask:
    return plan.actions[action - 1].tasks[task - 1]


def action_id(plan: ParsedPlan, action: int) -> str:
    return action_at(plan, action).id


def task_id(plan: ParsedPlan, action: int, task: int) -> str:
    return task_at(plan, action, task).id


def indicator_id(plan: ParsedPlan, indicator: int) -> str:
    return plan.indicators[indicator - 1].id


def titles(plan: ParsedPlan) -> list[list[str]]:
    """The titles of the tasks, action by action."""
    return [[task.title for task in action.tasks] for action in plan.actions]


def ids(plan: ParsedPlan) -> list[list[str]]:
    """The ids of the tasks, action by action."""
    return [[task.id for task in action.tasks] for action in plan.actions]
