"""The annual report of 1,000 tasks, from the database to the DOCX, against plain python-docx writing its paragraphs."""

import io
from decimal import Decimal
from typing import TYPE_CHECKING

from docx import Document

from reports.build import make_report
from reports.models import AnnualReport
from tasks.plans.models import Task
from tasks.work.models import Assignment, Figure, ProgressReport
from tests.benchmarks.measure import Row, megabytes, milliseconds, paired, peak_memory
from tests.benchmarks.scratch import TODAY_YEAR

if TYPE_CHECKING:
    from tasks.people.models import Unit, User
    from tasks.plans.models import Plan

TASKS = 1_000


def rows() -> list[Row]:
    """At most half as much again as writing the same paragraphs."""
    report = _report()
    paragraphs = [entry["text"] for entry in make_report(report).trace]
    if len(paragraphs) < TASKS / 10:
        raise AssertionError("the report does not hold what it was given")
    ours, floor, ratio = paired(lambda: make_report(report), lambda: _plain(paragraphs))
    memory = peak_memory(lambda: make_report(report))
    return [
        Row(
            f"report of {TASKS:,} tasks, database to DOCX ({sum(map(len, paragraphs)):,} characters)",
            milliseconds(ours),
            milliseconds(floor),
            ratio,
            1.5,
            f"floor: python-docx; peak memory {megabytes(memory)}",
        )
    ]


def _plain(paragraphs: list[str]) -> bytes:
    """The same paragraphs by plain python-docx, unformatted."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _report() -> AnnualReport:
    """A district of its own: 1,000 tasks, each with an accepted report and a figure that its text does not name.

    No two texts are the same: what is worked out for one serves none of the others.
    """
    from tasks.people.models import Jurisdiction, Unit, User

    place = Jurisdiction.objects.create(name="乙区", full_name="某市乙区", level="county")
    unit = Unit.objects.create(jurisdiction=place, name="乙区司法局", short_name="司法局")
    author = User.objects.create(username="author", name="李联络")
    _accepted(_plan(place.pk), unit, author)
    return AnnualReport.objects.create(jurisdiction=place, year=TODAY_YEAR)


def _plan(place_id: int) -> "Plan":
    from tasks.plans.models import Action, Plan, SourceDocument
    from tasks.work.models import ReportingPeriod

    source = SourceDocument.objects.create(sha256="1" * 64, name="plan.txt", file="plans/y", text="")
    plan = Plan.objects.create(
        jurisdiction_id=place_id,
        title="乙区任务分工方案",
        first_year=TODAY_YEAR,
        last_year=TODAY_YEAR,
        status="published",
        source=source,
    )
    ReportingPeriod.objects.create(plan=plan, label="全年", starts_on=plan.first_day, ends_on=plan.last_day)
    actions = Action.objects.bulk_create(
        Action(plan=plan, position=n, heading=f"第{n}项提升行动") for n in range(1, 21)
    )
    Task.objects.bulk_create(
        Task(action=actions[n % 20], position=n + 1, number=n + 1, title=f"健全第{n}项工作机制", text="健全机制。")
        for n in range(TASKS)
    )
    return plan


def _accepted(plan: "Plan", unit: "Unit", author: "User") -> None:
    assignments = Assignment.objects.bulk_create(
        Assignment(task=task, unit=unit, role="lead") for task in Task.objects.filter(action__plan=plan)
    )
    period = plan.periods.get()
    reports = ProgressReport.objects.bulk_create(
        ProgressReport(
            assignment=row,
            period=period,
            author=author,
            status="accepted",
            completion=80,
            narrative=f"修订完善第{n}项工作制度，明确责任分工和办理时限。组织开展业务培训，工作人员能力素质明显提升。",
        )
        for n, row in enumerate(assignments)
    )
    Figure.objects.bulk_create(
        Figure(report=report, position=1, label="开展培训", value=Decimal(n % 40), unit="场次")
        for n, report in enumerate(reports)
    )
