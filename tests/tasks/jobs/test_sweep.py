"""Jobs that nobody is at: queued again once, given up, cancelled; lost tickets are sent again."""

import datetime as dt
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.utils import timezone

from tasks.jobs.lease import LEASE, RENEW_EVERY
from tasks.jobs.models import Job
from tasks.jobs.queueing import TICKET, TICKET_EXPIRES
from tasks.jobs.services import UNKNOWN_KIND, job_stop
from tasks.jobs.sweep import TICKETS_AT_ONCE, jobs_sweep
from tasks.jobs.tickets import sweep, take_next
from tests.tasks.jobs.errands import SECOND, SENTENCES, Errands, State, asked, held
from tests.world import World

Sent = list[tuple[Any, ...]]


@pytest.fixture
def sent(errands: Errands, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What went to the broker: name, arguments and options of each message."""
    messages: Sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: messages.append((name, args, options)))
    return messages


def swept(job: Job, now: dt.datetime | None = None) -> Job:
    jobs_sweep(now=now or timezone.now())
    job.refresh_from_db()
    return job


# ---- workers that died ----
def test_one_whose_worker_died_waits_again_once(world: World, errands: Errands, sent: Sent) -> None:
    job = swept(held(asked(), lease=-SECOND, percent=60))
    assert (job.state, job.attempts, job.percent, job.stage) == (State.QUEUED, 1, 0, "重新排队")
    assert errands.heard == [("queue",)]
    assert len(sent) == 1
    swept(job)
    assert len(sent) == 1


def test_one_whose_worker_lives_is_left_to_it(world: World, errands: Errands, sent: Sent) -> None:
    assert swept(held(asked(), lease=SECOND)).state == State.RUNNING
    assert sent == []


def test_one_that_killed_its_workers_is_given_up(world: World, errands: Errands, sent: Sent) -> None:
    job = swept(held(asked(), lease=-SECOND, attempts=errands.kind.max_attempts))
    assert (job.state, job.message, job.cause) == (State.FAILED, SENTENCES.given_up, "worker lost 3 times")
    assert errands.heard == [("failure", SENTENCES.given_up)]
    assert sent == []


def test_the_last_attempt_is_left_to_the_worker_that_is_at_it(world: World, errands: Errands, sent: Sent) -> None:
    assert swept(held(asked(), attempts=errands.kind.max_attempts)).state == State.RUNNING


def test_one_to_be_cancelled_whose_worker_died_is_cancelled(world: World, errands: Errands, sent: Sent) -> None:
    job = held(asked(), lease=-SECOND)
    job_stop(job=job, sentence="不要了。")
    assert swept(job).state == State.CANCELLED
    assert errands.heard == [("failure", "不要了。")]


def test_one_whose_subject_cannot_wait_again_fails_with_its_sentence(
    world: World, errands: Errands, sent: Sent
) -> None:
    errands.refuse = "原件已不在。"
    job = swept(held(asked(), lease=-SECOND))
    assert (job.state, job.message) == (State.FAILED, "原件已不在。")


def test_a_lost_one_of_a_kind_that_nobody_knows_ends(world: World, errands: Errands, sent: Sent) -> None:
    job = swept(held(asked(kind="forgotten"), lease=-SECOND))
    assert (job.state, job.message) == (State.FAILED, UNKNOWN_KIND)


# ---- tickets that were lost ----
@pytest.mark.parametrize(
    ("waited", "tickets"),
    [pytest.param(50, 0, id="a moment ago"), pytest.param(61, 1, id="longer than a worker may take to come")],
)
def test_one_that_waits_too_long_gets_another_ticket(
    world: World, errands: Errands, sent: Sent, waited: int, tickets: int
) -> None:
    job = asked()
    later = timezone.now() + waited * SECOND
    assert swept(job, later).state == State.QUEUED
    swept(job, later + SECOND)
    expected = (TICKET, (Job.Queue.DOCUMENTS,))
    assert [message[:2] for message in sent] == [expected] * tickets


def test_a_long_row_gets_some_tickets_at_a_time(world: World, errands: Errands, sent: Sent) -> None:
    for subject in range(TICKETS_AT_ONCE + 5):
        asked(subject)
    later = timezone.now() + 61 * SECOND
    for turn, tickets in enumerate((TICKETS_AT_ONCE, TICKETS_AT_ONCE + 5, TICKETS_AT_ONCE + 5)):
        jobs_sweep(now=later + turn * SECOND)
        assert len(sent) == tickets


def test_messages_that_no_worker_takes_expire(world: World, errands: Errands, sent: Sent) -> None:
    jobs_sweep(now=asked().queued_at + 61 * SECOND)
    assert [options["expires"] for _, _, options in sent] == [TICKET_EXPIRES]
    assert sweep.expires == TICKET_EXPIRES  # those of the schedule


# ---- the times fit together ----
def test_a_lease_outlasts_a_writers_wait_and_ends_in_time_to_be_taken_up_within_a_minute() -> None:
    wait = django_settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 0)
    (look,) = [
        entry["schedule"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == sweep.name
    ]
    assert wait + RENEW_EVERY < LEASE.seconds
    assert LEASE.seconds + look < 60


def test_the_workers_know_tickets_and_the_sweep_by_their_names() -> None:
    current_app.loader.import_default_modules()
    assert {sweep.name, take_next.name, TICKET} <= set(current_app.tasks)
