"""The lease on a job: one worker holds it, renews it while it lives, and loses it half a minute after death.

That is longer than a writer on SQLite may have to wait for its turn, so that a worker that waits is not taken for dead.

Every step is a conditional UPDATE; who gets no row has no say about the job any more.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NoReturn

from tasks.jobs.models import Job, JobQuerySet

LEASE = dt.timedelta(seconds=30)
RENEW_EVERY = 5.0  # seconds

State = Job.State


class StoppedError(BaseException):
    """The work is to stop where it is. No `except Exception` on the way holds this up."""


class LeaseLostError(StoppedError):
    """Another worker has taken the job over; whatever this one made is to be thrown away."""


class JobCancelledError(StoppedError):
    """Somebody asked to cancel the job; the text is the sentence that says so."""


class JobTooSlowError(StoppedError):
    """The work took longer than its kind allows."""


@dataclass(frozen=True)
class Lease:
    """The right to do one job, under the name `owner`."""

    job_id: int
    owner: str

    def renew(self, now: dt.datetime, **changes: object) -> None:
        """Hold the job for another term and write `changes` (percent, stage).

        Raises JobCancelledError when somebody asked for that, LeaseLostError when the job is no longer held.
        """
        if self._mine().filter(cancel_asked=False).update(lease_until=now + LEASE, **changes):
            return
        for sentence in self._mine().values_list("message", flat=True):
            raise JobCancelledError(sentence)
        self._lost()

    def end(self, now: dt.datetime, state: Job.State, **changes: object) -> None:
        """End the job in `state` with `changes` (message, cause, percent). Raises LeaseLostError."""
        nobody = {"lease_owner": "", "lease_until": None, "cancel_asked": False}
        ended = {**nobody, "state": state, "finished_at": now, "stage": "", "message": "", **changes}
        if not self._mine().update(**ended):
            self._lost()

    def _mine(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job_id, state=State.RUNNING, lease_owner=self.owner)

    def _lost(self) -> NoReturn:
        raise LeaseLostError(f"job {self.job_id} is no longer held by {self.owner}")
