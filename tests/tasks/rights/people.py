"""People made of their posts alone, for rules that need no database."""

from tasks.people.models import User
from tasks.rights.roles import Role
from tasks.rights.scope import KEPT, Post, Scope

HERE, THERE, ABOVE, TOP = 1, 2, 10, 20
OURS, THEIRS, FOREIGN = 101, 102, 201  # two units here, one there
ADMIN_ID, OTHER_ID = 900, 901


def person(*posts: Post, pk: int = OTHER_ID, admin: bool = False) -> User:
    """Somebody who serves like that."""
    user = User(pk=pk, username=f"person{pk}", is_superuser=admin)
    setattr(user, KEPT, Scope(is_admin=admin, posts=posts))
    return user


def post(role: Role, unit: int = OURS, place: int = HERE, *, above: set[int] = set(), unkept: set[int] = set()) -> Post:  # noqa: B006  only read
    """A membership; `unkept` are places above that do not keep their own plans."""
    return Post(role, unit, place, frozenset(above | unkept), frozenset(unkept))


CAST = {
    "admin": person(admin=True, pk=ADMIN_ID),
    "staff": person(post(Role.STAFF, above={TOP}, unkept={ABOVE})),
    "leader": person(post(Role.LEADER, above={TOP}, unkept={ABOVE})),
    "liaison": person(post(Role.LIAISON)),
    "unit_head": person(post(Role.UNIT_HEAD)),
    "nobody": person(),
}
