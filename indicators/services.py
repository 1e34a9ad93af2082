"""Writing indicators: what a parsed plan asks for, as published."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from indicators.models import Indicator, Target
from indicators.selectors import indicators_as_parsed
from tasks.common.bulk_rows import take_places, whole
from tasks.people.models import User
from tasks.planparser import ParsedIndicator, ParsedPlan
from tasks.plans.difference import indicator_records
from tasks.plans.difference.indicator_changes import compare_indicators
from tasks.plans.difference.record import Record
from tasks.plans.kept_ids import ids_in_force, renamed
from tasks.plans.models import Plan
from tasks.rights.acts import Act
from tasks.rights.rules import require

FIELDS = ["position", "number", "area", "name", "unit", "line"]


@transaction.atomic
def indicators_import(*, plan: Plan, parsed: ParsedPlan, user: User | None) -> int:
    """Write a plan's indicators and targets in two statements. Returns how many indicators.

    Raises NotAllowedError for who does not keep the plans of its place, ServiceError when one says something that is
    too long to be kept whole.
    """
    require(user, Act.DRAFT_CONFIRM, place_id=plan.jurisdiction_id)
    rows = Indicator.objects.bulk_create(_indicators(plan, parsed.indicators))
    _create_targets(rows, parsed.indicators)
    return len(rows)


@transaction.atomic
def indicators_revise(*, plan: Plan, parsed: ParsedPlan, user: User | None) -> tuple[list[Record], ParsedPlan]:
    """Make a plan's indicators those of its new version. Raises as indicators_import.

    One that is still there (see `match_indicators`) keeps its row and id; dropped ones go. Returns what changed, as a
    PlanVersion keeps it, and the new version with the ids of the rows.
    """
    require(user, Act.PLAN_REVISE, place_id=plan.jurisdiction_id)
    old, rows = indicators_as_parsed(plan), dict(plan.indicators.values_list("key", "pk"))
    changes = compare_indicators(old, parsed.indicators)
    kept = {row.new.id: row.old.id for row in changes if row.new and row.old}
    named = renamed(parsed, ids_in_force("indicator", [row.id for row in parsed.indicators], kept, rows))
    new = _indicators(plan, named.indicators)
    for row in new:
        row.pk = rows.get(row.key)
    plan.indicators.exclude(key__in=[row.key for row in new]).delete()
    take_places(plan.indicators.all(), new, FIELDS)
    Target.objects.filter(indicator__plan=plan).delete()
    _create_targets(new, named.indicators)
    return indicator_records(changes), named


def _indicators(plan: Plan, parsed: Sequence[ParsedIndicator]) -> list[Indicator]:
    indicators = (
        Indicator(
            plan=plan,
            key=item.id,
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
