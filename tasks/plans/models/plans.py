"""A plan as published: plan, actions, tasks, responsibilities, milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.db import models
from django.db.models import F, Q

from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.people.models import Jurisdiction, Unit, UnitGroup
from tasks.planparser import ROLES, new_id
from tasks.plans.models.sources import SourceDocument
from tasks.rights.visibility import VisibleQuerySet

MAX_KEY = 40


class PlanQuerySet(VisibleQuerySet["Plan"]):
    def covering(self, year: int) -> PlanQuerySet:
        """Plans whose years include this one."""
        return self.filter(first_year__lte=year, last_year__gte=year)

    def published(self) -> PlanQuerySet:
        return self.filter(status=Plan.Status.PUBLISHED)

    def years(self) -> list[int]:
        """The years that these plans cover, newest first. One query."""
        spans = self.order_by().values_list("first_year", "last_year").distinct()
        return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)


class Plan(models.Model):
    """One published document (工作方案)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    class Cycle(models.TextChoices):
        MONTH = "month", "按月"
        QUARTER = "quarter", "按季度"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="plans", verbose_name="地区")
    title = models.CharField("标题", max_length=300)
    document_number = models.CharField("文号", max_length=100, blank=True)
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("起始年度")
    last_year = models.PositiveSmallIntegerField("截止年度")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    reporting_cycle = models.CharField("调度周期", max_length=10, choices=Cycle.choices, default=Cycle.QUARTER)
    source = models.ForeignKey(SourceDocument, models.PROTECT, related_name="plans", verbose_name="来源文件")
    upper_plan = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="lower_plans", verbose_name="上级方案"
    )
    cites = models.JSONField("引用文号", default=list, blank=True)
    diagnostics = models.JSONField("解析提示", default=list, blank=True)
    created_at = models.DateTimeField("导入时间", auto_now_add=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作方案"
        ordering = ["-last_year", "-first_year", "id"]
        constraints = [
            models.UniqueConstraint("jurisdiction", "source", name="plan_once_per_source"),
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year"), first_year__gte=FIRST_YEAR, last_year__lte=LAST_YEAR),
                name="plan_years_sane",
            ),
            models.CheckConstraint(condition=Q(status__in=["draft", "published"]), name="plan_status_known"),
            models.CheckConstraint(condition=Q(reporting_cycle__in=["month", "quarter"]), name="plan_cycle_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.first_year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.last_year, 12, 31)

    def covers(self, year: int) -> bool:
        """Whether its years include this one."""
        return self.first_year <= year <= self.last_year

    def covers_any(self, years: Iterable[int]) -> bool:
        """Whether its years include one of these."""
        return any(map(self.covers, years))

    def as_of(self, today: dt.date) -> dt.date:
        """The day that every rule about time takes for this plan: today, or its last day once its last year is over."""
        return min(today, self.last_day)


class ActionQuerySet(models.QuerySet["Action"]):
    def in_force(self) -> ActionQuerySet:
        """Those that the wording in force has; a revision withdraws what it drops."""
        return self.filter(withdrawn_at=None)


class Action(models.Model):
    """A numbered section of a plan (行动 / 领域).

    `key` is its id since it was read or typed, which it keeps through every version of the plan.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions", verbose_name="工作方案")
    key = models.CharField("标识", max_length=MAX_KEY, default=partial(new_id, "action"), editable=False)
    position = models.PositiveIntegerField("序号")
    heading = models.CharField("标题", max_length=300)
    goal = models.TextField("目标", blank=True)
    line = models.PositiveIntegerField("来源行", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                "plan", "position", condition=Q(withdrawn_at=None), name="action_position_unique_in_plan"
            ),
            models.UniqueConstraint("plan", "key", name="action_key_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.heading


class TaskQuerySet(VisibleQuerySet["Task"]):
    def in_force(self) -> TaskQuerySet:
        """Those that the wording in force has; a revision withdraws what it drops."""
        return self.filter(withdrawn_at=None)


class Task(models.Model):
    """A numbered item of an action. The printed number may repeat; the position within the action may not.

    One that a revision dropped keeps its row with all its work; `withdrawn_at` says since when it is out of force.
    `key` is its id since it was read or typed, unique in the plan, which it keeps through every version.
    """

    class DeadlineKind(models.TextChoices):
        DATE = "date", "限期完成"
        ONGOING = "ongoing", "长期坚持"
        ANNUAL = "annual", "每年定期"
        DATE_THEN_ONGOING = "date_then_ongoing", "限期并长期"
        NONE = "none", "未明确"

    CLOSING = (DeadlineKind.DATE, DeadlineKind.NONE)

    action = models.ForeignKey(Action, models.CASCADE, related_name="tasks", verbose_name="行动")
    key = models.CharField("标识", max_length=MAX_KEY, default=partial(new_id, "task"), editable=False)
    position = models.PositiveIntegerField("顺序")
    number = models.IntegerField("编号")
    title = models.CharField("任务", max_length=500)
    text = models.TextField("原文")
    line = models.PositiveIntegerField("来源行", null=True, blank=True)
    deadline_text = models.CharField("完成时限", max_length=200, blank=True)
    deadline_kind = models.CharField("时限类型", max_length=20, choices=DeadlineKind.choices, default=DeadlineKind.NONE)
    due_on = models.DateField("到期日", null=True, blank=True)
    annual_on = models.CharField("每年月日", max_length=5, blank=True, help_text="10-31")
    is_ongoing = models.BooleanField("长期", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["action__plan", "action__position", "position"]
        constraints = [
            models.UniqueConstraint(
                "action", "position", condition=Q(withdrawn_at=None), name="task_position_unique_in_action"
            ),
            models.UniqueConstraint("action", "key", name="task_key_unique_in_action"),
            models.CheckConstraint(
                condition=Q(deadline_kind__in=["date", "ongoing", "annual", "date_then_ongoing", "none"]),
                name="task_deadline_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(deadline_kind__in=["date", "date_then_ongoing"]) | Q(due_on__isnull=False),
                name="task_dated_has_due_date",
            ),
            models.CheckConstraint(
                condition=Q(deadline_kind="annual", annual_on__regex=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
                | (~Q(deadline_kind="annual") & Q(annual_on="")),
                name="task_annual_has_month_day",
            ),
        ]
        indexes = [models.Index("deadline_kind", "due_on", name="task_deadline")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def place_id(self) -> int:
        """The jurisdiction of its plan."""
        return self.action.plan.jurisdiction_id

    @property
    def rest(self) -> str:
        """The text after the title, where the title stands above it."""
        return self.text.removeprefix(self.title).lstrip("。:： ")

    @property
    def closes(self) -> bool:
        """Whether an accepted 100 % ends the work: ongoing and annual tasks never close within their plan's years."""
        return self.deadline_kind in self.CLOSING


class Role(models.TextChoices):
    """In which role a unit is named, strongest first."""

    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "责任"
    SUPPORT = "support", "配合"


ROLE_STRENGTH = {Role(name): rank for rank, name in enumerate(ROLES)}


class Responsibility(models.Model):
    """What the document says (责任分工): a role and a name as written, resolved to a unit or a group, or to neither."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="responsibilities", verbose_name="任务")
    position = models.PositiveIntegerField("顺序")
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    name = models.CharField("原文名称", max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="单位"
    )
    group = models.ForeignKey(
        UnitGroup, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="集合称谓"
    )

    class Meta:
        verbose_name = verbose_name_plural = "责任分工"
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint("task", "position", name="responsibility_position_unique_in_task"),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "responsible", "support"]), name="responsibility_role_known"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(group__isnull=True), name="responsibility_unit_or_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.name}"

    @property
    def is_resolved(self) -> bool:
        return self.unit_id is not None or self.group_id is not None


class Milestone(models.Model):
    """A date named inside a task's text (时间节点)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones", verbose_name="任务")
    position = models.PositiveIntegerField("顺序")
    text = models.CharField("原文", max_length=100)
    due_on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "时间节点"
        ordering = ["task", "position"]
        constraints = [models.UniqueConstraint("task", "position", name="milestone_position_unique_in_task")]

    def __str__(self) -> str:
        return self.text
