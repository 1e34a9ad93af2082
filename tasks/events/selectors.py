"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.apps import apps
from django.db.models import OuterRef

from tasks.events.acts import TRAIL_CODES, EventAct
from tasks.events.models import Event, EventQuerySet


def history_of(object_type: str, ids: Iterable[int], *, acts: Sequence[str] = ()) -> dict[int, list[Event]]:
    """What happened to each of these objects, oldest first. One query for all of them.

    Only `acts`, if given; else all that is kept for good, so not who looked at it or took it away.
    """
    found: dict[int, list[Event]] = {pk: [] for pk in ids}
    rows = Event.objects.filter(object_type=object_type, object_id__in=list(found))
    rows = rows.filter(act__in=acts) if acts else rows.exclude(act__in=TRAIL_CODES)
    for row in rows.order_by("at", "id"):
        found[row.object_id or 0].append(row)
    return found


def newest_of(object_type: str, pk: OuterRef, act: EventAct) -> EventQuerySet:
    """For a subquery: the events of one act on the row of the outer query, newest first."""
    return Event.objects.filter(object_type=object_type, object_id=pk, act=act).newest_first()


@lru_cache(maxsize=256)
def type_words(object_type: str) -> str:
    """What objects of this type are called (工作方案); the type itself where this version has none such."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name) if object_type else ""
    except (LookupError, ValueError):
        return object_type


@lru_cache(maxsize=1024)
def state_words(object_type: str, state: str) -> str:
    """A state as its model calls it (已发布); the state itself where the model has no word for it."""
    try:
        fields = apps.get_model(object_type)._meta.concrete_fields if object_type else []
    except (LookupError, ValueError):
        return state
    choices = [field.flatchoices for field in fields if field.name in ("state", "status")]
    return str(dict(choices[0]).get(state, state)) if choices else state


def change_words(event: Event) -> str:
    """草稿 → 已发布; nothing where no state changed."""
    states = [state_words(event.object_type, state) for state in (event.from_state, event.to_state)]
    if event.from_state == event.to_state:
        return ""
    return " → ".join(words for words in states if words)
