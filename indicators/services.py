"""Writing indicators: what a parsed plan asks for, as published."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from indicators.models import Indicator, Target
from tasks.models import Plan
from tasks.planparser.model import ParsedIndicator


@transaction.atomic
def indicators_import(*, plan: Plan, parsed: Sequence[ParsedIndicator]) -> int:
    """Write a plan's indicators and targets in two statements. Returns how many indicators."""
    rows = Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            position=n,
            number=item.number,
            area=item.area[:300],
            name=item.name[:1000],
            unit=item.unit or "",
            line=item.line,
        )
        for n, item in enumerate(parsed, 1)
    )
    Target.objects.bulk_create(
        Target(
            indicator=row,
            position=n,
            year=target.year,
            text=target.text[:500],
            operator=target.operator or "",
            value=None if target.value is None else Decimal(str(target.value)),
        )
        for row, item in zip(rows, parsed, strict=True)
        for n, target in enumerate(item.targets, 1)
    )
    return len(rows)
