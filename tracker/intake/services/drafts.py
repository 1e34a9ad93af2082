"""Plans on their way in: take a document, keep what a person corrects and decides, or throw it away."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.common.numbers import number_in
from tasks.jobs.services import job_enqueue, job_requeue, job_stop
from tasks.people.models import Jurisdiction, User
from tasks.plans.difference import task_keys
from tasks.plans.models import Plan, PlanVersion, Task
from tasks.plans.services.holding import GONE, plan_is_there
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.draft_warnings import typed_doubts
from tracker.intake.models import PlanDraft

READING = "read_draft"  # the kind of job; see `tracker.intake.jobs`
MAX_SIZE = 20 * 1024 * 1024
PASTED = "粘贴的文本.txt"
CHANGED = "这份稿件刚刚被他人修改，您填写的内容没有保存，请核对最新内容后再改。"
NOT_DISCARDED = "这份稿件刚刚被他人修改，没有放弃，请核对最新内容后再定。"
ELSEWHERE = "这份文件已在另一份导入稿中，请打开那一份，这一份可以放弃。"
DISCARDED = "这份导入稿已放弃。"
NOT_FAILED = "这份文件没有解析失败，不用重新解析，请看最新状态。"
NOT_OPEN = "这份稿件已经确认或放弃，不能再修改。"
HELD_ELSEWHERE = "这一版的文件正在另一份导入稿中核对，请先确认或放弃那一份，再退回到这一版。"

State = PlanDraft.State
RemarkKey = int | str


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
        draft_revise(draft=known, revision=known.revision, plan=plan)
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
    return Begun(draft=draft, created=True)


def _ask_for_reading(draft: PlanDraft) -> None:
    """Have the document read. For a draft whose place nobody knows yet, its owner's place stands in the queue."""
    place_id = draft.jurisdiction_id or draft.begun_for_id
    draft.job = job_enqueue(kind=READING, subject_id=draft.pk, title=draft.name, place_id=place_id, person=draft.owner)
    draft.save(update_fields=["job"])


@transaction.atomic
def draft_read_again(*, draft: PlanDraft) -> None:
    """Have a document read again that could not be read, or not be queued.

    Raises StaleError when it has not failed, ServiceError when its owner has the same file in hand in another draft.
    """
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
def draft_change(*, draft: PlanDraft, revision: int, **changes: Any) -> None:
    """Write corrections (content, decisions, settled, given, jurisdiction), as seen at `revision`.

    What could be undone until now (see `tracker.intake.services.undo`) no longer can.

    Raises StaleError when somebody else changed the draft meanwhile, ServiceError when it is no longer under review.
    """
    changed = PlanDraft.objects.filter(pk=draft.pk, state=State.READY, revision=revision).update(
        **{"before": None, **changes}, revision=F("revision") + 1, updated_at=timezone.now()
    )
    if not changed:
        is_open = PlanDraft.objects.filter(pk=draft.pk, state=State.READY).exists()
        raise StaleError(CHANGED) if is_open else ServiceError(NOT_OPEN)


def draft_place(*, draft: PlanDraft, revision: int, place: Jurisdiction | None, user: User, **changes: Any) -> None:
    """Say which jurisdiction the plan is of; what was decided goes with another one.

    Raises as draft_change, and where a colleague there has the same file in hand.
    """
    if place:
        require(user, Act.DRAFT_PLACE, place_id=place.pk)
    if (place.pk if place else None) != draft.jurisdiction_id:
        changes |= {"decisions": {}, "revises": None, "stands_alone": False, "pairs": {}}
    try:
        draft_change(draft=draft, revision=revision, jurisdiction=place, **changes)
    except IntegrityError as error:
        raise ServiceError(ELSEWHERE) from error


def draft_decide(*, draft: PlanDraft, revision: int, decisions: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Say what names (in normal form) mean; None takes a decision back. Raises as draft_change."""
    kept = {**draft.decisions, **decisions}
    draft_change(
        draft=draft, revision=revision, decisions={name: said for name, said in kept.items() if said is not None}
    )


@transaction.atomic
def draft_revise(*, draft: PlanDraft, revision: int, plan: Plan | None) -> None:
    """Say that the draft is a new version of this plan, or with None that it is another one. Raises as draft_change."""
    if plan and plan.jurisdiction_id != draft.jurisdiction_id:
        raise ServiceError("所选方案不属于这份稿件的地区，请重新选择。")
    if plan and not plan_is_there(plan.pk):
        raise StaleError(GONE)
    draft_change(draft=draft, revision=revision, revises=plan, stands_alone=plan is None, pairs={})


def draft_pair(*, draft: PlanDraft, revision: int, key: str, said: str) -> None:
    """Say which task of the plan in force a task of the draft is: its row as text, "none", or "auto" for as proposed.

    Each old task becomes one new one only: who had it before loses it. Raises as draft_change.
    """
    known = set(task_keys(draft.content)) if draft.content else set()
    if key not in known or not draft.revises_id:
        raise ServiceError("这项任务已不在稿件中，请刷新页面后再选。")
    pairs = {place: task for place, task in draft.pairs.items() if place in known and place != key}
    if said == "none":
        pairs[key] = None
    elif said != "auto":
        task = _task_of(draft, said)
        pairs = {place: held for place, held in pairs.items() if held != task} | {key: task}
    draft_change(draft=draft, revision=revision, pairs=pairs)


def _task_of(draft: PlanDraft, said: str) -> int:
    """The row of a task of the plan that the draft revises."""
    task = number_in(said)
    tasks = Task.objects.in_force().filter(action__plan=draft.revises_id)
    if task is None or not tasks.filter(pk=task).exists():
        raise ServiceError("请选择是原方案的哪一项。")
    return task


def draft_settle(*, draft: PlanDraft, revision: int, remarks: Iterable[RemarkKey], settled: bool) -> None:
    """Tick remarks off as looked at, or take that back. Raises as draft_change."""
    known, asked = set(remark_keys(draft)), set(remarks)
    if not asked <= known:
        raise ServiceError("这条提示已不存在，请刷新页面。")
    before = known & set(draft.settled)
    after = before | asked if settled else before - asked
    draft_change(draft=draft, revision=revision, settled=sorted(after, key=str))


def remark_keys(draft: PlanDraft) -> list[RemarkKey]:
    """What can be ticked off: the parser's remarks by their number, doubts about what was typed by their key."""
    if not draft.content:
        return []
    typed = (doubt.key for doubt in typed_doubts(draft.content, draft.parsed))
    return [*range(len(draft.content["diagnostics"])), *typed]


@transaction.atomic
def draft_discard(*, draft: PlanDraft, revision: int | None = None) -> None:
    """Throw a draft away with its file and corrections; with `revision` only as it was seen then.

    Raises ServiceError when it became a plan, or is away already, StaleError when somebody else changed it meanwhile.
    A worker that is just reading it is stopped.
    """
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
        settled=[],
        given={},
        pairs={},
        text="",
        file="",
    )
    if not gone:
        raise StaleError(NOT_DISCARDED) if wanted.exists() else ServiceError(NOT_OPEN)
    storage, path = draft.file.storage, draft.file.name
    if path:
        transaction.on_commit(lambda: storage.delete(path))
