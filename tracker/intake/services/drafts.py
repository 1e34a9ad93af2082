"""Plans on their way in: take a document in hand, have it read, or throw it away."""

import hashlib
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.jobs.services import job_enqueue, job_requeue, job_stop
from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Plan, PlanVersion
from tasks.plans.services.holding import GONE, plan_is_there
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.models import NOT_OPEN, PlanDraft
from tracker.intake.services.draft_changes import draft_require
from tracker.intake.services.review import ELSEWHERE, draft_revise

READING = "read_draft"  # the kind of job; see `tracker.intake.jobs`
MAX_SIZE = 20 * 1024 * 1024
PASTED = "粘贴的文本.txt"
NOT_DISCARDED = "这份稿件刚刚被他人修改，没有放弃，请核对最新内容后再定。"
DISCARDED = "这份导入稿已放弃。"
NOT_FAILED = "这份文件没有解析失败，不用重新解析，请看最新状态。"
HELD_ELSEWHERE = "这一版的文件正在另一份导入稿中核对，请先确认或放弃那一份，再退回到这一版。"

State = PlanDraft.State


@dataclass(frozen=True)
class Begun:
    """Where an upload leads: to a new draft, to one in hand of the same file, or to the plan it became before.

    `version` is the one of the plan that was read from this file; others may have followed.
    """

    draft: PlanDraft | None = None
    plan: Plan | None = None
    created: bool = False
    version: PlanVersion | None = None


@transaction.atomic
def draft_begin(*, user: User, name: str, data: bytes) -> Begun:
    """Keep a document for parsing. The same file again leads to its plan, or to its draft that is still in hand.

    A worker is sent for when the transaction commits; if the queue is away, the draft ends as failed with a sentence.
    Raises ServiceError when there is nothing in it or too much.
    """
    require(user, Act.DRAFT_BEGIN)
    _check_size(name, data)
    digest = hashlib.sha256(data).hexdigest()
    plans = Plan.objects.allowed_to(user, Act.PLAN_REVISE)
    version = PlanVersion.objects.filter(plan__in=plans, source__sha256=digest).select_related("plan").last()
    if version:
        return Begun(plan=version.plan, version=version)
    return _take_in_hand(PlanDraft(name=_clean_name(name), sha256=digest, owner=user), data)


@transaction.atomic
def draft_of_version(*, user: User, version: PlanVersion) -> Begun:
    """Take the document of an earlier version in hand again, to become the next version of its plan.

    A draft of that file in hand in the plan's place can become nothing else, so it is taken. Raises ServiceError when
    that version is in force, its file is no longer there, or the person has it in hand for another place.
    """
    plan, source = version.plan, version.source
    require(user, Act.PLAN_REVISE, place_id=plan.jurisdiction_id)
    if not plan_is_there(plan.pk):
        raise StaleError(GONE)
    if not plan.versions.filter(number__gt=version.number).exists():
        raise ServiceError(f"第{version.number}版就是现行版，不用退回。")
    try:
        with source.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:  # thrown away after the backup that the database comes from
        raise ServiceError("这一版的文件已不在服务器上，请重新上传那一版的文件。") from error
    draft = PlanDraft(name=source.name, sha256=source.sha256, owner=user, jurisdiction=plan.jurisdiction, revises=plan)
    begun = _take_in_hand(draft, data)
    known = begun.draft
    if known and known.revises_id != plan.pk:
        if known.jurisdiction_id != plan.jurisdiction_id or known.state != State.READY:
            raise ServiceError(HELD_ELSEWHERE)
        draft_revise(draft=known, revision=known.revision, user=user, plan=plan)
    return begun


def _take_in_hand(draft: PlanDraft, data: bytes) -> Begun:
    """Keep a new draft with its document; one that is in hand of the same file is taken instead."""
    user, digest, place = draft.owner, draft.sha256, draft.jurisdiction
    known = draft_in_hand(user, digest, place)
    if known:
        return Begun(draft=known)
    draft.file.save(uuid.uuid4().hex, ContentFile(data), save=False)
    try:
        with transaction.atomic():
            draft.save()
            _ask_for_reading(draft)
    except IntegrityError:  # the same file of this person came in twice at once: the row that was first counts
        draft.file.delete(save=False)
        return Begun(draft=draft_in_hand(user, digest, place))
    record(act=EventAct.DRAFT_BEGIN, user=user, obj=draft)
    return Begun(draft=draft, created=True)


