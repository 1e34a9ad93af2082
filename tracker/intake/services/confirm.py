"""A plan document goes in: parse it, find its jurisdiction, write plan and indicators in one transaction."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from indicators.services import indicators_import, indicators_revise
from tasks.alignment.services.upper import may_be_upper, plan_set_upper
from tasks.common.errors import ServiceError
from tasks.events.acts import EventAct
from tasks.people.models import Jurisdiction, User
from tasks.people.names import Meanings, find_jurisdiction
from tasks.people.services import remember_place
from tasks.planparser import ParsedPlan, parse_lines, read_lines, source_text
from tasks.plans.models import Plan
from tasks.plans.services.holding import plan_is_there
from tasks.plans.services.plans import Document, PlanImport, plan_import, unresolved_names
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tasks.work.services.publishing import plan_publish
from tasks.work.services.revisions import plan_hold, plan_revise
from tracker.intake.models import PlanDraft
from tracker.intake.printing import printed
from tracker.intake.selectors.recognition import kin_of
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.units import carry_out

NO_TASKS = "还没有任务，请先在任务表格中填写，再确认。"
NO_FILE = "这份导入稿的文件已不在服务器上，请放弃导入，重新上传。"


def import_document(
    *, path: Path, jurisdiction_name: str | None, publish: bool, user: User | None, now: dt.datetime
) -> PlanImport:
    """Import the plan document at `path` as a draft, or published.

    Raises PlanError when it cannot be read as a plan, ServiceError when its jurisdiction is not known, OSError when the
    file cannot be read. Nothing is written in any of these cases.
    """
    data = _read(path)
    lines = read_lines(data)
    parsed = parse_lines(lines)
    document = Document(name=path.name, data=data, text=source_text(lines))
    return _write(parsed, document, _place(parsed, jurisdiction_name), publish=publish, user=user, now=now)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except ValueError as error:  # a path with NUL
        raise OSError(str(error)) from error


@transaction.atomic
def confirm_draft(
    *, draft: PlanDraft, revision: int, user: User, now: dt.datetime, seen_version: int = 0
) -> PlanImport:
    """Write a reviewed draft as a plan: units and aliases decided, plan and indicators, all or nothing.

    One that revises a plan becomes its next version; `seen_version` is the one that the person compared it with.
    Raises StaleError when somebody changed the draft or that plan meanwhile, ServiceError when place or year is
    missing, the same file is a plan of that place already, its file is gone, or nobody said whether it is a new version
    of a like plan.
    """
    place = draft.jurisdiction
    require(user, Act.DRAFT_CONFIRM, place_id=place.pk if place else None)
    if place is None:
        raise ServiceError("请先在“方案信息”中选择您管理的地区，再确认。")
    # Who confirms another document of this place at the same moment waits, and sees the plan that came of this one.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=place.pk)
    if not draft.revises_id and not draft.stands_alone and (kin := kin_of(draft)):
        raise ServiceError(f"{kin.sentence}请先选择它是不是该方案的新版本，再确认导入。")
    for plan_id in filter(None, (draft.revises_id, draft.upper_plan_id)):
        plan_is_there(plan_id)  # and stays; one that is gone is seen below
    changes = {"state": PlanDraft.State.CONFIRMED}
    draft_change(draft=draft, revision=revision, user=user, act=EventAct.DRAFT_CONFIRM, what="", **changes)
    remember_place(place, draft.reviewed.jurisdiction)
    decided = carry_out(draft, place)
    document, parsed = _document(draft)
    if draft.revises:
        result = _revise(draft, document, parsed, decided=decided, seen_version=seen_version, user=user, now=now)
    else:
        result = _write(parsed, document, place, decided=decided, publish=False, user=user, now=now)
    if not (result.created or result.version):
        raise ServiceError(f"这份文件已作为“{result.plan.title}”导入，未作任何更改。")
    upper = Plan.objects.filter(pk=draft.upper_plan_id or 0).first()
    if upper and may_be_upper(result.plan, upper, user) and not result.plan.upper_plan_id:  # it may differ by now
        plan_set_upper(plan=result.plan, upper=upper, seen=None, user=user, now=now)
    PlanDraft.objects.filter(pk=draft.pk).update(plan=result.plan)
    return result


def _revise(
    draft: PlanDraft,
    document: Document,
    parsed: ParsedPlan,
    *,
    decided: Meanings,
    seen_version: int,
    user: User,
    now: dt.datetime,
) -> PlanImport:
    """Put the draft into force as the next version of its plan, indicators first: the plan is locked from there on."""
    assert draft.revises_id  # noqa: S101  the caller has seen to it
    plan = plan_hold(plan_id=draft.revises_id, seen_version=seen_version)
    if (
        not Plan.objects.allowed_to(user, Act.PLAN_REVISE)
        .filter(pk=plan.pk, jurisdiction=draft.jurisdiction_id)
        .exists()
    ):
        raise ServiceError("这份方案不属于所选的地区，请在“方案信息”中核对地区。")
    changes, parsed = indicators_revise(plan=plan, parsed=parsed, user=user)
    done = plan_revise(
        plan=plan,
        parsed=parsed,
        document=document,
        pairs=draft.pairs,
        seen_version=seen_version,
        user=user,
        now=now,
        also=changes,
        decided=decided,
    )
    return PlanImport(plan, created=False, version=done.version.number, unresolved=unresolved_names(plan))


def _document(draft: PlanDraft) -> tuple[Document, ParsedPlan]:
    """The document that was uploaded, or that is printed of what was written here; and the plan as reviewed."""
    parsed = _reviewed(draft)
    if draft.origin == PlanDraft.Origin.WRITTEN:
        return printed(parsed)
    try:
        with draft.file.open("rb") as file:
            return Document(name=draft.name, data=file.read(), text=draft.text), parsed
    except FileNotFoundError as error:  # thrown away after the backup that the database comes from
        raise ServiceError(NO_FILE) from error


def _reviewed(draft: PlanDraft) -> ParsedPlan:
    """The corrected plan, without the remarks that somebody has acknowledged, and without actions that have no task.

    Raises ServiceError where it has no task at all.
    """
    content, acknowledged = draft.reviewed, set(draft.acknowledged)
    actions = [action for action in content.actions if action.tasks]
    if not actions:
        raise ServiceError(NO_TASKS)
    return replace(
        content,
        actions=tuple(replace(action, number=n) for n, action in enumerate(actions, 1)),
        diagnostics=tuple(remark for remark in content.diagnostics if remark.id not in acknowledged),
    )


@transaction.atomic
def _write(
    parsed: ParsedPlan,
    document: Document,
    place: Jurisdiction,
    *,
    publish: bool,
    user: User | None,
    now: dt.datetime,
    decided: Meanings | None = None,
) -> PlanImport:
    result = plan_import(parsed=parsed, document=document, jurisdiction=place, user=user, now=now, decided=decided)
    if result.created:
        indicators_import(plan=result.plan, parsed=parsed, user=user)
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
