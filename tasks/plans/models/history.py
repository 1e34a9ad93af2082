"""History rows: who changed what, when, from which state to which, and why. Written with the change, never edited."""

from django.conf import settings
from django.db import models

from tasks.plans.models.plans import Plan


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
