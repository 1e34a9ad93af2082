"""Addresses of tasks: the list and its export, and the pages of the work."""

from tests.cast import Entry
from tests.tasks.cast_above import ABOVE_ENTRIES
from tests.tasks.cast_drafting import DRAFTING_ENTRIES
from tests.tasks.cast_imports import IMPORT_ENTRIES
from tests.tasks.cast_jobs import JOB_ENTRIES
from tests.tasks.cast_lists import LIST_ENTRIES
from tests.tasks.cast_work import WORK_ENTRIES

ENTRIES: dict[str, Entry] = {
    **ABOVE_ENTRIES,
    **IMPORT_ENTRIES,
    **DRAFTING_ENTRIES,
    **JOB_ENTRIES,
    **LIST_ENTRIES,
    **WORK_ENTRIES,
}
