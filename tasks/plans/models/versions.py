"""The wordings a plan has had: the one it was imported with, and each revision that was applied (版本)."""

from typing import Any

from django.conf import settings
from django.db import models

from tasks.plans.models.plans import Plan
from tasks.plans.models.sources import SourceDocument


class PlanVersion(models.Model):
    """One published wording of a plan, and the document it was read from; the last one is in force.

    `changes` is what it changed against the one before, in the form that `tasks.plans.difference` writes; empty for the
    first.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions", verbose_name="工作方案")
    number = models.PositiveIntegerField("版本")
    source = models.ForeignKey(SourceDocument, models.PROTECT, related_name="versions", verbose_name="来源文件")
    title = models.CharField("标题", max_length=300)
    document_number = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    changes: Any = models.JSONField("变更", default=list, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "方案版本"
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint("plan", "number", name="version_number_unique_in_plan")]

    def __str__(self) -> str:
        return f"第{self.number}版：{self.title}"