def _ask_for_reading(draft: PlanDraft) -> None:
    """Have the document read. For a draft whose place nobody knows yet, its owner's place stands in the queue."""
    place_id = draft.jurisdiction_id or draft.begun_for_id
    draft.job = job_enqueue(kind=READING, subject_id=draft.pk, title=draft.name, place_id=place_id, person=draft.owner)
    draft.save(update_fields=["job"])


@transaction.atomic
def draft_read_again(*, draft: PlanDraft, user: User) -> None:
    """Have a document read again that could not be read, or not be queued.

    Raises StaleError when it has not failed, ServiceError when its owner has the same file in hand in another draft.
    """
    draft_require(draft, user)
    record(act=EventAct.DRAFT_RETRY, user=user, obj=draft)
    if draft.job:
        job_requeue(job=draft.job)
        return
    require_not_in_hand(draft)
    failed = PlanDraft.objects.filter(pk=draft.pk, state=State.FAILED)
    try:
        with transaction.atomic():
            waits = failed.update(state=State.QUEUED, message="")
    except IntegrityError as error:
        raise ServiceError(ELSEWHERE) from error
    if not waits:
        raise StaleError(NOT_FAILED)
    _ask_for_reading(draft)


def require_not_in_hand(draft: PlanDraft) -> None:
    """Raises ServiceError when its owner may open another draft of the same file that is in hand."""
    if draft_in_hand(draft.owner, draft.sha256):
        raise ServiceError(ELSEWHERE)


def draft_in_hand(user: User, digest: str, place: Jurisdiction | None = None) -> PlanDraft | None:
    """The draft of a file that is being read or reviewed, where this person may open it; with `place` there, or own."""
    found = PlanDraft.objects.visible_to(user).in_hand().filter(sha256=digest).exclude(sha256="")
    return (found.filter(Q(jurisdiction=place) | Q(owner=user)) if place else found).first()


def _check_size(name: str, data: bytes) -> None:
    if not data.strip():
        raise ServiceError(f"“{name}”没有内容，请检查后重新选择。")
    if len(data) > MAX_SIZE:
        raise ServiceError(f"“{name}”超过20MB，请删去其中的图片或附件后再上传。")


def _clean_name(name: str) -> str:
    path = PurePath(name.replace("\\", "/").replace("\0", ""))
    return path.stem[: 250 - len(path.suffix)] + path.suffix[:50] or PASTED


@transaction.atomic
def draft_discard(*, draft: PlanDraft, user: User | None, revision: int | None = None) -> None:
    """Throw a draft away with its file and corrections; with `revision` only as it was seen then.

    `user` is None where the system does so. Raises ServiceError when it became a plan, or is away already, StaleError
    when somebody else changed it meanwhile. A worker that is just reading it is stopped.
    """
    draft_require(draft, user, Act.DRAFT_DISCARD)
    if draft.job:
        with suppress(StaleError):
            job_stop(job=draft.job, sentence=DISCARDED)
    open_states = [State.QUEUED, State.PARSING, State.READY, State.FAILED]
    wanted = PlanDraft.objects.filter(pk=draft.pk, state__in=open_states)
    gone = (wanted if revision is None else wanted.filter(revision=revision)).update(
        state=State.DISCARDED,
        parsed=None,
        content=None,
        before=None,
        decisions={},
        acknowledged=[],
        given={},
        pairs={},
        text="",
        file="",
    )
    if not gone:
        raise StaleError(NOT_DISCARDED) if wanted.exists() else ServiceError(NOT_OPEN)
    record(act=EventAct.DRAFT_DISCARD, user=user, obj=draft, from_state=draft.state, to_state=State.DISCARDED)
    storage, path = draft.file.storage, draft.file.name
    if path:
        transaction.on_commit(lambda: storage.delete(path))
