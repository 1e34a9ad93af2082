"""The admin's work: places, units, names, groups, people, plans. What people handed in is only read here."""

from tasks.admin import people, places, plans, progress, site, units

__all__ = ["people", "places", "plans", "progress", "site", "units"]
