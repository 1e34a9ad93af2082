"""What the work of a job sees: its job, its own name, and a way to say how far it is."""

import time
from dataclasses import dataclass, field

from django.utils import timezone

from tasks.jobs.lease import Lease
from tasks.jobs.models import Job

PROGRESS_EVERY = 0.5  # seconds between two writes of the progress


@dataclass
class Running:
    """A job in the hands of the worker that holds `lease`."""

    job: Job
    lease: Lease
    _written_at: float = field(default=0.0, init=False)

    @property
    def subject_id(self) -> int:
        """The row that the work is about."""
        return self.job.subject_id

    @property
    def owner(self) -> str:
        """The name of this run and of no other, for files that it writes."""
        return self.lease.owner

    def progress(self, percent: int, stage: str, *, now_at_latest: bool = False) -> None:
        """Say how far the work is, at most twice a second unless `now_at_latest`; this renews the lease too.

        Raises LeaseLostError when another worker has the job, JobCancelledError when somebody asked to cancel it.
        """
        clock = time.monotonic()
        if now_at_latest or clock - self._written_at >= PROGRESS_EVERY:
            self._written_at = clock
            self.lease.renew(timezone.now(), percent=percent, stage=stage)
