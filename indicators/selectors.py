"""Reading indicators for a page."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q

from indicators.models import Indicator, Target
from tasks.people.models import User
from tasks.planparser import ParsedIndicator, ParsedTarget
from tasks.plans.models import Plan


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


def indicators_of(user: User, year: int) -> list[PlanIndicators]:
    """What a year asks for, of plans that this person may see. Three queries, however many there are.

    The plans that cover the year; of a place where these list no indicator, those whose targets reach into it.
    """
    asking = Q(pk__in=Target.objects.filter(year=year).values("indicator__plan"))
    plans = Plan.objects.visible_to(user).filter(Q(first_year__lte=year, last_year__gte=year) | asking)
    ordered = Prefetch("targets", Target.objects.order_by("position"))
    rows = Indicator.objects.visible_to(user).order_by("position").prefetch_related(ordered)
    related = plans.select_related("jurisdiction", "source").prefetch_related(Prefetch("indicators", rows))
    listing = [plan for plan in related if plan.indicators.all()]
    provided = {plan.jurisdiction_id for plan in listing if plan.covers(year)}
    return [_grouped(plan) for plan in listing if plan.covers(year) or plan.jurisdiction_id not in provided]


def _grouped(plan: Plan) -> PlanIndicators:
    indicators = list(plan.indicators.all())
    years = sorted({target.year for indicator in indicators for target in indicator.targets.all()})
    areas = itertools.groupby(indicators, key=lambda indicator: indicator.area)
    return PlanIndicators(plan, years, [(area, [_row(one, years) for one in group]) for area, group in areas])


def _row(indicator: Indicator, years: list[int]) -> IndicatorRow:
    targets = indicator.targets.all()
    asked = ["；".join(target.text for target in targets if target.year == year) for year in years]
    return IndicatorRow(indicator, indicator.position if indicator.number is None else indicator.number, asked)


def indicators_ahead(plan: Plan, years: Sequence[int]) -> list[Indicator]:
    """The indicators of a plan with targets for these years (the 2025 column of the 2024 annex): only those targets.

    Two queries.
    """
    ahead = Target.objects.filter(year__in=years).order_by("position")
    rows = plan.indicators.filter(targets__year__in=years).distinct().order_by("position")
    return list(rows.prefetch_related(Prefetch("targets", ahead)))


def indicators_as_parsed(plan: Plan) -> list[ParsedIndicator]:
    """A plan's indicators as it says them, in order. Two queries."""
    ordered = Prefetch("targets", Target.objects.order_by("position"))
    return [indicator_as_parsed(row) for row in plan.indicators.order_by("position").prefetch_related(ordered)]


def indicator_as_parsed(row: Indicator) -> ParsedIndicator:
    """One indicator as its plan says it, with the targets at hand. No query where they are fetched."""
    return ParsedIndicator(
        id=row.key,
        number=row.number,
        area=row.area,
        name=row.name,
        unit=row.unit or None,
        targets=tuple(map(_target, row.targets.all())),
        line=row.line,
    )


def _target(row: Target) -> ParsedTarget:
    operator: Any = row.operator or None  # the database holds no other than the parser's
    return ParsedTarget(row.year, row.text, operator, _plain(row.value))


def _plain(value: Decimal | None) -> float | int | None:
    """A number as JSON has it."""
    return None if value is None else int(value) if value == value.to_integral_value() else float(value)
