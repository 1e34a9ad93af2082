"""Making the report: gather > compose > render, in this process or as a background job."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from reports.compose import compose, trace
from reports.gather import gather, plans_of
from reports.models import AnnualReport, ReportBuild
from reports.officialdoc import render
from tasks.common.errors import ServiceError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.jobs.models import Job
from tasks.jobs.running import Running

FOLDER = "annual-reports"
NO_PLAN = "{place}{year}年没有已发布的工作方案，请先导入并发布工作方案，再生成年度报告。"
GONE = "这次生成的记录已不在，请在年度报告中重新生成。"
ALREADY = "这份报告正在重新生成，请在生成记录中查看。"
BUILDING = "build_report"  # the kind of job; see `reports.jobs`
# What each stage is called, and where in the whole it begins, in percent.
GATHERING, COMPOSING, RENDERING, STORING = ("汇集进展", 5), ("组织文稿", 20), ("排版成文", 30), ("保存文件", 95)

State = ReportBuild.State
UNFINISHED = (State.QUEUED, State.RUNNING)

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class MadeReport:
    """A finished report: the DOCX, where each of its paragraphs came from, how many figures were to be carried."""

    data: bytes
    trace: list[dict[str, Any]]
    figures: int

    @property
    def sha256(self) -> str:
        """The hash of the file, as hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def paragraphs(self) -> int:
        """How many paragraphs of text it has, headings not counted."""
        return sum(not entry["level"] for entry in self.trace)


def make_report(report: AnnualReport, progress: Progress = lambda percent, stage: None) -> MadeReport:
    """Build the report of one jurisdiction and year from what is accepted now; writes nothing.

    `progress` is told percent and stage. Raises ServiceError when no published plan covers the year.
    """
    require_plan(report)
    progress(GATHERING[1], GATHERING[0])
    facts = gather(report)
    progress(COMPOSING[1], COMPOSING[0])
    document = compose(facts)
    stage, start = RENDERING
    span = STORING[1] - start
    data = render(document, lambda share: progress(start + round(span * share), stage))
    return MadeReport(data, trace(document), facts.figure_count)


def require_plan(report: AnnualReport) -> None:
    """Raises ServiceError when no published plan covers the report's year."""
    if not plans_of(report).exists():
        raise ServiceError(NO_PLAN.format(place=report.jurisdiction.name, year=report.year))


# ---- the background job, and what the build hears of it ----
@dataclass(frozen=True)
class StoredReport:
    """A finished report in the storage, not yet attached to its build."""

    name: str
    made: MadeReport


def make_and_store(running: Running) -> StoredReport:
    """Make a build's report and store it whole. Raises ServiceError as make_report does."""
    report = AnnualReport.objects.select_related("jurisdiction").get(builds=running.subject_id)
    made = make_report(report, running.progress)
    running.progress(STORING[1], STORING[0], now_at_latest=True)
    name = store_whole(f"{FOLDER}/{report.pk}/{running.subject_id}-{running.owner}.docx", made.data)
    return StoredReport(name, made)


def build_waits(job: Job) -> None:
    """Back among those that wait. Raises ServiceError when it is gone, or another of its report is under way."""
    report = AnnualReport.objects.select_for_update().filter(builds=job.subject_id).first()  # as `build_request` does
    if report and report.builds.filter(state__in=UNFINISHED).exclude(pk=job.subject_id).exists():
        raise ServiceError(ALREADY)
    again = {"state": State.QUEUED, "message": "", "finished_at": None}
    if not _of(job, State.FAILED, State.RUNNING).update(**again):
        raise ServiceError(GONE)


def build_starts(job: Job) -> bool:
    """A worker is at it; False when it does not wait for that any more."""
    return bool(_of(job, State.QUEUED).update(state=State.RUNNING))


def build_is_made(job: Job, stored: StoredReport) -> None:
    """Attach the file. What workers that died in the middle left behind goes."""
    made = {"file": stored.name, "sha256": stored.made.sha256, "trace": stored.made.trace}
    if _of(job, State.RUNNING).update(state=State.SUCCEEDED, finished_at=timezone.now(), **made):
        record(act=EventAct.REPORT_BUILT, user=None, obj=_report_of(job), reason=f"SHA-256 {stored.made.sha256}")
    _delete_leftovers(job.subject_id, keep=stored.name)


def build_fails(job: Job, sentence: str) -> None:
    """It was not made, and says why."""
    failed = {"state": State.FAILED, "message": sentence[:300], "finished_at": timezone.now()}
    if _of(job, *UNFINISHED).update(**failed):
        record(act=EventAct.REPORT_FAIL, user=None, obj=_report_of(job), reason=sentence)
    _delete_leftovers(job.subject_id)


def throw_away(job: Job, stored: StoredReport) -> None:
    """Delete a file that another worker's has taken the place of."""
    default_storage.delete(stored.name)


def _report_of(job: Job) -> AnnualReport:
    return AnnualReport.objects.select_related("jurisdiction").get(builds=job.subject_id)


def _of(job: Job, *states: ReportBuild.State) -> QuerySet[ReportBuild]:
    """The build that a job is about, while it is in one of these states."""
    return ReportBuild.objects.filter(pk=job.subject_id, state__in=states)


def store_whole(name: str, data: bytes) -> str:
    """Write a file into storage so that it is there whole or not at all; returns its name."""
    part = default_storage.save(f"{name}.part", ContentFile(data))
    _move(Path(default_storage.path(part)), Path(default_storage.path(name)))
    return name


def write_whole(path: Path, data: bytes) -> None:
    """Write a file at `path` so that it is there whole or not at all. Raises OSError, leaving what was there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        _move(part, path)
    finally:
        part.unlink(missing_ok=True)


def _move(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def _delete_leftovers(build_id: int, keep: str = "") -> None:
    """Delete what workers that died or failed in the middle of this build left behind."""
    for path in Path(default_storage.path(FOLDER)).glob(f"*/{build_id}-*"):
        if path.name != Path(keep).name:
            path.unlink(missing_ok=True)


def unfinished(report: AnnualReport) -> ReportBuild | None:
    """The build of this report that is queued or running, if any."""
    return report.builds.filter(state__in=UNFINISHED).first()
