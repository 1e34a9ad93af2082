"""Holding a job: by progress and by the watch that renews the lease and stops the work."""

import contextlib
import datetime as dt
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from tasks.jobs.lease import LEASE, JobCancelledError, JobTooSlowError, Lease, LeaseLostError
from tasks.jobs.models import Job
from tasks.jobs.running import Running
from tasks.jobs.services import job_stop
from tasks.jobs.watch import Watch
from tests.tasks.jobs.errands import Errands, State, asked, held
from tests.world import World

LONG = 20.0  # seconds, after which a test that should be interrupted has failed


@pytest.fixture
def job(world: World, errands: Errands) -> Job:
    return held(asked(), "busy")


def lease_of(job: Job) -> Lease:
    return Lease(job.pk, job.lease_owner)


class TestLease:
    def test_progress_is_written_and_renews_it(self, job: Job) -> None:
        Job.objects.update(lease_until=timezone.now())
        Running(job, lease_of(job)).progress(30, "正在读")
        job.refresh_from_db()
        assert (job.percent, job.stage) == (30, "正在读")
        assert job.lease_until
        assert job.lease_until > timezone.now() + LEASE / 2

    def test_progress_is_written_twice_a_second_at_most(self, job: Job) -> None:
        running = Running(job, lease_of(job))
        for percent in (10, 20, 30):
            running.progress(percent, "正在读")
        job.refresh_from_db()
        assert job.percent == 10
        running.progress(40, "正在存", now_at_latest=True)
        job.refresh_from_db()
        assert job.percent == 40

    @pytest.mark.parametrize(
        "now",
        [
            pytest.param({"lease_owner": "heir"}, id="another worker has it"),
            pytest.param({"state": State.QUEUED, "lease_owner": "", "lease_until": None}, id="it waits again"),
        ],
    )
    def test_who_lost_it_has_no_say(self, job: Job, now: dict[str, object]) -> None:
        Job.objects.update(**now)
        with pytest.raises(LeaseLostError):
            Running(job, lease_of(job)).progress(30, "正在读")
        with pytest.raises(LeaseLostError):
            lease_of(job).end(timezone.now(), State.SUCCEEDED)
        job.refresh_from_db()
        assert (job.state, job.percent) == (now.get("state", State.RUNNING), 0)

    def test_progress_tells_of_a_cancellation(self, job: Job) -> None:
        job_stop(job=job, sentence="不要了。")
        with pytest.raises(JobCancelledError, match="不要了"):
            Running(job, lease_of(job)).progress(30, "正在读")


@contextmanager
def soon(act: Callable[[], object]) -> Iterator[None]:
    """Have another thread act in a moment."""

    def run() -> None:
        time.sleep(0.1)
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def wait_until_renewed(job: Job) -> None:
    deadline = time.monotonic() + 10
    while not Job.objects.filter(pk=job.pk, lease_until__gt=timezone.now() + LEASE / 2).exists():
        assert time.monotonic() < deadline, "the lease was not renewed"
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
class TestWatch:
    def test_a_busy_worker_keeps_its_lease(self, job: Job) -> None:
        Job.objects.update(lease_until=timezone.now())
        with Watch(lease_of(job), LONG, every=0.05):
            wait_until_renewed(job)

    def test_it_goes_on_after_its_connection_is_lost(self, job: Job) -> None:
        lost = threading.Event()

        class Cut(Lease):
            """Once, its connection is cut before it renews."""

            def renew(self, now: dt.datetime, **changes: object) -> None:
                if not lost.is_set():
                    lost.set()
                    cut_connection()
                super().renew(now, **changes)

        Job.objects.update(lease_until=timezone.now())
        with Watch(Cut(job.pk, "busy"), LONG, every=0.05):
            wait_until_renewed(job)

    def test_work_whose_lease_is_lost_is_stopped_in_the_middle(self, job: Job) -> None:
        taken = soon(lambda: Job.objects.update(lease_owner="heir"))
        with pytest.raises(LeaseLostError), taken, Watch(lease_of(job), LONG, every=0.05):
            time.sleep(LONG)

    def test_work_that_is_cancelled_is_stopped_in_the_middle(self, job: Job) -> None:
        cancelled = soon(lambda: job_stop(job=job, sentence="不要了。"))
        with pytest.raises(JobCancelledError, match="不要了"), cancelled, Watch(lease_of(job), LONG, every=0.05):
            time.sleep(LONG)

    def test_work_that_takes_too_long_is_stopped_in_the_middle(self, job: Job) -> None:
        started = time.monotonic()
        with pytest.raises(JobTooSlowError), Watch(lease_of(job), 0.2):
            time.sleep(LONG)
        assert time.monotonic() - started < 5

    def test_no_except_on_the_way_holds_that_up(self, job: Job) -> None:
        def sleep_whatever_comes() -> None:
            with contextlib.suppress(Exception):
                time.sleep(LONG)

        with pytest.raises(JobTooSlowError), Watch(lease_of(job), 0.2):
            sleep_whatever_comes()

    def test_what_comes_after_is_not_stopped(self, job: Job) -> None:
        with Watch(lease_of(job), 0.2):
            pass
        time.sleep(0.3)


def cut_connection() -> None:
    """Lose this thread's connection as when the server ends it; Django is not told."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        import psycopg

        own = connection.connection.info.backend_pid
        with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [own])
    else:
        connection.connection.close()


HANGS = """
import re
from tasks.jobs.limits import killed_after
with killed_after(0.5):
    re.match(r"(a*)*b", "a" * 60)  # hears no signal for hours: Python is not asked meanwhile
"""


def test_work_that_hears_nothing_is_killed_by_the_system() -> None:
    assert re.match(r"(a*)*b", "ab")
    done = subprocess.run([sys.executable, "-c", HANGS], cwd=django_settings.BASE_DIR, timeout=LONG)
    assert done.returncode == -signal.SIGALRM
