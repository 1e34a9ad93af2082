"""Addresses of tasks: the list and its export, and the pages of the work."""

from tests.cast import Entry
from tests.tasks.alignment.cast import ABOVE_ENTRIES
from tests.tasks.events.cast import EVENT_ENTRIES
from tests.tasks.jobs.cast import JOB_ENTRIES
from tests.tasks.work.cast import WORK_ENTRIES
from tests.tasks.work.cast_lists import LIST_ENTRIES
from tests.tracker.intake.cast import IMPORT_ENTRIES
from tests.tracker.intake.cast_writing import DRAFTING_ENTRIES

ENTRIES: dict[str, Entry] = {
    **ABOVE_ENTRIES,
    **IMPORT_ENTRIES,
    **DRAFTING_ENTRIES,
    **EVENT_ENTRIES,
    **JOB_ENTRIES,
    **LIST_ENTRIES,
    **WORK_ENTRIES,
}
