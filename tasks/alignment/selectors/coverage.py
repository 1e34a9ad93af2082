"""How a plan carries out the plan above it, upper task by upper task: what was decided, what is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Q, QuerySet

from tasks.alignment.coverage import (
    CARRIED_OUT,
    LEAST_PERCENT,
    MOST_PROPOSALS,
    SURE_PERCENT,
    Extent,
    SharedWords,
    State,
    seen_of,
    state_of,
    strength_of,
)
from tasks.alignment.models import TaskCoverage
from tasks.common.text_similarity import Wording
from tasks.people.models import User
from tasks.plans.models import ROLE_STRENGTH, Plan, Responsibility, Role, Task
from tasks.rights.acts import Act


@dataclass(frozen=True)
class Proposal:
    """A lower task that is worded like an upper one. `pieces` is its text, with whether each piece is shared."""

    task: Task
    percent: int
    upper: Task
    words: SharedWords

    @property
    def strength(self) -> str:
        return strength_of(self.percent)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        return self.words.pieces(self.task.text, self.upper.text)


@dataclass(frozen=True)
class CoverageRow:
    """One upper task; `number` counts them from 1 through the plan. `seen` is what a form sends back."""

    number: int
    task: Task
    carried_out: list[TaskCoverage]
    refused: list[TaskCoverage]
    exempt: TaskCoverage | None
    proposals: list[Proposal]
    seen: str

    @cached_property
    def state(self) -> State:
        extents = {row.extent for row in (*self.carried_out, self.exempt) if row}
        return state_of(extents, is_proposed=bool(self.proposals))

    @property
    def is_undecided(self) -> bool:
        return self.state == State.UNDECIDED

    @property
    def best(self) -> Proposal | None:
        return self.proposals[0] if self.proposals else None


@dataclass(frozen=True)
class Coverage:
    """All upper tasks in document order."""

    rows: list[CoverageRow]

    @cached_property
    def counts(self) -> Counter[State]:
        return Counter(row.state for row in self.rows)

    def row(self, upper: int) -> CoverageRow | None:
        """The row of one upper task."""
        return next((row for row in self.rows if row.task.pk == upper), None)

    @cached_property
    def sure(self) -> list[tuple[CoverageRow, Proposal]]:
        """The undecided with a proposal that can be accepted unread."""
        undecided = ((row, row.best) for row in self.rows if row.is_undecided)
        return [(row, best) for row, best in undecided if best and best.percent >= SURE_PERCENT]


def coverage(plan: Plan) -> Coverage:
    """How this plan carries out its upper plan: decisions, and up to three proposals that are not decided yet.

    Three queries, however many tasks; no rows without an upper plan.
    """
    if plan.upper_plan_id is None:
        return Coverage([])
    uppers, lowers = tasks_in_force(plan.upper_plan_id), tasks_in_force(plan.pk)
    proposer = _Proposer(uppers, lowers)
    decided = _decisions(plan, {task.pk: task for task in lowers})
    return Coverage([_row(number, task, decided.get(task.pk, []), proposer) for number, task in enumerate(uppers, 1)])


def tasks_in_force(plan_id: int) -> list[Task]:
    """The tasks of a plan's wording in force, in document order, with their actions. One query."""
    tasks = Task.objects.in_force().filter(action__plan=plan_id, action__withdrawn_at=None).select_related("action")
    return list(tasks.order_by("action__position", "position"))


def _decisions(plan: Plan, lowers: Mapping[int, Task]) -> dict[int, list[TaskCoverage]]:
    """The decisions by upper task, those on tasks out of force too. One query."""
    rows: dict[int, list[TaskCoverage]] = {}
    for row in plan.coverage.select_related("decided_by").order_by("decided_at", "pk"):
        if row.lower_id and row.lower_id in lowers:
            row.lower = lowers[row.lower_id]
        rows.setdefault(row.upper_id, []).append(row)
    return rows


def _row(number: int, task: Task, decided: list[TaskCoverage], proposer: _Proposer) -> CoverageRow:
    standing = [row for row in decided if row.lower_id in proposer.keys]
    exempt = next((row for row in decided if row.extent == Extent.EXEMPT), None)
    return CoverageRow(
        number=number,
        task=task,
        carried_out=[row for row in standing if row.extent in CARRIED_OUT],
        refused=[row for row in standing if row.extent == Extent.NONE],
        exempt=exempt,
        proposals=[] if exempt else proposer.proposals(task, {row.lower_id for row in standing}),
        seen=seen_of((row.lower_id, row.extent) for row in decided),
    )


