"""Confirming what cannot be written as it is: a sentence, and nothing written; or all of it but what fell away."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.people.models import JurisdictionAlias, User
from tasks.plans.models import Plan
from tasks.rights.rules import NotAllowedError
from tests.tasks.alignment.above import build_above, give_staff
from tests.tracker.intake.imports import ready_draft
from tests.world import World
from tracker.intake.models import PlanDraft
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.services.writing import Choice, Offer, carry_over, lacking, write_draft

pytestmark = pytest.mark.django_db

UNLIKE = "某区2025年另一方案\n\n（一）宣传\n\n1. 开展宪法宣传周。组织活动。\n\n责任单位：司法局\n"


def confirm(world: World, draft: PlanDraft) -> Plan:
    draft = PlanDraft.objects.select_related("jurisdiction", "upper_plan").get(pk=draft.pk)
    user = User.objects.get(pk=world.staff.pk)  # the scope is read anew, as by every request
    return confirm_draft(draft=draft, revision=draft.revision, user=user, now=timezone.now()).plan


@pytest.mark.parametrize("years", [[1950], [2024, 2150], [1977, 2024], [1]])
def test_years_that_no_plan_has_are_refused(world: World, years: list[int]) -> None:
    draft = ready_draft(world)
    PlanDraft.objects.filter(pk=draft.pk).update(content=replace(draft.reviewed, years=tuple(years)))
    with pytest.raises(ServiceError, match="年度"):
        confirm(world, draft)
    assert Plan.objects.count() == 1


def test_a_plan_above_that_may_be_read_no_more_is_left_out(world: World) -> None:
    above = build_above(world)
    draft = ready_draft(world)
    PlanDraft.objects.filter(pk=draft.pk).update(upper_plan=above.plan)
    Plan.objects.filter(pk=above.plan.pk).update(status=Plan.Status.DRAFT)
    give_staff(above.region)
    assert confirm(world, draft).upper_plan is None


def test_a_file_that_is_gone_is_said_and_nothing_is_written(world: World) -> None:
    draft = ready_draft(world)
    draft.file.storage.delete(str(draft.file.name))
    with pytest.raises(ServiceError, match="文件已不在服务器上"):
        confirm(world, draft)
    assert (Plan.objects.count(), PlanDraft.objects.get(pk=draft.pk).state) == (1, "ready")


def test_a_name_too_long_to_be_one_of_a_place_is_no_alias(world: World) -> None:
    long = "某" * 150
    for n in range(2):
        draft = ready_draft(
            world, text=f"某区202{n}年法治政府建设方案\n\n（一）行动\n\n1. 争取命名{n}。开展。\n\n责任单位：司法局"
        )
        PlanDraft.objects.filter(pk=draft.pk).update(content=replace(draft.reviewed, jurisdiction=f"{long}{n}"))
        confirm(world, draft)
    assert Plan.objects.count() == 3
    assert not JurisdictionAlias.objects.exists()


WRITERS: list[tuple[str, Callable[[World, PlanDraft, User], object]]] = [
    (
        "confirming",
        lambda world, draft, user: confirm_draft(
            draft=draft, revision=draft.revision, user=user, now=timezone.now(), seen_version=1
        ),
    ),
    (
        "taking over from last year",
        lambda world, draft, user: carry_over(
            draft=draft,
            revision=draft.revision,
            user=user,
            offer=lacking(draft, world.plan, dt.date(2024, 2, 1)),
            choice=Choice({world.task.pk}, set()),
            heading="",
        ),
    ),
    (
        "beginning a plan of one's own",
        lambda world, draft, user: write_draft(
            user=user, place=world.place, years=[2025], title="方案", upper=None, offer=Offer(), choice=Choice((), ())
        ),
    ),
]


@pytest.mark.parametrize("who", ["foreign_staff", "liaison", "stranger"])
@pytest.mark.parametrize("write", [row[1] for row in WRITERS], ids=[row[0] for row in WRITERS])
def test_who_does_not_keep_the_plans_of_the_place_is_refused(
    world: World, write: Callable[[World, PlanDraft, User], object], who: str
) -> None:
    draft = ready_draft(world, text=UNLIKE)
    PlanDraft.objects.filter(pk=draft.pk).update(jurisdiction=world.place)
    draft.refresh_from_db()
    held, done = list(PlanDraft.objects.values()), Event.objects.exclude(act=EventAct.ACCESS_REFUSE).count()
    with pytest.raises(NotAllowedError):
        write(world, draft, getattr(world, who))
    assert list(PlanDraft.objects.values()) == held
    assert (Plan.objects.count(), Event.objects.exclude(act=EventAct.ACCESS_REFUSE).count()) == (1, done)


def test_a_draft_is_confirmed_once(world: World) -> None:
    draft = ready_draft(world)
    confirm(world, draft)
    with pytest.raises(ServiceError):
        confirm(world, draft)
    assert Plan.objects.count() == 2
    assert Event.objects.filter(act=EventAct.DRAFT_CONFIRM, object_id=draft.pk).count() == 1
    assert Event.objects.filter(act=EventAct.PLAN_IMPORT, reason="导入").count() == 1
