"""Places, units with their names and groups, people."""

from tasks.people.admin import places, units, users

__all__ = ["places", "units", "users"]
