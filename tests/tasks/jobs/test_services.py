"""Asking for a job, taking it, retrying and cancelling it."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.jobs import services
from tasks.jobs.lease import LEASE
from tasks.jobs.models import Job
from tasks.jobs.services import job_cancel, job_claim, job_retry, job_stop
from tasks.people.models import Jurisdiction
from tasks.rights.rules import NotAllowedError
from tests.tasks.jobs.errands import SENTENCES, Errands, State, asked, held, over
from tests.world import World

DOCUMENTS = Job.Queue.DOCUMENTS


def claim(owner: str = "worker", queue: str = DOCUMENTS) -> Job | None:
    return job_claim(queue=queue, owner=owner, now=timezone.now())


class TestClaim:
    def test_it_is_taken_under_a_lease_and_its_subject_hears_of_it(self, world: World, errands: Errands) -> None:
        job = asked(place=world.place, person=world.staff, message="before", cause="before")
        now = timezone.now()
        taken = job_claim(queue=DOCUMENTS, owner="one", now=now)
        assert taken == job
        assert (taken.state, taken.lease_owner, taken.lease_until) == (State.RUNNING, "one", now + LEASE)
        assert (taken.attempts, taken.started_at, taken.waits_until) == (1, now, None)
        assert (taken.message, taken.cause) == ("", "")
        assert errands.heard == [("start",)]

    def test_one_that_is_taken_is_not_taken_again(self, world: World, errands: Errands) -> None:
        asked()
        assert claim("one")
        assert claim("two") is None

    def test_other_queues_have_other_jobs(self, world: World, errands: Errands) -> None:
        asked()
        assert claim(queue=Job.Queue.BUILDING) is None

    def test_a_kind_that_nobody_knows_is_passed_over(self, world: World, errands: Errands) -> None:
        asked(1, kind="forgotten")
        assert claim() is None

    def test_one_that_its_subject_does_not_want_any_more_gives_way_to_the_next(
        self, world: World, errands: Errands
    ) -> None:
        first = asked(1)
        errands.wanted = False
        assert claim() is None
        first.refresh_from_db()
        assert (first.state, first.message) == (State.CANCELLED, services.NOT_WANTED)

    def test_places_take_turns(self, world: World, errands: Errands) -> None:
        for subject in (1, 2, 3):
            asked(subject, place=world.place)
        for subject in (4, 5):
            asked(subject, place=world.elsewhere)
        order = []
        while job := claim():
            order.append(job.subject_id)
            over(job, State.SUCCEEDED)
        assert order == [1, 4, 2, 5, 3]

    def test_a_place_never_has_more_than_its_share(self, world: World, errands: Errands) -> None:
        for subject in (1, 2):
            asked(subject, place=world.place)
        asked(3, place=world.elsewhere, person=world.staff)
        asked(4, person=world.staff)
        assert [job.subject_id if (job := claim(str(n))) else None for n in range(3)] == [1, 3, None]

    @pytest.mark.django_db(transaction=True)
    def test_workers_that_come_at_one_instant_take_one_job_of_each_place(self, world: World, errands: Errands) -> None:
        places = [
            Jurisdiction.objects.create(name=f"{n}县", full_name=f"某市{n}县", level=Jurisdiction.Level.COUNTY)
            for n in range(3)
        ]
        for subject in range(12):
            asked(subject, place=places[subject % 3])
        together = threading.Barrier(6)

        def come(n: int) -> Job | None:
            together.wait()
            try:
                return claim(f"worker {n}")
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            taken = [job for job in pool.map(come, range(6)) if job]
        assert Counter(job.place for job in taken) == dict.fromkeys(places, 1)

    def test_it_costs_as_much_for_many_as_for_one(
        self, world: World, errands: Errands, django_assert_num_queries: Any
    ) -> None:
        for subject in range(30):
            asked(subject, place=world.place if subject % 2 else None, person=world.staff)
        with django_assert_num_queries(8):  # any waiting? savepoint twice, rows, served twice, take, read
            assert claim()


def test_a_subject_has_one_live_job(world: World, errands: Errands) -> None:
    job = asked(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(1)
    over(job, State.FAILED)
    assert asked(1)


class TestCancel:
    def test_one_that_waits_is_cancelled_at_once(self, world: World, errands: Errands) -> None:
        job = asked()
        job_cancel(job=job, user=world.admin)
        job.refresh_from_db()
        assert (job.state, job.message, job.stage) == (State.CANCELLED, services.CANCELLED, "")
        assert errands.heard == [("failure", services.CANCELLED)]
        assert claim() is None

    def test_one_that_runs_is_left_to_its_worker(self, world: World, errands: Errands) -> None:
        job = held(asked())
        job_stop(job=job, sentence="不要了。")
        job.refresh_from_db()
        assert (job.state, job.cancel_asked, job.message) == (State.RUNNING, True, "不要了。")
        assert errands.heard == []

    @pytest.mark.parametrize("state", Job.ENDED)
    def test_one_that_has_ended_is_not(self, world: World, errands: Errands, state: Job.State) -> None:
        job = over(asked(), state)
        with pytest.raises(StaleError):
            job_cancel(job=job, user=world.admin)


class TestRetry:
    @pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
    def test_it_begins_anew(self, world: World, errands: Errands, state: Job.State) -> None:
        job = over(asked(), state, attempts=3, percent=40, message="没有成。", cause="x")
        job_retry(job=job, user=world.admin)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.percent, job.message, job.cause) == (State.QUEUED, 0, 0, "", "")
        assert job.finished_at is None
        assert errands.heard == [("queue",)]
        assert claim()

    @pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.SUCCEEDED])
    def test_one_that_did_not_fail_is_left_alone(self, world: World, errands: Errands, state: Job.State) -> None:
        job = asked()
        if state == State.RUNNING:
            held(job)
        elif state == State.SUCCEEDED:
            over(job, state)
        with pytest.raises(StaleError):
            job_retry(job=job, user=world.admin)
        job.refresh_from_db()
        assert job.state == state

    def test_what_its_subject_refuses_is_not_begun(self, world: World, errands: Errands) -> None:
        job = over(asked(), State.FAILED)
        errands.refuse = "原件已不在。"
        with pytest.raises(ServiceError, match="原件已不在"):
            job_retry(job=job, user=world.admin)
        job.refresh_from_db()
        assert job.state == State.FAILED

    def test_a_kind_that_nobody_knows_is_refused(self, world: World, errands: Errands) -> None:
        job = over(asked(kind="forgotten"), State.FAILED)
        with pytest.raises(ServiceError, match=services.UNKNOWN_KIND):
            job_retry(job=job, user=world.admin)


@pytest.mark.parametrize(
    ("act", "state", "recorded"),
    [
        pytest.param(job_retry, State.FAILED, EventAct.JOB_RETRY, id="retry"),
        pytest.param(job_cancel, State.QUEUED, EventAct.JOB_CANCEL, id="cancel"),
        pytest.param(job_retry, State.SUCCEEDED, None, id="a retry that comes too late"),
        pytest.param(job_cancel, State.SUCCEEDED, None, id="a cancellation that comes too late"),
    ],
)
def test_what_the_administrator_does_is_on_record(
    world: World, errands: Errands, act: Any, state: Job.State, recorded: str | None
) -> None:
    job = asked(place=world.place)
    if state != State.QUEUED:
        over(job, state)
    with suppress(StaleError):
        act(job=job, user=world.admin)
    found = Event.objects.filter(object_type="tasks.job", object_id=job.pk)
    rows = found.values_list("act", "actor_id", "object_name", "place_id")
    assert list(rows) == ([(recorded, world.admin.pk, "差事1", world.place.pk)] if recorded else [])


@pytest.mark.parametrize("person", ["staff", "foreign_staff", "liaison", "stranger"])
def test_nobody_else_retries_or_cancels(world: World, errands: Errands, person: str) -> None:
    waits, failed = asked(1, place=world.place, person=world.staff), over(asked(2), State.FAILED)
    with pytest.raises(NotAllowedError):
        job_cancel(job=waits, user=getattr(world, person))
    with pytest.raises(NotAllowedError):
        job_retry(job=failed, user=getattr(world, person))
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == [State.QUEUED, State.FAILED]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("broker", ["refuses", "is silent", "is not there"])
@pytest.mark.parametrize("act", ["ask", "retry"])
def test_a_dead_broker_is_noticed_within_three_seconds(
    world: World,
    errands: Errands,
    broker: str,
    act: str,
    silent_port: int,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    url = {
        "refuses": "redis://127.0.0.1:1/0",
        "is silent": f"redis://127.0.0.1:{silent_port}/0",
        "is not there": "redis+socket:///nonexistent/broker.sock",
    }[broker]
    monkeypatch.setattr(current_app.conf, "broker_url", url)
    job = over(asked(), State.FAILED) if act == "retry" else None
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        if job:
            job_retry(job=job, user=world.admin)
        else:
            job = asked()
    assert time.monotonic() - started < 3
    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, SENTENCES.away)
    assert errands.heard[-1] == ("failure", SENTENCES.away)
