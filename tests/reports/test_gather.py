"""What the report is made from: accepted progress of the year on published plans, and nothing else."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

import reports.gather
from reports.facts import ReportFacts
from reports.gather import gather
from reports.models import AnnualReport, ReportSection, SectionFigure
from tasks.people.models import Unit
from tasks.plans.models import Action, Plan
from tasks.work.models import Assignment, ProgressReport, ReportingPeriod
from tasks.work.services.progress import FigureContent, progress_return
from tasks.work.services.publishing import plan_publish
from tests.reports.material import accept, accept_submitted, counted
from tests.world import World, make_plan, make_task


def narratives(facts: ReportFacts) -> list[str]:
    return [fact.narrative for action in facts.actions for fact in action.progress]


def test_only_accepted_progress_counts(world: World) -> None:
    assert narratives(gather(world.annual_report)) == []
    report = accept_submitted(world)
    facts = gather(world.annual_report)
    (fact,) = facts.actions[0].progress
    assert (fact.id, fact.unit, fact.unit_names) == (report.pk, "教育局", ("某区教育局", "教育局", "区教育局"))
    assert fact.period == world.period.label
    assert fact.figures == (counted("培训", "4", "场次", "3"),)
    assert facts.figure_count == 1


def test_a_unit_goes_by_its_aliases_too(world: World) -> None:
    world.education.aliases.create(jurisdiction=world.place, name="教体局")
    accept_submitted(world)
    (fact,) = gather(world.annual_report).actions[0].progress
    assert fact.unit_names == ("某区教育局", "教育局", "区教育局", "教体局")


def test_a_report_accepted_while_facts_are_read_never_comes_without_its_figures(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reports.gather._figures_by_report

    def accept_just_before(report: AnnualReport) -> Any:
        accept_submitted(world)
        return read(report)

    def accept_just_after(report: AnnualReport) -> Any:
        figures = read(report)
        accept_submitted(world)
        return figures

    def is_whole() -> bool:
        facts = gather(world.annual_report)
        return len(narratives(facts)) == facts.figure_count

    for meanwhile in (accept_just_before, accept_just_after):
        monkeypatch.setattr(reports.gather, "_figures_by_report", meanwhile)
        with transaction.atomic():
            assert is_whole()
            transaction.set_rollback(True)
        world.submitted.refresh_from_db()
    monkeypatch.undo()
    accept_submitted(world)
    assert is_whole()


def test_returned_progress_does_not_count(world: World) -> None:
    progress_return(user=world.staff, report=world.submitted, reason="缺少佐证", now=timezone.now())
    assert narratives(gather(world.annual_report)) == []


def test_another_places_and_years_progress_does_not_count(world: World) -> None:
    accept_submitted(world)
    for place, year in ((world.elsewhere, 2024), (world.place, 2023)):
        report = AnnualReport.objects.create(jurisdiction=place, year=year)
        assert gather(report).actions == ()


def test_a_draft_plan_does_not_count(world: World) -> None:
    Plan.objects.filter(pk=world.plan.pk).update(status=Plan.Status.DRAFT)
    assert gather(world.annual_report).actions == ()


def test_a_plan_of_several_years_gives_the_year_its_own_periods(world: World) -> None:
    plan = make_plan(world.place, title="某区2023—2025年方案", years=(2023, 2025))
    task = make_task(plan.actions.get(), 1, kind="ongoing", units=[world.education])
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    assignment = task.assignments.get()
    for year in (2023, 2024, 2025):
        period = plan.periods.filter(starts_on__year=year).order_by("starts_on").first()
        accept(world, assignment, f"{year}年的进展", period=period)
    facts = gather(world.annual_report)
    assert [len(action.tasks) for action in facts.actions] == [2, 1]  # the year's own plan comes first
    assert narratives(facts) == ["2024年的进展"]


def test_beside_the_years_own_plan_a_longer_one_is_told_only_where_it_moved(world: World) -> None:
    plan = make_plan(world.place, title="某区2023—2025年方案", years=(2023, 2025))
    Action.objects.create(plan=plan, position=2, heading="没有进展的行动")
    task = make_task(plan.actions.get(position=1), 1, kind="ongoing", units=[world.education])
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    period = plan.periods.get(starts_on=dt.date(2024, 4, 1))
    own = world.plan.actions.get().pk
    assert [action.id for action in gather(world.annual_report).actions] == [own]
    report = accept(world, task.assignments.get(), "……", period=period)
    assert [action.id for action in gather(world.annual_report).actions] == [own], "no word, nothing to tell"
    ProgressReport.objects.filter(pk=report.pk).update(narrative="组织培训")
    assert [action.id for action in gather(world.annual_report).actions] == [own, task.action_id]


def test_the_only_plan_of_a_year_is_told_whole_however_long_it_runs(world: World) -> None:
    plan = make_plan(world.place, title="某区2025—2027年方案", years=(2025, 2027))
    make_task(plan.actions.get(), 1, kind="ongoing", units=[world.education])
    plan_publish(plan=plan, user=world.staff, now=timezone.now())
    report = AnnualReport.objects.create(jurisdiction=world.place, year=2026)
    assert [action.heading for action in gather(report).actions] == ["示范创建行动"]


def test_a_period_that_reaches_into_the_next_year_is_not_of_this_one(world: World) -> None:
    straddling = ReportingPeriod.objects.create(
        plan=world.plan, label="跨年", starts_on=dt.date(2024, 12, 15), ends_on=dt.date(2025, 1, 15)
    )
    accept(world, world.assignment, "跨年的进展", period=straddling)
    assert narratives(gather(world.annual_report)) == []


def test_progress_is_in_the_order_of_role_unit_and_period(world: World) -> None:
    support = Unit.objects.create(jurisdiction=world.place, name="某区水务局", short_name="水务局", position=0)
    Assignment.objects.create(task=world.task, unit=support, role="support")
    second = world.plan.periods.order_by("starts_on")[1]
    accept(world, world.task.assignments.get(unit=support), "配合")
    accept(world, world.assignment, "教育二季度", period=second)
    accept(world, world.assignment, "教育一季度")
    accept(world, world.task.assignments.get(unit=world.justice), "司法")
    assert narratives(gather(world.annual_report)) == ["司法", "教育一季度", "教育二季度", "配合"]


def test_sections_come_with_their_figures(world: World) -> None:
    section = world.section
    ReportSection.objects.filter(pk=section.pk).update(text="人员不足。")
    SectionFigure.objects.create(
        section=section, position=1, label="持证人员", value=Decimal(101), unit="人", source="司法局"
    )
    facts = gather(world.annual_report)
    assert [fact.id for fact in facts.sections] == [None, section.pk, None, None]
    assert facts.sections[1].text == "人员不足。"
    assert facts.sections[1].figures == (counted("持证人员", "101", "人"),)
    assert facts.lead.text == ""


def test_indicators_come_with_targets_as_published(world: World) -> None:
    (table,) = gather(world.annual_report).indicators
    (row,) = table.rows
    assert (row.number, row.area, row.name, row.unit, row.targets) == (
        "1",
        "示范创建",
        "示范项目",
        "个",
        ((2024, "≥5"),),
    )


@pytest.mark.parametrize(("issuer", "expected"), [("", "某市某区人民政府"), ("某区人民政府", "某区人民政府")])
def test_the_issuer_is_the_government_unless_said_otherwise(world: World, issuer: str, expected: str) -> None:
    world.annual_report.issuer = issuer
    assert gather(world.annual_report).issuer == expected


def test_queries_do_not_grow_with_the_plan(world: World, django_assert_num_queries: Any) -> None:
    accept_submitted(world)
    with django_assert_num_queries(10):
        gather(world.annual_report)
    for number in range(3, 13):
        task = make_task(world.plan.actions.get(), number, kind="ongoing")
        assignment = Assignment.objects.create(task=task, unit=world.education, role="lead")
        accept(world, assignment, f"进展{number}", [FigureContent("培训", Decimal(number), "次")])
    with django_assert_num_queries(10):
        assert len(narratives(gather(world.annual_report))) == 11
