"""Other years for a plan: what its texts say of time is read anew, for 6月底前 is of the plan's year."""

from collections.abc import Mapping, Sequence

from tasks.plans.content import Contract
from tracker.intake.corrections.edits import read_deadline, read_milestones, task_at
from tracker.intake.corrections.owners import Owners


def in_years(plan: Contract, years: Sequence[int]) -> Contract:
    """The plan of these years. A deadline or milestones that a person chose, other than as they read, stay."""
    if list(years) == plan["years"]:
        return plan
    actions = [
        {**action, "tasks": [_task_in_years(task, plan["years"], years) for task in action["tasks"]]}
        for action in plan["actions"]
    ]
    return {**plan, "years": list(years), "actions": actions}


def _task_in_years(task: Contract, before: Sequence[int], now: Sequence[int]) -> Contract:
    new, told = dict(task), task["deadline"]["text"] or ""
    if task["deadline"] == read_deadline(told, before):
        new["deadline"] = read_deadline(told, now)
    if task["milestones"] == read_milestones(task["text"], before):
        new["milestones"] = read_milestones(task["text"], now)
    return new


def answered(plan: Contract, given: Mapping[str, int]) -> list[int]:
    """The numbers of the parser's remarks on times that hold no more.

    A deadline could not be read, and by now is; a year was guessed, and the plan has but one.
    """
    owners = Owners(plan, given)
    asked = ((n, row["code"], row["line"]) for n, row in enumerate(plan["diagnostics"]) if row["code"] in _HOLDS)
    owned = ((n, code, owners.of(line)) for n, code, line in asked)
    found = ((n, code, owner) for n, code, owner in owned if owner and owner.kind == "task")
    tasks = ((n, code, task_at(plan, owner.action, owner.place)) for n, code, owner in found)
    return [n for n, code, task in tasks if not _HOLDS[code](task, plan["years"])]


def _is_unread(task: Contract, years: Sequence[int]) -> bool:
    return bool(task["deadline"]["kind"] == "none")


def _is_guessed(task: Contract, years: Sequence[int]) -> bool:
    read = read_deadline(task["deadline"]["text"] or "", years), read_milestones(task["text"], years)
    return len(years) != 1 or (task["deadline"], task["milestones"]) != read


# Whether a remark of the parser still holds of a task in a plan of these years.
_HOLDS = {"deadline_unread": _is_unread, "year_guessed": _is_guessed}
