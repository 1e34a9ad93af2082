"""Documents read by real workers over a real broker: one is killed in the middle, hostile ones do it no harm."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tasks.jobs.models import Job
from tasks.plans.models import Plan
from tests.tasks.planparser import hostile
from tests.tracker.intake.imports import TEXT
from tests.workers import Workers, started_workers
from tests.world import World
from tracker.intake.jobs import READING_KIND
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_begin

pytestmark = [
    pytest.mark.services,
    pytest.mark.xdist_group("workers"),  # most of their time is waiting, which one process can do for all
    pytest.mark.django_db(transaction=True),
]
State = PlanDraft.State
SENTENCES = READING_KIND.sentences

TASK = "{n}. 推进第{n}项工作。健全工作机制，2024年6月底前完成。\n责任单位：司法局、第{n}局\n完成时限：2024年12月\n"
LONG_TEXT = "某区2024年任务分工方案\n（一）行动\n" + "".join(TASK.format(n=n) for n in range(1, 4001))  # some seconds


@pytest.fixture
def workers(world: World, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    settings.MEDIA_ROOT = tmp_path / "media"  # where the workers look for the files
    with started_workers(tmp_path, monkeypatch) as started:
        yield started


def given(world: World, data: bytes, name: str = "方案.txt") -> PlanDraft:
    """A draft that the workers were asked to read."""
    draft = draft_begin(user=world.staff, name=name, data=data).draft
    assert draft
    return draft


def job_of(draft: PlanDraft) -> Job:
    assert draft.job
    return draft.job


def wait_for(draft: PlanDraft, reached: Callable[[PlanDraft], bool], seconds: float) -> float:
    """Seconds until the draft has reached something."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        draft.refresh_from_db()
        if reached(draft):
            return time.monotonic() - started
        time.sleep(0.05)
    pytest.fail(f"after {seconds} s the draft is {draft.state}, {job_of(draft).percent} %, {draft.message}")


def is_over(draft: PlanDraft) -> bool:
    return not draft.is_underway


def test_a_document_whose_worker_is_killed_is_read_by_another_once(world: World, workers: Workers) -> None:
    first = workers.start()
    draft = given(world, LONG_TEXT.encode())
    wait_for(draft, lambda row: row.state == State.PARSING and job_of(row).percent >= 30, 30)
    workers.kill(first)
    draft.refresh_from_db()
    assert (draft.state, job_of(draft).attempts) == (State.PARSING, 1)
    workers.start("-B")  # with the schedule, which looks for drafts that nobody reads
    wait_for(draft, lambda row: job_of(row).attempts == 2, 60)
    wait_for(draft, is_over, 50)
    assert (draft.state, job_of(draft).attempts, job_of(draft).percent) == (State.READY, 2, 100)
    assert len(draft.reviewed.tasks()) == 4000
    assert PlanDraft.objects.count() == 1


HOSTILE = {name: make for name, make, words in hostile.ALL if words is not None}
WORST = ["压缩炸弹", "万层嵌套的列表", "二十万行的表"]


def test_the_worst_files_are_refused_and_the_worker_goes_on(world: World, workers: Workers, tmp_path: Path) -> None:
    workers.start()
    for name in WORST:
        draft = given(world, HOSTILE[name](), name)
        assert wait_for(draft, is_over, 40) < 40
        assert (draft.state, draft.content, job_of(draft).attempts) == (State.FAILED, None, 1), name
        assert draft.message.endswith("。")
        assert draft.message not in (SENTENCES.unexpected, SENTENCES.given_up), name
    after = given(world, TEXT.encode())
    wait_for(after, is_over, 30)
    assert after.state == State.READY
    log = (tmp_path / "worker-0.log").read_text()
    assert "WorkerLostError" not in log
    assert not Plan.objects.exclude(pk=world.plan.pk).exists()
