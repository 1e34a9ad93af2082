"""How a plan carries out the one above it, under its plan."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from tasks.alignment.models import TaskCoverage
from tasks.common.admin import ReadOnlyRows
from tasks.plans.admin import PlanAdmin


class CoverageInline(ReadOnlyRows):
    model = TaskCoverage
    fields = ["upper", "extent", "lower", "score", "decided_by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskCoverage]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("upper", "lower", "decided_by")


PlanAdmin.inlines = [*PlanAdmin.inlines, CoverageInline]
