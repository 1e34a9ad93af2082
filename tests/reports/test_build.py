"""A build: who may make it, what it leaves behind, how it fails."""

import datetime as dt
import io
import socket
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from reports.build import FOLDER, UNEXPECTED, _make_and_store, build_run, end_hopeless, make_report, store_whole
from reports.jobs import ASK_AGAIN, resume_builds, run_build
from reports.lease import LEASE, MAX_ATTEMPTS, RENEW_EVERY, Heartbeat, Lease, LeaseLostError, State, queue_again
from reports.models import ReportBuild
from reports.services import QUEUE_AWAY, build_request
from tasks.common.errors import ServiceError
from tasks.plans.models import Plan
from tests.reports.material import accept_submitted
from tests.world import World

PATIENCE = dt.timedelta(seconds=60)


def stored_files() -> list[str]:
    folder = Path(default_storage.path(FOLDER))
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def hold(build: ReportBuild, owner: str, until: dt.datetime, **changes: object) -> None:
    ReportBuild.objects.filter(pk=build.pk).update(state=State.RUNNING, lease_owner=owner, lease_until=until, **changes)


def test_a_build_leaves_one_whole_file_with_its_hash_and_trace(world: World) -> None:
    report = accept_submitted(world)
    assert build_run(world.build.pk, "one")
    build = ReportBuild.objects.get(pk=world.build.pk)
    assert (build.state, build.percent, build.attempts, build.lease_owner) == (State.SUCCEEDED, 100, 1, "")
    assert build.finished_at
    with build.file.open("rb") as file:
        data = file.read()
    assert "培训4场次，上年3场次" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert build.sha256 == make_report(world.annual_report).sha256
    assert [entry["progress"] for entry in build.trace if entry["progress"]] == [[report.pk]]
    assert stored_files() == [f"{build.pk}-one.docx"]


def test_progress_only_grows_and_names_its_stages(world: World) -> None:
    seen: list[tuple[int, str]] = []
    make_report(world.annual_report, lambda percent, stage: seen.append((percent, stage)))
    assert [percent for percent, _ in seen] == sorted(percent for percent, _ in seen)
    assert list(dict.fromkeys(stage for _, stage in seen)) == ["汇集进展", "组织文稿", "排版成文"]


def test_a_finished_build_is_not_made_again(world: World) -> None:
    build_run(world.build.pk, "one")
    assert build_run(world.build.pk, "two")
    assert ReportBuild.objects.get(pk=world.build.pk).attempts == 1
    assert stored_files() == [f"{world.build.pk}-one.docx"]


def test_a_build_that_a_live_worker_holds_is_left_to_it(world: World) -> None:
    hold(world.build, "alive", timezone.now() + LEASE)
    assert not build_run(world.build.pk, "late")
    assert ReportBuild.objects.get(pk=world.build.pk).lease_owner == "alive"


def test_a_build_whose_worker_died_is_taken_over_and_tidied(world: World) -> None:
    hold(world.build, "dead", timezone.now() - dt.timedelta(seconds=1), attempts=1)
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}-dead.docx.part", b"half")
    assert build_run(world.build.pk, "heir")
    assert ReportBuild.objects.get(pk=world.build.pk).attempts == 2
    assert stored_files() == [f"{world.build.pk}-heir.docx"]


def test_a_worker_that_lost_its_lease_throws_its_file_away(world: World) -> None:
    slow, quick = Lease(world.build.pk, "slow"), Lease(world.build.pk, "quick")
    assert slow.take(timezone.now())
    assert quick.take(timezone.now() + LEASE + dt.timedelta(seconds=1))
    with pytest.raises(LeaseLostError):
        _make_and_store(slow)
    assert ReportBuild.objects.get(pk=world.build.pk).lease_owner == "quick"
    _make_and_store(quick)
    assert stored_files() == [f"{world.build.pk}-quick.docx"]


def test_a_year_without_a_plan_ends_with_a_sentence(world: World) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    assert build_run(world.build.pk, "one")
    build = ReportBuild.objects.get(pk=world.build.pk)
    assert build.state == State.FAILED
    assert build.message == "某区2024年没有已发布的工作方案，请先导入并发布工作方案，再生成年度报告。"


