"""The one way in which a draft is changed: by who may, as it was seen, with its row in the record."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import User
from tasks.planparser import ParsedPlan
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.draft_warnings import still_acknowledged
from tracker.intake.models import NOT_OPEN, PlanDraft

CHANGED = "这份稿件刚刚被他人修改，您填写的内容没有保存，请核对最新内容后再改。"

State = PlanDraft.State


def draft_require(draft: PlanDraft, user: User | None, act: Act = Act.DRAFT_CORRECT) -> None:
    """Raises NotAllowedError where this person may not do the act to the draft; None is the system, which may.

    A draft of no place yet is that of who began it.
    """
    if draft.jurisdiction_id:
        require(user, act, place_id=draft.jurisdiction_id)
    else:
        require(user, act, place_id=draft.begun_for_id, begun_by=draft.owner_id)


@transaction.atomic
def draft_change(
    *,
    draft: PlanDraft,
    revision: int,
    user: User | None,
    what: str,
    old_words: str = "",
    act: EventAct = EventAct.DRAFT_EDIT,
    **changes: Any,
) -> None:
    """Write corrections (content, decisions, acknowledged, given, jurisdiction), as seen at `revision`.

    The record says `what` was changed, and which words stood there before. What could be undone until now (see
    `tracker.intake.services.undo`) no longer can.

    Raises NotAllowedError for a stranger, StaleError when somebody else changed the draft meanwhile, ServiceError when
    it is no longer under review.
    """
    draft_require(draft, user)
    changed = PlanDraft.objects.filter(pk=draft.pk, state=State.READY, revision=revision).update(
        **{"before": None, **changes}, revision=F("revision") + 1, updated_at=timezone.now()
    )
    if not changed:
        is_open = PlanDraft.objects.filter(pk=draft.pk, state=State.READY).exists()
        raise StaleError(CHANGED) if is_open else ServiceError(NOT_OPEN)
    record(act=act, user=user, obj=draft, reason=what, before=old_words)


def acknowledged_in(draft: PlanDraft, content: ParsedPlan) -> list[str]:
    """What a person has looked at, once the draft says this: not what its tasks say otherwise by now."""
    return still_acknowledged(draft.acknowledged, draft.reviewed, content, draft.parsed)
