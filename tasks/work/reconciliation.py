"""What becomes of the assignments that stand when a plan asks for others: pure, for the preview and for the writing."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tasks.plans.models import ROLE_STRENGTH, Role
from tasks.work.models import Assignment

Key = TypeVar("Key", bound=Hashable)
State = Assignment.State


@dataclass(frozen=True)
class Standing:
    """An assignment as it is. `closes`: whether its task, as it is now, ends with an accepted 100 %.

    `is_whole`: such a report has been accepted.
    """

    id: int
    role: str
    state: str
    closes: bool = True
    is_whole: bool = False


@dataclass(frozen=True)
class Reconciliation(Generic[Key]):
    """What is to be done: `new` by key, the others as they stand. What is in none of these stays as it is."""

    new: dict[Key, Role] = field(default_factory=dict)
    withdrawn: list[Standing] = field(default_factory=list)
    reinstated: dict[int, tuple[Standing, State]] = field(default_factory=dict)
    reopened: list[Standing] = field(default_factory=list)
    roles: dict[int, tuple[Standing, Role]] = field(default_factory=dict)


def reconcile(wanted: Mapping[Key, Role], standing: Mapping[Key, Standing]) -> Reconciliation[Key]:
    """Compare what the plan asks for, by task and unit, with what stands.

    One that is named again is taken up where it was left: done if its work was. One that was done is open again when
    its task became one that does not end.
    """
    done = Reconciliation[Key](new={key: role for key, role in wanted.items() if key not in standing})
    for key, row in standing.items():
        if key not in wanted:
            if row.state != State.WITHDRAWN:
                done.withdrawn.append(row)
            continue
        if row.state == State.WITHDRAWN:
            done.reinstated[row.id] = row, State.DONE if row.is_whole and row.closes else State.OPEN
        elif row.state == State.DONE and not row.closes:
            done.reopened.append(row)
        if row.role != wanted[key]:
            done.roles[row.id] = row, wanted[key]
    return done


def strongest(said: Iterable[tuple[Key, str]]) -> dict[Key, Role]:
    """The strongest role of each (task, unit)."""
    best: dict[Key, Role] = {}
    for key, role in said:
        if key not in best or ROLE_STRENGTH[Role(role)] < ROLE_STRENGTH[best[key]]:
            best[key] = Role(role)
    return best
