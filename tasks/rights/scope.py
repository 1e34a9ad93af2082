"""What a person's memberships reach. Nothing here says what a role may do: see `rules`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tasks.rights.roles import REACH, Reach, Role

if TYPE_CHECKING:
    from tasks.people.models import User

KEPT = "_rights_scope"  # the attribute of a user that holds the scope, once it was asked for
PLACE = "unit__jurisdiction"
COLUMNS = (
    "role",
    "unit_id",
    f"{PLACE}_id",
    f"{PLACE}__parent_id",
    f"{PLACE}__parent__keeps_own_plans",
    f"{PLACE}__parent__parent_id",
    f"{PLACE}__parent__parent__keeps_own_plans",
)


@dataclass(frozen=True)
class Post:
    """One membership: the role, the unit served and its place, and the places above.

    `unkept` are those of them that do not keep their plans themselves.
    """

    role: Role
    unit_id: int
    place_id: int
    above: frozenset[int] = frozenset()
    unkept: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Scope:
    """All that a person serves, oldest membership first."""

    is_admin: bool = False
    posts: tuple[Post, ...] = ()

    def places(self, role: Role) -> frozenset[int]:
        """The places that the person reaches in this role; none for a role that reaches a unit's part only."""
        if role == Role.STAND_IN:
            return self._stood_in_for
        return frozenset(post.place_id for post in self._posts(role, Reach.PLACE))

    def units(self, role: Role) -> frozenset[int]:
        """The units whose part the person reaches in this role; none for a role that reaches a whole place."""
        return frozenset(post.unit_id for post in self._posts(role, Reach.UNIT))

    def above(self, role: Role) -> frozenset[int]:
        """The places above those that the person reaches in this role, without these."""
        above = (post.above for post in self._posts(role, Reach.PLACE))
        return frozenset().union(*above) - self.places(role)

    @property
    def home_id(self) -> int | None:
        """The place of the oldest membership as staff: what the person begins is begun for it."""
        return next((post.place_id for post in self._posts(Role.STAFF, Reach.PLACE)), None)

    @cached_property
    def _stood_in_for(self) -> frozenset[int]:
        unkept = (post.unkept for post in self._posts(Role.STAFF, Reach.PLACE))
        return frozenset().union(*unkept) - self.places(Role.STAFF)

    def _posts(self, role: Role, reach: Reach) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.role == role and REACH[role] is reach)


def scope_of(user: User) -> Scope:
    """The person's scope; whoever is not active reaches nothing. One query, the first time that it is asked of `user`.

    It is kept on the object, so it holds for one request: who is loaded anew is asked anew.
    """
    kept: Scope | None = getattr(user, KEPT, None)
    if kept is None:
        kept = _read(user)
        setattr(user, KEPT, kept)
    return kept


def forget_scope(user: User) -> None:
    """Ask anew the next time."""
    setattr(user, KEPT, None)


def _read(user: User) -> Scope:
    if not user.is_active:
        return Scope()
    rows = user.memberships.order_by("pk").values_list(*COLUMNS)
    return Scope(is_admin=user.is_superuser, posts=tuple(_post(*row) for row in rows))


def _post(
    role: str,
    unit_id: int,
    place_id: int,
    parent_id: int | None,
    parent_keeps: bool | None,
    grandparent_id: int | None,
    grandparent_keeps: bool | None,
) -> Post:
    above = {pk: keeps for pk, keeps in ((parent_id, parent_keeps), (grandparent_id, grandparent_keeps)) if pk}
    unkept = frozenset(pk for pk, keeps in above.items() if not keeps)
    return Post(Role(role), unit_id, place_id, frozenset(above), unkept)
