"""Builds by real workers over a real broker: one is killed in the middle, another takes its build up, once."""

import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reports.models import ReportBuild, ReportSection
from reports.services import build_request
from tasks.jobs.models import Job
from tasks.jobs.queueing import ticket_send
from tests.workers import Workers, started_workers
from tests.world import World

pytestmark = [
    pytest.mark.services,
    pytest.mark.xdist_group("workers"),  # most of their time is waiting, which one process can do for all
    pytest.mark.django_db(transaction=True),
]

State = ReportBuild.State
LONG_TEXT = "\n".join(f"第{n}段，人员不足，机制不全。" for n in range(60_000))  # a build of some seconds


@pytest.fixture
def workers(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    ReportBuild.objects.all().delete()
    Job.objects.all().delete()
    ReportSection.objects.filter(pk=world.section.pk).update(text=LONG_TEXT)
    with started_workers(tmp_path, monkeypatch) as started:
        yield started


def wait_for(build: ReportBuild, reached: Callable[[ReportBuild], bool], seconds: float) -> float:
    """Seconds until the build has reached something."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        build.refresh_from_db()
        if reached(build):
            return time.monotonic() - started
        time.sleep(0.05)
    pytest.fail(f"after {seconds} s the build is {build.state}, {job_of(build).stage}, {job_of(build).percent} %")


def ask(world: World) -> ReportBuild:
    return build_request(report=world.annual_report, user=world.staff)


def job_of(build: ReportBuild) -> Job:
    assert build.job
    return build.job


def files(home: Path) -> list[Path]:
    return [path for path in (home / "media").rglob("*") if path.is_file()]


def is_rendering(build: ReportBuild) -> bool:
    return build.state == State.RUNNING and job_of(build).percent >= 30


def test_a_build_whose_worker_is_killed_is_taken_up_within_a_minute_and_made_once(
    world: World, workers: Workers, tmp_path: Path
) -> None:
    first = workers.start()
    build = ask(world)
    wait_for(build, is_rendering, 30)
    workers.kill(first)
    build.refresh_from_db()
    assert build.state == State.RUNNING
    workers.start("-B")  # with the scheduler, which looks for builds that nobody holds
    assert wait_for(build, lambda row: row.is_finished, 60) < 60
    assert (build.state, job_of(build).attempts, job_of(build).percent) == (State.SUCCEEDED, 2, 100)
    (path,) = files(tmp_path)
    assert "第59999段" in zipfile.ZipFile(path).read("word/document.xml").decode()


def test_a_ticket_that_comes_twice_does_not_make_a_long_build_twice(
    world: World, workers: Workers, tmp_path: Path
) -> None:
    workers.start("-n", "one@%h")
    workers.start("-n", "two@%h")
    build = ask(world)
    assert ticket_send(Job.Queue.BUILDING)
    assert ticket_send(Job.Queue.BUILDING)
    wait_for(build, lambda row: row.is_finished, 60)
    assert (build.state, job_of(build).attempts) == (State.SUCCEEDED, 1)
    assert len(files(tmp_path)) == 1
