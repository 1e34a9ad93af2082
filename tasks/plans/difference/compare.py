"""The difference between two plans."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tasks.common.text import normal_text
from tasks.people.names import normal_name
from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask
from tasks.plans.difference.changes import ActionChange, Difference, FieldChange, TaskChange, UnitsChange
from tasks.plans.difference.indicator_changes import compare_indicators
from tasks.plans.difference.match import Placed, match_actions, match_tasks, moved, placed_tasks

Rows = Mapping[str, int]
NO_ROWS: Rows = {}


def compare(
    old: ParsedPlan,
    new: ParsedPlan,
    *,
    rows: Rows = NO_ROWS,
    pairs: Mapping[str, int | None] | None = None,
    withdrawn: Sequence[ParsedTask] = (),
) -> Difference:
    """What the new plan changes against the old one.

    `rows` are those of the old tasks by id. `pairs` is what a person said: the id of a task of the new plan to the row
    that it continues, or to None for a task that is new. `withdrawn` is what tasks said that an earlier version left
    out, the last first.
    """
    before, now = placed_tasks(old), placed_tasks(new)
    said = _said(pairs or {}, before, now, rows)
    kept, restored = match_tasks(before, now, said, withdrawn)
    actions = match_actions(old, new, kept)
    back = {task.id: task for task in withdrawn}
    tasks = _Tasks(before, now, kept, {n: back[o] for n, o in restored.items()}, actions, rows, frozenset(said))
    return Difference(
        about=list(_about(old, new)),
        actions=_actions(old, new, actions),
        tasks=tasks.changes(),
        indicators=compare_indicators(old.indicators, new.indicators),
        lost=len(pairs or {}) - len(said),
    )


def _said(
    pairs: Mapping[str, int | None], old: Sequence[Placed], new: Sequence[Placed], rows: Rows
) -> dict[str, str | None]:
    """What was said of tasks that are still there, by id; an old task goes to one new task only."""
    ids = {rows[row.id]: row.id for row in old if row.id in rows}
    said: dict[str, str | None] = {}
    for row in new:
        if row.id not in pairs:
            continue
        pk = pairs[row.id]
        if pk is None:
            said[row.id] = None
        elif pk in ids and ids[pk] not in said.values():
            said[row.id] = ids[pk]
    return said


def same_content(old: ParsedPlan, new: ParsedPlan) -> bool:
    """One plan in two formats: every action and task says the same, whatever its id and the line it was read from.

    Goals count only where the new one has any: a table of tasks has no place for them.
    """
    has_goals = any(action.goal for action in new.actions)
    both = ([_said_by(action, with_goal=has_goals) for action in plan.actions] for plan in (old, new))
    return next(both) == next(both)


def _said_by(action: ParsedAction, *, with_goal: bool) -> list[Any]:
    """What an action and its tasks say, in the form in which it is compared: without ids and lines."""
    about = [action.number, _normal(action.heading), _normal(action.goal) if with_goal else None]
    return about + [
        (
            task.number,
            _normal(task.title),
            _normal(task.text),
            [(said.role, _normal(said.name)) for said in task.responsibilities],
            _deadline_meant(task),
            _marks_meant(task),
        )
        for task in action.tasks
    ]


def _normal(text: str | None) -> str | None:
    return normal_text(text or "") or None


def _about(old: ParsedPlan, new: ParsedPlan) -> Iterator[FieldChange]:
    for label, before, now in (
        ("标题", old.title, new.title),
        ("文号", old.document_number or "", new.document_number or ""),
        ("发文机关", old.issuer or "", new.issuer or ""),
        ("成文日期", str(old.issued_on or ""), str(new.issued_on or "")),
    ):
        if normal_text(before) != normal_text(now):
            yield FieldChange(label, before, now)
    before, now = _years(old.years), _years(new.years)
    if before != now:
        yield FieldChange("年度", before, now)


def _years(years: Sequence[int]) -> str:
    """First and last; that is all that is kept of them."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first} 至 {last}"


def _actions(old: ParsedPlan, new: ParsedPlan, kept: Mapping[str, str]) -> list[ActionChange]:
    """All actions in the new order, the dropped ones last."""
    before = {row.id: (place, row) for place, row in enumerate(old.actions, 1)}
    past = moved([(row.id, kept[row.id]) for row in new.actions if row.id in kept], old.actions)
    changes = []
    for place, row in enumerate(new.actions, 1):
        old_place, was = before.pop(kept[row.id]) if row.id in kept else (None, None)
        kinds = set(_action_kinds(was, row)) | ({"moved"} if row.id in past else set())
        changes.append(ActionChange(was, row, frozenset(kinds), old_place, place))
    return changes + [ActionChange(row, None, frozenset({"dropped"}), place, None) for place, row in before.values()]


