"""Indicators of a plan and what each year asks of them."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.planparser import new_id
from tasks.plans.models import MAX_KEY, Plan
from tasks.rights.visibility import VisibleQuerySet


class Indicator(models.Model):
    """A row of a plan's indicator table, or an item of a 效果指标 list.

    `key` is its id since it was read or typed, which it keeps through every version of the plan.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators", verbose_name="工作方案")
    key = models.CharField("标识", max_length=MAX_KEY, default=partial(new_id, "indicator"), editable=False)
    position = models.PositiveIntegerField("顺序")
    number = models.IntegerField("编号", null=True, blank=True)
    area = models.CharField("深化领域", max_length=300)
    name = models.CharField("指标名称", max_length=1000)
    unit = models.CharField("单位", max_length=20, blank=True)
    line = models.PositiveIntegerField("来源行", null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint("plan", "position", name="indicator_position_unique_in_plan"),
            models.UniqueConstraint("plan", "key", name="indicator_key_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What one year asks of one indicator (目标值). `value` is empty where the text holds no number."""

    class Operator(models.TextChoices):
        AT_LEAST = ">=", "≥"
        MORE_THAN = ">", ">"
        AT_MOST = "<=", "≤"
        LESS_THAN = "<", "<"
        EQUAL = "=", "="

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets", verbose_name="指标")
    position = models.PositiveIntegerField("顺序")
    year = models.PositiveSmallIntegerField("年度")
    text = models.CharField("原文", max_length=500)
    operator = models.CharField("比较", max_length=2, choices=Operator.choices, blank=True)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "目标值"
        ordering = ["indicator", "position"]
        constraints = [
            models.UniqueConstraint("indicator", "position", name="target_position_unique_in_indicator"),
            models.CheckConstraint(
                condition=Q(operator__in=[">=", ">", "<=", "<", "=", ""]), name="target_operator_known"
            ),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="target_year_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.year}：{self.text}"
