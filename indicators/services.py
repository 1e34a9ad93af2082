"""Writing indicators: what a parsed plan asks for, as published."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import transaction

from indicators.models import Indicator, Target
from indicators.selectors import indicators_contract
from tasks.common.rows import step_aside, whole
from tasks.planparser import ParsedIndicator
from tasks.plans.difference import indicator_records
from tasks.plans.difference.indicator_changes import compare_indicators, match_indicators
from tasks.plans.models import Plan

FIELDS = ["position", "number", "area", "name", "unit", "line"]


@transaction.atomic
def indicators_import(*, plan: Plan, parsed: Sequence[ParsedIndicator]) -> int:
    """Write a plan's indicators and targets in two statements. Returns how many indicators.

    Raises ServiceError when one says something that is too long to be kept whole.
    """
    rows = Indicator.objects.bulk_create(_indicators(plan, parsed))
    _create_targets(rows, parsed)
    return len(rows)


@transaction.atomic
def indicators_revise(*, plan: Plan, parsed: Sequence[ParsedIndicator]) -> list[dict[str, Any]]:
    """Make a plan's indicators those of its new version. Returns what changed, as a PlanVersion keeps it.

    One that is still there, by area and name, keeps its row; dropped ones go. Raises as indicators_import.
    """
    old = indicators_contract(plan)
    new: list[dict[str, Any]] = [asdict(item) for item in parsed]
    ids = list(plan.indicators.order_by("position").values_list("pk", flat=True))
    matched = match_indicators(old, new)
    rows = _indicators(plan, parsed)
    for n, o in matched.items():
        rows[n].pk = ids[o]
    plan.indicators.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    step_aside(plan.indicators.all())
    Indicator.objects.bulk_update([row for row in rows if row.pk], FIELDS)
    Indicator.objects.bulk_create(row for row in rows if not row.pk)
    Target.objects.filter(indicator__plan=plan).delete()
    _create_targets(rows, parsed)
    return indicator_records(compare_indicators(old, new))


def _indicators(plan: Plan, parsed: Sequence[ParsedIndicator]) -> list[Indicator]:
    indicators = (
        Indicator(
            plan=plan,
            position=n,
            number=item.number,
            area=item.area,
            name=item.name,
            unit=item.unit or "",
            line=item.line,
        )
        for n, item in enumerate(parsed, 1)
    )
    return list(whole(indicators, lambda row: row.line))


def _create_targets(rows: Sequence[Indicator], parsed: Sequence[ParsedIndicator]) -> None:
    targets = (
        Target(
            indicator=row,
            position=n,
            year=target.year,
            text=target.text,
            operator=target.operator or "",
            value=None if target.value is None else Decimal(str(target.value)),
        )
        for row, item in zip(rows, parsed, strict=True)
        for n, target in enumerate(item.targets, 1)
    )
    Target.objects.bulk_create(whole(targets, lambda row: row.indicator.line))
