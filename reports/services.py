"""Writing annual reports: begin one, sign it, write its sections, ask for a build."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from reports.build import BUILDING, require_plan, unfinished
from reports.models import AnnualReport, ReportBuild, ReportSection, SectionFigure
from tasks.common.errors import StaleError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.jobs.services import job_enqueue
from tasks.people.models import Jurisdiction, User
from tasks.rights.acts import Act
from tasks.rights.rules import require

SECTION_CHANGED = "这一章节刚刚被他人修改，您填写的内容仍在页面上，请核对最新内容后再保存。"
SIGNATURE_CHANGED = (
    "署名或成文日期刚刚被他人改为“{issuer}”“{date}”，您填写的内容仍在页面上，请核对，仍要改的请再次保存。"
)


@dataclass(frozen=True)
class SectionFigureContent:
    """A figure of a section as typed; `value` is in `unit`, `source` says where it comes from."""

    label: str
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True)
class SectionContent:
    """What staff write in one section."""

    text: str
    figures: Sequence[SectionFigureContent] = ()


@transaction.atomic
def report_create(*, user: User | None, jurisdiction: Jurisdiction, year: int) -> tuple[AnnualReport, bool]:
    """Begin the annual report of a place and year; (report, False) where it was begun before.

    Raises NotAllowedError for who does not report for the place.
    """
    require(user, Act.REPORT_BEGIN, place_id=jurisdiction.pk)
    report, created = AnnualReport.objects.get_or_create(jurisdiction=jurisdiction, year=year)
    if created:
        record(act=EventAct.REPORT_BEGIN, user=user, obj=report)
    return report, created


@transaction.atomic
def report_sign(
    *, report: AnnualReport, issuer: str, dated_on: dt.date | None, seen: str, user: User, now: dt.datetime
) -> None:
    """Set issuer (empty: the place's government) and date of the document. `seen` is its `signature` on the page.

    Raises NotAllowedError for who does not report for the place, StaleError when somebody else changed them meanwhile
    to something else.
    """
    require(user, Act.REPORT_SIGN, place_id=report.jurisdiction_id)
    stored = AnnualReport.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=report.pk)
    wanted = AnnualReport(issuer=issuer.strip(), dated_on=dated_on)
    issuer_before = stored.issuer or stored.jurisdiction.government
    date_before = stored.dated_on.isoformat() if stored.dated_on else "未填日期"
    if stored.signature not in (seen, wanted.signature):
        raise StaleError(SIGNATURE_CHANGED.format(issuer=issuer_before, date=date_before))
    AnnualReport.objects.filter(pk=report.pk).update(issuer=wanted.issuer, dated_on=dated_on)
    before = "" if stored.signature == wanted.signature else f"{issuer_before} {date_before}"
    record(act=EventAct.REPORT_SIGN, user=user, obj=stored, now=now, reason=wanted.signature, before=before)


@transaction.atomic
def section_save(
    *, report: AnnualReport, kind: str, content: SectionContent, revision: int, user: User, now: dt.datetime
) -> ReportSection:
    """Write a section's text and figures. `revision` is what the form was opened with, 0 where nobody had begun it.

    Raises NotAllowedError for who does not report for the place, StaleError when somebody else saved it meanwhile.
    """
    require(user, Act.REPORT_WRITE, place_id=report.jurisdiction_id)
    stored = ReportSection.objects.select_for_update().filter(report=report, kind=kind, revision=revision)
    before = _words(stored.first())
    changed = stored.update(text=content.text, revision=F("revision") + 1, edited_by=user, edited_at=now)
    section = ReportSection.objects.get(report=report, kind=kind) if changed else _begin(report, kind, content, user)
    section.figures.all().delete()
    SectionFigure.objects.bulk_create(
        SectionFigure(section=section, position=n, **vars(figure)) for n, figure in enumerate(content.figures, 1)
    )
    changed_words = before if before != _words(section) else ""
    record(act=EventAct.REPORT_WRITE, user=user, obj=report, now=now, reason=str(section), before=changed_words)
    return section


def _words(section: ReportSection | None) -> str:
    """All that a section says: its text, then a line for each figure."""
    figures = section.figures.order_by("position") if section else []
    lines = [f"{figure}（{figure.source}）" if figure.source else str(figure) for figure in figures]
    return "\n".join(filter(None, [section.text if section else "", *lines]))


def _begin(report: AnnualReport, kind: str, content: SectionContent, user: User) -> ReportSection:
    """A section that nobody had begun; where there is one after all, somebody was first."""
    try:
        with transaction.atomic():
            return ReportSection.objects.create(report=report, kind=kind, text=content.text, revision=1, edited_by=user)
    except IntegrityError as error:
        raise StaleError(SECTION_CHANGED) from error


@transaction.atomic
def build_request(*, report: AnnualReport, user: User | None) -> ReportBuild:
    """Ask for a build; one that is queued or running already is returned instead of a second one.

    It is queued when the transaction commits; if the queue is away it is ended as failed with a sentence, so read it
    again after the commit. Raises NotAllowedError for who does not report for the place, ServiceError when no published
    plan covers the year.
    """
    require(user, Act.REPORT_BUILD, place_id=report.jurisdiction_id)
    AnnualReport.objects.select_for_update().get(pk=report.pk)  # two people pressing at once get one build
    require_plan(report)
    if (already := unfinished(report)) is not None:
        return already
    build = ReportBuild.objects.create(report=report, requested_by=user)
    build.job = job_enqueue(
        kind=BUILDING, subject_id=build.pk, title=report.title, place_id=report.jurisdiction_id, person=user
    )
    build.save(update_fields=["job"])
    record(act=EventAct.REPORT_BUILD, user=user, obj=report)
    return build
