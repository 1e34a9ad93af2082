"""Writing assignments: what a plan's responsibilities come to, each change with its event."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from tasks.common.errors import StaleError
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.events.services import event_of, record_many
from tasks.people.models import User
from tasks.plans.models import ROLE_STRENGTH, Responsibility, Role, Task
from tasks.work.expansion import Wanted, wanted_assignments
from tasks.work.models import Assignment, ProgressReport
from tasks.work.reconciliation import Reconciliation, Standing, reconcile

Key = tuple[int, int]
State = Assignment.State
DROPPED = "任务已删除"
NO_LONGER = "不再列为承办单位"
NAMED_BY = ("unit__short_name", "task__number", "task__title", "task__action__plan__jurisdiction")
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
    reconciled = reconcile(_roles(wanted), standing_assignments(tasks))
    stronger = {pk: row for pk, row in reconciled.roles.items() if _is_stronger(row[1], row[0].role)}
    added = replace(reconciled, withdrawn=[], reopened=[], roles=stronger)
    _Writer(user, now, reason).write(added, wanted)
    return len(added.new)


def assignments_revise(
    *, tasks: QuerySet[Task], user: User | None, now: dt.datetime, reason: str
) -> Reconciliation[Key]:
    """Make the assignments of these tasks what the plan now says: those no longer asked for are withdrawn.

    Their reports and history stay. A task that is itself out of force asks for nothing. Belongs in the caller's
    transaction. Raises StaleError when one changed meanwhile.
    """
    wanted = wanted_assignments(Responsibility.objects.filter(task__in=tasks.filter(withdrawn_at=None)))
    reconciled = reconcile(_roles(wanted), standing_assignments(tasks))
    writer = _Writer(user, now, reason)
    writer.withdraw(reconciled.withdrawn, tasks)
    writer.write(reconciled, wanted)
    return reconciled


def _roles(wanted: Wanted) -> dict[Key, Role]:
    return {key: Role(sources[0].role) for key, sources in wanted.items()}


def _is_stronger(role: str, other: str) -> bool:
    return ROLE_STRENGTH[Role(role)] < ROLE_STRENGTH[Role(other)]


@dataclass(frozen=True)
class _Step:
    """What happened to one assignment."""

    id: int
    before: str
    state: str
    why: str = ""

    @property
    def act(self) -> EventAct:
        if not self.before:
            return EventAct.ASSIGNMENT_OPEN
        if self.before == self.state:
            return EventAct.ASSIGNMENT_CHANGE
        return EventAct.ASSIGNMENT_WITHDRAW if self.state == State.WITHDRAWN else EventAct.ASSIGNMENT_REOPEN


class _Writer:
    """Carries a reconciliation out; the number of statements does not grow with it."""

    def __init__(self, user: User | None, now: dt.datetime, reason: str) -> None:
        self._user, self._now, self._reason = user, now, reason
        self._steps: list[_Step] = []

    def withdraw(self, rows: Sequence[Standing], tasks: QuerySet[Task]) -> None:
        """Take assignments out of force, and say whether for the task or for the unit."""
        gone = Assignment.objects.filter(pk__in=[row.id for row in rows], task__in=tasks.exclude(withdrawn_at=None))
        dropped = set(gone.values_list("pk", flat=True))
        self._move(((row, State.WITHDRAWN) for row in rows), lambda row: DROPPED if row.id in dropped else NO_LONGER)

    def write(self, reconciled: Reconciliation[Key], wanted: Wanted) -> None:
        """All but the withdrawals; then the grounds of what is in force, and the history."""
        self._move(reconciled.reinstated.values(), lambda row: AGAIN)
        self._move(((row, State.OPEN) for row in reconciled.reopened), lambda row: REOPENED)
        self._turn(reconciled.roles.values())
        new = Assignment.objects.bulk_create(
            Assignment(task_id=task, unit_id=unit, role=role) for (task, unit), role in reconciled.new.items()
        )
        self._steps += [_Step(row.pk, "", row.state) for row in new]
        _ground(wanted)
        record_many(self._events())

    def _move(self, rows: Iterable[tuple[Standing, State]], why: Callable[[Standing], str]) -> None:
        """From the state that each was seen in to another."""
        moves: dict[tuple[str, State], list[Standing]] = defaultdict(list)
        for row, state in rows:
            moves[row.state, state].append(row)
        for (before, state), group in moves.items():
            ids = [row.id for row in group]
            if Assignment.objects.filter(pk__in=ids, state=before).update(state=state) != len(ids):
                raise StaleError("有承办任务刚刚被他人办结或更改，请刷新页面后重试。")
            self._steps += [_Step(row.id, before, state, why(row)) for row in group]

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
            self._steps += [_Step(pk, state, state, why) for pk, state in states]

    def _events(self) -> Iterator[Event]:
        """What happened, for the record. One query: the names and places of the assignments."""
        rows = Assignment.objects.filter(pk__in=[step.id for step in self._steps])
        named = {row.pk: row for row in rows.select_related("unit", "task__action__plan").only(*NAMED_BY)}
        for step in self._steps:
            yield event_of(
                act=step.act,
                user=self._user,
                obj=named[step.id],
                now=self._now,
                from_state=step.before,
                to_state=step.state,
                reason=f"{self._reason}：{step.why}" if step.why else self._reason,
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
