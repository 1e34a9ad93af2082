"""The admin's pages of all rooms, for Django to find."""

from tasks.alignment import admin as alignment
from tasks.people import admin as people
from tasks.plans import admin as plans
from tasks.work import admin as work

__all__ = ["alignment", "people", "plans", "work"]
