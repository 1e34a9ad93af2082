"""The difference between two plans in plain form."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from tasks.common.text import normal_text
from tasks.people.names import normal_name
from tasks.plans.content import Contract
from tasks.plans.difference.changes import ActionChange, Difference, FieldChange, TaskChange, UnitsChange
from tasks.plans.difference.indicator_changes import compare_indicators
from tasks.plans.difference.match import in_order, match_actions, match_tasks, task_keys, task_places

ABOUT = {"title": "标题", "document_number": "文号", "issuer": "发文机关", "issued_on": "成文日期"}
Ids = Sequence[Sequence[int]]


def compare(
    old: Contract,
    new: Contract,
    *,
    ids: Ids = (),
    action_ids: Sequence[int] = (),
    pairs: Mapping[str, int | None] | None = None,
    withdrawn: Mapping[int, Contract] | None = None,
) -> Difference:
    """What the new plan changes against the old one.

    `ids` are the old tasks' rows by action, `action_ids` the old actions'. `pairs` is what a person said: the key of a
    task of the new plan (see `task_keys`) to the row that it continues, or to None for a task that is new. `withdrawn`
    is what tasks said, by row, that an earlier version left out.
    """
    rows = [pk for action in ids for pk in action]
    keys = task_keys(new)
    said = _said(pairs or {}, keys, rows)
    gone = list((withdrawn or {}).items())
    matched = match_tasks(old, new, said, [task for _, task in gone])
    actions = match_actions(old, new, matched.kept)
    restored = {n: gone[o] for n, o in matched.restored.items()}
    tasks = _Tasks(old, new, matched.kept, restored, actions, rows, keys, frozenset(said)).changes()
    return Difference(
        about=list(_about(old, new)),
        actions=_actions(old, new, actions, action_ids),
        tasks=tasks,
        indicators=compare_indicators(old["indicators"], new["indicators"]),
        lost=len(pairs or {}) - len(said),
    )


def _said(pairs: Mapping[str, int | None], keys: Sequence[str], rows: Sequence[int]) -> dict[int, int | None]:
    """What was said of tasks that are still there, by place from 0; an old task goes to one new task only."""
    places = {pk: o for o, pk in enumerate(rows)}
    said: dict[int, int | None] = {}
    for n, key in enumerate(keys):
        if key not in pairs:
            continue
        pk = pairs[key]
        if pk is None:
            said[n] = None
        elif pk in places and places[pk] not in said.values():
            said[n] = places[pk]
    return said


def same_content(old: Contract, new: Contract) -> bool:
    """One plan in two formats: every action and task says the same, whatever its id and the line it was read from.

    Goals count only where the new one has any: a table of tasks has no place for them.
    """
    left_out = {"id", "line"} if any(action["goal"] for action in new["actions"]) else {"id", "line", "goal"}
    return bool(_bare(old["actions"], left_out) == _bare(new["actions"], left_out))


def _bare(value: Any, left_out: Collection[str]) -> Any:
    """Without these keys; text in the form in which it is compared."""
    if isinstance(value, dict):
        return {key: _bare(part, left_out) for key, part in value.items() if key not in left_out}
    if isinstance(value, list):
        return [_bare(part, left_out) for part in value]
    return normal_text(value) or None if isinstance(value, str) else value


def _about(old: Contract, new: Contract) -> Iterator[FieldChange]:
    for name, label in ABOUT.items():
        before, now = (str(plan[name] or "") for plan in (old, new))
        if normal_text(before) != normal_text(now):
            yield FieldChange(label, before, now)
    before, now = (_years(plan["years"]) for plan in (old, new))
    if before != now:
        yield FieldChange("年度", before, now)


def _years(years: Sequence[int]) -> str:
    """First and last; that is all that is kept of them."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first} 至 {last}"


def _actions(old: Contract, new: Contract, matched: Mapping[int, int], ids: Sequence[int]) -> list[ActionChange]:
    kept = in_order([matched[n] for n in sorted(matched)])
    steady = {n for at, n in enumerate(sorted(matched)) if at in kept}
    changes = [
        _action(old, new, matched.get(n), n, is_moved=n in matched and n not in steady, ids=ids)
        for n in range(len(new["actions"]))
    ]
    gone = [o for o in range(len(old["actions"])) if o not in matched.values()]
    return changes + [_action(old, new, o, None, is_moved=False, ids=ids) for o in gone]


def _action(
    old: Contract, new: Contract, o: int | None, n: int | None, *, is_moved: bool, ids: Sequence[int]
) -> ActionChange:
    before = old["actions"][o] if o is not None else None
    now = new["actions"][n] if n is not None else None
    kinds = {"added"} if before is None else {"dropped"} if now is None else set(_action_kinds(before, now))
    return ActionChange(
        before,
        now,
        None if o is None else o + 1,
        None if n is None else n + 1,
        frozenset(kinds | ({"moved"} if is_moved else set())),
        ids[o] if o is not None and ids else None,
    )


