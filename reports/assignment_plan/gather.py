"""The database becomes a plan again, in a number of queries that does not grow with it."""

from indicators.selectors import indicators_contract
from tasks.planparser import ParsedPlan, plan_from_dict
from tasks.plans.contract import plan_contract
from tasks.plans.models import Plan


def gather(plan: Plan) -> ParsedPlan:
    """The plan as it is in force, corrections included, with the lines it came from. Six queries."""
    return plan_from_dict(plan_contract(plan, indicators_contract(plan)).content)
