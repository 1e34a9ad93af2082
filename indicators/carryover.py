"""Targets that last year's plan has set for the years of a new one (the 2025 column of the 2024 annex)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from indicators.models import Indicator, Target
from tasks.models import Plan


def indicators_ahead(plan: Plan, years: Sequence[int]) -> list[Indicator]:
    """The indicators of a plan with targets for these years; only those targets are at hand. Two queries."""
    ahead = Target.objects.filter(year__in=years).order_by("position")
    rows = plan.indicators.filter(targets__year__in=years).distinct().order_by("position")
    return list(rows.prefetch_related(Prefetch("targets", ahead)))


def plain_indicator(indicator: Indicator) -> dict[str, Any]:
    """An indicator and the targets at hand, in the plan schema's form."""
    return {
        "number": indicator.number,
        "area": indicator.area,
        "name": indicator.name,
        "unit": indicator.unit or None,
        "targets": [_plain_target(target) for target in indicator.targets.all()],
        "line": None,
    }


def _plain_target(target: Target) -> dict[str, Any]:
    value = target.value
    whole = value is not None and value == value.to_integral_value()
    number = None if value is None else int(value) if whole else float(value)
    return {"year": target.year, "text": target.text, "operator": target.operator or None, "value": number}
