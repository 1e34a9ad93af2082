"""Which plan of a government above a plan carries out: those to choose from, and the one to propose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.people.models import Jurisdiction, User
from tasks.people.names import normal_number
from tasks.plans.models import Plan
from tasks.rights.acts import Act


@dataclass(frozen=True)
class UpperProposal:
    """A plan above, and the words that say why it is proposed."""

    plan: Plan
    reason: str


@dataclass(frozen=True)
class UpperChoice:
    """What the page of a plan offers: the plans above that this person may read, and the likeliest of them, if any."""

    plans: Sequence[Plan]
    proposal: UpperProposal | None
    is_readable: bool  # the one that is named


def upper_choice(plan: Plan, user: User) -> UpperChoice | None:
    """The plans of the places above, nearest place first, then newest; one is proposed while none is named.

    None for a place with no other above it.
    """
    if plan.jurisdiction.parent_id is None and plan.upper_plan_id is None:
        return None
    plans = upper_plans(plan.jurisdiction, user)
    is_readable = any(row.pk == plan.upper_plan_id for row in plans)
    return UpperChoice(plans, None if plan.upper_plan_id else proposed_upper(plan, plans), is_readable)


def upper_plans(place: Jurisdiction, user: User) -> list[Plan]:
    """Plans of the places above this one that the person may read, nearest place first, then newest.

    Two queries.
    """
    above = place.upper_ids
    readable = (
        Plan.objects.allowed_to(user, Act.PLAN_READ).filter(jurisdiction__in=above).select_related("jurisdiction")
    )
    return sorted(readable, key=lambda row: above.index(row.jurisdiction_id))


def upper_plans_in_force(place: Jurisdiction, user: User, years: Sequence[int]) -> list[Plan]:
    """Those of them that are published; those that overlap the years first."""
    published = [plan for plan in upper_plans(place, user) if plan.status == Plan.Status.PUBLISHED]
    return sorted(published, key=lambda plan: not plan.covers_any(years))


def proposed_upper(plan: Plan, choices: Iterable[Plan]) -> UpperProposal | None:
    """The first that this plan cites by its 文号; else the first that covers one of its years; else none."""
    choices = list(choices)
    cited = {normal_number(number) for number in plan.cites}
    for upper in choices:
        if upper.document_number and normal_number(upper.document_number) in cited:
            return UpperProposal(upper, f"本方案引用了它的文号“{upper.document_number}”")
    for upper in choices:
        first, last = max(plan.first_year, upper.first_year), min(plan.last_year, upper.last_year)
        if first <= last:
            years = f"{first}年" if first == last else f"{first}至{last}年"
            return UpperProposal(upper, f"两份方案都包含{years}")
    return None
