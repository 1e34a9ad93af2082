"""What publishing a draft plan will do."""

from dataclasses import dataclass

from tasks.people.models import UnitGroup
from tasks.plans.models import Plan, Responsibility, Task
from tasks.work.expansion import wanted_assignments
from tasks.work.periods import periods_between


@dataclass(frozen=True)
class Preview:
    """What publishing a draft will do."""

    assignments: int
    units: int
    periods: int
    bare: int  # tasks that no unit will have
    hollow: list[str]  # collective names of the plan that stand for no unit in use


def publication_preview(plan: Plan) -> Preview:
    """How many assignments, for how many units, and how many reporting periods. Five queries."""
    wanted = wanted_assignments(Responsibility.objects.filter(task__action__plan=plan, task__withdrawn_at=None))
    periods = list(periods_between(plan.first_day, plan.last_day, plan.reporting_cycle))
    tasks = Task.objects.filter(action__plan=plan, withdrawn_at=None).count()
    carried = {task for task, _ in wanted}
    units = {unit for _, unit in wanted}
    return Preview(len(wanted), len(units), len(periods), tasks - len(carried), _hollow_groups(plan))


def _hollow_groups(plan: Plan) -> list[str]:
    """The collective names that the plan gives work to and that have no member in use. One query."""
    named = Responsibility.objects.filter(task__action__plan=plan, task__withdrawn_at=None)
    groups = UnitGroup.objects.filter(responsibilities__in=named).exclude(members__is_active=True)
    return list(groups.order_by("name").values_list("name", flat=True).distinct())
