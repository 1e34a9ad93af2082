"""Services of the annual report called by who may not, or after somebody else: each refuses, nothing is changed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from reports.models import ReportBuild, ReportSection
from reports.services import SectionContent, build_request, report_create, report_sign, section_save
from tasks.common.errors import NOT_YOURS, StaleError
from tasks.people.models import User
from tasks.plans.models import Plan
from tasks.rights.rules import NotAllowedError
from tests.refusals import Refused, check
from tests.world import World

pytestmark = pytest.mark.django_db

NOT_OF_THE_BUREAU = ("liaison", "unit_head", "leader", "foreign_staff", "stranger")
NO_RIGHT = "您没有权限办理"


def create(world: World, user: User) -> object:
    return report_create(user=user, jurisdiction=world.place, year=2025)


def sign(world: World, user: User, seen: str = "") -> object:
    day = dt.date(2025, 3, 1)
    return report_sign(
        report=world.annual_report, issuer="某区政府", dated_on=day, seen=seen, user=user, now=timezone.now()
    )


def write(world: World, user: User, revision: int = 0) -> object:
    return section_save(
        report=world.annual_report,
        kind=ReportSection.Kind.SHORTCOMINGS,
        content=SectionContent("人员不足。"),
        revision=revision,
        user=user,
        now=timezone.now(),
    )


def build(world: World, user: User) -> object:
    return build_request(report=world.annual_report, user=user)


def nothing_built(world: World) -> None:
    ReportBuild.objects.all().delete()


def no_plan(world: World) -> None:
    nothing_built(world)
    Plan.objects.update(status=Plan.Status.DRAFT)


def written(world: World) -> None:
    write(world, world.admin)


def _as(call: Callable[..., object], person: str) -> Callable[..., object]:
    return lambda world: call(world, getattr(world, person))


ROWS = [
    *(
        Refused(f"{call.__name__}: {person}", _as(call, person), sentence, NotAllowedError, nothing_built)
        for call, sentence in ((create, NOT_YOURS), (sign, NO_RIGHT), (write, NO_RIGHT), (build, NO_RIGHT))
        for person in NOT_OF_THE_BUREAU
    ),
    Refused("sign: changed since it was seen", lambda world: sign(world, world.staff, "1 别的"), "刚刚被他人改为",
            StaleError),
    Refused("write: saved since it was opened", _as(write, "staff"), "刚刚被他人修改", StaleError, written),
    Refused("build: no plan of the year", _as(build, "staff"), "没有已发布的工作方案", prepare=no_plan),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_it_is_refused_and_nothing_is_changed(world: World, row: Refused) -> None:
    check(world, row)
