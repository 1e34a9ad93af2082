"""What units hand in: progress reports with figures and evidence, and each version that was submitted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.common.numbers import amount_text
from tasks.rights.visibility import VisibleQuerySet
from tasks.work.models.assignments import Assignment, ReportingPeriod


class ProgressReportQuerySet(VisibleQuerySet["ProgressReport"]):
    def accepted(self) -> ProgressReportQuerySet:
        return self.filter(status=ProgressReport.Status.ACCEPTED)

    def reported(self) -> ProgressReportQuerySet:
        """Handed in and not sent back: what 本期已报 means."""
        return self.filter(status__in=ProgressReport.REPORTED)


class ProgressReport(models.Model):
    """One assignment's progress in one period (进展填报): draft > submitted > accepted or returned."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        ACCEPTED = "accepted", "已通过"
        RETURNED = "returned", "已退回"

    REPORTED = (Status.SUBMITTED, Status.ACCEPTED)  # handed in and not sent back
    EDITABLE = (Status.DRAFT, Status.RETURNED)  # all others

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="progress_reports", verbose_name="承办")
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="progress_reports", verbose_name="调度周期"
    )
    narrative = models.TextField("进展情况", blank=True)
    completion = models.PositiveSmallIntegerField("完成比例", default=0, help_text="0 至 100")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    revision = models.PositiveIntegerField("修改次数", default=0, help_text="每存一次加一，两人同改时据此发现")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="progress_reports", verbose_name="填报人"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展填报"
        ordering = ["assignment", "period__starts_on"]
        constraints = [
            models.UniqueConstraint("assignment", "period", name="progress_once_per_period"),
            models.CheckConstraint(condition=Q(completion__range=(0, 100)), name="progress_completion_percent"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "accepted", "returned"]),
                name="progress_status_known",
            ),
        ]
        indexes = [
            models.Index("status", "submitted_at", name="progress_queue"),
            models.Index("assignment", "status", "completion", name="progress_of_assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.period}"

    @property
    def place_id(self) -> int:
        """The jurisdiction of its plan."""
        return self.assignment.place_id

    @property
    def is_reported(self) -> bool:
        """Handed in and not sent back."""
        return self.status in self.REPORTED

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def handed_in_by_id(self) -> int | None:
        """Who handed in what stands now; None before the first time. One query."""
        return self.versions.order_by("-number").values_list("submitted_by", flat=True).first()


class Figure(models.Model):
    """A counted result in a progress report (成效数据): 培训 4 场次，上年 3 场次."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="figures", verbose_name="进展填报")
    position = models.PositiveIntegerField("顺序")
    label = models.CharField("名称", max_length=100)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    previous_value = models.DecimalField("上年数值", max_digits=16, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "成效数据"
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint("report", "position", name="figure_position_unique_in_report"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_value_not_negative"),
            models.CheckConstraint(
                condition=Q(previous_value__isnull=True) | Q(previous_value__gte=0),
                name="figure_previous_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {amount_text(self.value, self.unit)}"


class Evidence(models.Model):
    """An uploaded file (佐证材料), stored once by hash."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    file = models.FileField("文件", upload_to="evidence/")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"

    def __str__(self) -> str:
        return self.sha256[:12]


class EvidenceLink(models.Model):
    """One file attached to one report under the name it was uploaded with.

    A file taken off after a version with it was submitted is only marked removed: the version keeps it.
    """

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="evidence_links", verbose_name="进展填报")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="links", verbose_name="佐证材料")
    name = models.CharField("文件名", max_length=255)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed = models.BooleanField("已移除", default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料附件"
        ordering = ["report", "id"]
        constraints = [models.UniqueConstraint("report", "evidence", name="evidence_once_per_report")]

    def __str__(self) -> str:
        return self.name

    @property
    def place_id(self) -> int:
        """The jurisdiction of the plan that it was reported on."""
        return self.report.place_id


class ProgressVersion(models.Model):
    """A progress report as it was when it was submitted; never changed afterwards."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="versions", verbose_name="进展填报")
    number = models.PositiveIntegerField("版本")
    narrative = models.TextField("进展情况")
    completion = models.PositiveSmallIntegerField("完成比例")
    figures = models.JSONField("成效数据", default=list, help_text="[{label, value, unit, previous_value}]，数值为文本")
    evidence = models.JSONField("佐证材料", default=list, help_text="[{sha256, name}]")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "填报版本"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint("report", "number", name="version_unique_in_report")]

    def __str__(self) -> str:
        return f"第{self.number}稿"
