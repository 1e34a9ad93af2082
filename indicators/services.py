"""Writing indicators: what a parsed plan asks for, as published."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from indicators.models import Indicator, Target
from tasks.models import Plan
from tasks.planparser.model import ParsedIndicator
from tasks.services.lengths import whole


@transaction.atomic
def indicators_import(*, plan: Plan, parsed: Sequence[ParsedIndicator]) -> int:
    """Write a plan's indicators and targets in two statements. Returns how many indicators.

    Raises ServiceError when one says something that is too long to be kept whole.
    """
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
    rows = Indicator.objects.bulk_create(whole(indicators, lambda row: row.line))
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
    return len(rows)
