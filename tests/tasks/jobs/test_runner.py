"""Doing a job: how it ends, what its subject hears, what the person and the administrator are told."""

from pathlib import Path
from typing import Any, NoReturn

import pytest
from celery import current_app
from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.jobs.models import Job
from tasks.jobs.runner import LONGEST_CAUSE, run_next
from tasks.jobs.running import Running
from tasks.jobs.services import job_stop
from tests.tasks.jobs.errands import SENTENCES, Errands, State, asked
from tests.world import World

DOCUMENTS = Job.Queue.DOCUMENTS
MEGABYTE = 1024 * 1024


def done(job: Job) -> Job:
    """The job after a worker has taken it."""
    assert run_next(DOCUMENTS, "worker") == job
    job.refresh_from_db()
    return job


def fails_with(error: BaseException) -> Any:
    def fail(running: Running) -> NoReturn:
        raise error

    return fail


def test_what_the_work_returns_is_written_with_its_end(world: World, errands: Errands) -> None:
    errands.work = lambda running: f"{running.subject_id} by {running.owner}"
    job = done(asked(7))
    assert (job.state, job.percent, job.stage, job.lease_owner) == (State.SUCCEEDED, 100, "", "")
    assert job.finished_at
    assert errands.heard == [("start",), ("success", "7 by worker")]


@pytest.mark.parametrize(
    ("error", "message", "cause"),
    [
        pytest.param(ServiceError("文件是空的。"), "文件是空的。", "", id="a sentence"),
        pytest.param(KeyError("x"), SENTENCES.unexpected, "KeyError: 'x' (tests/tasks/jobs/test_runner.py", id="other"),
        pytest.param(MemoryError(), SENTENCES.too_large, "MemoryError", id="memory"),
    ],
)
def test_a_failure_has_a_sentence_and_a_cause(
    world: World, errands: Errands, error: Exception, message: str, cause: str
) -> None:
    errands.work = fails_with(error)
    job = done(asked())
    assert (job.state, job.message) == (State.FAILED, message)
    assert job.cause.startswith(cause)
    assert bool(job.cause) == bool(cause)
    assert errands.heard[-1] == ("failure", message)


def test_an_unexpected_failure_is_logged_with_its_stack(
    world: World, errands: Errands, caplog: pytest.LogCaptureFixture
) -> None:
    errands.work = fails_with(KeyError("x"))
    done(asked())
    assert "Traceback" in caplog.text


def test_a_long_cause_is_cut(world: World, errands: Errands) -> None:
    errands.work = fails_with(KeyError("x" * 5000))
    job = done(asked())
    assert len(job.cause) == LONGEST_CAUSE
    assert Path(__file__).name in job.cause


def test_work_that_asks_for_too_much_memory_is_stopped_and_the_worker_goes_on(world: World, errands: Errands) -> None:
    errands.allow(memory=64 * MEGABYTE)
    errands.work = lambda running: len(bytearray(512 * MEGABYTE))
    assert done(asked(1)).message == SENTENCES.too_large
    errands.work = lambda running: "small"
    assert done(asked(2)).state == State.SUCCEEDED


def test_work_that_takes_too_long_fails_with_its_sentence(world: World, errands: Errands) -> None:
    errands.allow(soft_limit=0.1)

    def loop(running: Running) -> NoReturn:
        while True:
            pass

    errands.work = loop
    job = done(asked())
    assert (job.state, job.message, job.cause) == (State.FAILED, SENTENCES.too_slow, "more than 0.1 seconds")


def test_a_cancellation_ends_it_at_the_next_progress(world: World, errands: Errands) -> None:
    job = asked()

    def cancelled(running: Running) -> None:
        job_stop(job=job, sentence="不要了。")
        running.progress(50, "一半")
        raise AssertionError("the work went on")

    errands.work = cancelled
    done(job)
    assert (job.state, job.message, job.cancel_asked) == (State.CANCELLED, "不要了。", False)
    assert errands.heard[-1] == ("failure", "不要了。")


def test_a_cancellation_that_comes_too_late_changes_nothing(world: World, errands: Errands) -> None:
    job = asked()
    errands.work = lambda running: job_stop(job=job, sentence="不要了。")
    done(job)
    assert (job.state, job.cancel_asked, job.message) == (State.SUCCEEDED, False, "")


@pytest.mark.parametrize("fails", [False, True])
def test_who_was_taken_over_throws_away_what_it_made(world: World, errands: Errands, fails: bool) -> None:
    def taken_over(running: Running) -> str:
        Job.objects.update(lease_owner="heir")
        if fails:
            raise ServiceError("没有成。")
        return "made"

    errands.work = taken_over
    job = done(asked())
    assert (job.state, job.lease_owner, job.message) == (State.RUNNING, "heir", "")
    assert errands.heard[1:] == ([] if fails else [("discard", "made")])


def test_what_cannot_be_written_fails_whole(world: World, errands: Errands) -> None:
    errands.write = lambda job, result: fails_with(KeyError("column"))(result)
    job = done(asked())
    assert (job.state, job.message) == (State.FAILED, SENTENCES.unexpected)
    assert "column" in job.cause
    assert errands.heard[1:] == [("discard", "done"), ("failure", SENTENCES.unexpected)]


def test_the_next_worker_is_sent_for_while_others_wait(
    world: World, errands: Errands, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: sent.append(args[0]))
    asked(1)
    asked(2)
    for owner, tickets in (("one", 1), ("two", 1), ("three", 1)):
        run_next(DOCUMENTS, owner)
        assert sent == [DOCUMENTS] * tickets
    assert not Job.objects.filter(finished_at=None).exists()
    assert Job.objects.filter(finished_at__lte=timezone.now()).count() == 2
