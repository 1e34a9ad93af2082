"""Reading indicators for a page."""

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db.models import Prefetch

from indicators.models import Indicator, Target
from tasks.models import Plan, User
from tasks.planparser.model import Operator, ParsedIndicator, ParsedTarget


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator and what each year of its plan asks of it, as published; empty where a year asks nothing."""

    indicator: Indicator
    number: int
    targets: list[str]


@dataclass(frozen=True)
class PlanIndicators:
    """The indicators of one plan by area, in the order of the document; `years` head the columns of targets."""

    plan: Plan
    years: list[int]
    areas: list[tuple[str, list[IndicatorRow]]]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.areas)


def years_with_plans(user: User) -> list[int]:
    """The years covered by plans that this person may see, newest first; drafts, which the page marks, count too.

    One query.
    """
    spans = Plan.objects.visible_to(user).order_by().values_list("first_year", "last_year").distinct()
    return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)


def indicators_of(user: User, year: int) -> list[PlanIndicators]:
    """The indicators of the plans of a year that this person may see. Three queries, however many there are."""
    plans = Plan.objects.visible_to(user).covering(year).select_related("jurisdiction", "source")
    ordered = Prefetch("targets", Target.objects.order_by("position"))
    rows = Indicator.objects.visible_to(user).order_by("position").prefetch_related(ordered)
    return [_grouped(plan) for plan in plans.prefetch_related(Prefetch("indicators", rows)) if plan.indicators.all()]


def _grouped(plan: Plan) -> PlanIndicators:
    indicators = list(plan.indicators.all())
    years = sorted({target.year for indicator in indicators for target in indicator.targets.all()})
    areas = itertools.groupby(indicators, key=lambda indicator: indicator.area)
    return PlanIndicators(plan, years, [(area, [_row(one, years) for one in group]) for area, group in areas])


def _row(indicator: Indicator, years: list[int]) -> IndicatorRow:
    targets = indicator.targets.all()
    asked = ["；".join(target.text for target in targets if target.year == year) for year in years]
    return IndicatorRow(indicator, indicator.position if indicator.number is None else indicator.number, asked)


def parsed_indicators(plan: Plan) -> tuple[ParsedIndicator, ...]:
    """A plan's indicators as the parser handed them over: the inverse of `indicators_import`. Two queries."""
    ordered = Prefetch("targets", Target.objects.order_by("position"))
    return tuple(
        map(parsed_indicator, Indicator.objects.filter(plan=plan).order_by("position").prefetch_related(ordered))
    )


def parsed_indicator(row: Indicator) -> ParsedIndicator:
    """One indicator with the targets at hand, as the parser handed it over."""
    targets = tuple(
        ParsedTarget(target.year, target.text, cast(Operator | None, target.operator or None), _number(target.value))
        for target in row.targets.all()
    )
    return ParsedIndicator(row.number, row.area, row.name, row.unit or None, targets, row.line)


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
