"""What other plans offer to a new one: the tasks of a plan above, and those of last year's plan that go on."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from tasks.common.text_similarity import pair
from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Action, Plan, Task
from tasks.rights.acts import Act
from tasks.work.lights import Light, light_words, with_light
from tasks.work.models import Assignment
from tracker.intake.carryover import ALIKE, reason
from tracker.intake.models import PlanDraft

State = Assignment.State
# A light without a count of days; yellow is 本期未报 for what goes on, 临期 for what has a date.
STANDING: tuple[str, ...] = ("task_id", "state", "light")


@dataclass(frozen=True)
class Offered:
    """A task that may be taken over: why, how it stands, and the task of ours (or of the other list) it is like."""

    task: Task
    why: str = ""
    lights: str = ""
    like: str = ""

    @property
    def units(self) -> str:
        """The units as written."""
        return "、".join(said.name for said in self.task.responsibilities.all())


@dataclass(frozen=True)
class OfferedAction:
    """An action with those of its tasks that are offered; maybe none."""

    action: Action
    tasks: list[Offered]


def last_plans(user: User, place: Jurisdiction, years: Sequence[int]) -> QuerySet[Plan]:
    """The published plans of this place that cover the year before; those that end with it first. One query."""
    plans = (
        Plan.objects.allowed_to(user, Act.DRAFT_WRITE).published().filter(jurisdiction=place).covering(min(years) - 1)
    )
    return plans.order_by("last_year", "-first_year", "pk")


def last_plan_of(draft: PlanDraft, user: User) -> Plan | None:
    """Last year's plan of a draft's place; None where place or years are not known. One query.

    None for a new version as well: what last year left was offered when the plan itself was made.
    """
    if draft.revises_id or draft.jurisdiction is None or not draft.reviewed.years:
        return None
    return last_plans(user, draft.jurisdiction, draft.reviewed.years).first()


def tasks_above(plan: Plan) -> list[OfferedAction]:
    """All tasks of a plan above. Four queries."""
    return [OfferedAction(action, [Offered(task) for task in action.tasks.all()]) for action in _actions(plan)]


def tasks_left(plan: Plan, today: dt.date) -> list[OfferedAction]:
    """Last year's tasks that go on or are not finished, under all its actions. Five queries.

    A task is finished when every assignment in force is done; one that nobody was given is not.
    """
    states: dict[int, list[tuple[str, str]]] = {}
    rows = Assignment.objects.in_force().filter(task__action__plan=plan)
    lit = with_light(rows, today, last_years=[plan.last_year])
    for task, state, light in lit.order_by().values_list(*STANDING):
        states.setdefault(task, []).append((state, light))
    return [OfferedAction(action, list(_left(action.tasks.all(), states))) for action in _actions(plan)]


def _left(tasks: Iterable[Task], states: dict[int, list[tuple[str, str]]]) -> Iterator[Offered]:
    for task in tasks:
        held = states.get(task.pk, [])
        why = reason(task.deadline_kind, is_done=bool(held) and all(state == State.DONE for state, _ in held))
        if why:
            yield Offered(task, why, _words(task, [light for _, light in held]))


def _words(task: Task, lights: Sequence[str]) -> str:
    """逾期 2，已办结 4: how many units stand how."""
    if not lights:
        return "没有承办单位"
    counts = Counter(lights)
    return "，".join(f"{_light(task, light)} {counts[light]}" for light in Light if counts[light])


def _light(task: Task, light: str) -> str:
    if light == Light.YELLOW and task.due_on is not None:
        return str(Light.YELLOW.label)
    return light_words(light, None)


def _actions(plan: Plan) -> QuerySet[Action]:
    tasks = Task.objects.in_force().order_by("position").prefetch_related("responsibilities", "milestones")
    return plan.actions.in_force().order_by("position").prefetch_related(Prefetch("tasks", tasks))


def twins(offered: Sequence[OfferedAction], others: Sequence[tuple[str, str]]) -> dict[int, str]:
    """By task: the title of the one among others ((title, text)) whose wording is so like that it is the same."""
    tasks = [row.task for action in offered for row in action.tasks]
    found = pair([task.text for task in tasks], [text for _, text in others], least=ALIKE)
    return {tasks[mine].pk: others[other][0] for mine, other, _ in found}
