"""What templates ask: whether this person may do an act somewhere. `{% if may.plan_publish %}`."""

from collections.abc import Callable

from tasks.people.models import User
from tasks.rights.acts import Act
from tasks.rights.rules import may_anywhere


class Powers:
    """The acts by their names in lower case, each asked only where a template names it. Nobody signed in: none."""

    def __init__(self, person: Callable[[], User | None]) -> None:
        self._person = person

    def __getitem__(self, name: str) -> bool:
        """Raises KeyError for what is no act, which a template takes for no: a test reads the templates for such."""
        act, user = Act[name.upper()], self._person()
        return user is not None and may_anywhere(user, act)
