"""A new version of a plan against the one in force: what is new, changed, moved, gone. Pure: no database.

`compare` says which task is which and how each differs; `record` puts that into the form in which a PlanVersion keeps
it.
"""

from tasks.plans.difference.changes import KINDS, Difference, TaskChange
from tasks.plans.difference.compare import compare, same_content
from tasks.plans.difference.record import indicator_records, records

__all__ = [
    "KINDS",
    "Difference",
    "TaskChange",
    "compare",
    "indicator_records",
    "records",
    "same_content",
]
