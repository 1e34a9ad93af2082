"""Disabling, deleting or moving a person takes rights away, and never gives any to others."""

import pytest

from tasks.people.models import Jurisdiction, Membership, Unit, User
from tasks.plans.models import Plan
from tasks.rights.acts import Act
from tasks.rights.rules import may
from tasks.rights.visibility import allowed
from tests.tasks.alignment.above import give_staff, put_above
from tests.tracker.intake.imports import ready_draft
from tests.world import World, make_plan
from tracker.intake.models import PlanDraft

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """As the next request has the person."""
    return User.objects.get(pk=user.pk)


def move(user: User, unit: Unit) -> User:
    """The admin has the person serve another unit as staff."""
    user.memberships.all().delete()
    Membership.objects.create(user=user, unit=unit, role=Membership.Role.STAFF)
    return again(user)


class TestStandIn:
    @pytest.fixture
    def region(self, world: World) -> Jurisdiction:
        """The place above the district, two levels up, which never had staff."""
        return put_above(world.place)

    def stands_in(self, world: World, region: Jurisdiction) -> bool:
        plan = Plan.objects.filter(pk=make_plan(region).pk)
        found = allowed(plan, again(world.staff), Act.PLAN_DELETE).exists()
        assert may(again(world.staff), Act.PLAN_DELETE, place_id=region.pk) is found  # one rule, asked both ways
        return found

    def test_staff_below_keep_the_plans_of_a_place_that_never_had_staff(
        self, world: World, region: Jurisdiction
    ) -> None:
        assert self.stands_in(world, region)

    def test_from_its_first_staff_on_it_keeps_them_itself(self, world: World, region: Jurisdiction) -> None:
        give_staff(region)
        assert not self.stands_in(world, region)

    def test_also_while_its_only_account_is_disabled(self, world: World, region: Jurisdiction) -> None:
        User.objects.filter(pk=give_staff(region).pk).update(is_active=False)
        assert not self.stands_in(world, region)

    def test_also_after_it_was_deleted(self, world: World, region: Jurisdiction) -> None:
        give_staff(region).delete()
        assert not self.stands_in(world, region)

    def test_also_after_the_person_moved_elsewhere(self, world: World, region: Jurisdiction) -> None:
        move(give_staff(region), world.foreign_unit)
        assert not self.stands_in(world, region)

    def test_until_the_admin_says_otherwise(self, world: World, region: Jurisdiction) -> None:
        give_staff(region)
        Jurisdiction.objects.filter(pk=region.pk).update(keeps_own_plans=False)
        assert self.stands_in(world, region)

    @pytest.mark.parametrize("role", [role for role in Membership.Role if role != Membership.Role.STAFF])
    def test_a_liaison_or_a_leader_there_changes_nothing(self, world: World, region: Jurisdiction, role: str) -> None:
        Membership.objects.filter(user=give_staff(region)).delete()
        Jurisdiction.objects.filter(pk=region.pk).update(keeps_own_plans=False)
        Membership.objects.create(user=world.stranger, unit=Unit.objects.get(jurisdiction=region), role=role)
        assert self.stands_in(world, region)

    def test_who_becomes_staff_after_being_its_liaison_ends_it(self, world: World, region: Jurisdiction) -> None:
        unit = Unit.objects.create(jurisdiction=region, name="某省司法厅", short_name="司法厅")
        served = Membership.objects.create(user=world.stranger, unit=unit, role=Membership.Role.LIAISON)
        served.role = Membership.Role.STAFF
        served.save()
        assert not self.stands_in(world, region)


class TestDisabled:
    @pytest.mark.parametrize("name", ["staff", "liaison", "admin"])
    def test_who_is_disabled_may_nothing(self, world: World, name: str) -> None:
        """A job that was begun for the person asks after the person was disabled."""
        User.objects.filter(username=name).update(is_active=False)
        person = again(getattr(world, name))
        assert not any(may(person, act, place_id=world.place.pk, unit_id=world.education.pk) for act in Act)
        assert not allowed(Plan.objects.all(), person, Act.WORK_READ).exists()


