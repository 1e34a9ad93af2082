"""Writing plans: a parsed document becomes a draft; a draft is published; a name nobody knew is linked."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, QuerySet

from tasks.expansion import wanted_assignments
from tasks.models import (
    Action,
    Assignment,
    AssignmentTransition,
    Jurisdiction,
    Milestone,
    Plan,
    PlanTransition,
    PlanVersion,
    ReportingPeriod,
    Responsibility,
    SourceDocument,
    Task,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitGroupAlias,
    User,
)
from tasks.models.plans import ROLE_STRENGTH, Role
from tasks.periods import periods_between
from tasks.planparser import ParsedPlan
from tasks.planparser.model import ParsedTask
from tasks.resolution import NameBook
from tasks.services.errors import ServiceError, StaleError
from tasks.services.lengths import whole

MAX_ALIAS = 100


@dataclass(frozen=True)
class Document:
    """The file a plan came in: its name, its bytes, and its text line by line."""

    name: str
    data: bytes
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class PlanImport:
    """What an import did. `created` is false where this very file was imported before; `published`: it is, just now."""

    plan: Plan
    created: bool
    published: bool = False
    unresolved: list[str] = field(default_factory=list)


@transaction.atomic
def plan_import(
    *, parsed: ParsedPlan, document: Document, jurisdiction: Jurisdiction, user: User | None, now: dt.datetime
) -> PlanImport:
    """Write a parsed plan as a draft. The same file again changes nothing. `unresolved`: names, each once, as written.

    Raises ServiceError when the plan names no year, or says something that is too long to be kept whole.
    """
    known = Plan.objects.filter(jurisdiction=jurisdiction, source__sha256=document.sha256).first()
    if known:
        return PlanImport(known, created=False, unresolved=unresolved_names(known))
    plan = _create_plan(parsed, document, jurisdiction)
    _create_items(plan, parsed)
    version_create(plan=plan, user=user, now=now, changes=[])
    PlanTransition.objects.create(subject=plan, actor=user, at=now, to_state=plan.status, reason="导入")
    return PlanImport(plan, created=True, unresolved=unresolved_names(plan))


def version_create(*, plan: Plan, user: User | None, now: dt.datetime, changes: list[dict[str, Any]]) -> PlanVersion:
    """Keep what the plan says it is now as its next version; `changes` against the one before."""
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        source=plan.source,
        title=plan.title,
        document_number=plan.document_number,
        issued_on=plan.issued_on,
        changes=changes,
        actor=user,
        at=now,
    )


def unresolved_names(plan: Plan) -> list[str]:
    """The names in a plan that stand for no unit and no group yet, each once, in document order."""
    names = (
        Responsibility.objects.filter(task__action__plan=plan, unit=None, group=None)
        .order_by("task__action__position", "task__position", "position")
        .values_list("name", flat=True)
    )
    return list(dict.fromkeys(names))


def _create_plan(parsed: ParsedPlan, document: Document, jurisdiction: Jurisdiction) -> Plan:
    if not parsed.years:
        raise ServiceError("文件没有写明年度，请在标题或落款中补上年份后重新导入。")
    text = document.text.replace("\x00", "")  # PostgreSQL holds no NUL, and what is read from the text has none
    source, created = SourceDocument.objects.get_or_create(
        sha256=document.sha256, defaults={"name": document.name[:255], "text": text}
    )
    if created:
        source.file.save(document.sha256, ContentFile(document.data))
    plan = Plan(
        jurisdiction=jurisdiction,
        title=parsed.title,
        document_number=parsed.document_number or "",
        issuer=parsed.issuer or "",
        issued_on=parsed.issued_on,
        first_year=min(parsed.years),
        last_year=max(parsed.years),
        source=source,
        cites=list(parsed.cites),
        diagnostics=parsed.as_dict()["diagnostics"],
    )
    for row in whole([plan], lambda row: None):
        row.save()
    return plan


def _create_items(plan: Plan, parsed: ParsedPlan) -> None:
    """Write actions, tasks, responsibilities and milestones in four statements, however many there are."""
    rows = (
        Action(plan=plan, position=n, heading=action.heading, goal=action.goal or "", line=action.line)
        for n, action in enumerate(parsed.actions, 1)
    )
    actions = Action.objects.bulk_create(whole(rows, lambda row: row.line))
    pairs = [
        (_task(row, position, item), item)
        for row, action in zip(actions, parsed.actions, strict=True)
        for position, item in enumerate(action.tasks, 1)
    ]
    Task.objects.bulk_create(whole((task for task, _ in pairs), lambda row: row.line))
    said = _responsibilities(NameBook(plan.jurisdiction), pairs)
    Responsibility.objects.bulk_create(whole(said, lambda row: row.task.line))
    marks = (
        Milestone(task=task, position=n, text=mark.text, due_on=mark.due)
        for task, item in pairs
        for n, mark in enumerate(item.milestones, 1)
    )
    Milestone.objects.bulk_create(whole(marks, lambda row: row.task.line))


def _task(action: Action, position: int, item: ParsedTask) -> Task:
    return Task(
        action=action,
        position=position,
        number=item.number,
        title=item.title,
        text=item.text,
        line=item.line,
        deadline_text=item.deadline.text or "",
        deadline_kind=item.deadline.kind,
        due_on=item.deadline.due,
        annual_on=item.deadline.annual or "",
        is_ongoing=item.deadline.ongoing,
    )


def _responsibilities(book: NameBook, pairs: list[tuple[Task, ParsedTask]]) -> Iterator[Responsibility]:
    for task, item in pairs:
        for n, said in enumerate(item.responsibilities, 1):
            meant = book.resolve(said.name)
            yield Responsibility(
                task=task,
                position=n,
                role=said.role,
                name=said.name,
                unit_id=meant.unit_id,
                group_id=meant.group_id,
            )


@transaction.atomic
def plan_publish(*, plan: Plan, user: User | None, now: dt.datetime) -> int:
    """Make a draft the year's work: its reporting periods and one assignment per task and unit. Returns how many.

    Raises StaleError when it was published meanwhile.
    """
    changed = Plan.objects.filter(pk=plan.pk, status=Plan.Status.DRAFT).update(
        status=Plan.Status.PUBLISHED, published_at=now
    )
    if not changed:
        raise StaleError("这份方案已经发布，无需再次发布。")
    PlanTransition.objects.create(
        subject=plan, actor=user, at=now, from_state=Plan.Status.DRAFT, to_state=Plan.Status.PUBLISHED
    )
    plan.status, plan.published_at = Plan.Status.PUBLISHED, now
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(plan=plan, label=label, starts_on=first, ends_on=last)
        for label, first, last in periods_between(plan.first_day, plan.last_day, plan.reporting_cycle)
    )
    tasks = Task.objects.filter(action__plan=plan)
    return _expand(Responsibility.objects.filter(task__in=tasks), user, now, reason="方案发布")


@transaction.atomic
def responsibility_link(
    *, responsibility: Responsibility, target: Unit | UnitGroup, user: User, now: dt.datetime
) -> int:
    """Say which unit or group a name means; remembered as an alias, and applied to every such name of the plan.

    Returns the number of assignments that came of it (none in a draft). Raises ServiceError when the target belongs to
    another jurisdiction, StaleError when somebody linked the name meanwhile.
    """
    # Whoever publishes the plan or links another of its names at the same moment waits, or is seen here.
    plan = Plan.objects.select_for_update().get(actions__tasks=responsibility.task_id)
    if target.jurisdiction_id != plan.jurisdiction_id:
        raise ServiceError("所选单位不属于这份方案的地区，请重新选择。")
    meaning = {"unit": target} if isinstance(target, Unit) else {"group": target}
    same = Responsibility.objects.filter(task__action__plan=plan, name=responsibility.name, unit=None, group=None)
    linked = list(same.values_list("pk", flat=True))
    if not same.update(**meaning):
        raise StaleError("这个名称已由他人对应到单位，请刷新页面查看。")
    remember(responsibility.name, target)
    PlanTransition.objects.create(
        subject=plan,
        actor=user,
        at=now,
        from_state=plan.status,
        to_state=plan.status,
        reason=f"“{responsibility.name}”对应到{target}",
    )
    if plan.status != Plan.Status.PUBLISHED:
        return 0
    # All responsibilities of the tasks concerned: the strongest role is judged over the whole task.
    tasks = Responsibility.objects.filter(pk__in=linked).values("task")
    return _expand(Responsibility.objects.filter(task__in=tasks), user, now, reason="对应单位")


def remember(name: str, target: Unit | UnitGroup) -> None:
    """Keep a name as an alias for the next import; not the target's own, and none too long to be a name."""
    if len(name) > MAX_ALIAS or name in (target.name, getattr(target, "short_name", "")):
        return
    if isinstance(target, Unit):
        UnitAlias.objects.get_or_create(jurisdiction_id=target.jurisdiction_id, name=name, defaults={"unit": target})
    else:
        UnitGroupAlias.objects.get_or_create(
            jurisdiction_id=target.jurisdiction_id, name=name, defaults={"group": target}
        )


