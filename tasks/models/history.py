"""History rows: who changed what, when, from which state to which, and why. Written with the change, never edited."""

from django.conf import settings
from django.db import models

from tasks.models.plans import Plan
from tasks.models.progress import ProgressReport
from tasks.models.work import Assignment


class Transition(models.Model):
    """One change of state. `actor` is empty where the system itself acted."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    at = models.DateTimeField("时间")
    from_state = models.CharField("原状态", max_length=10, blank=True)
    to_state = models.CharField("新状态", max_length=10)
    reason = models.TextField("说明", blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"


class PlanTransition(Transition):
    subject = models.ForeignKey(Plan, models.CASCADE, related_name="transitions", verbose_name="工作方案")

    class Meta(Transition.Meta):
        verbose_name = verbose_name_plural = "方案流转"


class AssignmentTransition(Transition):
    subject = models.ForeignKey(Assignment, models.CASCADE, related_name="transitions", verbose_name="承办")

    class Meta(Transition.Meta):
        verbose_name = verbose_name_plural = "承办流转"


class ProgressTransition(Transition):
    subject = models.ForeignKey(ProgressReport, models.CASCADE, related_name="transitions", verbose_name="进展填报")

    class Meta(Transition.Meta):
        verbose_name = verbose_name_plural = "填报流转"
