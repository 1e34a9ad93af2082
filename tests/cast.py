"""The cast: each address is tried by everyone. Apps declare entries; a URL without one fails `tests/test_cast.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

SIGN_IN = 302
HIDDEN = 404


@dataclass(frozen=True)
class Entry:
    """What each person gets at one address: status codes. `kwargs` and `data` are made from the world.

    `changes`: whether the address is there to change something; whatever is posted is, where nothing is said. Who only
    reads (see `READERS`) finds nothing there, and gets elsewhere what the one gets whose pages it are.
    `prepare` changes the world first; each person acts in a world of their own.
    """

    kwargs: Callable[[World], Mapping[str, Any]] = lambda world: {}
    method: str = "get"
    data: Callable[[World], Mapping[str, Any]] = lambda world: {}
    anonymous: int = SIGN_IN
    liaison: int = 200
    stranger: int = HIDDEN
    staff: int = 200
    foreign_staff: int = HIDDEN
    admin: int = 200
    changes: bool | None = None
    prepare: Callable[[World], None] = field(default=lambda world: None)

    def status(self, person: str) -> int:
        """What this person gets."""
        changes = self.method == "post" if self.changes is None else self.changes
        return HIDDEN if person in READERS and changes else int(getattr(self, READERS.get(person, person)))


# Roles that change nothing, and whose pages they read.
READERS = {"leader": "staff", "unit_head": "liaison"}
