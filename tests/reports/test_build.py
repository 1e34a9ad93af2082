"""A build: who may make it, what it leaves behind, how it fails."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.build import ALREADY, FOLDER, make_report, store_whole
from reports.jobs import BUILDING_KIND
from reports.models import ReportBuild
from reports.services import build_request
from tasks.common.errors import ServiceError
from tasks.jobs.models import Job
from tasks.jobs.runner import run_next
from tasks.jobs.services import job_claim, job_requeue, job_stop
from tasks.jobs.sweep import jobs_sweep
from tasks.plans.models import Plan
from tests.jobs import work_off
from tests.reports.material import accept_submitted
from tests.tasks.jobs.errands import SECOND, held
from tests.world import World

State = ReportBuild.State
BUILDING = Job.Queue.BUILDING


def stored_files() -> list[str]:
    folder = Path(default_storage.path(FOLDER))
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def made(world: World, owner: str = "one") -> ReportBuild:
    """The world's build after the worker `owner` was there."""
    run_next(BUILDING, owner)
    return again(world.build)


def again(build: ReportBuild) -> ReportBuild:
    return ReportBuild.objects.select_related("job").get(pk=build.pk)


def job_of(build: ReportBuild) -> Job:
    assert build.job
    return build.job


def left_by_a_dead_worker(world: World) -> None:
    """Half a file of the world's build, of a worker that is gone; its job waits again."""
    ReportBuild.objects.filter(pk=world.build.pk).update(state=State.RUNNING)
    held(job_of(world.build), "dead", lease=-SECOND)
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}-dead.docx.part", b"half")
    jobs_sweep(now=timezone.now())


def test_a_build_leaves_one_whole_file_with_its_hash_and_trace(world: World) -> None:
    report = accept_submitted(world)
    build = made(world)
    job = job_of(build)
    assert (build.state, job.state, job.percent, job.attempts) == (State.SUCCEEDED, Job.State.SUCCEEDED, 100, 1)
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
    made(world)
    assert job_of(made(world, "two")).attempts == 1
    assert stored_files() == [f"{world.build.pk}-one.docx"]


def test_a_build_that_a_live_worker_holds_is_left_to_it(world: World) -> None:
    held(job_of(world.build), "alive")
    assert job_of(made(world, "late")).lease_owner == "alive"


def test_a_build_says_that_it_is_being_made(world: World) -> None:
    assert job_claim(queue=BUILDING, owner="one", now=timezone.now())
    assert again(world.build).state == State.RUNNING


def test_a_build_whose_worker_died_is_taken_over_and_tidied(world: World) -> None:
    left_by_a_dead_worker(world)
    assert again(world.build).state == State.QUEUED
    assert job_of(made(world, "heir")).attempts == 2
    assert stored_files() == [f"{world.build.pk}-heir.docx"]


def test_a_worker_that_lost_its_lease_throws_its_file_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    save = default_storage.save

    def lose_the_lease(name: str, content: Any) -> str:
        Job.objects.update(lease_owner="quick")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", lose_the_lease)
    build = made(world, "slow")
    assert (build.state, job_of(build).lease_owner) == (State.RUNNING, "quick")
    assert stored_files() == []


def test_a_year_without_a_plan_ends_with_a_sentence(world: World) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    build = made(world)
    assert build.state == State.FAILED
    assert build.message == "某区2024年没有已发布的工作方案，请先导入并发布工作方案，再生成年度报告。"
    assert build.finished_at


def test_an_unexpected_failure_shows_a_sentence_and_logs_the_stack(
    world: World, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MEDIA_ROOT = tmp_path / "file"
    (tmp_path / "file").write_text("not a folder")
    build = made(world)
    assert (build.state, build.message) == (State.FAILED, BUILDING_KIND.sentences.unexpected)
    assert not build.file
    assert "NotADirectoryError" in job_of(build).cause
    assert "Traceback" in caplog.text


def test_a_build_that_kills_its_workers_is_given_up_and_leaves_no_files(world: World) -> None:
    ReportBuild.objects.update(state=State.RUNNING)
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}-dead.docx.part", b"half")
    held(job_of(world.build), "dead", lease=-SECOND, attempts=BUILDING_KIND.max_attempts)
    jobs_sweep(now=timezone.now())
    build = made(world, "next")
    assert (build.state, build.message) == (State.FAILED, BUILDING_KIND.sentences.given_up)
    assert job_of(build).attempts == BUILDING_KIND.max_attempts
    assert stored_files() == []


def test_a_build_that_fails_leaves_no_files(world: World) -> None:
    left_by_a_dead_worker(world)
    store_whole(f"{FOLDER}/{world.annual_report.pk}/{world.build.pk}9-other.docx", b"another build's")
    Plan.objects.update(status=Plan.Status.DRAFT)
    assert made(world, "heir").state == State.FAILED
    assert stored_files() == [f"{world.build.pk}9-other.docx"]


def test_asking_twice_gives_one_build(world: World) -> None:
    assert build_request(report=world.annual_report, user=world.staff) == world.build
    work_off(BUILDING)
    new = build_request(report=world.annual_report, user=world.staff)
    assert new != world.build
    assert new.requested_by == world.staff
    job = job_of(new)
    assert (job.place, job.person, job.title) == (world.place, world.staff, world.annual_report.title)


def test_a_cancelled_build_can_be_tried_again_unless_another_is_under_way(world: World) -> None:
    job_stop(job=job_of(world.build), sentence="不要了。")
    build = again(world.build)
    assert (build.state, build.message) == (State.FAILED, job_of(build).message)
    other = build_request(report=world.annual_report, user=world.staff)
    with pytest.raises(ServiceError, match=ALREADY):
        job_requeue(job=job_of(build))
    job_stop(job=job_of(other), sentence="不要了。")
    job_requeue(job=job_of(build))
    assert made(world).state == State.SUCCEEDED


def test_a_build_whose_report_is_gone_is_not_made(world: World) -> None:
    world.annual_report.delete()
    assert run_next(BUILDING, "one") is None
    assert Job.objects.get().state == Job.State.CANCELLED


def test_a_year_without_a_plan_cannot_be_asked_for(world: World) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    with pytest.raises(ServiceError, match="没有已发布的工作方案"):
        build_request(report=world.annual_report, user=world.staff)
