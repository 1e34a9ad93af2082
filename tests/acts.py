"""What leaves an event: for each address that changes something or gives something away, a request that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.events.acts import EventAct
from tests.world import World


@dataclass(frozen=True)
class Done:
    """A request with valid data by somebody who may, and the acts that the record must tell of afterwards.

    What is not said is as in the cast: kwargs, data and what is prepared. `is_get`: a download; `query` stands behind
    the address.
    """

    acts: tuple[EventAct, ...]
    person: str = "staff"
    is_get: bool = False
    data: Callable[[World], Mapping[str, Any]] | None = None
    kwargs: Callable[[World], Mapping[str, Any]] | None = None
    query: Callable[[World], Mapping[str, Any]] = lambda world: {}
    prepare: Callable[[World], None] | None = None


def done(*acts: EventAct, **more: Any) -> Done:
    return Done(acts, **more)


def taken(act: EventAct, **more: Any) -> Done:
    """Something was taken away."""
    return Done((act,), is_get=True, **more)
