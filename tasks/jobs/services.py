"""Asking for background jobs, taking the next one, retrying and cancelling them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.jobs.fairness import CAPS, Asked, Party, next_job
from tasks.jobs.kinds import kind_of, known_kinds
from tasks.jobs.lease import LEASE
from tasks.jobs.models import Job
from tasks.jobs.queueing import ticket_send
from tasks.people.models import User
from tasks.rights.acts import Act
from tasks.rights.rules import require

PATIENCE = dt.timedelta(seconds=60)
PREPARING = "正在准备"
CANCELLED = "这项后台任务已被管理员取消。"
NOT_WANTED = "发起的内容已不需要处理。"
ENDED = "这项后台任务已经结束，没有取消，请看最新状态。"
UNKNOWN_KIND = "系统已不再处理这类任务。"
NOT_ENDED = "这项后台任务没有失败，不用重试，请看最新状态。"

State = Job.State


@transaction.atomic
def job_enqueue(*, kind: str, subject_id: int, title: str, place_id: int | None, person: User | None) -> Job:
    """Ask for a job, in the transaction that makes its subject; workers hear of it when that commits.

    If the queue is away then, the job ends as failed with a sentence, so read it again after the commit. Raises
    IntegrityError when one of this kind is under way for the subject already.
    """
    now = timezone.now()
    job = Job.objects.create(
        kind=kind,
        queue=kind_of(kind).queue,
        subject_id=subject_id,
        title=title[:300],
        place_id=place_id,
        person=person,
        stage=kind_of(kind).waiting,
        queued_at=now,
        waits_until=now + PATIENCE,
    )
    _tell_workers(job)
    return job


def _tell_workers(job: Job) -> None:
    """Send for a worker once the transaction commits; where the queue is away, say so on the job."""

    def send() -> None:
        if not ticket_send(job.queue):
            away = kind_of(job.kind).sentences.away
            job_end(job=job, still=Q(state=State.QUEUED), state=State.FAILED, message=away)

    transaction.on_commit(send)


def job_claim(*, queue: str, owner: str, now: dt.datetime) -> Job | None:
    """Take the next job of a queue under a lease for `owner`; None when there is none to take."""
    if not Job.objects.waiting().filter(queue=queue).exists():  # most tickets come for nothing: no lock for those
        return None
    return _claim(queue, owner, now)


@transaction.atomic
def _claim(queue: str, owner: str, now: dt.datetime) -> Job | None:
    """The rows that wait and run are locked, so that workers choose one after another and no share is exceeded."""
    live = Job.objects.live().filter(queue=queue, kind__in=known_kinds()).order_by("pk")
    rows = list(live.select_for_update().values_list("pk", "place_id", "person_id", "state", "queued_at"))
    waiting = [Asked(*row[:3]) for row in sorted(rows, key=lambda row: row[4]) if row[3] == State.QUEUED]
    running = [Asked(*row[:3]) for row in rows if row[3] == State.RUNNING]
    served = _last_served(queue, waiting) if waiting else {}
    while (chosen := next_job(waiting, running, served, CAPS[queue])) is not None:
        if (job := _take(chosen, owner, now)) is not None:
            return job
        waiting = [asked for asked in waiting if asked.job_id != chosen]
    return None


def _last_served(queue: str, waiting: list[Asked]) -> dict[Party, dt.datetime]:
    """When each party that waits last had a job begun. Two queries."""
    begun = Job.objects.filter(queue=queue, started_at__isnull=False).order_by()
    places = {asked.place_id for asked in waiting if asked.place_id}
    people = {asked.person_id for asked in waiting if not asked.place_id}
    of_places = begun.filter(place__in=places).values_list("place").annotate(Max("started_at"))
    of_people = begun.filter(place=None, person__in=people - {None}).values_list("person").annotate(Max("started_at"))
    return {("place", pk): at for pk, at in of_places} | {("person", pk): at for pk, at in of_people}


def _take(job_id: int, owner: str, now: dt.datetime) -> Job | None:
    """Begin a job that waits; None when it does not any more, or its subject does not want it."""
    taken = (
        Job.objects.waiting()
        .filter(pk=job_id)
        .update(
            state=State.RUNNING,
            lease_owner=owner,
            lease_until=now + LEASE,
            waits_until=None,
            started_at=now,
            attempts=F("attempts") + 1,
            percent=0,
            stage=PREPARING,
            message="",
            cause="",
        )
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    if kind_of(job.kind).on_start(job):
        return job
    Job.objects.filter(pk=job_id).update(**_ended(now), state=State.CANCELLED, message=NOT_WANTED)
    return None


def _ended(now: dt.datetime) -> dict[str, Any]:
    """What every job has that is over."""
    nobody = {"lease_owner": "", "lease_until": None, "waits_until": None}
    return {**nobody, "finished_at": now, "cancel_asked": False, "stage": ""}


@transaction.atomic
def job_end(*, job: Job, still: Q, state: Job.State, message: str, cause: str = "") -> bool:
    """End a job that no worker is at, and tell its subject; False when `still` no longer holds for it."""
    changes = {**_ended(timezone.now()), "state": state, "message": message, "cause": cause}
    if not Job.objects.filter(still, pk=job.pk).update(**changes):
        return False
    if kind := known_kinds().get(job.kind):
        kind.on_failure(job, message)
    return True


@transaction.atomic
def job_stop(*, job: Job, sentence: str) -> None:
    """Cancel a job: one that waits at once, one that runs as soon as its worker looks. `sentence` says why.

    Raises StaleError when it has ended already.
    """
    if job_end(job=job, still=Q(state=State.QUEUED), state=State.CANCELLED, message=sentence):
        return
    if not Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_asked=True, message=sentence):
        raise StaleError(ENDED)


@transaction.atomic
def job_requeue(*, job: Job) -> None:
    """Put a failed or cancelled job back into its queue, as if it had never been begun.

    Raises StaleError when it has not failed, ServiceError when its subject cannot be worked on any more.
    """
    kind, now = known_kinds().get(job.kind), timezone.now()
    if kind is None:
        raise ServiceError(UNKNOWN_KIND)
    ended = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
    again = {"state": State.QUEUED, "queued_at": now, "waits_until": now + PATIENCE, "finished_at": None}
    if not ended.update(**again, attempts=0, percent=0, stage=kind.waiting, message="", cause=""):
        raise StaleError(NOT_ENDED)
    kind.on_queue(job)
    _tell_workers(job)


# ---- what the administrator does ----
@transaction.atomic
def job_cancel(*, job: Job, user: User) -> None:
    """Cancel a job, on record. Raises NotAllowedError for who does not manage jobs, else as job_stop."""
    require(user, Act.JOBS_MANAGE)
    job_stop(job=job, sentence=CANCELLED)
    record(act=EventAct.JOB_CANCEL, user=user, obj=job, place_id=job.place_id)


@transaction.atomic
def job_retry(*, job: Job, user: User) -> None:
    """Try a job again, on record. Raises NotAllowedError for who does not manage jobs, else as job_requeue."""
    require(user, Act.JOBS_MANAGE)
    job_requeue(job=job)
    record(act=EventAct.JOB_RETRY, user=user, obj=job, place_id=job.place_id, reason=job.message)
