"""The models of all rooms, for Django to find: they are one application, whose tables they share."""

from tasks.alignment import models as alignment
from tasks.events import models as events
from tasks.jobs import models as jobs
from tasks.people import models as people
from tasks.plans import models as plans
from tasks.work import models as work

__all__ = ["alignment", "events", "jobs", "people", "plans", "work"]
