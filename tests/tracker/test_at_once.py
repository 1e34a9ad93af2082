"""Two people at the same moment: one is first, the other is told; nothing is half done, nobody meets an error page."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from tasks.alignment.services.upper import plan_set_upper
from tasks.people.models import User
from tasks.planparser import ParsedDeadline
from tasks.plans.models import Plan
from tasks.work.models import Assignment, ProgressReport
from tasks.work.services.progress import progress_accept
from tasks.work.services.publishing import plan_publish, responsibility_link
from tests.tasks.alignment.above import Above, build_above
from tests.tasks.work.test_progress import together
from tests.tracker.intake.imports import confirm, ready_draft
from tests.tracker.intake.revisions import revise, said_now, with_task, without_task
from tests.world import World, build_world
from tracker.intake.models import PlanDraft
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.services.places import draft_new_place
from tracker.intake.services.plan_deletion import plan_delete
from tracker.intake.services.review import draft_revise

pytestmark = pytest.mark.django_db(transaction=True)

ONGOING = ParsedDeadline("长期坚持", "ongoing", ongoing=True)


def confirming(draft: PlanDraft, user: User) -> Callable[[], object]:
    def act() -> None:
        fresh = PlanDraft.objects.select_related("jurisdiction", "upper_plan").get(pk=draft.pk)
        confirm_draft(draft=fresh, revision=fresh.revision, user=user, now=timezone.now(), seen_version=1)

    return act


def test_the_same_file_confirmed_by_two() -> None:
    world = build_world()
    drafts = [(ready_draft(world, user), user) for user in (world.staff, world.admin)]
    PlanDraft.objects.update(jurisdiction=world.place)
    outcomes = together(*(confirming(draft, user) for draft, user in drafts))
    assert outcomes in (["ServiceError", "ok"], ["StaleError", "ok"])
    assert Plan.objects.count() == 2


def test_two_like_plans_confirmed_at_once_with_the_same_new_names() -> None:
    world = build_world()
    texts = ("第一份方案2024年", "第二份方案2024年")
    drafts = []
    for title in texts:
        text = f"{title}\n\n（一）行动\n\n1. 争取命名。开展。\n\n责任单位：司法局、气象局"
        draft = ready_draft(world, text=text)
        PlanDraft.objects.filter(pk=draft.pk).update(
            jurisdiction=world.place,
            decisions={"气象局": {"new_unit": "某区气象局"}},
            content=replace(draft.reviewed, jurisdiction="小区"),
        )
        drafts.append(draft)
    assert together(*(confirming(draft, world.staff) for draft in drafts)) == ["ok", "ok"]
    assert world.place.units.filter(name="某区气象局").count() == 1


def test_two_admins_who_make_the_same_place() -> None:
    world = build_world()

    def making(draft: PlanDraft) -> Callable[[], object]:
        make = partial(draft_new_place, draft=draft, revision=draft.revision, user=world.admin)
        return partial(make, name="江南新区", full_name="某市江南新区", level="county", parent=None)

    drafts = [ready_draft(world, text=f"第{n}份方案2026年\n\n（一）行动\n\n1. 争取。开展。") for n in "一二"]
    assert together(*(making(draft) for draft in drafts)) == ["ServiceError", "ok"]
    assert PlanDraft.objects.filter(jurisdiction__name="江南新区").count() == 1


def test_two_versions_of_one_new_plan() -> None:
    world = build_world()
    text = "新方案2026年\n\n（一）行动\n\n1. 争取命名。开展。\n\n责任单位：司法局"
    drafts = [ready_draft(world, text=text + "、" * n, stands_alone=False) for n in range(4)]
    PlanDraft.objects.update(jurisdiction=world.place)
    assert together(*(confirming(draft, world.staff) for draft in drafts)) == ["ServiceError"] * 3 + ["ok"]


def test_revised_while_a_name_is_linked() -> None:
    world = build_world()
    without = without_task(said_now(world.plan), 0)

    def link() -> None:
        responsibility_link(responsibility=world.unresolved, target=world.finance, user=world.staff, now=timezone.now())

    outcomes = together(lambda: revise(world, without), link)
    assert outcomes in (["StaleError", "ok"], ["ok", "ok"])
    assert not Assignment.objects.in_force().filter(task=world.task).exists()


def test_revised_while_it_is_published() -> None:
    world = build_world()
    Plan.objects.filter(pk=world.plan.pk).update(status=Plan.Status.DRAFT)
    now = said_now(world.plan)
    plan = Plan.objects.get(pk=world.plan.pk)
    outcomes = together(
        lambda: revise(world, now, Plan.objects.get(pk=plan.pk)),
        lambda: plan_publish(plan=plan, user=world.staff, now=timezone.now()),
    )
    assert outcomes == ["ok", "ok"]
    plan.refresh_from_db()
    assert plan.status == Plan.Status.PUBLISHED


def test_deleted_while_it_is_published() -> None:
    world = build_world()
    plan = confirm(ready_draft(world), world)
    outcomes = together(
        lambda: plan_delete(plan=Plan.objects.get(pk=plan.pk), user=world.staff),
        lambda: plan_publish(plan=plan, user=world.staff, now=timezone.now()),
    )
    assert outcomes == ["StaleError", "ok"]
    assert Plan.objects.filter(pk=plan.pk).exists() == Assignment.objects.filter(task__action__plan=plan.pk).exists()


def test_deleted_while_a_new_version_is_confirmed() -> None:
    world = build_world()
    plan = confirm(ready_draft(world), world)
    draft = ready_draft(world, text="某区2024年方案\n\n（一）行动\n\n1. 争取。开展。", stands_alone=False)
    PlanDraft.objects.filter(pk=draft.pk).update(jurisdiction=world.place, revises=plan)
    outcomes = together(
        lambda: plan_delete(plan=Plan.objects.get(pk=plan.pk), user=world.staff), confirming(draft, world.staff)
    )
    assert outcomes in (["StaleError", "ok"], ["ok", "ok"])
    assert not Plan.objects.filter(pk=plan.pk).exists()


def lingering(act: Callable[[], object]) -> Callable[[], object]:
    """The act, with its transaction open a while longer: whoever comes after meets it."""

    @transaction.atomic
    def linger() -> None:
        act()
        time.sleep(0.4)

    return linger


def later(act: Callable[[], object]) -> Callable[[], object]:
    def wait() -> None:
        time.sleep(0.2)
        act()

    return wait


def naming_upper(world: World, above: Above) -> Callable[[], object]:
    plan = Plan.objects.select_related("jurisdiction").get(pk=above.lower_plan.pk)
    return lambda: plan_set_upper(plan=plan, upper=above.plan, seen=None, user=world.staff, now=timezone.now())


def confirming_below(world: World, above: Above) -> Callable[[], object]:
    draft = ready_draft(world)
    PlanDraft.objects.filter(pk=draft.pk).update(jurisdiction=world.place, upper_plan=above.plan)
    fresh = PlanDraft.objects.select_related("jurisdiction").get(pk=draft.pk)
    return lambda: confirm_draft(draft=fresh, revision=0, user=world.staff, now=timezone.now())


def making_a_version(world: World, above: Above) -> Callable[[], object]:
    draft, plan = ready_draft(world, user=world.admin, stands_alone=False), above.plan
    PlanDraft.objects.filter(pk=draft.pk).update(jurisdiction=plan.jurisdiction)
    draft.refresh_from_db()
    return lambda: draft_revise(draft=draft, revision=0, user=world.admin, plan=plan)


LEADING = [  # to a plan, what becomes of it where the plan was deleted first, and of the deletion where it comes second
    ("as the upper plan", naming_upper, "StaleError", "ServiceError"),
    ("as the upper plan of a draft", confirming_below, "ok", "ServiceError"),
    ("as the plan it revises", making_a_version, "StaleError", "ok"),
]


@pytest.mark.parametrize(("lead", "told", "refused"), [row[1:] for row in LEADING], ids=[row[0] for row in LEADING])
@pytest.mark.parametrize("is_first", [True, False], ids=["deleted first", "named first"])
def test_deleted_while_it_is_named(
    lead: Callable[[World, Above], Callable[[], object]], told: str, refused: str, is_first: bool
) -> None:
    world = build_world()
    above = build_above(world, named=False)
    Plan.objects.filter(pk=above.plan.pk).update(status=Plan.Status.DRAFT)
    plan, name = Plan.objects.get(pk=above.plan.pk), lead(world, above)

    def remove() -> None:
        plan_delete(plan=plan, user=world.admin)

    if is_first:
        assert together(lingering(remove), later(name)) == sorted(["ok", told])
    else:
        assert together(lingering(name), later(remove)) == sorted(["ok", refused])


def test_accepted_whole_while_the_task_becomes_one_that_goes_on() -> None:
    world = build_world()
    report = ProgressReport.objects.select_related("assignment__task", "period").get(pk=world.submitted.pk)
    now = said_now(world.plan)
    revise(world, with_task(now, 1, deadline=ParsedDeadline()))
    ProgressReport.objects.filter(pk=report.pk).update(completion=100)
    stale = ProgressReport.objects.select_related("assignment__task", "period").get(pk=report.pk)
    plan = Plan.objects.select_related("jurisdiction").get(pk=world.plan.pk)
    revise(world, with_task(now, 1, deadline=ONGOING), plan, seen_version=2)
    progress_accept(user=world.staff, report=stale, now=timezone.now())
    assert Assignment.objects.get(pk=report.assignment_id).state == Assignment.State.OPEN
