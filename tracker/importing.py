"""A plan document goes in: parse it, find its jurisdiction, write plan and indicators in one transaction."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from indicators.services import indicators_import
from tasks.models import Jurisdiction, JurisdictionAlias, PlanDraft, User
from tasks.planparser import ParsedPlan, parse_bytes, read_lines
from tasks.planparser.contract import plan_from_dict
from tasks.resolution import find_jurisdiction
from tasks.services.draft_units import carry_out
from tasks.services.drafts import draft_change
from tasks.services.errors import ServiceError
from tasks.services.plans import Document, PlanImport, plan_import, plan_publish
from tasks.services.upper import plan_set_upper
from tracker.printing import printed

NO_TASKS = "还没有任务，请先在任务表格中填写，再确认。"


def import_document(
    *, path: Path, jurisdiction_name: str | None, publish: bool, user: User | None, now: dt.datetime
) -> PlanImport:
    """Import the plan document at `path` as a draft, or published.

    Raises PlanError when it cannot be read as a plan, ServiceError when its jurisdiction is not known, OSError when the
    file cannot be read. Nothing is written in any of these cases.
    """
    data = _read(path)
    parsed = parse_bytes(data, path.name)
    document = Document(name=path.name, data=data, text="\n".join(read_lines(data, path.name)))
    return _write(parsed, document, _place(parsed, jurisdiction_name), publish=publish, user=user, now=now)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except ValueError as error:  # a path with NUL
        raise OSError(str(error)) from error


@transaction.atomic
def confirm_draft(*, draft: PlanDraft, revision: int, user: User, now: dt.datetime) -> PlanImport:
    """Write a reviewed draft as a plan: units and aliases decided, plan and indicators, all or nothing.

    Raises StaleError when somebody changed the draft meanwhile, ServiceError when place or year is missing, or the
    same file is a plan of that place already.
    """
    place = draft.jurisdiction
    if place is None or not user.scope.imports_for(place.pk):
        raise ServiceError("请先在“方案信息”中选择您管理的地区，再确认。")
    draft_change(draft=draft, revision=revision, state=PlanDraft.State.CONFIRMED)
    _remember_place(place, draft.content["jurisdiction"])
    carry_out(draft, place)
    document, parsed = _document(draft)
    result = _write(parsed, document, place, publish=False, user=user, now=now)
    if not result.created:
        raise ServiceError(f"这份文件已作为“{result.plan.title}”导入，未作任何更改。")
    if draft.upper_plan and draft.upper_plan.jurisdiction_id in place.upper_ids:  # the place may have been corrected
        plan_set_upper(plan=result.plan, upper=draft.upper_plan, seen=None, user=user, now=now)
    PlanDraft.objects.filter(pk=draft.pk).update(plan=result.plan)
    return result


def _document(draft: PlanDraft) -> tuple[Document, ParsedPlan]:
    """The document that was uploaded, or that is printed of what was written here; and the plan as reviewed."""
    parsed = _reviewed(draft)
    if draft.origin == PlanDraft.Origin.WRITTEN:
        return printed(parsed)
    with draft.file.open("rb") as file:
        return Document(name=draft.name, data=file.read(), text=draft.text), parsed


def _reviewed(draft: PlanDraft) -> ParsedPlan:
    """The corrected plan, without the remarks that somebody has looked at, and without actions that wait for tasks."""
    settled = set(draft.settled)
    left = [row for n, row in enumerate(draft.content["diagnostics"]) if n not in settled]
    actions = [action for action in draft.content["actions"] if action["tasks"]]
    if not actions:
        raise ServiceError(NO_TASKS)
    numbered = [{**action, "number": n} for n, action in enumerate(actions, 1)]
    return plan_from_dict({**draft.content, "actions": numbered, "diagnostics": left})


def _remember_place(place: Jurisdiction, name: str | None) -> None:
    """What the document calls the place is an alias from now on, unless it means some place already."""
    if name and find_jurisdiction(name) is None and not JurisdictionAlias.objects.filter(name=name).exists():
        JurisdictionAlias.objects.create(jurisdiction=place, name=name[:100])


@transaction.atomic
def _write(
    parsed: ParsedPlan,
    document: Document,
    place: Jurisdiction,
    *,
    publish: bool,
    user: User | None,
    now: dt.datetime,
) -> PlanImport:
    result = plan_import(parsed=parsed, document=document, jurisdiction=place, user=user, now=now)
    if result.created:
        indicators_import(plan=result.plan, parsed=parsed.indicators)
    if publish and result.plan.status == result.plan.Status.DRAFT:
        plan_publish(plan=result.plan, user=user, now=now)
        result = replace(result, published=True)
    return result


def _place(parsed: ParsedPlan, named: str | None) -> Jurisdiction:
    name = named or parsed.jurisdiction
    if not name:
        raise ServiceError("文件没有写明地区，请用 --jurisdiction 指定地区名称。")
    place = find_jurisdiction(name)
    if place is None:
        raise ServiceError(
            f"系统中没有名为“{name}”的地区，请先在系统管理中添加地区，或用 --jurisdiction 指定已有地区。"
        )
    return place
