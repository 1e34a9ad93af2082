"""The database becomes facts, in a number of queries that does not grow with the plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from indicators.models import Indicator, Target
from reports.facts import (
    ActionFact,
    FigureFact,
    IndicatorFact,
    IndicatorTable,
    ProgressFact,
    ReportFacts,
    SectionFact,
    TaskFact,
)
from reports.models import AnnualReport, ReportSection
from reports.sentences import says_anything
from tasks.people.models import Unit
from tasks.plans.models import ROLE_STRENGTH, Action, Plan, Task
from tasks.work.models import Figure, ProgressReport, ProgressReportQuerySet

Kind = ReportSection.Kind
WRITTEN = (Kind.FIRST_RESPONSIBLE, Kind.SHORTCOMINGS, Kind.NEXT_YEAR, Kind.OTHER)


def plans_of(report: AnnualReport) -> QuerySet[Plan]:
    """The published plans that cover the report's year: the year's own before those of several years."""
    plans = Plan.objects.published().covering(report.year).filter(jurisdiction=report.jurisdiction_id)
    return plans.order_by(F("last_year") - F("first_year"), "id")


def progress_of_year(report: AnnualReport) -> ProgressReportQuerySet:
    """The progress reports on those plans whose period lies within the report's year."""
    return ProgressReport.objects.filter(
        assignment__task__action__plan__in=plans_of(report).order_by(),
        period__starts_on__year=report.year,
        period__ends_on__year=report.year,
    )


def gather(report: AnnualReport) -> ReportFacts:
    """Everything the report says, in ten queries, however large the plans."""
    plans = list(plans_of(report))
    sections = _sections(report)
    return ReportFacts(
        title=report.title,
        place=report.jurisdiction.name,
        year=report.year,
        issuer=report.issuer or report.jurisdiction.government,
        dated_on=report.dated_on,
        lead=sections.get(Kind.LEAD, SectionFact(Kind.LEAD.label)),
        actions=_actions(plans, _progress_by_task(report)),
        sections=tuple(sections.get(kind, SectionFact(kind.label)) for kind in WRITTEN),
        indicators=tuple(_indicator_tables(plans)),
    )


def _actions(plans: Sequence[Plan], progress: Mapping[int, list[ProgressFact]]) -> tuple[ActionFact, ...]:
    tasks: dict[int, list[TaskFact]] = defaultdict(list)
    rows = Task.objects.filter(action__plan__in=plans).order_by("position", "pk")
    for pk, action_id, title, withdrawn_at in rows.values_list("pk", "action_id", "title", "withdrawn_at"):
        # What was done on a task before a revision dropped it was the year's work all the same.
        if withdrawn_at is None or pk in progress:
            tasks[action_id].append(TaskFact(title, tuple(progress.get(pk, ()))))
    order = {plan.pk: n for n, plan in enumerate(plans)}
    actions = Action.objects.filter(plan__in=plans).order_by("position", "pk")
    facts = (
        (plans[order[action.plan_id]], ActionFact(action.heading, tuple(tasks[action.pk]), action.pk))
        for action in sorted(actions, key=lambda action: order[action.plan_id])
        if action.withdrawn_at is None or tasks[action.pk]
    )
    return tuple(fact for plan, fact in facts if _is_owed(plan, plans[0]) or any(map(says_anything, fact.progress)))


def _is_owed(plan: Plan, foremost: Plan) -> bool:
    """Whether the report owes a word on each action of this plan: of the plans made for the year, the shortest.

    A plan of several years runs beside the year's own: an action of it is told where there is something to tell.
    """
    return plan.last_year - plan.first_year == foremost.last_year - foremost.first_year


def _progress_by_task(report: AnnualReport) -> dict[int, list[ProgressFact]]:
    strength = Case(
        *(When(assignment__role=role, then=Value(rank)) for role, rank in ROLE_STRENGTH.items()),
        output_field=IntegerField(),
    )
    found: dict[int, list[ProgressFact]] = defaultdict(list)
    rows = list(
        progress_of_year(report)
        .accepted()
        .order_by(strength, "assignment__unit__position", "assignment__unit_id", "period__starts_on", "pk")
        .values_list(
            "pk",
            "assignment__task_id",
            "assignment__unit_id",
            "assignment__unit__short_name",
            "period__label",
            "narrative",
        )
    )
    figures, names = _figures_by_report(report), _names_by_unit(report)
    for pk, task_id, unit_id, short, period, narrative in rows:
        fact = ProgressFact(pk, short, names[unit_id], period, narrative, tuple(figures[pk]))
        found[task_id].append(fact)
    return found


def _names_by_unit(report: AnnualReport) -> dict[int, tuple[str, ...]]:
    """What each unit is called: its name, its short name, that with the place's level (区司法局), its aliases."""
    level = report.jurisdiction.name[-1:]
    found: dict[int, tuple[str, ...]] = {}
    units = Unit.objects.filter(jurisdiction=report.jurisdiction_id).order_by("pk", "aliases__pk")
    for pk, name, short, alias in units.values_list("pk", "name", "short_name", "aliases__name"):
        found[pk] = (*found.get(pk, (name, short, level + short)), *([alias] if alias else []))
    return found


def _figures_by_report(report: AnnualReport) -> dict[int, list[FigureFact]]:
    """The figures of the year, whatever the state of their reports.

    To be read after the accepted reports: one accepted or sent back in between keeps its figures all the same.
    """
    found: dict[int, list[FigureFact]] = defaultdict(list)
    rows = Figure.objects.filter(report__in=progress_of_year(report)).order_by("report_id", "position")
    for report_id, label, value, unit, previous in rows.values_list(
        "report_id", "label", "value", "unit", "previous_value"
    ):
        found[report_id].append(FigureFact(label, value, unit, previous))
    return found


def _sections(report: AnnualReport) -> dict[str, SectionFact]:
    return {
        section.kind: SectionFact(
            Kind(section.kind).label,
            section.pk,
            section.text,
            tuple(FigureFact(figure.label, figure.value, figure.unit) for figure in section.figures.all()),
        )
        for section in report.sections.prefetch_related("figures")
    }


def _indicator_tables(plans: Sequence[Plan]) -> Iterable[IndicatorTable]:
    targets: dict[int, list[tuple[int, str]]] = defaultdict(list)
    wanted = Target.objects.filter(indicator__plan__in=plans).order_by("indicator_id", "position")
    for indicator_id, year, text in wanted.values_list("indicator_id", "year", "text"):
        targets[indicator_id].append((year, text))
    rows: dict[int, list[IndicatorFact]] = defaultdict(list)
    for row in Indicator.objects.filter(plan__in=plans).order_by("position"):
        number = str(row.position if row.number is None else row.number)
        rows[row.plan_id].append(IndicatorFact(number, row.area, row.name, row.unit, tuple(targets[row.pk])))
    return (IndicatorTable(plan.title, tuple(rows[plan.pk])) for plan in plans if rows[plan.pk])
