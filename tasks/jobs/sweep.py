"""Looking after jobs that nobody is at: their worker died, or their ticket was lost with the broker."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from tasks.common.errors import ServiceError
from tasks.jobs.kinds import Kind, known_kinds
from tasks.jobs.models import Job
from tasks.jobs.queueing import ticket_send
from tasks.jobs.services import PATIENCE, UNKNOWN_KIND, job_end

AGAIN = "重新排队"
TICKETS_AT_ONCE = 10  # to each queue; a long row of jobs is worked off by the tickets that follow each of them

State = Job.State


def jobs_sweep(*, now: dt.datetime) -> None:
    """Put lost jobs back into their queues, end those that were begun too often, and send lost tickets again.

    Each job is marked with the time until which it waits for its worker, so that the next look passes it over.
    """
    for job in Job.objects.lost(now).order_by("pk"):
        _take_away(job, known_kinds().get(job.kind), now)
    for queue in Job.Queue.values:
        for _ in range(_overdue(queue, now)):
            if not ticket_send(queue):
                return


def _take_away(job: Job, kind: Kind | None, now: dt.datetime) -> None:
    """Take a job away from a worker whose lease has run out."""
    still = Q(state=State.RUNNING, lease_until__lt=now)
    if job.cancel_asked:
        job_end(job=job, still=still, state=State.CANCELLED, message=job.message)
    elif kind is None:
        job_end(job=job, still=still, state=State.FAILED, message=UNKNOWN_KIND)
    elif job.attempts >= kind.max_attempts:
        cause = f"worker lost {job.attempts} times"
        job_end(job=job, still=still, state=State.FAILED, message=kind.sentences.given_up, cause=cause)
    else:
        try:
            _queue_again(job, kind, still, now)
        except ServiceError as error:
            job_end(job=job, still=still, state=State.FAILED, message=str(error))


@transaction.atomic
def _queue_again(job: Job, kind: Kind, still: Q, now: dt.datetime) -> None:
    """Let a lost job wait anew; its ticket goes out with those of this look. Raises ServiceError as `on_queue` does."""
    waits = {"state": State.QUEUED, "lease_owner": "", "lease_until": None, "waits_until": now}
    if Job.objects.filter(still, pk=job.pk, cancel_asked=False).update(**waits, percent=0, stage=AGAIN):
        kind.on_queue(job)


def _overdue(queue: str, now: dt.datetime) -> int:
    """How many jobs of a queue have waited too long; each now waits for another minute. Two queries."""
    overdue = Job.objects.waiting().filter(Q(waits_until__lte=now) | Q(waits_until=None), queue=queue)
    ids = list(overdue.order_by("queued_at", "pk").values_list("pk", flat=True)[:TICKETS_AT_ONCE])
    return overdue.filter(pk__in=ids).update(waits_until=now + PATIENCE) if ids else 0
