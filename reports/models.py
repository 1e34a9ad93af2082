"""The annual report of one jurisdiction and year, the text that staff write for it, and each build of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.common.numbers import amount_text
from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.jobs.models import Job
from tasks.people.models import Jurisdiction
from tasks.rights.visibility import VisibleQuerySet


class AnnualReport(models.Model):
    """法治政府建设年度报告 of one jurisdiction and year."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="annual_reports", verbose_name="地区")
    year = models.PositiveSmallIntegerField("年度")
    issuer = models.CharField("发文机关署名", max_length=100, blank=True, help_text="留空即本级人民政府")
    dated_on = models.DateField("成文日期", null=True, blank=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year", "jurisdiction"]
        constraints = [
            models.UniqueConstraint("jurisdiction", "year", name="annual_report_once_a_year"),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="annual_report_year_sane"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.jurisdiction.name}{self.year}年法治政府建设年度报告"

    @property
    def signature(self) -> str:
        """Date and issuer as stored, in one line: whether two pages show the same."""
        return f"{self.dated_on or ''} {self.issuer}".strip()


class ReportSection(models.Model):
    """Text that staff write (章节). Section 一 is composed from accepted progress and has no row."""

    class Kind(models.TextChoices):
        LEAD = "lead", "导语"
        FIRST_RESPONSIBLE = "first", "党政主要负责人履行推进法治建设第一责任人职责情况"
        SHORTCOMINGS = "lacking", "存在的不足和原因"
        NEXT_YEAR = "next", "下一年度主要安排"
        OTHER = "other", "其他需要报告的情况"

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sections", verbose_name="年度报告")
    kind = models.CharField("章节", max_length=10, choices=Kind.choices)
    text = models.TextField("正文", blank=True)
    revision = models.PositiveIntegerField("修改次数", default=0)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修改人"
    )
    edited_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告章节"
        constraints = [
            models.UniqueConstraint("report", "kind", name="section_once_per_report"),
            models.CheckConstraint(
                condition=Q(kind__in=["lead", "first", "lacking", "next", "other"]), name="section_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SectionFigure(models.Model):
    """A figure that staff give in a section of their own, with where it comes from."""

    section = models.ForeignKey(ReportSection, models.CASCADE, related_name="figures", verbose_name="章节")
    position = models.PositiveIntegerField("顺序")
    label = models.CharField("名称", max_length=100)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    source = models.CharField("数据来源", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "章节数据"
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint("section", "position", name="section_figure_position_unique"),
            models.CheckConstraint(condition=Q(value__gte=0), name="section_figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {amount_text(self.value, self.unit)}"


class ReportBuild(models.Model):
    """One build of a report (生成记录): queued > running > succeeded or failed. `job` makes it."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "生成中"
        SUCCEEDED = "succeeded", "已完成"
        FAILED = "failed", "未完成"

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="builds", verbose_name="年度报告")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED)
    message = models.CharField("说明", max_length=300, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="后台任务")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    requested_at = models.DateTimeField("申请时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    file = models.FileField("文件", upload_to="annual-reports/", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    trace = models.JSONField(
        "溯源", default=list, help_text="[{text, progress: [填报编号], section: 章节编号}]，一段一项"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "生成记录"
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "succeeded", "failed"]), name="build_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="succeeded") | ~Q(file=""), name="build_succeeded_has_file"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_state_display()}"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.SUCCEEDED, self.State.FAILED)
