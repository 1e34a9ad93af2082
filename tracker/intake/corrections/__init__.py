"""Corrections to a parsed plan: pure functions, each returns a new plan.

items   actions, tasks and indicators by their ids
edits   tasks, actions, indicators and what the plan is: set, merge, split, move, delete, add
owners  which item a line of the document belongs to
lines   a line that is given to another item
years   what the texts say of time, in other years
pairs   what was said of tasks that have gone into others

Items are named by their ids. Raises ServiceError with what to do where a correction makes no sense.
"""

from tracker.intake.corrections.document import freed, handed_on, regained
from tracker.intake.corrections.edits import (
    BAD_PLACE,
    BAD_SPLIT,
    NO_NEXT,
    About,
    TaskWords,
    add_task,
    delete_indicator,
    delete_task,
    merge_next,
    move_task,
    next_task,
    set_action,
    set_indicator,
    set_metadata,
    set_task,
    split_points,
    split_task,
)
from tracker.intake.corrections.items import (
    GONE,
    LAST_TASK,
    Item,
    action_of,
    action_with,
    indicator_of,
    items_of,
    new_action,
    new_task,
    place_of,
    task_of,
)
from tracker.intake.corrections.lines import Move, Moved, Target, move_lines
from tracker.intake.corrections.other_years import answered, in_years
from tracker.intake.corrections.owners import NOBODY, Owners
from tracker.intake.corrections.pairs import Pairs, pairs_handed_on

__all__ = [
    "BAD_PLACE",
    "BAD_SPLIT",
    "GONE",
    "LAST_TASK",
    "NOBODY",
    "NO_NEXT",
    "About",
    "Item",
    "Move",
    "Moved",
    "Owners",
    "Pairs",
    "Target",
    "TaskWords",
    "action_of",
    "action_with",
    "add_task",
    "answered",
    "delete_indicator",
    "delete_task",
    "freed",
    "handed_on",
    "in_years",
    "indicator_of",
    "items_of",
    "merge_next",
    "move_lines",
    "move_task",
    "new_action",
    "new_task",
    "next_task",
    "pairs_handed_on",
    "place_of",
    "regained",
    "set_action",
    "set_indicator",
    "set_metadata",
    "set_task",
    "split_points",
    "split_task",
    "task_of",
]
