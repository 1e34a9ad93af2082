"""Plans as staff see them: what was read beside its source, what is still unknown, what publishing will do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from tasks.people.models import User
from tasks.plans.models import Action, Plan, Task
from tasks.plans.selectors.source_lines import Lines, item_lines
from tasks.plans.services.plans import unresolved
from tasks.rights.acts import Act

SEVERITIES = {"error": "错误", "warning": "请核对", "info": "说明"}


def plan_rows(user: User) -> QuerySet[Plan]:
    """The plans that this person may read, with counts; newest years first. One query."""
    unknown = Q(actions__tasks__responsibilities__unit=None, actions__tasks__responsibilities__group=None)
    named = Q(actions__tasks__responsibilities__isnull=False)
    in_force = Q(actions__tasks__withdrawn_at=None)
    return (
        Plan.objects.allowed_to(user, Act.PLAN_READ)
        .select_related("source", "jurisdiction", "upper_plan")
        .annotate(
            action_count=Count("actions", filter=Q(actions__withdrawn_at=None), distinct=True),
            task_count=Count("actions__tasks", filter=in_force, distinct=True),
            unknown_count=Count(
                "actions__tasks__responsibilities__name", filter=unknown & named & in_force, distinct=True
            ),
        )
    )


@dataclass(frozen=True)
class TaskRow:
    """One task as it was read, beside the lines it was read from."""

    task: Task
    lines: Lines


@dataclass(frozen=True)
class ActionRow:
    """One action: its heading's own lines, and its tasks."""

    action: Action
    lines: Lines
    tasks: list[TaskRow]


def parsed_items(plan: Plan) -> list[ActionRow]:
    """Everything that the wording in force has, in document order. Six queries, however long the plan."""
    related = ("responsibilities__unit", "responsibilities__group", "milestones")
    tasks = Prefetch("tasks", Task.objects.in_force().order_by("position").prefetch_related(*related))
    actions = list(plan.actions.in_force().prefetch_related(tasks).order_by("position"))
    starts = [start for action in actions for start in (action.line, *(row.line for row in action.tasks.all()))]
    return list(_action_rows(plan, actions, sorted({start for start in starts if start})))


def _action_rows(plan: Plan, actions: Iterable[Action], starts: list[int]) -> Iterator[ActionRow]:
    following = dict(pairwise(starts))

    def lines(line: int | None, closing: str) -> Lines:
        return item_lines(plan.source, line, [following[line]] if line in following else [], closing)

    for action in actions:
        tasks = [TaskRow(task, lines(task.line, task.deadline_text)) for task in action.tasks.all()]
        yield ActionRow(action, lines(action.line, ""), tasks)


def other_lines(plan: Plan, items: Iterable[ActionRow]) -> Lines:
    """The lines of the document that belong to no action and no task: preamble, tables, ending."""
    taken = {number for item in items for number, _ in item.lines}
    taken |= {number for item in items for row in item.tasks for number, _ in row.lines}
    every = plan.source.lines(1, plan.source.text.count("\n") + 1)
    return [(number, text) for number, text in every if number not in taken]


@dataclass(frozen=True)
class UnknownName:
    """A name that stands for no unit and no group yet; `responsibility_id` is the first place it stands."""

    name: str
    responsibility_id: int
    count: int


def unknown_names(plan: Plan) -> list[UnknownName]:
    """Each such name once, in document order. One query."""
    rows = list(unresolved(plan).values_list("name", "pk"))
    counts = Counter(name for name, _ in rows)
    first: dict[str, int] = {}
    for name, pk in rows:
        first.setdefault(name, pk)
    return [UnknownName(name, pk, counts[name]) for name, pk in first.items()]


def remarks(plan: Plan) -> list[dict[str, Any]]:
    """The parser's remarks, gravest first: {severity, label, message, line}."""
    order = list(SEVERITIES)
    rows = [{**remark, "label": SEVERITIES[remark["severity"]]} for remark in plan.diagnostics]
    return sorted(rows, key=lambda remark: order.index(remark["severity"]))
