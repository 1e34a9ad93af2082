"""Deleting a plan that is still a draft: no unit has been asked for anything yet."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.services import event_of, record, record_many
from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Plan
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tasks.work.models import Assignment
from tracker.intake.models import PlanDraft

NOT_DRAFT = "这份方案已经发布，不能删除。方案要改，请把改好的文件作为新版本导入。"
HAS_WORK = "这份方案已有单位承办，不能删除。"


@transaction.atomic
def plan_delete(*, plan: Plan, user: User) -> PlanDraft | None:
    """Delete a draft plan with all it holds. Returns the draft that was written here (拟制) and is under review again.

    A file and what was corrected in it are kept, so that the same file again gives the same result; what was written
    here has no file to come back from. Raises NotAllowedError for who does not keep the plans of its place, StaleError
    when the plan was published or deleted meanwhile, ServiceError when it has work or a plan below names it.
    """
    require(user, Act.PLAN_DELETE, place_id=plan.jurisdiction_id)
    # Who confirms a new version of it at the same moment waits, and finds his draft changed.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=plan.jurisdiction_id)
    if not Plan.objects.select_for_update().filter(pk=plan.pk, status=Plan.Status.DRAFT).exists():
        raise StaleError(NOT_DRAFT)
    if Assignment.objects.filter(task__action__plan=plan).exists():
        raise ServiceError(HAS_WORK)
    if lower := Plan.objects.filter(upper_plan=plan).select_related("jurisdiction").first():
        raise ServiceError(f"{lower.jurisdiction}的方案以它为上级方案，请先在那份方案中更换或取消上级方案，再删除。")
    number = f"文号{plan.document_number}，" if plan.document_number else ""
    words = f"{number}来源文件“{plan.source.name}”"
    record(act=EventAct.PLAN_DELETE, user=user, obj=plan, from_state=plan.status, reason=words)
    written = _give_back(plan, user)
    revising = PlanDraft.objects.filter(revises=plan)
    reason = f"所修订的方案草稿“{plan.title}”已删除"
    record_many([event_of(act=EventAct.DRAFT_EDIT, user=user, obj=draft, reason=reason) for draft in revising])
    revising.update(revises=None, pairs={}, revision=F("revision") + 1)
    plan.delete()
    return written


def _give_back(plan: Plan, user: User) -> PlanDraft | None:
    """Open the draft again that a plan of our own was written in."""
    drafts = plan.drafts.filter(origin=PlanDraft.Origin.WRITTEN, state=PlanDraft.State.CONFIRMED)
    written = drafts.order_by("pk").last()
    if written:
        PlanDraft.objects.filter(pk=written.pk).update(
            state=PlanDraft.State.READY, plan=None, revision=F("revision") + 1, updated_at=timezone.now()
        )
        record(act=EventAct.DRAFT_REOPEN, user=user, obj=written, reason="方案草稿已删除，退回待核对")
    return written
