"""Services of the work called by who may not, too early, too late, twice: each refuses, and nothing is changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tasks.common.errors import StaleError
from tasks.people.models import User
from tasks.plans.models import Plan
from tasks.rights.rules import OWN, NotAllowedError
from tasks.work.models import Assignment, EvidenceLink, ProgressReport, ProgressVersion, ReportingPeriod
from tasks.work.services.evidence import evidence_attach, evidence_remove
from tasks.work.services.progress import (
    ProgressContent,
    progress_accept,
    progress_return,
    progress_save,
    progress_submit,
)
from tasks.work.services.publishing import plan_publish, responsibility_link
from tests.history import steps_of
from tests.refusals import Refused, check
from tests.tasks.work.reports import attach, draft, upload
from tests.world import World, make_plan

pytestmark = pytest.mark.django_db

Call, Prepare = Callable[..., object], Callable[[World], Any]
State, Status = Assignment.State, ProgressReport.Status
NO_RIGHT = "您没有权限办理"
EARLY = dt.datetime(2024, 2, 1, 4, tzinfo=dt.UTC)  # in the first quarter


# ---- what is called ----
def now() -> dt.datetime:
    return timezone.now()


def publish(world: World, plan: Plan, user: User) -> object:
    return plan_publish(plan=plan, user=user, now=now())


def link(world: World, user: User) -> object:
    return responsibility_link(responsibility=world.unresolved, target=world.finance, user=user, now=now())


def save(
    world: World,
    user: User,
    *,
    period: ReportingPeriod | None = None,
    revision: int | None = None,
    at: dt.datetime | None = None,
) -> ProgressReport:
    return progress_save(
        user=user,
        assignment=world.assignment,
        period=period or world.period,
        content=ProgressContent("初稿。", 10),
        revision=revision,
        now=at or now(),
    )


def begun(world: World) -> ProgressReport:
    return draft(world.assignment, world.period, world.liaison)


def second_quarter(world: World) -> ReportingPeriod:
    return world.plan.periods.get(label="2024年第二季度")


def begun_on_the_second(world: World) -> ProgressReport:
    return draft(world.assignment, second_quarter(world), world.liaison)


def submit(user: User, report: ProgressReport, at: dt.datetime | None = None) -> object:
    return progress_submit(user=user, report=report, now=at or now())


def accept(world: World, user: User, seen: int | None = None) -> object:
    return progress_accept(user=user, report=world.submitted, now=now(), seen_revision=seen)


def send_back(world: World, user: User, reason: str = "补充。") -> object:
    return progress_return(user=user, report=world.submitted, reason=reason, now=now())


def other_plan(world: World) -> ReportingPeriod:
    plan = make_plan(world.place, title="另一份")
    plan_publish(plan=plan, user=world.staff, now=now())
    period = plan.periods.first()
    assert period
    return period


# ---- what was there before ----
def is_(state: State) -> Prepare:
    def prepare(world: World) -> None:
        Assignment.objects.filter(pk=world.assignment.pk).update(state=state)

    return prepare


def begun_then(state: State) -> Prepare:
    def prepare(world: World) -> ProgressReport:
        report = begun(world)
        Assignment.objects.filter(pk=world.assignment.pk).update(state=state)
        return report

    return prepare


def handed_in_by(name: str) -> Prepare:
    def prepare(world: World) -> None:
        ProgressVersion.objects.filter(report=world.submitted).update(submitted_by=getattr(world, name))

    return prepare


def decided(status: Status) -> Prepare:
    """Decided by somebody else since this person read it."""

    def prepare(world: World) -> None:
        ProgressReport.objects.filter(pk=world.submitted.pk).update(status=status)

    return prepare


def with_file(world: World) -> EvidenceLink:
    return attach(begun(world), world.liaison)


def handed_in_with_file(world: World) -> EvidenceLink:
    return attach(world.submitted, world.liaison)


def begun_by_a_colleague(world: World) -> None:
    begun(world)


def emptied(world: World) -> ProgressReport:
    return draft(world.assignment, world.period, world.liaison, " ")


def twice(world: World) -> ProgressReport:
    """The first time is over; the caller has the report as it was."""
    report = begun(world)
    submit(world.liaison, ProgressReport.objects.get(pk=report.pk))
    return report


def strangers(name: str, call: Call, *people: str, prepare: Prepare = lambda world: None) -> list[Refused]:
    """One row for each of these people, who may not."""
    return [Refused(f"{name}: {person}", _as(call, person), NO_RIGHT, NotAllowedError, prepare) for person in people]


def _as(call: Call, person: str) -> Call:
    return lambda world, *made: call(world, getattr(world, person), *made)


NOT_OF_THE_BUREAU = ("liaison", "unit_head", "leader", "foreign_staff", "stranger")
NOT_OF_THE_UNIT = ("stranger", "unit_head", "leader", "staff", "foreign_staff", "admin")

ROWS = [
    # publishing
    *strangers("publish", lambda world, user, plan: publish(world, plan, user), *NOT_OF_THE_BUREAU,
               prepare=lambda world: make_plan(world.place, title="草稿")),
    Refused("publish: twice", lambda world: publish(world, world.plan, world.staff), "已经发布", StaleError),
    *strangers("link", link, *NOT_OF_THE_BUREAU),
    Refused("link: twice", lambda world: link(world, world.staff), "已由他人对应", StaleError,
            prepare=lambda world: link(world, world.staff) and None),
    Refused("link: a unit of another place",
            lambda world: responsibility_link(
                responsibility=world.unresolved, target=world.foreign_unit, user=world.staff, now=now()
            ), "不属于这份方案的地区"),
    # filling in
    *strangers("save", save, *NOT_OF_THE_UNIT),
    Refused("save: the period has not begun",
            lambda world: save(world, world.liaison, period=second_quarter(world), at=EARLY),
            "2024年第二季度还没有开始，请在2024-04-01以后填报"),
    Refused("save: done", lambda world: save(world, world.liaison), "已办结", prepare=is_(State.DONE)),
    Refused("save: withdrawn", lambda world: save(world, world.liaison), "已撤回", prepare=is_(State.WITHDRAWN)),
    Refused("save: a period of another plan", lambda world, period: save(world, world.liaison, period=period),
            "不属于这项任务", prepare=other_plan),
    Refused("save: begun by somebody else meanwhile", lambda world: save(world, world.liaison), "刚刚被他人修改",
            StaleError, prepare=begun_by_a_colleague),
    Refused("save: changed meanwhile", lambda world: save(world, world.liaison, revision=7), "刚刚被他人修改",
            StaleError, prepare=begun_by_a_colleague),
    Refused("save: handed in", lambda world, report: save(world, world.liaison, revision=1), "刚刚被他人修改",
            StaleError, prepare=twice),
    *strangers("submit", lambda world, user, report: submit(user, report), *NOT_OF_THE_UNIT, prepare=begun),
    Refused("submit: the period has not begun", lambda world, report: submit(world.liaison, report, EARLY),
            "还没有开始", prepare=begun_on_the_second),
    Refused("submit: done", lambda world, report: submit(world.liaison, report), "已办结",
            prepare=begun_then(State.DONE)),
    Refused("submit: withdrawn", lambda world, report: submit(world.liaison, report), "已撤回",
            prepare=begun_then(State.WITHDRAWN)),
    Refused("submit: nothing in it", lambda world, report: submit(world.liaison, report), "请先填写", prepare=emptied),
    Refused("submit: twice", lambda world, report: submit(world.liaison, report), "已被他人处理", StaleError,
            prepare=twice),
    # files
    *strangers("attach", lambda world, user, report: evidence_attach(user=user, report=report, upload=upload()),
               *NOT_OF_THE_UNIT, prepare=begun),
    Refused("attach: handed in",
            lambda world: evidence_attach(user=world.liaison, report=world.submitted, upload=upload()), "已提交"),
    *strangers("remove", lambda world, user, file: evidence_remove(user=user, link=file), *NOT_OF_THE_UNIT,
               prepare=with_file),
    Refused("remove: handed in", lambda world, file: evidence_remove(user=world.liaison, link=file), "已提交",
            prepare=handed_in_with_file),
    # deciding
    *strangers("accept", accept, *NOT_OF_THE_BUREAU[1:]),
    *strangers("return", send_back, *NOT_OF_THE_BUREAU[1:]),
    *(
        Refused(f"{name}: {person} what was handed in by the same", _as(call, person), OWN, NotAllowedError,
                prepare=handed_in_by(person))
        for name, call in (("accept", accept), ("return", send_back))
        for person in ("staff", "admin", "liaison")
    ),
    *(
        Refused(f"{name}: {status} already", _as(call, "staff"), "已被他人处理", StaleError, prepare=decided(status))
        for name, call in (("accept", accept), ("return", send_back))
        for status in (Status.ACCEPTED, Status.RETURNED)
    ),
    Refused("accept: handed in again since it was read", lambda world: accept(world, world.staff, seen=99),
            "已被他人处理", StaleError),
    Refused("return: without a reason", lambda world: send_back(world, world.staff, " "), "请写明退回理由"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_it_is_refused_and_nothing_is_changed(world: World, row: Refused) -> None:
    check(world, row)


def test_the_system_may_all_that_rights_refuse(world: World) -> None:
    plan = make_plan(world.place, title="系统的")
    assert plan_publish(plan=plan, user=None, now=now()) == 0


def test_a_file_that_was_taken_off_is_taken_off_once(world: World) -> None:
    file = with_file(world)
    for _ in range(2):
        evidence_remove(user=world.liaison, link=file)
    assert [step.act for step in steps_of(file)] == ["evidence.attach", "evidence.remove"]
