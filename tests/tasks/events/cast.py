"""The record is the admin's alone."""

from tests.cast import HIDDEN, Entry

EVENT_ENTRIES: dict[str, Entry] = {
    "event_list": Entry(liaison=HIDDEN, staff=HIDDEN),
    "event_export": Entry(liaison=HIDDEN, staff=HIDDEN),
}
