"""Targets that last year's plan has set for the years of a new one (the 2025 column of the 2024 annex)."""

from collections.abc import Sequence

from django.db.models import Prefetch

from indicators.models import Indicator, Target
from tasks.plans.models import Plan


def indicators_ahead(plan: Plan, years: Sequence[int]) -> list[Indicator]:
    """The indicators of a plan with targets for these years; only those targets are at hand. Two queries."""
    ahead = Target.objects.filter(year__in=years).order_by("position")
    rows = plan.indicators.filter(targets__year__in=years).distinct().order_by("position")
    return list(rows.prefetch_related(Prefetch("targets", ahead)))
