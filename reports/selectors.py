"""Reading annual reports for a page."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from reports.facts import ActionFact
from reports.gather import gather
from reports.models import AnnualReport, ReportBuild, ReportSection
from reports.sentences import says_anything
from tasks.people.models import User
from tasks.work.models import ProgressReport

SECTIONS = tuple(ReportSection.Kind)
BUILDS_SHOWN = 20


@dataclass(frozen=True)
class ReportRow:
    """An annual report in the list: how many of its sections are written, its latest build."""

    report: AnnualReport
    latest: ReportBuild | None

    @property
    def written(self) -> int:
        return sum(bool(section.text.strip()) for section in self.report.sections.all())


def report_rows(user: User) -> list[ReportRow]:
    """The annual reports that this person may see, newest year first. Three queries."""
    reports = AnnualReport.objects.visible_to(user).select_related("jurisdiction").prefetch_related("sections")
    newest = ReportBuild.objects.filter(report=OuterRef("pk")).order_by("-requested_at", "-id").values("pk")[:1]
    latest = ReportBuild.objects.filter(pk__in=AnnualReport.objects.order_by().values_list(Subquery(newest)))
    by_report = {build.report_id: build for build in latest.filter(report__in=reports.order_by()).defer("trace")}
    return [ReportRow(report, by_report.get(report.pk)) for report in reports]


@dataclass(frozen=True)
class ActionLine:
    """An action in the outline: how much of it the report can say."""

    id: int | None
    heading: str
    tasks: int
    reported_tasks: int
    reports: int
    figures: int


@dataclass(frozen=True)
class SectionLine:
    """A section that staff write, as it stands; `section` is None where nobody has begun it."""

    kind: str
    title: str
    section: ReportSection | None

    @property
    def is_written(self) -> bool:
        return bool(self.section and self.section.text.strip())


@dataclass(frozen=True)
class Outline:
    """What the report would say if it were built now, and what is missing."""

    actions: list[ActionLine]
    lead: SectionLine
    sections: list[SectionLine]
    figures: int
    is_dated: bool

    @property
    def missing(self) -> int:
        """How many places would print 【待补充】; the lead has a sentence of its own."""
        empty_actions = sum(not action.reported_tasks for action in self.actions)
        return empty_actions + sum(not line.is_written for line in self.sections) + (not self.is_dated)


def report_outline(report: AnnualReport) -> Outline:
    """The outline of a report, from the same facts that a build starts from; a constant number of queries."""
    facts = gather(report)
    sections = report.sections.select_related("edited_by").annotate(figure_count=Count("figures"))
    written = {section.kind: section for section in sections}
    lead, *others = (SectionLine(kind.value, kind.label, written.get(kind)) for kind in SECTIONS)
    return Outline(
        actions=[_action_line(action) for action in facts.actions],
        lead=lead,
        sections=others,
        figures=facts.figure_count,
        is_dated=facts.dated_on is not None,
    )


def _action_line(action: ActionFact) -> ActionLine:
    return ActionLine(
        id=action.id,
        heading=action.heading,
        tasks=len(action.tasks),
        reported_tasks=sum(any(map(says_anything, task.progress)) for task in action.tasks),
        reports=len(action.progress),
        figures=sum(len(fact.figures) for fact in action.progress),
    )


def recent_builds(report: AnnualReport) -> list[ReportBuild]:
    """The latest builds of a report, newest first, without their traces."""
    return list(report.builds.select_related("requested_by", "job").defer("trace")[:BUILDS_SHOWN])


@dataclass(frozen=True)
class TracedBlock:
    """A heading (`level` 1 or more) or paragraph (0) of a build with what it came from."""

    text: str
    level: int
    sources: list[ProgressReport]
    section: ReportSection | None


def traced_blocks(build: ReportBuild, user: User) -> list[TracedBlock]:
    """The paragraphs of a finished build, each with the progress reports this person may see. Two queries."""
    ids = {pk for entry in build.trace for pk in entry["progress"]}
    visible = ProgressReport.objects.visible_to(user).select_related("assignment__unit", "period")
    found = visible.defer("narrative").in_bulk(ids)
    sections = ReportSection.objects.filter(report=build.report_id).in_bulk()
    return [
        TracedBlock(
            text=entry["text"],
            level=entry.get("level", 0),
            sources=[found[pk] for pk in entry["progress"] if pk in found],
            section=sections.get(entry["section"]),
        )
        for entry in build.trace
    ]