def _action_kinds(before: Contract, now: Contract) -> Iterator[str]:
    if normal_text(before["heading"]) != normal_text(now["heading"]):
        yield "renamed"
    if normal_text(before["goal"] or "") != normal_text(now["goal"] or ""):
        yield "goal"


class _Tasks:
    """The tasks of both plans, and which is which."""

    def __init__(
        self,
        old: Contract,
        new: Contract,
        matched: Mapping[int, int],
        restored: Mapping[int, tuple[int, Contract]],
        actions: Mapping[int, int],
        rows: Sequence[int],
        keys: Sequence[str],
        said: frozenset[int],
    ) -> None:
        self._old, self._new = task_places(old), task_places(new)
        self._matched, self._restored = matched, restored
        self._rows, self._keys, self._said = rows, keys, said
        self._actions = {n + 1: o + 1 for n, o in actions.items()}

    def changes(self) -> list[TaskChange]:
        """All tasks in the new order; each dropped one after the one it stood behind."""
        moved = self._moved()
        changes = [self._change(self._matched.get(n), n, n in moved) for n in range(len(self._new))]
        after = {o: at for at, o in ((n, self._matched.get(n)) for n in range(len(self._new))) if o is not None}
        placed: list[tuple[tuple[int, int], TaskChange]] = [((n, -1), change) for n, change in enumerate(changes)]
        at = -1
        for o in range(len(self._old)):
            if o in after:
                at = after[o]
            else:
                placed.append(((at, o), self._change(o, None, False)))
        return [change for _, change in sorted(placed, key=lambda row: row[0])]

    def _moved(self) -> set[int]:
        """Those in another action, or put past others of their action; not those that only shift with them."""
        moved: set[int] = set()
        stayed: dict[int, list[int]] = {}
        for n, o in sorted(self._matched.items()):
            action = self._new[n][0][0]
            if self._actions.get(action) == self._old[o][0][0]:
                stayed.setdefault(action, []).append(n)
            else:
                moved.add(n)
        for places in stayed.values():
            kept = in_order([self._matched[n] for n in places])
            moved |= {n for at, n in enumerate(places) if at not in kept}
        return moved

    def _change(self, o: int | None, n: int | None, is_moved: bool) -> TaskChange:
        old_place, old = self._old[o] if o is not None else (None, None)
        new_place, new = self._new[n] if n is not None else (None, None)
        row = self._rows[o] if o is not None and self._rows else None
        is_restored = n in self._restored
        if n is not None and is_restored:
            row, old = self._restored[n]
        facts = _facts(old, new) if old and new else {}
        kinds = _kinds(old, new, is_moved, facts)
        return TaskChange(
            old,
            new,
            old_place,
            new_place,
            kinds - {"same"} | {"restored"} if is_restored else kinds,
            id=row,
            key=self._keys[n] if n is not None else "",
            is_said=n in self._said,
            **facts,
        )


def _facts(old: Contract, new: Contract) -> dict[str, Any]:
    """What differs beside the wording, as fields of TaskChange."""
    deadlines = _differ(old, new, _deadline_meant, lambda task: task["deadline"]["text"] or "")
    milestones = _differ(old, new, _marks_meant, _marks_written)
    return {"units": units_change(old, new), "deadline": deadlines, "milestones": milestones}


def _kinds(old: Contract | None, new: Contract | None, is_moved: bool, facts: Mapping[str, Any]) -> frozenset[str]:
    if old is None or new is None:
        return frozenset({"added" if old is None else "dropped"})
    kinds = {
        "text": any(normal_text(old[name]) != normal_text(new[name]) for name in ("title", "text")),
        "moved": is_moved,
        "units": bool(facts["units"]),
        "deadline": bool(facts["deadline"] or facts["milestones"]),
    }
    return frozenset(kind for kind, holds in kinds.items() if holds) or frozenset({"same"})


def _differ(
    old: Contract, new: Contract, meant: Callable[[Contract], Any], written: Callable[[Contract], str]
) -> tuple[str, str] | None:
    return (written(old), written(new)) if meant(old) != meant(new) else None


def _deadline_meant(task: Contract) -> Any:
    return _bare(task["deadline"], ())


def _marks_meant(task: Contract) -> Any:
    return [(mark["due"], normal_text(mark["text"])) for mark in task["milestones"]]


def _marks_written(task: Contract) -> str:
    return "；".join(mark["text"] for mark in task["milestones"])


def units_change(old: Contract, new: Contract) -> UnitsChange:
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


def _named(task: Contract) -> dict[tuple[str, str], tuple[str, str]]:
    """(role, name in normal form) to both as written."""
    return {(row["role"], normal_name(row["name"])): (row["role"], row["name"]) for row in task["responsibilities"]}
