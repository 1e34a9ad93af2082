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
def report_create(*, user: User, jurisdiction: Jurisdiction, year: int) -> tuple[AnnualReport, bool]:
    """Begin the annual report of a place and year; (report, False) where it was begun before.

    Raises ServiceError when the person does not manage the place.
    """
    require(user, Act.REPORT_BEGIN, place_id=jurisdiction.pk)
    return AnnualReport.objects.get_or_create(jurisdiction=jurisdiction, year=year)


@transaction.atomic
def report_sign(*, report: AnnualReport, issuer: str, dated_on: dt.date | None, seen: str) -> None:
    """Set issuer (empty: the place's government) and date of the document. `seen` is its `signature` on the page.

    Raises StaleError when somebody else changed them meanwhile to something else.
    """
    stored = AnnualReport.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=report.pk)
    wanted = AnnualReport(issuer=issuer.strip(), dated_on=dated_on)
    if stored.signature not in (seen, wanted.signature):
        date = stored.dated_on.isoformat() if stored.dated_on else "未填日期"
        raise StaleError(SIGNATURE_CHANGED.format(issuer=stored.issuer or stored.jurisdiction.government, date=date))
    AnnualReport.objects.filter(pk=report.pk).update(issuer=wanted.issuer, dated_on=dated_on)


@transaction.atomic
def section_save(
    *, report: AnnualReport, kind: str, content: SectionContent, revision: int, user: User, now: dt.datetime
) -> ReportSection:
    """Write a section's text and figures. `revision` is what the form was opened with, 0 where nobody had begun it.

    Raises StaleError when somebody else saved it meanwhile.
    """
    changed = ReportSection.objects.filter(report=report, kind=kind, revision=revision).update(
        text=content.text, revision=F("revision") + 1, edited_by=user, edited_at=now
    )
    section = ReportSection.objects.get(report=report, kind=kind) if changed else _begin(report, kind, content, user)
    section.figures.all().delete()
    SectionFigure.objects.bulk_create(
        SectionFigure(section=section, position=n, **vars(figure)) for n, figure in enumerate(content.figures, 1)
    )
    return section


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
    again after the commit. Raises ServiceError when no published plan covers the year.
    """
    AnnualReport.objects.select_for_update().get(pk=report.pk)  # two people pressing at once get one build
    require_plan(report)
    if (already := unfinished(report)) is not None:
        return already
    build = ReportBuild.objects.create(report=report, requested_by=user)
    build.job = job_enqueue(
        kind=BUILDING, subject_id=build.pk, title=report.title, place_id=report.jurisdiction_id, person=user
    )
    build.save(update_fields=["job"])
    return build
