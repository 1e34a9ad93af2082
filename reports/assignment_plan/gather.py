"""The database becomes a plan again, in a number of queries that does not grow with it."""

from indicators.selectors import indicators_as_parsed
from tasks.planparser import ParsedPlan
from tasks.plans.contract import held_plan
from tasks.plans.models import Plan


def gather(plan: Plan) -> ParsedPlan:
    """The plan as it is in force, corrections included, with the lines it came from. Six queries."""
    return held_plan(plan, indicators_as_parsed(plan)).parsed
