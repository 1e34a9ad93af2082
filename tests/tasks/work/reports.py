"""What the tests of the work type into forms, and the files they upload."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tasks.people.models import Membership, Unit, User
from tasks.plans.models import Plan
from tasks.work.models import Assignment, EvidenceLink, ProgressReport, ReportingPeriod
from tasks.work.services.evidence import OOXML_TYPE
from tasks.work.services.progress import ProgressContent, progress_save, progress_submit
from tasks.work.services.publishing import plan_publish
from tests.world import World, make_plan, make_task

PDF = b"%PDF-1.4\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def ooxml(main: str, compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip that says it is an office document of this main part: "wordprocessingml.document.main+xml"."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{OOXML_TYPE}{main}"/></Types>')
    return stream.getvalue()


DOCX = ooxml("wordprocessingml.document.main+xml")
XLSX = ooxml("spreadsheetml.sheet.main+xml")


def upload(name: str = "签到表.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def attach(report: ProgressReport, user: User, name: str = "签到表.pdf", data: bytes = PDF) -> EvidenceLink:
    """Attach a file to a report whatever its state, and to the version that was handed in last, if any."""
    from tasks.work.services.evidence import evidence_attach

    status = report.status
    ProgressReport.objects.filter(pk=report.pk).update(status=ProgressReport.Status.DRAFT)
    link = evidence_attach(user=user, report=report, upload=upload(name, data))
    ProgressReport.objects.filter(pk=report.pk).update(status=status)
    if version := report.versions.last():
        version.evidence.append({"sha256": link.evidence.sha256, "name": link.name})
        version.save()
    return link


def form_data(
    *,
    narrative: str = "组织学法培训。",
    completion: str = "50",
    figures: Sequence[Mapping[str, str]] = (),
    revision: str = "",
    **more: Any,
) -> dict[str, Any]:
    """What the browser sends from the progress form; figures are rows {label, value, unit, previous_value}."""
    rows = {f"figures-{n}-{key}": text for n, row in enumerate(figures) for key, text in row.items()}
    management = {"figures-TOTAL_FORMS": str(len(figures)), "figures-INITIAL_FORMS": "0"}
    return {"narrative": narrative, "completion": completion, "revision": revision, **management, **rows, **more}


def draft(assignment: Assignment, period: ReportingPeriod, user: User, narrative: str = "初稿。") -> ProgressReport:
    """A report begun and not handed in."""
    content = ProgressContent(narrative, 10)
    return progress_save(
        user=user, assignment=assignment, period=period, content=content, revision=None, now=timezone.now()
    )


def liaison_of(unit: Unit) -> User:
    """Somebody who reports for this unit."""
    user, _ = User.objects.get_or_create(username=f"liaison-{unit.pk}", defaults={"name": f"{unit}联络员"})
    Membership.objects.get_or_create(user=user, unit=unit, role=Membership.Role.LIAISON)
    return user


def resubmit(report: ProgressReport, user: User, narrative: str) -> ProgressReport:
    """Change a returned report and hand it in again."""
    content = ProgressContent(narrative, 60)
    report.refresh_from_db()
    saved = progress_save(
        user=user,
        assignment=report.assignment,
        period=report.period,
        content=content,
        revision=report.revision,
        now=timezone.now(),
    )
    progress_submit(user=user, report=saved, now=timezone.now())
    return saved


def published_plan(world: World, units: Sequence[Unit], tasks: int = 1) -> Plan:
    """Another published plan of the world's district, with this many tasks for these units."""
    plan = make_plan(world.place)
    action = plan.actions.get()
    for number in range(1, tasks + 1):
        make_task(action, number, units=list(units))
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    return plan
