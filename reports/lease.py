"""The lease on a build: one worker holds it, renews it while it lives, and loses it half a minute after death.

That is longer than a writer on SQLite may have to wait for its turn, so that a worker that waits is not taken for dead.

Every step is a conditional UPDATE; who gets no row has no say about the build any more.
"""

import datetime as dt
import logging
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from reports.models import ReportBuild

LEASE = dt.timedelta(seconds=30)
RENEW_EVERY = 5.0  # seconds
PROGRESS_EVERY = 0.5  # seconds between two writes of the progress
MAX_ATTEMPTS = 5

GIVEN_UP = "生成多次中断，请联系管理员查看服务器日志后再试。"

State = ReportBuild.State
logger = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Another worker has taken the build over; whatever this one made is to be thrown away."""


def free_to_take(now: dt.datetime) -> Q:
    """Builds that a worker may take: queued, or running under a lease that has run out; begun a few times at most."""
    return (Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now)) & Q(attempts__lt=MAX_ATTEMPTS)


@dataclass(frozen=True)
class Lease:
    """The right to make one build, under the name `owner`."""

    build_id: int
    owner: str

    def take(self, now: dt.datetime) -> bool:
        """Begin the build; False when it is finished, another live worker holds it, or it was begun too often."""
        taken = ReportBuild.objects.filter(free_to_take(now), pk=self.build_id).update(
            state=State.RUNNING,
            lease_owner=self.owner,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            percent=0,
            stage="正在准备",
            message="",
        )
        return bool(taken)

    def renew(self, now: dt.datetime, **changes: object) -> None:
        """Hold the build for another term and write `changes` (percent, stage). Raises LeaseLostError."""
        self._update(lease_until=now + LEASE, **changes)

    def finish(self, now: dt.datetime, **changes: object) -> None:
        """End the build with `changes` (state and what belongs to it). Raises LeaseLostError."""
        self._update(lease_owner="", lease_until=None, finished_at=now, **changes)

    def _update(self, **changes: object) -> None:
        mine = ReportBuild.objects.filter(pk=self.build_id, state=State.RUNNING, lease_owner=self.owner)
        if not mine.update(**changes):
            raise LeaseLostError(f"build {self.build_id} is no longer held by {self.owner}")


class Heartbeat:
    """Renews a lease from a thread of its own while the worker's own thread is busy: `with Heartbeat(lease): ...`."""

    def __init__(self, lease: Lease, every: float = RENEW_EVERY) -> None:
        self._lease, self._every = lease, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{lease.build_id}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(self._every):
                try:
                    self._lease.renew(timezone.now())
                except (DatabaseError, InterfaceError):  # busy or away for a moment; the next beat tries again
                    logger.warning("lease of build %s not renewed", self._lease.build_id, exc_info=True)
                    connection.close()  # nothing else would replace a lost one within this thread
        except LeaseLostError:
            logger.warning("lease of build %s is lost", self._lease.build_id)
        finally:
            connection.close()


class ProgressWriter:
    """Writes stage and percent of a build, at most twice a second, and renews the lease each time."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._written_at = 0.0

    def __call__(self, percent: int, stage: str, *, now_at_latest: bool = False) -> None:
        """`now_at_latest` writes even if the last write was a moment ago. Raises LeaseLostError."""
        clock = time.monotonic()
        if now_at_latest or clock - self._written_at >= PROGRESS_EVERY:
            self._written_at = clock
            self._lease.renew(timezone.now(), percent=percent, stage=stage)


def give_up(now: dt.datetime, builds: QuerySet[ReportBuild]) -> list[int]:
    """End as failed those of `builds` that nobody is at and that have been begun MAX_ATTEMPTS times; their ids."""
    hopeless = (Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now)) & Q(attempts__gte=MAX_ATTEMPTS)
    found = builds.filter(hopeless).values_list("pk", flat=True)
    return [pk for pk in found if end_as_failed(pk, GIVEN_UP, now, still=hopeless)]


def queue_again(now: dt.datetime, patience: dt.timedelta) -> list[int]:
    """Ids of builds to be queued again: those whose lease has run out, those queued longer than `patience` ago.

    Each is marked with the time until which it waits for its worker, so that the next look passes it over.
    """
    lost = Q(state=State.RUNNING, lease_until__lt=now)
    waiting = Q(state=State.QUEUED, requested_at__lt=now - patience) & (
        Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    )
    again: dict[str, Any] = {"state": State.QUEUED, "lease_owner": "", "lease_until": now + patience}
    return [
        pk
        for pk in ReportBuild.objects.filter(lost | waiting).order_by("pk").values_list("pk", flat=True)
        if ReportBuild.objects.filter(lost | waiting, pk=pk).update(**again, stage="重新排队")
    ]


def end_as_failed(build_id: int, sentence: str, now: dt.datetime, *, still: Q) -> bool:
    """End a build that nobody is at with a sentence for the person who asked; False when `still` no longer holds."""
    return bool(
        ReportBuild.objects.filter(still, pk=build_id).update(
            state=State.FAILED, message=sentence, lease_owner="", lease_until=None, finished_at=now
        )
    )
