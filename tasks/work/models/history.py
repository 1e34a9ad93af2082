"""History of assignments and progress reports. Written with the change, never edited."""

from django.db import models

from tasks.plans.models import Transition
from tasks.work.models.assignments import Assignment
from tasks.work.models.progress import ProgressReport


class AssignmentTransition(Transition):
    subject = models.ForeignKey(Assignment, models.CASCADE, related_name="transitions", verbose_name="承办")

    class Meta(Transition.Meta):
        verbose_name = verbose_name_plural = "承办流转"


class ProgressTransition(Transition):
    subject = models.ForeignKey(ProgressReport, models.CASCADE, related_name="transitions", verbose_name="进展填报")

    class Meta(Transition.Meta):
        verbose_name = verbose_name_plural = "填报流转"
