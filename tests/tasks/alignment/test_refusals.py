"""Services of the plan above called by who may not: each refuses, and nothing is changed."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from tasks.alignment.selectors.coverage import coverage
from tasks.alignment.services.coverage import (
    Match,
    coverage_accept_all,
    coverage_clear,
    coverage_decide,
    coverage_exempt,
)
from tasks.alignment.services.upper import plan_set_upper
from tasks.common.errors import ServiceError, StaleError
from tasks.people.models import User
from tasks.plans.models import Plan
from tasks.rights.rules import NotAllowedError
from tests.refusals import Refused, check
from tests.tasks.alignment.above import Above, build_above
from tests.world import World

pytestmark = pytest.mark.django_db

NOT_OF_THE_BUREAU = ("liaison", "unit_head", "leader", "foreign_staff", "stranger")


def decide(world: World, above: Above, user: User) -> object:
    seen = coverage(above.lower_plan).rows[0].seen
    return coverage_decide(
        plan=above.lower_plan,
        upper=above.upper[0],
        lower=above.lower[0],
        extent="full",
        percent=46,
        seen=seen,
        user=user,
        now=timezone.now(),
    )


def exempt(world: World, above: Above, user: User) -> object:
    return coverage_exempt(plan=above.lower_plan, upper=above.upper[0], seen="", user=user, now=timezone.now())


def clear(world: World, above: Above, user: User) -> object:
    seen = coverage(above.lower_plan).rows[0].seen
    return coverage_clear(
        plan=above.lower_plan, upper=above.upper[0], lower=above.lower[0], seen=seen, user=user, now=timezone.now()
    )


def accept_all(world: World, above: Above, user: User) -> object:
    matches = [Match(above.upper[0], above.lower[0], 95)]
    return coverage_accept_all(plan=above.lower_plan, matches=matches, user=user, now=timezone.now())


def name_upper(world: World, above: Above, user: User) -> object:
    return plan_set_upper(plan=above.lower_plan, upper=None, seen=above.plan.pk, user=user, now=timezone.now())


def decided(world: World) -> Above:
    above = build_above(world)
    decide(world, above, world.staff)
    return above


def hidden_above(world: World) -> Above:
    """The plan above was taken back into a draft: those below it do not read it any more."""
    above = build_above(world)
    type(above.plan.jurisdiction).objects.filter(pk=above.plan.jurisdiction_id).update(keeps_own_plans=True)
    Plan.objects.filter(pk=above.plan.pk).update(status=Plan.Status.DRAFT)
    return above


def unnamed(world: World) -> Above:
    above = build_above(world)
    name_upper(world, above, world.staff)
    return above


SERVICES = {
    "decide": (decide, build_above),
    "exempt": (exempt, build_above),
    "clear": (clear, decided),
    "accept all": (accept_all, build_above),
    "name the upper plan": (name_upper, build_above),
}


def _as(call: Callable[..., object], person: str) -> Callable[..., object]:
    return lambda world, above: call(world, above, getattr(world, person))


ROWS = [
    *(
        Refused(f"{name}: {person}", _as(call, person), "您没有权限办理", NotAllowedError, prepare)
        for name, (call, prepare) in SERVICES.items()
        for person in NOT_OF_THE_BUREAU
    ),
    *(
        Refused(f"{name}: the plan above is hidden", _as(SERVICES[name][0], "staff"), "无权查看", prepare=hidden_above)
        for name in ("decide", "exempt", "accept all")
    ),
    Refused("exempt: what was decided since", _as(exempt, "staff"), "已由他人更改", StaleError, decided),
    Refused("clear: what stands no more", _as(clear, "staff"), "已由他人更改", StaleError, build_above),
    Refused("accept all: what was decided since", _as(accept_all, "staff"), "已由他人确认", StaleError, decided),
    Refused("exempt: no plan above any more", _as(exempt, "staff"), "已不在上级方案中", ServiceError, unnamed),
    Refused("name the upper plan: twice", _as(name_upper, "staff"), "已由他人更改", StaleError, unnamed),
]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_it_is_refused_and_nothing_is_changed(world: World, row: Refused) -> None:
    check(world, row)