def test_an_unexpected_failure_shows_a_sentence_and_logs_the_stack(
    world: World, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MEDIA_ROOT = tmp_path / "file"
    (tmp_path / "file").write_text("not a folder")
    assert build_run(world.build.pk, "one")
    build = ReportBuild.objects.get(pk=world.build.pk)
    assert (build.state, build.message, bool(build.file)) == (State.FAILED, UNEXPECTED, False)
    assert "Traceback" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_busy_worker_keeps_its_lease_by_its_heartbeat(world: World) -> None:
    lease = Lease(world.build.pk, "busy")
    assert lease.take(timezone.now())
    ReportBuild.objects.filter(pk=world.build.pk).update(lease_until=timezone.now())
    with Heartbeat(lease, every=0.05):
        wait_until_renewed(world.build)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_goes_on_after_its_connection_is_lost(world: World) -> None:
    lost = threading.Event()

    class Cut(Lease):
        """Once, its connection is cut before it renews."""

        def renew(self, now: dt.datetime, **changes: object) -> None:
            if not lost.is_set():
                lost.set()
                cut_connection()
            super().renew(now, **changes)

    lease = Cut(world.build.pk, "busy")
    assert Lease(world.build.pk, "busy").take(timezone.now())
    ReportBuild.objects.filter(pk=world.build.pk).update(lease_until=timezone.now())
    with Heartbeat(lease, every=0.05):
        wait_until_renewed(world.build)


def wait_until_renewed(build: ReportBuild) -> None:
    deadline = time.monotonic() + 10
    while not ReportBuild.objects.filter(pk=build.pk, lease_until__gt=timezone.now() + LEASE / 2).exists():
        assert time.monotonic() < deadline, "the lease was not renewed"
        time.sleep(0.02)


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


@pytest.mark.parametrize(
    ("name", "row", "again"),
    [
        ("just queued", {"state": State.QUEUED, "age": 5}, False),
        ("its message was lost", {"state": State.QUEUED, "age": 61}, True),
        ("queued again a moment ago", {"state": State.QUEUED, "age": 90, "lease": 30}, False),
        ("queued again and lost again", {"state": State.QUEUED, "age": 190, "lease": -1}, True),
        ("a live worker has it", {"state": State.RUNNING, "age": 90, "lease": 10}, False),
        ("its worker died", {"state": State.RUNNING, "age": 20, "lease": -1}, True),
        ("finished", {"state": State.FAILED, "age": 90, "lease": -1}, False),
    ],
)
def test_builds_that_nobody_is_at_are_queued_again_once(
    world: World, name: str, row: dict[str, Any], again: bool
) -> None:
    now = timezone.now()
    lease = now + dt.timedelta(seconds=row["lease"]) if "lease" in row else None
    ReportBuild.objects.update(
        state=row["state"], requested_at=now - dt.timedelta(seconds=row["age"]), lease_until=lease
    )
    assert queue_again(now, PATIENCE) == ([world.build.pk] if again else [])
    assert queue_again(now, PATIENCE) == []


def test_a_build_that_kills_its_workers_is_given_up(world: World) -> None:
    hold(world.build, "dead", timezone.now() - LEASE, attempts=MAX_ATTEMPTS)
    end_hopeless(timezone.now(), ReportBuild.objects.all())
    assert queue_again(timezone.now(), PATIENCE) == []
    build = ReportBuild.objects.get(pk=world.build.pk)
    assert build.state == State.FAILED
    assert "多次中断" in build.message


def test_a_build_begun_too_often_is_not_begun_again_by_a_message(world: World) -> None:
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}-dead.docx.part", b"half")
    hold(world.build, "dead", timezone.now() - LEASE, attempts=MAX_ATTEMPTS)
    assert build_run(world.build.pk, "next")
    build = ReportBuild.objects.get(pk=world.build.pk)
    assert (build.state, build.attempts, build.lease_owner) == (State.FAILED, MAX_ATTEMPTS, "")
    assert stored_files() == []


def test_the_last_attempt_is_left_to_the_worker_that_is_at_it(world: World) -> None:
    hold(world.build, "alive", timezone.now() + LEASE, attempts=MAX_ATTEMPTS)
    assert not build_run(world.build.pk, "next")
    assert ReportBuild.objects.get(pk=world.build.pk).lease_owner == "alive"


def test_a_build_that_fails_leaves_no_files(world: World) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    hold(world.build, "dead", timezone.now() - LEASE, attempts=1)
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}-dead.docx.part", b"half")
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}9-other.docx", b"another build's")
    assert build_run(world.build.pk, "heir")
    assert ReportBuild.objects.get(pk=world.build.pk).state == State.FAILED
    assert stored_files() == [f"{world.build.pk}9-other.docx"]


def test_messages_that_no_worker_takes_expire(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(run_build, "apply_async", lambda args, **options: sent.append(options))
    hold(world.build, "dead", timezone.now() - LEASE, attempts=1)
    resume_builds()
    assert sent == [{"expires": 60}]
    assert resume_builds.expires == 60  # those of the schedule


def test_a_lease_outlasts_a_writers_wait_and_ends_in_time_to_be_taken_up_within_a_minute() -> None:
    wait = django_settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 0)
    look = django_settings.CELERY_BEAT_SCHEDULE["resume builds that nobody holds"]["schedule"]
    assert wait + RENEW_EVERY < LEASE.seconds
    assert LEASE.seconds + max(look, ASK_AGAIN) < 60


def test_asking_twice_gives_one_build(world: World) -> None:
    again = build_request(report=world.annual_report, user=world.staff, now=timezone.now())
    assert again == world.build
    ReportBuild.objects.update(state=State.FAILED)
    new = build_request(report=world.annual_report, user=world.staff, now=timezone.now())
    assert new != world.build
    assert new.requested_by == world.staff


def test_a_year_without_a_plan_cannot_be_asked_for(world: World) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    with pytest.raises(ServiceError, match="没有已发布的工作方案"):
        build_request(report=world.annual_report, user=world.staff, now=timezone.now())


@pytest.fixture
def silent_port() -> Any:
    """A port that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.slow
@pytest.mark.parametrize("broker", ["refuses", "is silent", "is not there"])
def test_a_dead_broker_is_noticed_within_three_seconds(
    world: World,
    broker: str,
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
    ReportBuild.objects.update(state=State.FAILED)
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        build = build_request(report=world.annual_report, user=world.staff, now=timezone.now())
    assert time.monotonic() - started < 3
    build.refresh_from_db()
    assert (build.state, build.message) == (State.FAILED, QUEUE_AWAY)


def test_the_resume_job_is_on_the_schedule_by_its_name() -> None:
    current_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert "reports.jobs.resume_builds" in scheduled & set(current_app.tasks)