def _action_kinds(before: ParsedAction | None, now: ParsedAction) -> Iterator[str]:
    if before is None:
        yield "added"
        return
    if normal_text(before.heading) != normal_text(now.heading):
        yield "renamed"
    if normal_text(before.goal or "") != normal_text(now.goal or ""):
        yield "goal"


@dataclass(frozen=True)
class _Tasks:
    """The tasks of both plans, and which is which: `kept` and `actions` by id, new to old; `restored` by new id."""

    old: Sequence[Placed]
    new: Sequence[Placed]
    kept: Mapping[str, str]
    restored: Mapping[str, ParsedTask]
    actions: Mapping[str, str]
    rows: Rows
    said: frozenset[str]

    @cached_property
    def _before(self) -> dict[str, Placed]:
        return {row.id: row for row in self.old}

    def changes(self) -> list[TaskChange]:
        """All tasks in the new order; each dropped one after the one it stood behind."""
        moved_on = self._moved()
        by_old = {o: n for n, o in self.kept.items()}
        behind: dict[str, list[TaskChange]] = {"": []}
        at = ""
        for row in self.old:
            if row.id in by_old:
                at = by_old[row.id]
            else:
                behind.setdefault(at, []).append(self._dropped(row))
        changes = list(behind[""])
        for row in self.new:
            changes += [self._change(row, is_moved=row.id in moved_on), *behind.get(row.id, [])]
        return changes

    def _moved(self) -> set[str]:
        """Those in another action, or put past others of their action; not those that only shift with them."""
        away: set[str] = set()
        stayed: dict[str, list[tuple[str, str]]] = {}
        for row in self.new:
            if (o := self.kept.get(row.id)) is None:
                continue
            if self.actions.get(row.action.id) == self._before[o].action.id:
                stayed.setdefault(row.action.id, []).append((row.id, o))
            else:
                away.add(row.id)
        return away.union(*(moved(pairs, self.old) for pairs in stayed.values()))

    def _dropped(self, row: Placed) -> TaskChange:
        kinds = frozenset({"dropped"})
        return TaskChange(row.task, None, kinds, row.place, None, row.action.id, row=self.rows.get(row.id))

    def _change(self, new: Placed, *, is_moved: bool) -> TaskChange:
        before = self._before.get(self.kept.get(new.id, ""))
        old = before.task if before else self.restored.get(new.id)
        old_place, kinds = before.place if before else None, frozenset({"added"})
        change = TaskChange(old, new.task, kinds, old_place, new.place, new.action.id)
        if old:
            change = _facts(change, old, new.task, is_moved=is_moved, is_restored=not before)
        return replace(change, row=self.rows.get(old.id) if old else None, is_said=new.id in self.said)


def _facts(change: TaskChange, old: ParsedTask, new: ParsedTask, *, is_moved: bool, is_restored: bool) -> TaskChange:
    """The change with what differs beside the wording, and its kinds."""
    units = units_change(old, new)
    deadline = _differ(old, new, _deadline_meant, lambda task: task.deadline.text or "")
    milestones = _differ(old, new, _marks_meant, _marks_written)
    words = (old.title, new.title), (old.text, new.text)
    holds = {
        "text": any(normal_text(before) != normal_text(now) for before, now in words),
        "moved": is_moved,
        "units": bool(units),
        "deadline": bool(deadline or milestones),
        "restored": is_restored,
    }
    kinds = frozenset(kind for kind, is_so in holds.items() if is_so) or frozenset({"same"})
    return replace(change, kinds=kinds, units=units, deadline=deadline, milestones=milestones)


def _differ(
    old: ParsedTask, new: ParsedTask, meant: Callable[[ParsedTask], Any], written: Callable[[ParsedTask], str]
) -> tuple[str, str] | None:
    return (written(old), written(new)) if meant(old) != meant(new) else None


def _deadline_meant(task: ParsedTask) -> Any:
    return replace(task.deadline, text=_normal(task.deadline.text))


def _marks_meant(task: ParsedTask) -> Any:
    return [(mark.due, normal_text(mark.text)) for mark in task.milestones]


def _marks_written(task: ParsedTask) -> str:
    return "；".join(mark.text for mark in task.milestones)


def units_change(old: ParsedTask, new: ParsedTask) -> UnitsChange:
    """Who is named besides, no longer, or in another role. A name in two roles is a name in each."""
    before, now = _named(old), _named(new)
    gone = [key for key in before if key not in now]
    come = [key for key in now if key not in before]
    role_before = {name: role for role, name in gone}
    turned = {name for _, name in come if name in role_before}
    return UnitsChange(
        added=tuple(now[key] for key in come if key[1] not in turned),
        removed=tuple(before[key] for key in gone if key[1] not in turned),
        turned=tuple((now[key][1], role_before[key[1]], key[0]) for key in come if key[1] in turned),
    )


def _named(task: ParsedTask) -> dict[tuple[str, str], tuple[str, str]]:
    """(role, name in normal form) to both as written."""
    return {(said.role, normal_name(said.name)): (said.role, said.name) for said in task.responsibilities}
