"""How a plan carries out the plan above it: what staff decided task by task (上级任务承接)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tasks.plans.models import Plan, Task


class TaskCoverage(models.Model):
    """One decision on one task of the upper plan: carried out by a task of ours, not by that one, or not ours to do.

    `score` is the similarity in percent that was shown when it was decided. What is only proposed is not kept.
    """

    class Extent(models.TextChoices):
        FULL = "full", "完全承接"
        PARTLY = "partly", "部分承接"
        NONE = "none", "不对应"
        EXEMPT = "exempt", "不涉及本级"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="coverage", verbose_name="本级方案")
    upper = models.ForeignKey(Task, models.CASCADE, related_name="coverage_below", verbose_name="上级任务")
    lower = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="coverage_above", verbose_name="本级任务"
    )
    extent = models.CharField("承接情况", max_length=10, choices=Extent.choices)
    score = models.PositiveSmallIntegerField("相似度", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    decided_at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = verbose_name_plural = "上级任务承接"
        ordering = ["plan", "upper", "lower"]
        constraints = [
            models.UniqueConstraint("plan", "upper", "lower", name="coverage_once_per_pair"),
            models.UniqueConstraint("plan", "upper", condition=Q(lower=None), name="coverage_exempt_once"),
            models.CheckConstraint(
                condition=Q(extent="exempt", lower=None) | (Q(extent__in=["full", "partly", "none"]) & ~Q(lower=None)),
                name="coverage_extent_known",
            ),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="coverage_of_another_task"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(0, 100)), name="coverage_score_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.upper}：{self.get_extent_display()}"