class TestDrafts:
    def sees(self, user: User, draft: PlanDraft) -> bool:
        found = allowed(PlanDraft.objects.filter(pk=draft.pk), again(user), Act.DRAFT_CORRECT).exists()
        place, begun_by = draft.jurisdiction_id, None
        if place is None:
            place, begun_by = draft.begun_for_id, draft.owner_id
        asked = may(again(user), Act.DRAFT_CORRECT, place_id=place, begun_by=begun_by)
        assert asked is found  # one rule, asked both ways
        return found

    @pytest.fixture
    def placed(self, world: World) -> PlanDraft:
        """Begun by the place's staff, and known to be of the place."""
        draft = ready_draft(world)
        assert draft.jurisdiction == world.place
        return draft

    @pytest.fixture
    def unplaced(self, placed: PlanDraft) -> PlanDraft:
        """Begun by the place's staff; nobody has said of which place it is."""
        PlanDraft.objects.update(jurisdiction=None)
        placed.refresh_from_db()
        return placed

    def test_a_draft_is_begun_for_the_place_that_its_owner_serves(self, world: World, placed: PlanDraft) -> None:
        assert placed.begun_for == world.place

    def test_the_admin_begins_one_for_no_place(self, world: World) -> None:
        assert ready_draft(world, world.admin).begun_for is None

    def test_of_two_places_served_it_is_the_first(self, world: World) -> None:
        Membership.objects.create(user=world.staff, unit=world.foreign_unit, role=Membership.Role.STAFF)
        assert ready_draft(world, again(world.staff)).begun_for == world.place

    def test_a_draft_of_no_place_yet_is_its_owner_s_and_the_admin_s(self, world: World, unplaced: PlanDraft) -> None:
        colleague = User.objects.create_user("colleague", name="同事")
        Membership.objects.create(user=colleague, unit=world.justice, role=Membership.Role.STAFF)
        assert self.sees(world.staff, unplaced)
        assert self.sees(world.admin, unplaced)
        assert not self.sees(colleague, unplaced)

    @pytest.mark.parametrize("kind", ["placed", "unplaced"])
    def test_who_moved_to_another_place_loses_the_old_one_s_at_once(
        self, world: World, kind: str, request: pytest.FixtureRequest
    ) -> None:
        draft = request.getfixturevalue(kind)
        assert not self.sees(move(world.staff, world.foreign_unit), draft)

    def test_who_still_serves_there_too_keeps_them(self, world: World, unplaced: PlanDraft) -> None:
        Membership.objects.create(user=world.staff, unit=world.foreign_unit, role=Membership.Role.STAFF)
        assert self.sees(world.staff, unplaced)

    @pytest.mark.parametrize("kind", ["placed", "unplaced"])
    def test_who_is_a_liaison_now_loses_them(self, world: World, kind: str, request: pytest.FixtureRequest) -> None:
        draft = request.getfixturevalue(kind)
        world.staff.memberships.update(role=Membership.Role.LIAISON)
        assert not self.sees(world.staff, draft)

    def test_who_is_no_admin_any_more_loses_what_was_begun_as_one(self, world: World) -> None:
        draft = ready_draft(world, world.admin)
        PlanDraft.objects.update(jurisdiction=None)
        draft.refresh_from_db()
        User.objects.filter(pk=world.admin.pk).update(is_superuser=False)
        assert not self.sees(move(world.admin, world.justice), draft)

    def test_who_moved_brings_the_same_file_for_the_new_place(self, world: World, unplaced: PlanDraft) -> None:
        """The draft left behind is out of reach, so it must not be in the way."""
        moved = move(world.staff, world.foreign_unit)
        values = {"name": "方案.txt", "sha256": unplaced.sha256, "state": PlanDraft.State.QUEUED}
        draft = PlanDraft.objects.create(owner=moved, **values)
        assert draft.begun_for == world.elsewhere
        assert self.sees(moved, draft)
