"""Reading a draft's document in a worker, and what becomes of the draft."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.jobs.models import Job
from tasks.jobs.running import Running
from tasks.people.models import Jurisdiction
from tasks.people.names import find_jurisdiction
from tasks.planparser import parse_lines, read_lines, source_text
from tasks.rights.acts import Act
from tasks.rights.rules import may
from tracker.intake.models import NOT_OPEN, PlanDraft, PlanDraftQuerySet
from tracker.intake.services.drafts import draft_discard, require_not_in_hand
from tracker.intake.services.review import ELSEWHERE

AS_BEFORE = "这份文件以前导入过，已沿用当时的修改。"
# What a review is, with the reading whose lines it speaks of.
REVIEWED = ("content", "decisions", "acknowledged", "given", "jurisdiction", "text", "parsed")

State = PlanDraft.State


def read_draft(running: Running) -> dict[str, Any]:
    """What the document of a draft says, as columns of its row. Raises PlanError with a sentence."""
    draft = PlanDraft.objects.select_related("owner", "jurisdiction").get(pk=running.subject_id)
    running.progress(5, "正在读取文件", now_at_latest=True)
    with draft.file.open("rb") as file:
        data = file.read()
    lines = read_lines(data)
    running.progress(30, f"正在解析{len(lines)}行", now_at_latest=True)
    parsed = parse_lines(lines)
    running.progress(85, f"读出{len(parsed.tasks())}项任务，正在保存", now_at_latest=True)
    text = source_text(lines).replace("\0", "")  # no database column holds it
    found = {"text": text, "parsed": parsed}
    earlier = _earlier(draft)
    if earlier:
        return {**found, **{name: getattr(earlier, name) for name in REVIEWED}, "message": AS_BEFORE}
    place = draft.jurisdiction or _place(draft, parsed.jurisdiction)
    return {**found, "content": parsed, "message": "", "jurisdiction": place}


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


# ---- what the draft hears of its job ----
def draft_waits(job: Job) -> None:
    """Back among those that wait: it could not be read, or its worker is gone.

    Raises ServiceError when it is confirmed or discarded, or the same file is in hand in another draft meanwhile.
    """
    draft = PlanDraft.objects.select_related("owner").filter(pk=job.subject_id, state=State.FAILED).first()
    if draft:
        require_not_in_hand(draft)
    try:
        with transaction.atomic():
            waits = _of(job, State.FAILED, State.PARSING).update(state=State.QUEUED, message="")
    except IntegrityError as error:
        raise ServiceError(ELSEWHERE) from error
    if not waits:
        raise ServiceError(NOT_OPEN)


def draft_starts(job: Job) -> bool:
    """A worker reads it; False when it does not wait for that any more."""
    return bool(_of(job, State.QUEUED).update(state=State.PARSING))


def draft_is_read(job: Job, found: dict[str, Any]) -> None:
    """Open for review; where a colleague's draft of the same file and place was first, this one gives way."""
    try:
        with transaction.atomic():
            _of(job, State.PARSING).update(**found, state=State.READY, updated_at=timezone.now())
    except IntegrityError:
        draft_discard(draft=PlanDraft.objects.get(pk=job.subject_id), user=None)


def draft_fails(job: Job, sentence: str) -> None:
    """It could not be read, and says why; its file is kept."""
    underway = _of(job, State.QUEUED, State.PARSING)
    underway.update(state=State.FAILED, message=sentence[:300], updated_at=timezone.now())


def _of(job: Job, *states: PlanDraft.State) -> PlanDraftQuerySet:
    """The draft that a job is about, while it is in one of these states."""
    return PlanDraft.objects.filter(pk=job.subject_id, state__in=states)
