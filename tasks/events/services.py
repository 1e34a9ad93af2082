"""Writing the record. A row belongs in the transaction of what it tells of; where that fails, nothing happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.conf import settings
from django.db import models
from django.utils import timezone

from tasks.events.acts import BY_CODE, TRAIL_CODES, EventAct
from tasks.events.context import current_address
from tasks.events.models import MAX_ACTOR, MAX_NAME, Event

if TYPE_CHECKING:
    from tasks.people.models import User

SYSTEM = "系统"
BATCH = 500


@dataclass(frozen=True)
class Thing:
    """What an event is about, for whoever has no row at hand: a model's label, an id, a name."""

    type: str
    id: int | None
    name: str = ""
    place_id: int | None = None


def thing_of(row: models.Model) -> Thing:
    """The same of a row. Its place is its `jurisdiction_id`, else what its model says by `place_id`, else none."""
    place = getattr(row, "jurisdiction_id", None) or getattr(row, "place_id", None)
    return Thing(row._meta.label_lower, row.pk, str(row), place)


class Details(TypedDict, total=False):
    """What else an event may say; `object_name` and `place_id` go before those of the object itself."""

    object_name: str
    place_id: int | None
    from_state: str
    to_state: str
    reason: str
    before: str


def event_of(
    *,
    act: EventAct,
    user: User | None,
    obj: models.Model | Thing | None = None,
    now: dt.datetime | None = None,
    **details: Unpack[Details],
) -> Event:
    """A row that is not written yet; see `record`, and `record_many` for hundreds. Raises KeyError for an unknown act.

    `user` is None where the system acts. Names that are too long are cut, other texts are kept whole.
    """
    thing = obj if isinstance(obj, Thing) else thing_of(obj) if obj else Thing("", None)
    return Event(
        at=now or timezone.now(),
        actor_id=user.pk if user else None,
        actor_name=_clean(str(user) if user else SYSTEM)[:MAX_ACTOR],
        act=BY_CODE[act].value,
        object_type=thing.type,
        object_id=thing.id,
        object_name=_clean(details.get("object_name") or thing.name)[:MAX_NAME],
        place_id=details.get("place_id") or thing.place_id,
        from_state=details.get("from_state", ""),
        to_state=details.get("to_state", ""),
        reason=_clean(details.get("reason", "")),
        before=_clean(details.get("before", "")),
        address=current_address(),
    )


def record(
    *,
    act: EventAct,
    user: User | None,
    obj: models.Model | Thing | None = None,
    now: dt.datetime | None = None,
    **details: Unpack[Details],
) -> Event:
    """Write what happened, as `event_of` has it. Belongs in the caller's transaction."""
    event = event_of(act=act, user=user, obj=obj, now=now, **details)
    event.save()
    return event


def record_many(events: Iterable[Event]) -> None:
    """Write many rows made by `event_of`: one INSERT for each 500 of them. Belongs in the caller's transaction."""
    Event.objects.bulk_create(events, batch_size=BATCH)


def events_purge(now: dt.datetime) -> int:
    """Delete who came, looked and took away more than TRACKER_LOG_DAYS ago; returns how many rows went.

    What changed something is kept for good, and so is an act that this version does not know.
    """
    every: models.QuerySet[Event] = models.QuerySet(Event)  # Django's own: that of the model refuses
    before = now - dt.timedelta(days=settings.TRACKER_LOG_DAYS)
    return every.filter(act__in=sorted(TRAIL_CODES), at__lt=before).delete()[0]


def _clean(text: str) -> str:
    """Without NUL, which PostgreSQL does not hold and an address or a typed name may bring."""
    return text.replace("\0", "")
