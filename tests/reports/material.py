"""What tests of the annual report are made from: accepted progress in the world, and facts without a database."""

import itertools
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from reports.facts import ActionFact, FigureFact, ProgressFact, ReportFacts, SectionFact, TaskFact
from tasks.work.models import Assignment, ProgressReport, ReportingPeriod
from tasks.work.services.progress import FigureContent, ProgressContent, progress_accept, progress_save, progress_submit
from tests.tasks.work.reports import liaison_of
from tests.world import World

SECTION_TITLES = (
    "党政主要负责人履行推进法治建设第一责任人职责情况",
    "存在的不足和原因",
    "下一年度主要安排",
    "其他需要报告的情况",
)


def accept(
    world: World,
    assignment: Assignment,
    narrative: str,
    figures: Sequence[FigureContent] = (),
    period: ReportingPeriod | None = None,
) -> ProgressReport:
    """A progress report that was handed in and accepted."""
    content = ProgressContent(narrative, 40, figures)
    author = liaison_of(assignment.unit)
    report = progress_save(
        user=author,
        assignment=assignment,
        period=period or world.period,
        content=content,
        revision=None,
        now=timezone.now(),
    )
    progress_submit(user=author, report=report, now=timezone.now())
    progress_accept(user=world.staff, report=report, now=timezone.now())
    return report


def accept_submitted(world: World) -> ProgressReport:
    """Accept the report that waits in the world: education's, 培训 4 场次, last year 3."""
    progress_accept(user=world.staff, report=world.submitted, now=timezone.now())
    return world.submitted


def counted(label: str, value: str, unit: str = "", previous: str | None = None) -> FigureFact:
    return FigureFact(label, Decimal(value), unit, None if previous is None else Decimal(previous))


_ids = itertools.count(1)


def said(
    narrative: str, *figures: FigureFact, unit: str = "司法局", period: str = "2024年第一季度", pk: int | None = None
) -> ProgressFact:
    """A progress report as gathered."""
    return ProgressFact(pk or next(_ids), unit, (f"某区{unit}", unit), period, narrative, figures)


def facts_of(*tasks: TaskFact, lead: str = "", section: SectionFact | None = None) -> ReportFacts:
    """Facts with one action of these tasks and four sections, the first of them given."""
    first, *others = (SectionFact(title) for title in SECTION_TITLES)
    return ReportFacts(
        title="某区2024年法治政府建设年度报告",
        place="某区",
        year=2024,
        issuer="某市某区人民政府",
        dated_on=None,
        lead=SectionFact("导语", 1 if lead else None, lead),
        actions=(ActionFact("示范创建行动", tasks),),
        sections=(section or first, *others),
    )
