"""For whom a member of staff imports plans, and whose plans may be read: the place served and the places above."""

import pytest

from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Plan
from tests.tasks.alignment.above import give_staff
from tests.world import World, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(world: World) -> Jurisdiction:
    """The place above both districts, two levels up."""
    region = Jurisdiction.objects.create(name="某省", full_name="某省", level=Jurisdiction.Level.PROVINCE)
    city = Jurisdiction.objects.create(name="某市", full_name="某市", level=Jurisdiction.Level.CITY, parent=region)
    Jurisdiction.objects.filter(pk__in=[world.place.pk, world.elsewhere.pk]).update(parent=city)
    return region


def test_staff_keep_the_plans_of_a_place_above_that_has_no_staff_of_its_own(world: World, region: Jurisdiction) -> None:
    plan = make_plan(region)
    assert world.staff.scope.imports_for(region.pk)
    assert not world.staff.scope.manages(region.pk)
    assert plan in Plan.objects.managed_by(world.staff)


def test_once_it_has_staff_they_read_what_it_has_published_and_change_nothing(
    world: World, region: Jurisdiction
) -> None:
    draft, published = make_plan(region), make_plan(region, title="已发布")
    Plan.objects.filter(pk=published.pk).update(status=Plan.Status.PUBLISHED)
    give_staff(region)
    assert not world.staff.scope.imports_for(region.pk)
    assert list(Plan.objects.managed_by(world.staff)) == [world.plan]
    assert set(Plan.objects.readable_by(world.staff)) == {world.plan, published}
    assert draft not in Plan.objects.readable_by(world.staff)


def test_whoever_cannot_sign_in_any_more_is_no_staff(world: World, region: Jurisdiction) -> None:
    User.objects.filter(pk=give_staff(region).pk).update(is_active=False)
    assert world.staff.scope.imports_for(region.pk)


def test_a_neighbour_s_plans_are_nobody_s_business(world: World, region: Jurisdiction) -> None:
    Plan.objects.filter(pk=make_plan(world.elsewhere).pk).update(status=Plan.Status.PUBLISHED)
    assert list(Plan.objects.readable_by(world.staff)) == [world.plan]


def test_a_liaison_imports_and_reads_nothing_so(world: World, region: Jurisdiction) -> None:
    assert world.liaison.scope.managed_ids == frozenset()
    assert list(Plan.objects.readable_by(world.liaison)) == []
