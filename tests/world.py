"""A small world that tests act in: one district, four units, one published plan, and the cast of people."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from indicators.models import Indicator, Target
from reports.models import AnnualReport, ReportBuild, ReportSection
from reports.services import build_request
from tasks.people.models import Jurisdiction, Membership, Unit, UnitGroup, User
from tasks.plans.models import Action, Plan, Responsibility, SourceDocument, Task
from tasks.plans.services.plans import version_create
from tasks.rights.scope import forget_scope
from tasks.work.models import Assignment, ProgressReport, ReportingPeriod
from tasks.work.services.progress import FigureContent, ProgressContent, progress_save, progress_submit
from tasks.work.services.publishing import plan_publish

PASSWORD = "a-Password-for-tests"
YEAR = 2024
SOURCE_TEXT = (
    "某区2024年法治政府建设任务分工方案\n\n（一）示范创建行动\n\n1. 争取命名。开展创建。\n\n责任单位：司法局、教育局"
)


@dataclass
class World:
    """What the tests refer to by name."""

    place: Jurisdiction
    elsewhere: Jurisdiction
    justice: Unit
    education: Unit
    finance: Unit
    foreign_unit: Unit
    departments: UnitGroup
    plan: Plan
    task: Task
    ongoing_task: Task
    unresolved: Responsibility
    assignment: Assignment  # education's, of `task`
    period: ReportingPeriod  # the first quarter
    submitted: ProgressReport  # education's, of `ongoing_task`, waiting for review
    indicator: Indicator
    annual_report: AnnualReport
    section: ReportSection
    build: ReportBuild
    admin: User
    staff: User
    foreign_staff: User
    liaison: User  # education's
    stranger: User  # finance's, which has no part in `task`
    leader: User  # of the place
    unit_head: User  # education's


def build_world() -> World:
    """Make the world through the services that make it in real life."""
    place = Jurisdiction.objects.create(name="某区", full_name="某市某区", level=Jurisdiction.Level.COUNTY)
    elsewhere = Jurisdiction.objects.create(name="他区", full_name="某市他区", level=Jurisdiction.Level.COUNTY)
    justice, education, finance = (
        Unit.objects.create(jurisdiction=place, name=f"某区{name}", short_name=name, position=n)
        for n, name in enumerate(("司法局", "教育局", "财政局"), 1)
    )
    foreign_unit = Unit.objects.create(jurisdiction=elsewhere, name="他区司法局", short_name="司法局")
    departments = UnitGroup.objects.create(jurisdiction=place, name="政府组成部门")
    departments.members.set([justice, education])
    plan = make_plan(place)
    action = plan.actions.get()
    task = make_task(action, 1, kind="date", due_on=dt.date(2024, 12, 31), units=[justice, education])
    ongoing = make_task(action, 2, kind="ongoing", group=departments)
    unresolved = Responsibility.objects.create(task=task, position=9, role="support", name="有关部门")
    people = _people(justice, education, finance, foreign_unit)
    plan_publish(plan=plan, user=people["staff"], now=timezone.now())
    period = plan.periods.order_by("starts_on").first()
    assert period is not None
    submitted = make_submitted(ongoing.assignments.get(unit=education), period, people["liaison"])
    annual = AnnualReport.objects.create(jurisdiction=place, year=YEAR)
    world = World(
        place=place,
        elsewhere=elsewhere,
        justice=justice,
        education=education,
        finance=finance,
        foreign_unit=foreign_unit,
        departments=departments,
        plan=plan,
        task=task,
        ongoing_task=ongoing,
        unresolved=unresolved,
        assignment=task.assignments.get(unit=education),
        period=period,
        submitted=submitted,
        indicator=_indicator(plan),
        annual_report=annual,
        section=ReportSection.objects.create(report=annual, kind=ReportSection.Kind.SHORTCOMINGS),
        build=build_request(report=annual, user=people["staff"]),
        **people,
    )
    for person in people.values():
        forget_scope(person)  # a test may change what a person serves
    return world


def make_plan(place: Jurisdiction, *, title: str = "", years: tuple[int, int] = (YEAR, YEAR)) -> Plan:
    """A draft plan with one action and its source document."""
    title = title or f"{place.name}{years[0]}年法治政府建设任务分工方案"
    source = SourceDocument.objects.create(
        sha256=f"{Plan.objects.count():064x}", name="plan.txt", file="plans/x", text=SOURCE_TEXT
    )
    plan = Plan.objects.create(jurisdiction=place, title=title, first_year=years[0], last_year=years[1], source=source)
    version_create(plan=plan, user=None, now=timezone.now(), changes=[])
    Action.objects.create(plan=plan, position=1, heading="示范创建行动", line=3)
    return plan


def make_task(
    action: Action,
    number: int,
    *,
    kind: str = "none",
    due_on: dt.date | None = None,
    annual_on: str = "",
    units: list[Unit] | None = None,
    group: UnitGroup | None = None,
) -> Task:
    """A task with its responsibilities; assignments come with publication."""
    task = Task.objects.create(
        action=action,
        position=number,
        number=number,
        title=f"争取命名{number}",
        text=f"争取命名{number}。开展创建。",
        line=5,
        deadline_text={"date": "2024年12月", "ongoing": "长期坚持", "annual": "每年10月底前"}.get(kind, ""),
        deadline_kind=kind,
        due_on=due_on,
        annual_on=annual_on,
        is_ongoing=kind in ("ongoing", "date_then_ongoing"),
    )
    for n, unit in enumerate(units or [], 1):
        Responsibility.objects.create(task=task, position=n, role="responsible", name=unit.short_name, unit=unit)
    if group:
        Responsibility.objects.create(task=task, position=8, role="responsible", name=group.name, group=group)
    return task


def make_submitted(assignment: Assignment, period: ReportingPeriod, author: User) -> ProgressReport:
    """A progress report with one figure, handed in and waiting."""
    content = ProgressContent(
        "组织学法培训，覆盖全体干部。", 40, [FigureContent("培训", Decimal(4), "场次", Decimal(3))]
    )
    report = progress_save(
        user=author, assignment=assignment, period=period, content=content, revision=None, now=timezone.now()
    )
    progress_submit(user=author, report=report, now=timezone.now())
    return report


def _indicator(plan: Plan) -> Indicator:
    indicator = Indicator.objects.create(plan=plan, position=1, number=1, area="示范创建", name="示范项目", unit="个")
    Target.objects.create(indicator=indicator, position=1, year=YEAR, text="≥5", operator=">=", value=Decimal(5))
    return indicator


def _people(justice: Unit, education: Unit, finance: Unit, foreign: Unit) -> dict[str, User]:
    people = {
        name: User.objects.create_user(name, password=PASSWORD, name=words)
        for name, words in (
            ("staff", "王审核"),
            ("foreign_staff", "外区员"),
            ("liaison", "李联络"),
            ("stranger", "赵旁人"),
            ("leader", "周领导"),
            ("unit_head", "吴局长"),
        )
    }
    people["admin"] = User.objects.create_superuser("admin", password=PASSWORD, name="管理员")
    for name, unit, role in (
        ("staff", justice, Membership.Role.STAFF),
        ("foreign_staff", foreign, Membership.Role.STAFF),
        ("liaison", education, Membership.Role.LIAISON),
        ("stranger", finance, Membership.Role.LIAISON),
        ("leader", justice, Membership.Role.LEADER),
        ("unit_head", education, Membership.Role.UNIT_HEAD),
    ):
        Membership.objects.create(user=people[name], unit=unit, role=role)
    return people
