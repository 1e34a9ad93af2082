"""Corrections to a parsed plan: pure functions, each returns a new plan.

items        actions, tasks and indicators by their ids
edits        tasks, actions, indicators and what the plan is: set, merge, split, move, delete, add
owners       which item a line of the document belongs to
document     the lines that items have, and where they belong when items go or come back
lines        a line that is given to another item
taking       what the item loses that had it
other_years  what the texts say of time, in other years
pairs        what was said of tasks that have gone into others

Items are named by their ids. Raises ServiceError with what to do where a correction makes no sense.
"""
