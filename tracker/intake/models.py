"""A plan on its way in (导入稿): the uploaded file, what was read in it, and what a person made of that."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.common.errors import ServiceError
from tasks.jobs.models import Job
from tasks.people.models import Jurisdiction
from tasks.planparser import ParsedPlan
from tasks.plans.models import Plan
from tasks.rights.scope import scope_of
from tasks.rights.visibility import VisibleQuerySet
from tracker.intake.columns import DecisionsField, PlanField

NOT_OPEN = "这份稿件已经确认或放弃，不能再修改。"


class PlanDraftQuerySet(VisibleQuerySet["PlanDraft"]):
    def in_hand(self) -> PlanDraftQuerySet:
        """Drafts that are being read or reviewed."""
        return self.filter(state__in=PlanDraft.IN_HAND)


class PlanDraft(models.Model):
    """One document under review: queued > parsing > ready > confirmed, or failed, or discarded.

    Nothing stands in the plan tables before it is confirmed. `parsed` is what the parser read, `content` the same after
    corrections; `decisions` says for a name (in normal form) which unit or group it means; `acknowledged` holds what a
    person has looked at: the ids of the parser's remarks, the keys of other warnings (see
    `tracker.intake.draft_warnings`); `given` says which lines belong to another item than the one they stand in (see
    `tracker.intake.corrections.owners`). `before` is what the last change of structure replaced, while that can be
    undone (see `tracker.intake.services.undo`). `revision` counts the changes, so that nobody overwrites what he has
    not seen. `job` reads the document, or has read it last.

    A draft that staff write here themselves (拟制) has no document until it is confirmed: then it is the one we print.
    It is ready again when its plan is deleted as a draft.
    `revises` is the plan that this is a new version of, `pairs` what a person said about which task is which: by the id
    of a task here the row of the one in force, None for a task that is new; `stands_alone` says that it is a plan of
    its own, however like another it may be. `upper_plan` is the plan above that it carries out. `begun_for` is the
    place that the owner served when it was begun, none for the admin: a draft of no place yet is the owner's while that
    person serves there.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        PARSING = "parsing", "解析中"
        READY = "ready", "待核对"
        FAILED = "failed", "未能解析"
        CONFIRMED = "confirmed", "已导入"
        DISCARDED = "discarded", "已放弃"

    class Origin(models.TextChoices):
        DOCUMENT = "document", "导入文件"
        WRITTEN = "written", "本级拟制"

    IN_HAND = (State.QUEUED, State.PARSING, State.READY)

    origin = models.CharField("来源", max_length=10, choices=Origin.choices, default=Origin.DOCUMENT)
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, blank=True)
    file = models.FileField("文件", upload_to="imports/", blank=True)
    text = models.TextField("文本", blank=True, help_text="阅读器读出的各行，第 n 行即来源行 n")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="plan_drafts", verbose_name="地区"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED)
    message = models.CharField("说明", max_length=300, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="后台任务")
    parsed = PlanField("解析结果", null=True, blank=True)
    content = PlanField("核对结果", null=True, blank=True)
    decisions = DecisionsField("名称对应", default=dict, blank=True)
    acknowledged: Any = models.JSONField("已核对的提示", default=list, blank=True)
    given: Any = models.JSONField("行的归属", default=dict, blank=True)
    before: Any = models.JSONField("可撤销的一步", null=True, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=0)
    revises = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="revisions", verbose_name="修订的方案"
    )
    stands_alone = models.BooleanField("作为另一份方案", default=False)
    pairs: Any = models.JSONField("任务对应", default=dict, blank=True)
    upper_plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="上级方案"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人")
    begun_for = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人所在地区"
    )
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="drafts", verbose_name="工作方案"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = PlanDraftQuerySet.as_manager()

    class Meta:
        db_table = "tasks_plandraft"  # where it was made
        verbose_name = verbose_name_plural = "导入稿"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "parsing", "ready", "failed", "confirmed", "discarded"]),
                name="draft_state_known",
            ),
            models.CheckConstraint(condition=Q(origin__in=["document", "written"]), name="draft_origin_known"),
            models.CheckConstraint(
                condition=Q(revises=None) | Q(stands_alone=False), name="draft_revises_or_stands_alone"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "confirmed"]) | Q(content__isnull=False), name="draft_has_content"
            ),
            # A person who clicks twice has one draft of a file in hand. One left behind out of reach (for a place that
            # the person serves no more, or of one that keeps its own plans by now) is not in the way of another.
            models.UniqueConstraint(
                fields=["sha256", "owner", "begun_for"],
                condition=Q(state__in=["queued", "parsing", "ready"], jurisdiction=None) & ~Q(sha256=""),
                name="draft_of_a_file_once_in_hand",
            ),
            models.UniqueConstraint(
                fields=["sha256", "owner"],
                condition=Q(state__in=["queued", "parsing", "ready"], jurisdiction=None, begun_for=None)
                & ~Q(sha256=""),
                name="draft_of_a_file_once_in_the_admin_s_hand",
            ),
            # And so have the colleagues of a place, once it is known which place the plan is of.
            models.UniqueConstraint(
                fields=["sha256", "jurisdiction"],
                condition=Q(state__in=["queued", "parsing", "ready"]) & ~Q(sha256=""),
                name="draft_of_a_file_once_in_a_place",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.begun_for_id is None:
            self.begun_for_id = scope_of(self.owner).home_id
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """The plan's title once it is read, the file's name before."""
        return (self.content.title if self.content else "") or self.name

    @property
    def reviewed(self) -> ParsedPlan:
        """The plan as corrected, of a draft that is under review or confirmed. Raises ServiceError for others."""
        if self.content is None:
            raise ServiceError(NOT_OPEN)
        return self.content

    @property
    def is_underway(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.state in (self.State.QUEUED, self.State.PARSING)
