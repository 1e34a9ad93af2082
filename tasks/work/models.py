"""The row that work happens on, the periods it is reported in, and what units hand in for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tasks.common.numbers import amount_text
from tasks.people.models import Unit
from tasks.plans.models import Plan, Responsibility, Role, Task
from tasks.rights.visibility import VisibleQuerySet


class AssignmentQuerySet(VisibleQuerySet["Assignment"]):
    def in_force(self) -> AssignmentQuerySet:
        """Not withdrawn."""
        return self.exclude(state=Assignment.State.WITHDRAWN)


class Assignment(models.Model):
    """One task for one unit (承办), expanded from the plan's responsibilities on publication."""

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        DONE = "done", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name="任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="单位")
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    sources = models.ManyToManyField(
        Responsibility,
        related_name="assignments",
        verbose_name="依据",
        help_text="由哪些责任分工展开；多于一条时，只取最强的角色，其余并入",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        ordering = ["task__action__plan", "task__action__position", "task__position", "id"]
        constraints = [
            models.UniqueConstraint("task", "unit", name="assignment_unique_for_task_and_unit"),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "responsible", "support"]), name="assignment_role_known"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "done", "withdrawn"]), name="assignment_state_known"),
        ]
        indexes = [models.Index("unit", "state", name="assignment_unit_state")]

    def __str__(self) -> str:
        return f"{self.unit}：{self.task}"

    @property
    def place_id(self) -> int:
        """The jurisdiction of its plan."""
        return self.task.place_id


class ReportingPeriod(models.Model):
    """A month or quarter in which a plan's open assignments owe a progress report (调度周期)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="periods", verbose_name="工作方案")
    label = models.CharField("名称", max_length=30)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")

    class Meta:
        verbose_name = verbose_name_plural = "调度周期"
        ordering = ["plan", "starts_on"]
        constraints = [
            models.UniqueConstraint("plan", "starts_on", name="period_unique_in_plan"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="period_dates_sane"),
        ]

    def __str__(self) -> str:
        return self.label


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
