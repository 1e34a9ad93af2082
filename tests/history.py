"""What the record has on a row, for tests that look at it."""

from django.db.models import Model

from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.events.selectors import history_of


def steps_of(row: Model, *acts: EventAct) -> list[Event]:
    """What happened to it, oldest first; only these acts, if any are named."""
    return history_of(row._meta.label_lower, [row.pk], acts=acts)[row.pk]


def last_step(row: Model, *acts: EventAct) -> Event:
    """The last of them; there must be one."""
    return steps_of(row, *acts)[-1]