def _expand(responsibilities: QuerySet[Responsibility], user: User | None, now: dt.datetime, *, reason: str) -> int:
    """One assignment per task and unit in its strongest role; what it absorbs is recorded, and why it came about.

    Assignments that stand already are kept with their work; a stronger role is taken on.
    """
    wanted = wanted_assignments(responsibilities)
    standing = {
        (row.task_id, row.unit_id): row for row in Assignment.objects.filter(task_id__in={task for task, _ in wanted})
    }
    for key, sources in wanted.items():
        if (row := standing.get(key)) and _is_stronger(sources[0].role, row.role):
            _take_on(row, Role(sources[0].role), user, now, reason)
    new = Assignment.objects.bulk_create(
        Assignment(task_id=task, unit_id=unit, role=sources[0].role)
        for (task, unit), sources in wanted.items()
        if (task, unit) not in standing
    )
    standing |= {(row.task_id, row.unit_id): row for row in new}
    Assignment.sources.through.objects.bulk_create(
        (
            Assignment.sources.through(assignment=standing[key], responsibility=source)
            for key, sources in wanted.items()
            for source in sources
        ),
        ignore_conflicts=True,
    )
    AssignmentTransition.objects.bulk_create(
        AssignmentTransition(subject=row, actor=user, at=now, to_state=row.state, reason=reason) for row in new
    )
    return len(new)


def _take_on(row: Assignment, role: Role, user: User | None, now: dt.datetime, reason: str) -> None:
    """Give an assignment that stands a stronger role; its history says so."""
    if not Assignment.objects.filter(pk=row.pk, role=row.role).update(role=role):
        raise StaleError("这项任务的承办角色刚刚被他人更改，请刷新页面后重试。")
    AssignmentTransition.objects.create(
        subject=row,
        actor=user,
        at=now,
        from_state=row.state,
        to_state=row.state,
        reason=f"{reason}：角色由{row.get_role_display()}改为{role.label}",
    )


def _is_stronger(role: str, other: str) -> bool:
    return ROLE_STRENGTH[Role(role)] < ROLE_STRENGTH[Role(other)]