class _Proposer:
    """Compares upper tasks with lower ones; the wording is counted once."""

    def __init__(self, uppers: Sequence[Task], lowers: Sequence[Task]) -> None:
        self._lowers = lowers
        self.keys = {task.pk for task in lowers}
        texts = [task.text for task in uppers], [task.text for task in lowers]
        self._wording = Wording(texts[1], texts[0])
        self._words = SharedWords([*texts[0], *texts[1]])

    def proposals(self, upper: Task, decided: set[int | None]) -> list[Proposal]:
        """The best lower tasks that are like enough and not among the decided."""
        best = self._wording.best(upper.text, MOST_PROPOSALS + len(decided))
        scored = ((self._lowers[place], round(100 * similarity)) for place, similarity in best)
        fit = [(task, score) for task, score in scored if score >= LEAST_PERCENT and task.pk not in decided]
        return [Proposal(task, score, upper, self._words) for task, score in fit[:MOST_PROPOSALS]]


def similarity_percent(plan: Plan, upper: Task, lower: Task) -> int:
    """How like one upper task is to one task of this plan, as a proposal would say. Two queries."""
    others = [task.text for task in (*tasks_in_force(upper.action.plan_id), *tasks_in_force(plan.pk)) if task != lower]
    return round(100 * Wording([lower.text], others).similarity(upper.text, 0))


def units_of(tasks: Iterable[int | None]) -> dict[int, str]:
    """Who is to do each of these tasks (keys), as the document says: 牵头：司法局；配合：教育局、财政局. One query."""
    named: dict[int, dict[str, list[str]]] = {}
    said = Responsibility.objects.filter(task__in={task for task in tasks if task}).order_by("task", "position")
    for task, role, name in said.values_list("task_id", "role", "name"):
        named.setdefault(task, {}).setdefault(role, []).append(name)
    return {task: _units_in_words(roles) for task, roles in named.items()}


def _units_in_words(roles: Mapping[str, list[str]]) -> str:
    if list(roles) == [Role.RESPONSIBLE]:
        return "、".join(roles[Role.RESPONSIBLE])
    return "；".join(f"{Role(role).label}：{'、'.join(roles[role])}" for role in ROLE_STRENGTH if role in roles)


def lower_plans(plan: Plan, user: User) -> QuerySet[Plan]:
    """The plans below that the person reads, with `covered`: how many tasks of this one they carry out. One query."""
    carried_out = Q(
        coverage__extent__in=CARRIED_OUT,
        coverage__upper__action__plan=plan,
        coverage__upper__withdrawn_at=None,
        coverage__lower__withdrawn_at=None,
    )
    covered = Count("coverage__upper", filter=carried_out, distinct=True)
    lower = Plan.objects.allowed_to(user, Act.PLAN_DETAILS).filter(upper_plan=plan).select_related("jurisdiction")
    return lower.annotate(covered=covered).order_by("jurisdiction__full_name", "-last_year", "pk")


def carried_out_by(task: Task, user: User) -> list[TaskCoverage]:
    """The tasks below, of those that this person sees, that carry out this one. One query."""
    rows = _in_force(task.coverage_below.filter(lower__in=Task.objects.visible_to(user).values("pk")))
    return list(rows.select_related("lower__action__plan__jurisdiction").order_by("plan_id", "lower__action__position"))


def carries_out(task: Task) -> list[TaskCoverage]:
    """The published tasks above that this one carries out. One query."""
    rows = _in_force(task.coverage_above.filter(upper__action__plan__status=Plan.Status.PUBLISHED))
    return list(rows.select_related("upper__action__plan__jurisdiction").order_by("upper__action__position"))


def _in_force(rows: QuerySet[TaskCoverage]) -> QuerySet[TaskCoverage]:
    """Those that count: both tasks in force, and the upper one still of the plan's upper plan."""
    named = rows.filter(upper__action__plan=F("plan__upper_plan"), extent__in=CARRIED_OUT)
    return named.filter(upper__withdrawn_at=None, lower__withdrawn_at=None)
