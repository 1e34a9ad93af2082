"""Writing plans: a parsed document becomes a draft; a draft is published; a name nobody knew is linked."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, QuerySet

from tasks.models import (
    FIRST_YEAR,
    LAST_YEAR,
    Jurisdiction,
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
from tasks.periods import periods_between
from tasks.planparser import ParsedPlan
from tasks.resolution import Meanings
from tasks.services.assignments import assignments_expand
from tasks.services.errors import ServiceError, StaleError
from tasks.services.plan_history import plan_note
from tasks.services.plan_items import items_create
from tasks.services.rows import whole

MAX_ALIAS = 100
NO_YEARS = "文件没有写明年度，请在标题或落款中补上年份后重新导入。"


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
    """What an import did. `created` is false where this very file was imported before; `published`: it is, just now.

    `version` is the number of the version that a revision put into force; None where it was none.
    """

    plan: Plan
    created: bool
    published: bool = False
    version: int | None = None
    unresolved: list[str] = field(default_factory=list)


@transaction.atomic
def plan_import(
    *,
    parsed: ParsedPlan,
    document: Document,
    jurisdiction: Jurisdiction,
    user: User | None,
    now: dt.datetime,
    decided: Meanings | None = None,
) -> PlanImport:
    """Write a parsed plan as a draft. The same file again changes nothing. `unresolved`: names, each once, as written.

    `decided` as for items_create. Raises ServiceError when the plan names no year, or says something that is too long
    to be kept whole.
    """
    known = Plan.objects.filter(jurisdiction=jurisdiction, versions__source__sha256=document.sha256).first()
    if known:
        return PlanImport(known, created=False, unresolved=unresolved_names(known))
    plan = _create_plan(parsed, document, jurisdiction)
    items_create(plan, parsed, decided)
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
    return list(dict.fromkeys(unresolved(plan).values_list("name", flat=True)))


def unresolved(plan: Plan) -> QuerySet[Responsibility]:
    """What the wording in force says of units that nobody has found yet, in document order."""
    said = Responsibility.objects.filter(task__action__plan=plan, task__withdrawn_at=None, unit=None, group=None)
    return said.order_by("task__action__position", "task__position", "position")


def _create_plan(parsed: ParsedPlan, document: Document, jurisdiction: Jurisdiction) -> Plan:
    plan = Plan(jurisdiction=jurisdiction)
    plan_describe(plan, parsed, document)
    return plan


def _check_years(parsed: ParsedPlan) -> None:
    if not parsed.years:
        raise ServiceError(NO_YEARS)
    first, last = min(parsed.years), max(parsed.years)
    if first < FIRST_YEAR or last > LAST_YEAR:
        said = f"{first}年" if first == last else f"{first}至{last}年"
        raise ServiceError(f"读出的年度是{said}，只能在{FIRST_YEAR}至{LAST_YEAR}年之间，请改正年度后再导入。")


def source_keep(document: Document) -> SourceDocument:
    """Keep a document as evidence, once by hash."""
    text = document.text.replace("\x00", "")  # PostgreSQL holds no NUL, and what is read from the text has none
    source, created = SourceDocument.objects.get_or_create(
        sha256=document.sha256, defaults={"name": document.name[:255], "text": text}
    )
    if created:
        source.file.save(document.sha256, ContentFile(document.data))
    return source


def plan_describe(plan: Plan, parsed: ParsedPlan, document: Document) -> None:
    """Save what a document says of itself on the plan, and keep it as the plan's source. Raises as plan_import."""
    _check_years(parsed)
    plan.title, plan.issued_on, plan.source = parsed.title, parsed.issued_on, source_keep(document)
    plan.document_number, plan.issuer = parsed.document_number or "", parsed.issuer or ""
    plan.first_year, plan.last_year = min(parsed.years), max(parsed.years)
    plan.cites, plan.diagnostics = list(parsed.cites), parsed.as_dict()["diagnostics"]
    for row in whole([plan], lambda row: None):
        row.save()


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
    periods_create(plan)
    tasks = Task.objects.in_force().filter(action__plan=plan)
    return assignments_expand(tasks=tasks, user=user, now=now, reason="方案发布")


def periods_create(plan: Plan) -> None:
    """The reporting periods of the plan's years, those that are there already excepted."""
    there = set(plan.periods.values_list("starts_on", flat=True))
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(plan=plan, label=label, starts_on=first, ends_on=last)
        for label, first, last in periods_between(plan.first_day, plan.last_day, plan.reporting_cycle)
        if first not in there
    )


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
    same = unresolved(plan).filter(name=responsibility.name)
    linked = list(same.values_list("pk", flat=True))
    if not same.update(**meaning):
        raise StaleError("这个名称已由他人对应到单位，请刷新页面查看。")
    remember(responsibility.name, target)
    plan_note(plan=plan, reason=f"“{responsibility.name}”对应到{target}", user=user, now=now)
    if plan.status != Plan.Status.PUBLISHED:
        return 0
    # All responsibilities of the tasks concerned: the strongest role is judged over the whole task.
    tasks = Task.objects.filter(responsibilities__in=linked)
    return assignments_expand(tasks=tasks, user=user, now=now, reason="对应单位")


def remember(name: str, target: Unit | UnitGroup) -> None:
    """Keep a name as an alias for the next import; not the target's own, and none too long to be a name.

    One of a unit out of use, which means nothing any more, passes on.
    """
    if len(name) > MAX_ALIAS or name in (target.name, getattr(target, "short_name", "")):
        return
    if isinstance(target, Unit):
        of_old = UnitAlias.objects.filter(jurisdiction_id=target.jurisdiction_id, name=name, unit__is_active=False)
        of_old.update(unit=target)
        UnitAlias.objects.get_or_create(jurisdiction_id=target.jurisdiction_id, name=name, defaults={"unit": target})
    else:
        UnitGroupAlias.objects.get_or_create(
            jurisdiction_id=target.jurisdiction_id, name=name, defaults={"group": target}
        )
