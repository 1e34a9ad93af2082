"""Which job is next, as a table: the shares of places and people, and the order between those that may."""

import datetime as dt

import pytest

from tasks.jobs.fairness import Asked, Caps, Party, next_job

ONE, TWO = Caps(place=1, person=1), Caps(place=2, person=2)
NOON = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
A, B = ("place", 1), ("place", 2)


def asked(*rows: tuple[int, int | None, int | None]) -> list[Asked]:
    """Jobs from (job, place, person)."""
    return [Asked(*row) for row in rows]


ROWS: list[tuple[str, list[Asked], list[Asked], dict[Party, dt.datetime], Caps, int | None]] = [
    ("nobody waits", [], asked((9, 1, 1)), {}, ONE, None),
    ("the oldest of a place", asked((1, 1, 1), (2, 1, 2)), [], {}, ONE, 1),
    ("a place has its share", asked((1, 1, 1), (2, 1, 2)), asked((9, 1, 3)), {}, ONE, None),
    ("another place goes past it", asked((1, 1, 1), (2, 1, 2), (3, 2, 4)), asked((9, 1, 3)), {}, ONE, 3),
    ("a person has the share, in whatever place", asked((1, 2, 1), (2, 2, 2)), asked((9, 1, 1)), {}, ONE, 2),
    ("people without a place are told apart", asked((1, None, 1), (2, None, 2)), asked((9, None, 1)), {}, ONE, 2),
    ("the site's own jobs have no share", asked((1, None, None)), asked((8, None, None)), {}, ONE, 1),
    ("the fewest running", asked((1, 1, 1), (2, 2, 2)), asked((9, 1, 3)), {B: NOON}, TWO, 2),
    ("two may run at once", asked((1, 1, 1)), asked((9, 1, 3)), {}, TWO, 1),
    ("two run", asked((1, 1, 1)), asked((8, 1, 2), (9, 1, 3)), {}, TWO, None),
    ("served longest ago", asked((1, 1, 1), (2, 2, 2)), [], {A: NOON, B: NOON - dt.timedelta(1)}, ONE, 2),
    ("never served before served", asked((1, 1, 1), (2, 2, 2)), [], {A: NOON}, ONE, 2),
    ("the oldest where all else is equal", asked((1, 2, 1), (2, 1, 2)), [], {A: NOON, B: NOON}, ONE, 1),
]


@pytest.mark.parametrize(
    ("waiting", "running", "served", "caps", "chosen"), [pytest.param(*row[1:], id=row[0]) for row in ROWS]
)
def test_the_next_job(
    waiting: list[Asked], running: list[Asked], served: dict[Party, dt.datetime], caps: Caps, chosen: int | None
) -> None:
    assert next_job(waiting, running, served, caps) == chosen
