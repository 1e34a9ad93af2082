"""A background job (后台任务): what is to be done, who asked for it, how far it is."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.rights.visibility import VisibleQuerySet


class JobQuerySet(VisibleQuerySet["Job"]):
    def waiting(self) -> JobQuerySet:
        """Jobs that no worker has taken yet."""
        return self.filter(state=Job.State.QUEUED)

    def live(self) -> JobQuerySet:
        """Jobs that wait or run."""
        return self.filter(state__in=Job.LIVE)

    def lost(self, now: dt.datetime) -> JobQuerySet:
        """Jobs whose lease has run out: their worker is dead, or has been away too long."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now)


class Job(models.Model):
    """One piece of background work: queued > running > succeeded, failed or cancelled; retried, it is queued again.

    `kind` says what is done (see `tasks.jobs.kinds`) and `subject_id` to which row of that kind's own table. `place`
    and `person` say on whose behalf: the queues are fair between them. While it runs, `lease_owner` holds it until
    `lease_until` and renews that as it goes; a lease that has run out is taken away by `jobs_sweep`. While it waits,
    `waits_until` says when it has waited too long for a worker. `message` is the sentence for the person who asked,
    `cause` what an administrator needs to know besides.
    """

    class Queue(models.TextChoices):
        DOCUMENTS = "documents", "读取文件"
        BUILDING = "building", "生成文件"
        SENDING = "sending", "发送通知"

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "运行中"
        SUCCEEDED = "succeeded", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    LIVE: ClassVar = (State.QUEUED, State.RUNNING)
    ENDED: ClassVar = (State.SUCCEEDED, State.FAILED, State.CANCELLED)

    kind = models.CharField("种类", max_length=30)
    queue = models.CharField("队列", max_length=10, choices=Queue.choices)
    subject_id = models.PositiveBigIntegerField("对象")
    title = models.CharField("名称", max_length=300)
    place = models.ForeignKey(
        "tasks.Jurisdiction", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    stage = models.CharField("步骤", max_length=100, blank=True)
    message = models.CharField("说明", max_length=300, blank=True)
    cause = models.TextField("原因", blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField("要求取消", default=False)
    queued_at = models.DateTimeField("排队时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(queue__in=["documents", "building", "sending"]), name="job_queue_known"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "succeeded", "failed", "cancelled"]), name="job_state_known"
            ),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="job_percent_sane"),
            models.CheckConstraint(
                condition=(Q(state="running", lease_until__isnull=False) & ~Q(lease_owner=""))
                | (~Q(state="running") & Q(lease_until=None, lease_owner="")),
                name="job_runs_under_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | (~Q(state__in=["queued", "running"]) & Q(finished_at__isnull=False)),
                name="job_ended_has_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state__in=["queued", "running"]),
                name="job_of_a_subject_once",
            ),
        ]
        indexes = [
            models.Index("queue", "state", name="job_queue_state"),
            models.Index("state", "queued_at", name="job_state_queued"),
            models.Index("queue", "place", "started_at", name="job_served_place"),
            models.Index("queue", "person", "started_at", name="job_served_person"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether it waits or runs."""
        return self.state in self.LIVE
