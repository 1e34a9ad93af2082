"""Which of the jobs that wait is next: no place or person has more than its share of the workers of a queue."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.jobs.models import Job

Party = tuple[str, int | None]

LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Asked:
    """On whose behalf a job is done; either may be missing, and both for the site's own jobs."""

    job_id: int
    place_id: int | None
    person_id: int | None

    @property
    def party(self) -> Party:
        """Who the queue is fair to: the place, or the person who serves none."""
        return ("place", self.place_id) if self.place_id else ("person", self.person_id)


@dataclass(frozen=True)
class Caps:
    """How many jobs of one place, and of one person, may run at once in a queue."""

    place: int
    person: int


# Run one worker process more than a share, as documents do, and there is always one for the others.
CAPS: Mapping[str, Caps] = {
    Job.Queue.DOCUMENTS: Caps(place=1, person=1),
    Job.Queue.BUILDING: Caps(place=1, person=1),
    Job.Queue.SENDING: Caps(place=1, person=1),
}


def next_job(
    waiting: Sequence[Asked], running: Sequence[Asked], served: Mapping[Party, dt.datetime], caps: Caps
) -> int | None:
    """The id of the job to take, None where nobody waits or all who wait have their share already.

    `waiting` stands in order of age; `served` says when a job of each party was last begun. Of the parties that may
    have one more, the one with the fewest running jobs is next, then the one that was served longest ago, then the one
    whose job is oldest.
    """
    of_place: Counter[int | None] = Counter(asked.place_id for asked in running if asked.place_id)
    of_person: Counter[int | None] = Counter(asked.person_id for asked in running if asked.person_id)
    of_party = Counter(asked.party for asked in running)
    free = [
        asked for asked in waiting if of_place[asked.place_id] < caps.place and of_person[asked.person_id] < caps.person
    ]
    chosen = min(free, key=lambda asked: (of_party[asked.party], served.get(asked.party, LONG_AGO)), default=None)
    return chosen.job_id if chosen else None
