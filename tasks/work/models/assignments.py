"""The row that work happens on, and the periods it is reported in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

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
