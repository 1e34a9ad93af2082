"""What a person decided that a name in a draft means, and the plain form in which a draft keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Member = int | str  # a unit by its row, or by the name (in normal form) of one that is new too


@dataclass(frozen=True, slots=True)
class ToUnit:
    """A unit that is here: {"unit": 3}."""

    unit: int


@dataclass(frozen=True, slots=True)
class ToGroup:
    """A group that is here: {"group": 5}."""

    group: int


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made: {"new_unit": "某区司法局"}."""

    name: str


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group to be made: {"new_group": "各部门", "members": [1, "司法局"]}."""

    name: str
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class SameAs:
    """What another name (in normal form) of the draft means, which is new: {"same": "司法局"}."""

    name: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing for now: {"leave": true}."""


Decision = ToUnit | ToGroup | NewUnit | NewGroup | SameAs | Leave


def decision_of(plain: Mapping[str, Any]) -> Decision:
    """The decision in its plain form. Raises ValueError for what is none."""
    match plain:
        case {"unit": int(unit)}:
            return ToUnit(unit)
        case {"group": int(group)}:
            return ToGroup(group)
        case {"new_unit": str(name)}:
            return NewUnit(name)
        case {"new_group": str(name), "members": [*members]}:
            return NewGroup(name, tuple(members))
        case {"same": str(name)}:
            return SameAs(name)
        case {"leave": True}:
            return Leave()
    raise ValueError(f"no decision: {plain}")


def plain_decision(decision: Decision) -> dict[str, Any]:
    """The opposite of `decision_of`."""
    match decision:
        case ToUnit(unit):
            return {"unit": unit}
        case ToGroup(group):
            return {"group": group}
        case NewUnit(name):
            return {"new_unit": name}
        case NewGroup(name, members):
            return {"new_group": name, "members": list(members)}
        case SameAs(name):
            return {"same": name}
        case Leave():
            return {"leave": True}
