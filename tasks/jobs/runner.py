"""Doing a job: taken from its queue, worked on under a watch, ended with its subject in one transaction."""

import logging
import traceback
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tasks.jobs.kinds import Kind, kind_of
from tasks.jobs.lease import JobCancelledError, JobTooSlowError, Lease, LeaseLostError
from tasks.jobs.limits import killed_after, memory_at_most
from tasks.jobs.models import Job
from tasks.jobs.queueing import ticket_send
from tasks.jobs.running import Running
from tasks.jobs.services import job_claim
from tasks.jobs.watch import Watch

LONGEST_CAUSE = 1000

State = Job.State
logger = logging.getLogger(__name__)


def run_next(queue: str, owner: str) -> Job | None:
    """Take the next job of a queue and do it; the job, or None when there was none to take.

    `owner` names this run and must be its own. Where others wait when it is done, the next worker is sent for.
    """
    job = job_claim(queue=queue, owner=owner, now=timezone.now())
    if job is None:
        return None
    try:
        run_claimed(job, owner)
    finally:
        if Job.objects.waiting().filter(queue=queue).exists():
            ticket_send(queue)
    return job


def run_claimed(job: Job, owner: str) -> None:
    """Do a job that `owner` holds, and end it: it succeeds, or fails with a sentence, or another worker has it."""
    kind, lease = kind_of(job.kind), Lease(job.pk, owner)
    try:
        result = _work(kind, Running(job, lease))
    except LeaseLostError:
        logger.warning("job %s was taken over; what %s made is thrown away", job.pk, owner)
    except JobCancelledError as cancelled:
        _fail(job, lease, str(cancelled), state=State.CANCELLED)
    except JobTooSlowError:
        _fail(job, lease, kind.sentences.too_slow, cause=f"more than {kind.soft_limit:g} seconds")
    except MemoryError as error:
        _fail(job, lease, kind.sentences.too_large, cause=cause_of(error))
    except kind.expected as error:
        _fail(job, lease, str(error))
    except Exception as error:
        logger.exception("job %s failed", job.pk)
        _fail(job, lease, kind.sentences.unexpected, cause=cause_of(error))
    else:
        _succeed(job, lease, result)


def _work(kind: Kind, running: Running) -> Any:
    """Nothing but the work itself is watched: an interruption never meets the writing of its end."""
    memory: AbstractContextManager[None] = memory_at_most(kind.memory) if kind.memory else nullcontext()
    with killed_after(kind.hard_limit), memory, Watch(running.lease, kind.soft_limit):
        return kind.run(running)


def _succeed(job: Job, lease: Lease, result: Any) -> None:
    kind = kind_of(job.kind)
    try:
        with transaction.atomic():
            lease.end(timezone.now(), State.SUCCEEDED, percent=100)
            kind.on_success(job, result)
    except LeaseLostError:
        logger.warning("job %s was done here after it was taken over", job.pk)
        kind.discard(job, result)
    except Exception as error:
        logger.exception("what job %s made could not be written", job.pk)
        kind.discard(job, result)
        _fail(job, lease, kind.sentences.unexpected, cause=cause_of(error))


def _fail(job: Job, lease: Lease, sentence: str, *, state: Job.State = State.FAILED, cause: str = "") -> None:
    try:
        with transaction.atomic():
            lease.end(timezone.now(), state, message=sentence[:300], cause=cause)
            kind_of(job.kind).on_failure(job, sentence)
    except LeaseLostError:
        logger.warning("job %s failed here after it was taken over", job.pk)


def cause_of(error: BaseException) -> str:
    """An error for an administrator: its type and text, and the line of ours that it came from."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(path, line) for path, line in frames if _is_ours(path)]
    where = f" ({ours[-1][0].relative_to(settings.BASE_DIR)}:{ours[-1][1]})" if ours else ""
    return f"{type(error).__name__}: {error}"[: LONGEST_CAUSE - len(where)] + where


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
