"""One district's row of hostile files, read by the workers of production: what others wait for, in seconds."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.models import ReportBuild
from reports.services import build_request
from tasks.jobs.models import Job
from tests.tracker.intake.imports import TEXT
from tests.workers import Workers, started_workers
from tests.world import World
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_begin
from tracker.launcher.programs import BUILDING_WORKER, DOCUMENTS_WORKER

pytestmark = [
    pytest.mark.services,
    pytest.mark.xdist_group("workers"),
    pytest.mark.django_db(transaction=True),
]

FILES = 10
TASK = "{n}. 推进第{n}项工作。健全工作机制，2024年6月底前完成。\n责任单位：司法局、第{n}局\n完成时限：2024年12月\n"
HOSTILE = "他区2024年任务分工方案\n（一）行动\n" + "".join(TASK.format(n=n) for n in range(1, 60_001))
AWHILE = 5.0  # seconds that a busy machine may take for what takes a moment; a hostile file takes twenty or more


@pytest.fixture
def workers(world: World, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """The two workers that a site runs."""
    settings.MEDIA_ROOT = tmp_path / "media"  # where the workers look for the files
    ReportBuild.objects.all().delete()
    Job.objects.all().delete()
    with started_workers(tmp_path, monkeypatch) as started:
        started.start(*DOCUMENTS_WORKER)
        started.start(*BUILDING_WORKER)
        yield started


def seconds_until(reached: Callable[[], bool]) -> float:
    started = time.monotonic()
    while not reached():
        assert time.monotonic() - started < 60
        time.sleep(0.02)
    return time.monotonic() - started


def report_seconds(world: World) -> float:
    """How long the place of the world waits for its report."""
    build = build_request(report=world.annual_report, user=world.staff)
    return seconds_until(lambda: ReportBuild.objects.filter(pk=build.pk, state="succeeded").exists())


def document_seconds(world: World, text: str) -> float:
    """How long the place of the world waits for a plan to be read."""
    draft = draft_begin(user=world.staff, name="方案.txt", data=text.encode()).draft
    assert draft
    return seconds_until(lambda: PlanDraft.objects.filter(pk=draft.pk, state="ready").exists())


def test_ten_hostile_files_of_one_district_keep_no_other_waiting(world: World, workers: Workers) -> None:
    document_seconds(world, TEXT)  # the workers are up
    alone = report_seconds(world)
    for n in range(FILES):
        assert draft_begin(user=world.foreign_staff, name=f"{n}.txt", data=f"{HOSTILE}{n}".encode()).created
    theirs = Job.objects.filter(place=world.elsewhere)
    seconds_until(lambda: theirs.filter(state="running").exists())
    report, document = report_seconds(world), document_seconds(world, TEXT + "二")
    waits = theirs.filter(state="queued").count()
    print(f"report alone {alone:.1f} s, beside them {report:.1f} s, document {document:.1f} s, {waits} still wait")
    assert report < alone + AWHILE
    assert document < AWHILE
    assert waits >= FILES - 2, "they were not hostile: their row was over before the others came"
    assert theirs.filter(state="running").count() <= 1
