"""Corrections to a parsed plan in its plain form (the plan schema): pure functions, each returns a new plan.

edits   tasks, actions, indicators and what the plan is: set, merge, split, move, delete, add
owners  which item a line of the document belongs to
lines   a line that is given to another item
years   what the texts say of time, in other years

Actions, tasks and indicators are named by their place, from 1. Whoever edits holds the plan's revision, so that a place
means what it meant when the page was made. Raises ServiceError with what to do where a correction makes no sense.
"""

from tracker.intake.corrections.edits import (
    BAD_PLACE,
    BAD_SPLIT,
    GONE,
    NO_NEXT,
    add_task,
    delete_indicator,
    delete_task,
    item,
    merge_next,
    move_task,
    new_task,
    plain_deadline,
    plain_milestones,
    read_deadline,
    read_milestones,
    set_action,
    set_indicator,
    set_metadata,
    set_task,
    split_points,
    split_task,
    task_at,
)
from tracker.intake.corrections.lines import ACTION_TOP, Act, Moved, Target, move_lines
from tracker.intake.corrections.owners import Owners, task_anchor
from tracker.intake.corrections.sources import freed, regained
from tracker.intake.corrections.years import answered, in_years

__all__ = [
    "ACTION_TOP",
    "BAD_PLACE",
    "BAD_SPLIT",
    "GONE",
    "NO_NEXT",
    "Act",
    "Moved",
    "Owners",
    "Target",
    "add_task",
    "answered",
    "delete_indicator",
    "delete_task",
    "freed",
    "in_years",
    "item",
    "merge_next",
    "move_lines",
    "move_task",
    "new_task",
    "plain_deadline",
    "plain_milestones",
    "read_deadline",
    "read_milestones",
    "regained",
    "set_action",
    "set_indicator",
    "set_metadata",
    "set_task",
    "split_points",
    "split_task",
    "task_anchor",
    "task_at",
]
