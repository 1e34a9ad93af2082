"""Reading a draft's document in a worker: one run at a time, and a run whose worker died is begun anew."""

import datetime as dt
import logging
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.jobs.memory import memory_at_most
from tasks.people.models import Jurisdiction
from tasks.people.names import find_jurisdiction
from tasks.planparser import PlanError, parse_lines, read_lines, source_text
from tasks.rights.acts import Act
from tasks.rights.rules import may
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import ELSEWHERE, draft_discard, draft_in_hand

LEASE = dt.timedelta(seconds=40)
LONG = 25  # seconds, then the file is refused; a plan of 10,000 tasks took 15 on a busy machine
LONGEST = 30  # then the process is killed; less than the lease, so that two runs never overlap
MEMORY = 512 * 1024 * 1024  # bytes on top of what the worker holds
PATIENCE = dt.timedelta(seconds=60)
MAX_ATTEMPTS = 3
QUEUE_AWAY = "任务队列暂时不可用，文件未能排队解析，请稍后点“重新解析”或联系管理员。"
UNEXPECTED = "解析时出现意外错误，文件已保留，请联系管理员查看服务器日志。"
TOO_SLOW = f"解析超过{LONG}秒仍未完成，请只保留方案正文，或另存为文本文件后再试。"
TOO_MUCH = "解析这份文件需要的内存过多，请只保留方案正文，或另存为文本文件后再试。"
TOO_LONG = "解析多次中断，文件可能过大或已损坏，请另存为文本文件后再试。"
AS_BEFORE = "这份文件以前导入过，已沿用当时的修改。"
# What a review is, with the reading whose lines it speaks of.
REVIEWED = ("content", "decisions", "settled", "given", "jurisdiction", "text", "parsed")

State = PlanDraft.State
logger = logging.getLogger(__name__)


def parse_draft(draft_id: int) -> None:
    """Read the document of a queued draft, or of one whose worker died; nothing when another worker is at it."""
    now = timezone.now()
    lost = Q(state=State.PARSING, lease_until__lt=now)
    taken = PlanDraft.objects.filter(Q(state=State.QUEUED) | lost, pk=draft_id).update(
        state=State.PARSING, lease_until=now + LEASE, attempts=F("attempts") + 1, percent=5, message="正在读取文件"
    )
    if not taken:
        return
    draft = PlanDraft.objects.select_related("owner").get(pk=draft_id)
    try:
        with memory_at_most(MEMORY):
            changes = _read(draft)
    except PlanError as error:
        changes = {"state": State.FAILED, "message": str(error)[:300]}
    except SoftTimeLimitExceeded:
        changes = {"state": State.FAILED, "message": TOO_SLOW}
    except MemoryError:
        changes = {"state": State.FAILED, "message": TOO_MUCH}
    except Exception:
        logger.exception("draft %s could not be parsed", draft_id)
        changes = {"state": State.FAILED, "message": UNEXPECTED}
    _finish(draft, changes)


def _finish(draft: PlanDraft, changes: dict[str, Any]) -> None:
    """Write what was read; where a colleague's draft of the same file and place was first, this one gives way."""
    try:
        with transaction.atomic():
            _write(draft, lease_until=None, **changes)
    except IntegrityError:
        draft_discard(draft=draft)


def _read(draft: PlanDraft) -> dict[str, Any]:
    with draft.file.open("rb") as file:
        data = file.read()
    lines = read_lines(data)
    _write(draft, percent=30, message=f"正在解析{len(lines)}行")
    parsed = parse_lines(lines)
    _write(draft, percent=85, message=f"读出{len(parsed.tasks())}项任务，正在保存")
    plain = parsed.as_dict()
    text = source_text(lines).replace("\0", "")  # no database column holds it
    found = {"state": State.READY, "percent": 100, "text": text, "parsed": plain}
    earlier = _earlier(draft)
    if earlier:
        return {**found, **{name: getattr(earlier, name) for name in REVIEWED}, "message": AS_BEFORE}
    place = draft.jurisdiction or _place(draft, parsed.jurisdiction)
    return {**found, "content": plain, "message": "", "jurisdiction": place}


def _earlier(draft: PlanDraft) -> PlanDraft | None:
    """The review of the same file that was confirmed last, in the same place where that is said: it holds again."""
    confirmed = PlanDraft.objects.visible_to(draft.owner).filter(sha256=draft.sha256, state=State.CONFIRMED)
    if draft.jurisdiction_id:
        confirmed = confirmed.filter(jurisdiction=draft.jurisdiction_id)
    return confirmed.order_by("-updated_at").first()


def _place(draft: PlanDraft, name: str | None) -> Jurisdiction | None:
    """The jurisdiction that the document names, where its owner manages it."""
    place = find_jurisdiction(name) if name else None
    return place if place and may(draft.owner, Act.DRAFT_PLACE, place_id=place.pk) else None


def _write(draft: PlanDraft, **changes: Any) -> None:
    """Nothing is written when the draft was discarded, or another run has taken it over."""
    mine = PlanDraft.objects.filter(pk=draft.pk, state=State.PARSING, attempts=draft.attempts)
    mine.update(updated_at=timezone.now(), **changes)


def drafts_to_resume(now: dt.datetime) -> list[int]:
    """Ids of drafts to be queued again: their worker died, or their message was lost with the broker.

    Each is marked with the time until which it waits, so that the next look passes it over. One that was begun
    MAX_ATTEMPTS times is ended as failed instead.
    """
    waits = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    lost = Q(state=State.PARSING, lease_until__lt=now)
    waiting = Q(state=State.QUEUED, updated_at__lt=now - PATIENCE) & waits
    PlanDraft.objects.filter(lost, attempts__gte=MAX_ATTEMPTS).update(state=State.FAILED, message=TOO_LONG)
    again = {"state": State.QUEUED, "lease_until": now + PATIENCE, "message": "重新排队"}
    ids = list(PlanDraft.objects.filter(lost | waiting).order_by("pk").values_list("pk", flat=True))
    return [pk for pk in ids if PlanDraft.objects.filter(lost | waiting, pk=pk).update(**again)]


def requeue(draft: PlanDraft) -> bool:
    """Put a failed draft back into the queue's states; False when it is none.

    Raises ServiceError when its owner has the same file in hand in another draft meanwhile.
    """
    failed = PlanDraft.objects.filter(pk=draft.pk, state=State.FAILED)
    if draft_in_hand(draft.owner, draft.sha256):
        raise ServiceError(ELSEWHERE)
    again = {"state": State.QUEUED, "message": "等待解析", "percent": 0, "attempts": 0, "lease_until": None}
    try:
        with transaction.atomic():
            return bool(failed.update(**again, updated_at=timezone.now()))
    except IntegrityError as error:
        raise ServiceError(ELSEWHERE) from error


def end_as_unqueued(draft_id: int) -> None:
    """Say on a draft that the queue is away; the file is kept."""
    PlanDraft.objects.filter(pk=draft_id, state=State.QUEUED).update(state=State.FAILED, message=QUEUE_AWAY)
