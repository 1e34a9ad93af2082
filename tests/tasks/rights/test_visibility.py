"""Which rows of each model everyone of the cast sees, and to which everyone may do an act."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from reports.models import AnnualReport, ReportBuild
from tasks.people.models import Jurisdiction, Unit, User
from tasks.plans.models import Plan, Task
from tasks.rights.acts import Act
from tasks.rights.scope import forget_scope, scope_of
from tasks.rights.visibility import SIGHTS, allowed
from tasks.work.models import Assignment, EvidenceLink, ProgressReport
from tests.tasks.alignment.above import build_above
from tests.tasks.work.reports import attach
from tests.tracker.intake.imports import ready_draft
from tests.world import World, make_plan
from tracker.intake.models import PlanDraft

pytestmark = pytest.mark.django_db

# Seen by everyone or as a part of what is seen, so that no rule is needed: what names the places and the people, and
# files, which are reached by the row that gives them a name.
WITHOUT_A_RULE = {
    *("user", "membership", "jurisdictionalias", "unitalias", "unitgroup", "unitgroupalias"),
    *("sourcedocument", "evidence"),
    *("plantransition", "assignmenttransition", "progresstransition"),
}


PEOPLE = ("admin", "staff", "leader", "foreign_staff", "liaison", "unit_head", "stranger")


def who(world: World, row: Any, act: Act | None = None) -> set[str]:
    """Who of the cast sees this row, or may do the act to it."""
    sight = act or SIGHTS[row._meta.label_lower].reads
    rows = type(row)._base_manager.filter(pk=row.pk)
    return {name for name in PEOPLE if allowed(rows.all(), getattr(world, name), sight).exists()}


BUREAU = {"admin", "staff"}
READERS = {*BUREAU, "leader"}
OF_UNIT = {"liaison", "unit_head"}


def test_each_model_has_a_rule_or_is_reached_by_another() -> None:
    ours = ("tasks", "indicators", "reports", "tracker")
    models = {model._meta for app in ours if apps.is_installed(app) for model in apps.get_app_config(app).get_models()}
    assert {meta.label_lower for meta in models if meta.model_name not in WITHOUT_A_RULE} == set(SIGHTS)


@pytest.mark.parametrize("label", SIGHTS)
def test_every_rule_answers_for_every_act(label: str, world: World) -> None:
    """No column is misspelt, and who serves nothing reaches nothing."""
    nobody = User.objects.create_user("nobody", name="无职")
    rows = apps.get_model(label)._base_manager.all()
    for act in Act:
        for user in (world.staff, world.liaison, world.admin):
            allowed(rows, user, act).exists()
        assert not allowed(rows, nobody, act).exists()


class TestWork:
    def test_a_task_is_the_bureau_s_and_of_the_units_that_have_a_part_in_it(self, world: World) -> None:
        assert who(world, world.task) == READERS | OF_UNIT

    def test_an_assignment_is_the_bureau_s_and_the_unit_s(self, world: World) -> None:
        assert who(world, world.assignment) == READERS | OF_UNIT
        assert who(world, world.task.assignments.get(unit=world.justice)) == READERS

    def test_a_plan_is_seen_by_the_units_it_asks_something_of(self, world: World) -> None:
        assert who(world, world.plan) == READERS | OF_UNIT

    def test_a_draft_plan_is_the_bureau_s(self, world: World) -> None:
        assert who(world, make_plan(world.place, title="草稿")) == READERS

    def test_a_report_that_was_handed_in_is_the_bureau_s_too(self, world: World) -> None:
        assert who(world, world.submitted) == READERS | OF_UNIT

    def test_one_that_is_being_written_is_the_unit_s(self, world: World) -> None:
        ProgressReport.objects.update(status=ProgressReport.Status.DRAFT)
        assert who(world, world.submitted) == {"admin"} | OF_UNIT

    def test_a_file_goes_with_the_version_that_lists_it(self, world: World) -> None:
        handed_in = attach(world.submitted, world.liaison)
        assert who(world, handed_in) == READERS | OF_UNIT

    def test_a_file_that_no_version_lists_is_the_unit_s(self, world: World) -> None:
        added = attach(world.submitted, world.liaison)
        world.submitted.versions.update(evidence=[])
        assert who(world, added) == {"admin"} | OF_UNIT

    def test_an_indicator_goes_with_its_plan(self, world: World) -> None:
        assert who(world, world.indicator) == READERS | OF_UNIT

    def test_an_annual_report_and_its_builds_are_the_bureau_s(self, world: World) -> None:
        assert who(world, world.annual_report) == READERS

    def test_a_build_goes_with_its_report(self, world: World) -> None:
        assert who(world, world.build) == READERS

    def test_the_units_to_choose_from_are_the_place_s_or_one_s_own(self, world: World) -> None:
        assert who(world, world.education) == READERS | OF_UNIT


class TestActs:
    @pytest.mark.parametrize("act", [Act.PLAN_PUBLISH, Act.PLAN_DELETE, Act.COVERAGE_DECIDE, Act.UPPER_SET])
    def test_a_plan_is_changed_by_the_bureau(self, world: World, act: Act) -> None:
        assert who(world, world.plan, act) == BUREAU

    def test_a_plan_is_read_beside_its_source_by_the_bureau_and_its_leader(self, world: World) -> None:
        assert who(world, world.plan, Act.PLAN_READ) == READERS

    def test_progress_is_filled_in_by_the_unit_s_liaison_alone(self, world: World) -> None:
        assert who(world, world.assignment, Act.PROGRESS_FILL) == {"liaison"}

    def test_a_report_is_decided_on_by_the_bureau(self, world: World) -> None:
        assert who(world, world.submitted, Act.PROGRESS_DECIDE) == BUREAU

    def test_one_that_is_being_written_waits_for_nobody(self, world: World) -> None:
        ProgressReport.objects.update(status=ProgressReport.Status.DRAFT)
        assert who(world, world.submitted, Act.PROGRESS_DECIDE) == set()

    @pytest.mark.parametrize("name", ["staff", "admin"])
    def test_nor_does_one_for_whoever_handed_it_in(self, world: World, name: str) -> None:
        world.submitted.versions.update(submitted_by=getattr(world, name))
        assert who(world, world.submitted, Act.PROGRESS_DECIDE) == BUREAU - {name}

    def test_what_an_earlier_version_was_handed_in_by_does_not_matter(self, world: World) -> None:
        first = world.submitted.versions.get()
        first.pk, first.number, first.submitted_by = None, 0, world.staff
        first.submitted_at = first.submitted_at.replace(year=2023)
        first.save()
        assert who(world, world.submitted, Act.PROGRESS_DECIDE) == BUREAU

    def test_places_to_choose_are_those_where_one_may(self, world: World) -> None:
        assert who(world, world.place, Act.REPORT_BEGIN) == BUREAU

    def test_import_drafts_are_for_the_bureau_not_for_its_leader(self, world: World) -> None:
        assert who(world, ready_draft(world)) == BUREAU


class TestAbove:
    """What a government above has published is read by the bureau below, and by its leader."""

    def test_its_published_plan_is_read(self, world: World) -> None:
        above = build_above(world)
        Jurisdiction.objects.filter(pk=above.region.pk).update(keeps_own_plans=True)
        assert who(world, above.plan, Act.PLAN_READ) == READERS

    def test_and_changed_by_nobody_below(self, world: World) -> None:
        above = build_above(world)
        Jurisdiction.objects.filter(pk=above.region.pk).update(keeps_own_plans=True)
        assert who(world, above.plan, Act.PLAN_PUBLISH) == {"admin"}

    def test_its_tasks_are_read_with_it(self, world: World) -> None:
        above = build_above(world)
        assert who(world, above.upper[0], Act.PLAN_READ) == READERS

    def test_but_not_how_the_work_on_them_stands(self, world: World) -> None:
        above = build_above(world)
        assert who(world, above.upper[0]) == {"admin"}

    def test_its_drafts_are_not_read_once_it_keeps_its_own(self, world: World) -> None:
        above = build_above(world)
        Jurisdiction.objects.filter(pk=above.region.pk).update(keeps_own_plans=True)
        Plan.objects.filter(pk=above.plan.pk).update(status=Plan.Status.DRAFT)
        assert who(world, above.plan, Act.PLAN_READ) == {"admin"}


class TestCost:
    """A rule asks no more of the database than it must."""

    @pytest.mark.parametrize("model", [Task, Assignment, ProgressReport, EvidenceLink, Indicator, ReportBuild])
    def test_the_admin_s_rows_are_simply_all(self, world: World, model: Any) -> None:
        rows = allowed(model._base_manager.all(), world.admin, SIGHTS[model._meta.label_lower].reads)
        assert str(rows.query) == str(model._base_manager.all().query)

    @pytest.mark.parametrize("model", [Assignment, ProgressReport, Task, EvidenceLink])
    def test_a_liaison_s_rows_are_found_without_the_plan(self, world: World, model: Any) -> None:
        assert "tasks_plan" not in str(allowed(model._base_manager.order_by(), world.liaison, Act.WORK_READ).query)

    @pytest.mark.parametrize("model", [Plan, AnnualReport, PlanDraft, Unit])
    def test_who_reaches_nothing_costs_no_query(self, world: World, model: Any) -> None:
        nobody = User.objects.create_user("nobody", name="无职")
        scope_of(nobody)
        with CaptureQueriesContext(connection) as asked:
            assert list(allowed(model._base_manager.all(), nobody, Act.PLAN_PUBLISH)) == []
        assert len(asked) == 0

    def test_a_person_s_scope_is_one_query_whatever_is_asked(self, world: World) -> None:
        build_above(world)
        forget_scope(world.staff)
        with CaptureQueriesContext(connection) as asked:
            for act in Act:
                allowed(Plan.objects.all(), world.staff, act)
        assert len(asked) == 1
