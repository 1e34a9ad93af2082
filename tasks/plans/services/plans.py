"""Writing plans: a parsed document becomes a draft; a draft is published; a name nobody knew is linked."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, QuerySet

from tasks.common.bulk_rows import whole
from tasks.common.errors import ServiceError
from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import Jurisdiction, User
from tasks.people.names import Meanings
from tasks.planparser import ParsedPlan
from tasks.plans.models import Plan, PlanVersion, Responsibility, SourceDocument
from tasks.plans.services.items import items_create
from tasks.rights.acts import Act
from tasks.rights.rules import require

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

    `decided` as for items_create. Raises NotAllowedError for who does not keep the plans of the place, ServiceError
    when the plan names no year, or says something that is too long to be kept whole.
    """
    require(user, Act.DRAFT_CONFIRM, place_id=jurisdiction.pk)
    known = Plan.objects.filter(jurisdiction=jurisdiction, versions__source__sha256=document.sha256).first()
    if known:
        return PlanImport(known, created=False, unresolved=unresolved_names(known))
    plan = Plan(jurisdiction=jurisdiction)
    plan_describe(plan, parsed, document)
    items_create(plan, parsed, decided)
    version_create(plan=plan, user=user, now=now, changes=[])
    record(act=EventAct.PLAN_IMPORT, user=user, obj=plan, now=now, to_state=plan.status, reason="导入")
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
