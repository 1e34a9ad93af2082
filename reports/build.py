"""Making the report: gather > compose > render, in this process or under a lease in a worker."""

import datetime as dt
import hashlib
import logging
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
from reports.lease import Heartbeat, Lease, LeaseLostError, ProgressWriter, State, give_up
from reports.models import AnnualReport, ReportBuild
from reports.officialdoc import OfficialDocument, render
from tasks.common.errors import ServiceError

logger = logging.getLogger(__name__)

FOLDER = "annual-reports"
NO_PLAN = "{place}{year}年没有已发布的工作方案，请先导入并发布工作方案，再生成年度报告。"
UNEXPECTED = "生成时出现意外错误，已记入日志，请稍后重试；仍不成功的，请联系管理员。"
# What each stage is called, and where in the whole it begins, in percent.
GATHERING, COMPOSING, RENDERING, STORING = ("汇集进展", 5), ("组织文稿", 20), ("排版成文", 30), ("保存文件", 95)

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
    data = _render(document, progress)
    return MadeReport(data, trace(document), facts.figure_count)


def require_plan(report: AnnualReport) -> None:
    """Raises ServiceError when no published plan covers the report's year."""
    if not plans_of(report).exists():
        raise ServiceError(NO_PLAN.format(place=report.jurisdiction.name, year=report.year))


def _render(document: OfficialDocument, progress: Progress) -> bytes:
    stage, start = RENDERING
    span = STORING[1] - start
    return render(document, lambda share: progress(start + round(span * share), stage))


def build_run(build_id: int, owner: str) -> bool:
    """Make a queued build, or one whose worker died, and say whether there is nothing left to do.

    False: another live worker holds it; ask again later. `owner` names this run and must be its own. The file appears
    whole or not at all, and only the holder of the lease can attach it.
    """
    lease = Lease(build_id, owner)
    if not lease.take(timezone.now()):
        this = ReportBuild.objects.filter(pk=build_id)
        end_hopeless(timezone.now(), this)
        return not this.filter(state=State.RUNNING).exists()
    try:
        with Heartbeat(lease):
            _make_and_store(lease)
    except LeaseLostError:
        logger.warning("build %s was taken over; what %s made is thrown away", build_id, owner)
    except ServiceError as error:
        _fail(lease, str(error))
    except Exception:
        logger.exception("build %s failed", build_id)
        _fail(lease, UNEXPECTED)
    return True


def _make_and_store(lease: Lease) -> None:
    report = AnnualReport.objects.select_related("jurisdiction").get(builds=lease.build_id)
    progress = ProgressWriter(lease)
    made = make_report(report, progress)
    progress(STORING[1], STORING[0], now_at_latest=True)
    name = store_whole(f"{FOLDER}/{report.pk}/{lease.build_id}-{lease.owner}.docx", made.data)
    try:
        lease.finish(
            timezone.now(),
            state=State.SUCCEEDED,
            file=name,
            sha256=made.sha256,
            trace=made.trace,
            percent=100,
            stage="",
        )
    except LeaseLostError:
        default_storage.delete(name)
        raise
    _sweep(lease.build_id, keep=name)


def _fail(lease: Lease, sentence: str) -> None:
    try:
        lease.finish(timezone.now(), state=State.FAILED, message=sentence, stage="")
    except LeaseLostError:
        logger.warning("build %s failed here after it was taken over", lease.build_id)
    else:
        _sweep(lease.build_id)


def end_hopeless(now: dt.datetime, builds: QuerySet[ReportBuild]) -> None:
    """End as failed those of `builds` whose workers have died too often, and tidy up after them."""
    for build_id in give_up(now, builds):
        _sweep(build_id)


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


def _sweep(build_id: int, keep: str = "") -> None:
    """Delete what workers that died or failed in the middle of this build left behind."""
    for path in Path(default_storage.path(FOLDER)).glob(f"*/{build_id}-*"):
        if path.name != Path(keep).name:
            path.unlink(missing_ok=True)


def file_name(report: AnnualReport) -> str:
    """What the downloaded file is called: 红寺堡区2024年法治政府建设年度报告.docx"""
    return f"{report.title}.docx"


def unfinished(report: AnnualReport) -> ReportBuild | None:
    """The build of this report that is queued or running, if any."""
    return report.builds.filter(state__in=[State.QUEUED, State.RUNNING]).first()
