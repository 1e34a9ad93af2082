"""Writing assignments: what a plan's responsibilities come to, each change with its history row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from tasks.common.errors import StaleError
from tasks.people.models import User
from tasks.plans.models import ROLE_STRENGTH, Responsibility, Role, Task
from tasks.work.expansion import Wanted, wanted_assignments
from tasks.work.models import Assignment, AssignmentTransition, ProgressReport
from tasks.work.reconciliation import Settlement, Standing, settle

Key = tuple[int, int]
State = Assignment.State
DROPPED = "任务已删除"
NO_LONGER = "不再列为承办单位"
AGAIN = "重新列为承办单位"
REOPENED = "改为长期任务，继续办理"


def standing_assignments(tasks: QuerySet[Task]) -> dict[Key, Standing]:
    """The assignments of these tasks by (task, unit), the withdrawn ones too. Two queries."""
    rows = Assignment.objects.filter(task__in=tasks)
    whole = set(
        ProgressReport.objects.accepted()
        .filter(assignment__in=rows, completion=100)
        .values_list("assignment", flat=True)
    )
    return {
        (row.task_id, row.unit_id): Standing(row.pk, row.role, row.state, row.task.closes, row.pk in whole)
        for row in rows.select_related("task").order_by("pk")
    }


def assignments_expand(*, tasks: QuerySet[Task], user: User | None, now: dt.datetime, reason: str) -> int:
    """One assignment per task and unit in its strongest role; what it absorbs is recorded, and why it came about.

    Assignments that stand already are kept with their work; a stronger role is taken on, and one that was withdrawn is
    taken up again. Returns how many came about. Belongs in the caller's transaction.
    """
    wanted = wanted_assignments(Responsibility.objects.filter(task__in=tasks))
    settlement = settle(_roles(wanted), standing_assignments(tasks))
    stronger = {pk: row for pk, row in settlement.roles.items() if _is_stronger(row[1], row[0].role)}
    added = replace(settlement, withdrawn=[], reopened=[], roles=stronger)
    _Writer(user, now, reason).write(added, wanted)
    return len(added.new)


def assignments_revise(*, tasks: QuerySet[Task], user: User | None, now: dt.datetime, reason: str) -> Settlement[Key]:
    """Make the assignments of these tasks what the plan now says: those no longer asked for are withdrawn.

    Their reports and history stay. A task that is itself out of force asks for nothing. Belongs in the caller's
    transaction. Raises StaleError when one changed meanwhile.
    """
    wanted = wanted_assignments(Responsibility.objects.filter(task__in=tasks.filter(withdrawn_at=None)))
    settlement = settle(_roles(wanted), standing_assignments(tasks))
    writer = _Writer(user, now, reason)
    writer.withdraw(settlement.withdrawn, tasks)
    writer.write(settlement, wanted)
    return settlement


def _roles(wanted: Wanted) -> dict[Key, Role]:
    return {key: Role(sources[0].role) for key, sources in wanted.items()}


def _is_stronger(role: str, other: str) -> bool:
    return ROLE_STRENGTH[Role(role)] < ROLE_STRENGTH[Role(other)]


class _Writer:
    """Carries a settlement out; the number of statements does not grow with it."""

    def __init__(self, user: User | None, now: dt.datetime, reason: str) -> None:
        self._user, self._now, self._reason = user, now, reason
        self._history: list[AssignmentTransition] = []

    def withdraw(self, rows: Sequence[Standing], tasks: QuerySet[Task]) -> None:
        """Take assignments out of force, and say whether for the task or for the unit."""
        gone = Assignment.objects.filter(pk__in=[row.id for row in rows], task__in=tasks.exclude(withdrawn_at=None))
        dropped = set(gone.values_list("pk", flat=True))
        self._move(((row, State.WITHDRAWN) for row in rows), lambda row: DROPPED if row.id in dropped else NO_LONGER)

    def write(self, settlement: Settlement[Key], wanted: Wanted) -> None:
        """All but the withdrawals; then the grounds of what is in force, and the history."""
        self._move(settlement.reinstated.values(), lambda row: AGAIN)
        self._move(((row, State.OPEN) for row in settlement.reopened), lambda row: REOPENED)
        self._turn(settlement.roles.values())
        new = Assignment.objects.bulk_create(
            Assignment(task_id=task, unit_id=unit, role=role) for (task, unit), role in settlement.new.items()
        )
        self._history += [self._step(row.pk, "", row.state) for row in new]
        _ground(wanted)
        AssignmentTransition.objects.bulk_create(self._history)

    def _move(self, rows: Iterable[tuple[Standing, State]], why: Callable[[Standing], str]) -> None:
        """From the state that each was seen in to another."""
        moves: dict[tuple[str, State], list[Standing]] = defaultdict(list)
        for row, state in rows:
            moves[row.state, state].append(row)
        for (before, state), group in moves.items():
            ids = [row.id for row in group]
            if Assignment.objects.filter(pk__in=ids, state=before).update(state=state) != len(ids):
                raise StaleError("有承办任务刚刚被他人办结或更改，请刷新页面后重试。")
            self._history += [self._step(row.id, before, state, why(row)) for row in group]

    def _turn(self, rows: Iterable[tuple[Standing, Role]]) -> None:
        """Give assignments that stand another role."""
        turns: dict[tuple[str, Role], list[int]] = defaultdict(list)
        for row, role in rows:
            turns[row.role, role].append(row.id)
        for (before, role), ids in turns.items():
            if Assignment.objects.filter(pk__in=ids, role=before).update(role=role) != len(ids):
                raise StaleError("这项任务的承办角色刚刚被他人更改，请刷新页面后重试。")
            states = Assignment.objects.filter(pk__in=ids).values_list("pk", "state")
            why = f"角色由{Role(before).label}改为{role.label}"
            self._history += [self._step(pk, state, state, why) for pk, state in states]

    def _step(self, pk: int, before: str, state: str, why: str = "") -> AssignmentTransition:
        reason = f"{self._reason}：{why}" if why else self._reason
        return AssignmentTransition(
            subject_id=pk, actor=self._user, at=self._now, from_state=before, to_state=state, reason=reason
        )


def _ground(wanted: Wanted) -> None:
    """Keep with each assignment the responsibilities that it comes of, all that it absorbed included."""
    through = Assignment.sources.through
    rows = Assignment.objects.filter(task__in={task for task, _ in wanted}).values_list("task", "unit", "pk")
    ids = {(task, unit): pk for task, unit, pk in rows}
    through.objects.bulk_create(
        (
            through(assignment_id=ids[key], responsibility=source)
            for key, sources in wanted.items()
            for source in sources
        ),
        ignore_conflicts=True,
    )
