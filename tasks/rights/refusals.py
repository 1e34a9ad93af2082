"""What was refused while a request was answered.

A refusal undoes the transaction it happened in, so it cannot be recorded there. It is noted here, and whoever answers
the request takes the notes afterwards. Outside of requests nobody takes them, and nothing is kept.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.rights.acts import Act

if TYPE_CHECKING:
    from tasks.people.models import User


@dataclass(frozen=True)
class Refusal:
    """Who was refused which act, and of which place or unit, as far as it was said."""

    act: Act
    user: User
    place_id: int | None = None
    unit_id: int | None = None


_noted: ContextVar[list[Refusal] | None] = ContextVar("refusals", default=None)


def note(refusal: Refusal) -> None:
    """Keep a refusal, if somebody takes them."""
    noted = _noted.get()
    if noted is not None:
        noted.append(refusal)


def taken() -> list[Refusal]:
    """The refusals since the last call, which are forgotten here; from the first call on they are kept.

    So a middleware calls it before the request, to begin, and after the response.
    """
    noted = _noted.get() or []
    _noted.set([])
    return noted
