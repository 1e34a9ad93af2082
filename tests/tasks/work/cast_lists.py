"""The task list is everyone's; what stands on it differs, and other tests look at that."""

from tests.cast import Entry

LIST_ENTRIES: dict[str, Entry] = {
    "task_list": Entry(stranger=200, foreign_staff=200),
    "task_export": Entry(stranger=200, foreign_staff=200),
}
