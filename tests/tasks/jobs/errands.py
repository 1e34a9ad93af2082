"""A kind of job for tests: what it does is given by the test, and what its subjects heard is kept."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.jobs.kinds import Kind, Sentences, register, unregister
from tasks.jobs.lease import LEASE
from tasks.jobs.models import Job
from tasks.jobs.running import Running
from tasks.jobs.services import job_enqueue
from tasks.people.models import Jurisdiction, User

SENTENCES = Sentences(
    away="队列不在。", unexpected="出了意外。", given_up="多次中断。", too_slow="太慢。", too_large="太大。"
)
SECOND = dt.timedelta(seconds=1)
State = Job.State


class Errands:
    """The kind `errand`. `work` is done; `wanted` and `refuse` say what the hooks answer; `heard` lists their calls."""

    def __init__(self) -> None:
        self.work: Callable[[Running], Any] = lambda running: "done"
        self.write: Callable[[Job, Any], None] = lambda job, result: None
        self.wanted = True
        self.refuse = ""
        self.heard: list[tuple[Any, ...]] = []
        self.kind = Kind(
            name="errand",
            label="差事",
            queue=Job.Queue.DOCUMENTS,
            run=lambda running: self.work(running),
            sentences=SENTENCES,
            soft_limit=20,
            hard_limit=30,
            expected=(ServiceError,),
            on_queue=self._on_queue,
            on_start=self._on_start,
            on_success=self._on_success,
            on_failure=lambda job, sentence: self.heard.append(("failure", sentence)),
            discard=lambda job, result: self.heard.append(("discard", result)),
        )

    def allow(self, **limits: Any) -> None:
        """Give the kind other limits."""
        unregister(self.kind.name)
        self.kind = register(dataclasses.replace(self.kind, **limits))

    def _on_queue(self, job: Job) -> None:
        if self.refuse:
            raise ServiceError(self.refuse)
        self.heard.append(("queue",))

    def _on_start(self, job: Job) -> bool:
        self.heard.append(("start",))
        return self.wanted

    def _on_success(self, job: Job, result: Any) -> None:
        self.write(job, result)
        self.heard.append(("success", result))


@contextmanager
def known_errands() -> Iterator[Errands]:
    """The kind while it is registered."""
    errands = Errands()
    register(errands.kind)
    try:
        yield errands
    finally:
        unregister(errands.kind.name)


def asked(subject: int = 1, *, place: Jurisdiction | None = None, person: User | None = None, **changes: Any) -> Job:
    """An errand that was asked for, with these columns written over."""
    place_id = place.pk if place else None
    job = job_enqueue(kind="errand", subject_id=subject, title=f"差事{subject}", place_id=place_id, person=person)
    if changes:
        Job.objects.filter(pk=job.pk).update(**changes)
        job.refresh_from_db()
    return job


def held(job: Job, owner: str = "worker", *, lease: dt.timedelta = LEASE, **changes: Any) -> Job:
    """The job in the hands of a worker whose lease runs for so long yet."""
    now = timezone.now()
    running = {"state": State.RUNNING, "lease_owner": owner, "lease_until": now + lease, "waits_until": None}
    Job.objects.filter(pk=job.pk).update(**running, started_at=now, finished_at=None, **{"attempts": 1, **changes})
    job.refresh_from_db()
    return job


def over(job: Job, state: Job.State, **changes: Any) -> Job:
    """The job after it has ended so."""
    ended = {"state": state, "finished_at": timezone.now(), "lease_owner": "", "lease_until": None}
    Job.objects.filter(pk=job.pk).update(**ended, **changes)
    job.refresh_from_db()
    return job
