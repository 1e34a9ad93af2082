"""What a form or an act on the review page changes in a plan."""

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tasks.common.errors import ServiceError
from tasks.planparser import (
    ROLES,
    ParsedDeadline,
    ParsedMilestone,
    find_milestones,
    parse_deadline,
    parse_target,
    title_of,
)
from tasks.plans.content import Contract

_SENTENCE_END = re.compile(r"[。；;\n][”’』」）)]*\s*(?=\S)")
GONE = "这一项已不存在，请刷新页面后再改。"
NO_NEXT = "这是本行动的最后一项，后面没有可以合并的任务。"
BAD_SPLIT = "请选择从哪一句起分为下一项。"
BAD_PLACE = "请选择要移到的行动和位置。"
LAST_TASK = "方案至少要有一项任务，不能删除最后一项；整份稿件不要时请放弃。"


def item(rows: Sequence[Any], place: int) -> Any:
    """The row at a place from 1. Raises ServiceError when there is none."""
    if not 1 <= place <= len(rows):
        raise ServiceError(GONE)
    return rows[place - 1]


def task_at(plan: Contract, action: int, place: int) -> Contract:
    """A task of the plan. Raises ServiceError when there is none."""
    task: Contract = item(item(plan["actions"], action)["tasks"], place)
    return task


def set_metadata(plan: Contract, **changes: Any) -> Contract:
    """Title, document_number, issuer, issued_on (ISO), jurisdiction."""
    return {**plan, **changes}


def set_action(plan: Contract, action: int, *, heading: str, goal: str | None) -> Contract:
    """Rename an action."""
    new = copy.deepcopy(plan)
    item(new["actions"], action).update(heading=heading, goal=goal or None)
    return new


def set_task(plan: Contract, action: int, place: int, **changes: Any) -> Contract:
    """Number, title, text, deadline, responsibilities of one task."""
    new = copy.deepcopy(plan)
    task_at(new, action, place).update(changes)
    return new


def read_deadline(text: str, years: Sequence[int]) -> Contract:
    """A deadline as the parser reads it, in plain form."""
    return plain_deadline(parse_deadline(text, years))


def plain_deadline(deadline: ParsedDeadline) -> Contract:
    """A deadline in plain form: dates as ISO."""
    return {**asdict(deadline), "due": deadline.due.isoformat() if deadline.due else None}


def read_milestones(text: str, years: Sequence[int]) -> list[Contract]:
    """The milestones that the parser finds in a text, in plain form."""
    return plain_milestones(find_milestones(text, years))


def plain_milestones(marks: Iterable[ParsedMilestone]) -> list[Contract]:
    """Milestones in plain form: dates as ISO."""
    return [{"text": mark.text, "due": mark.due.isoformat()} for mark in marks]


def new_task() -> Contract:
    """A task that says nothing yet."""
    return {
        "number": 0,
        "title": "",
        "text": "",
        "responsibilities": [],
        "deadline": plain_deadline(ParsedDeadline()),
        "milestones": [],
        "line": None,
    }


def move_task(plan: Contract, action: int, place: int, *, to_action: int, to_place: int) -> Contract:
    """Take a task out and put it in at `to_place` (1 is first) of an action; one that this leaves empty goes."""
    new = copy.deepcopy(plan)
    task, bare = task_at(new, action, place), outline(new)
    target = item(new["actions"], to_action)["tasks"]
    item(new["actions"], action)["tasks"].pop(place - 1)
    if not 1 <= to_place <= len(target) + 1:
        raise ServiceError(BAD_PLACE)
    target.insert(to_place - 1, task)
    return tidy(new, bare)


def merge_next(plan: Contract, action: int, place: int) -> Contract:
    """One task of this and the next one of the same action: texts joined, responsibilities and milestones united."""
    new = copy.deepcopy(plan)
    task, tasks = task_at(new, action, place), item(new["actions"], action)["tasks"]
    if place == len(tasks):
        raise ServiceError(NO_NEXT)
    other = tasks.pop(place)
    task["text"] = f"{task['text']}\n{other['text']}"
    task["responsibilities"] = united(task["responsibilities"] + other["responsibilities"])
    task["milestones"] += [mark for mark in other["milestones"] if mark not in task["milestones"]]
    if task["deadline"]["kind"] == "none":
        task["deadline"] = other["deadline"]
    return new


def united(said: Sequence[Contract]) -> list[Contract]:
    """Each name once, in the strongest role it has."""
    best: dict[str, Contract] = {}
    for row in said:
        held = best.get(row["name"])
        if held is None or ROLES.index(row["role"]) < ROLES.index(held["role"]):
            best[row["name"]] = row
    return list(best.values())


def split_points(text: str) -> list[tuple[int, str]]:
    """Where a task's text can be cut: (offset, the words that would begin the next task), after each sentence."""
    return [(found.end(), text[found.end() : found.end() + 30]) for found in _SENTENCE_END.finditer(text)]


def split_task(plan: Contract, action: int, place: int, *, offset: int, line: int | None = None) -> Contract:
    """Two tasks of one, cut at one of its `split_points`; the second has the same units, deadline and number.

    Milestones go with the words they were read in.
    """
    new = copy.deepcopy(plan)
    task = task_at(new, action, place)
    text = task["text"]
    if offset not in [at for at, _ in split_points(text)]:
        raise ServiceError(BAD_SPLIT)
    first, second = text[:offset].strip(), text[offset:].strip()
    other = copy.deepcopy(task)
    other.update(text=second, title=title_of(second), line=line or task["line"])
    other["milestones"] = [mark for mark in task["milestones"] if mark["text"] in second]
    task.update(text=first, milestones=[mark for mark in task["milestones"] if mark["text"] in first])
    if len(task["title"]) > len(first):
        task["title"] = title_of(first).rstrip("；;")
    item(new["actions"], action)["tasks"].insert(place, other)
    return new


def delete_task(plan: Contract, action: int, place: int) -> Contract:
    """Take a task out; an action that this leaves empty goes."""
    new = copy.deepcopy(plan)
    bare = outline(new)
    task_at(new, action, place)
    item(new["actions"], action)["tasks"].pop(place - 1)
    return tidy(new, bare)


def add_task(plan: Contract, action: int, *, text: str) -> Contract:
    """A task that the parser did not see, at the end of an action, numbered after its last."""
    new = copy.deepcopy(plan)
    tasks = item(new["actions"], action)["tasks"]
    number = tasks[-1]["number"] + 1 if tasks else 1
    words = {"title": title_of(text), "text": text, "milestones": read_milestones(text, plan["years"])}
    tasks.append({**new_task(), "number": number, **words})
    return new


def set_indicator(
    plan: Contract, place: int, *, unit: str | None, targets: Sequence[tuple[int, str]], **words: str | None
) -> Contract:
    """Unit, targets (year, text) and words (name, area) of an indicator; a target's text is read anew."""
    new = copy.deepcopy(plan)
    read = [asdict(parse_target(text, year, unit)) for year, text in targets]
    item(new["indicators"], place).update(words, unit=unit, targets=read)
    return new


def delete_indicator(plan: Contract, place: int) -> Contract:
    """Take an indicator out."""
    new = copy.deepcopy(plan)
    item(new["indicators"], place)
    new["indicators"].pop(place - 1)
    return new


def outline(plan: Contract) -> list[Contract]:
    """The actions that wait for their tasks."""
    return [row for row in plan["actions"] if not row["tasks"]]


def tidy(plan: Contract, bare: Sequence[Contract]) -> Contract:
    """Without actions that have no task left, but for those that had none before (`bare`); numbered anew.

    Raises ServiceError when the last task of all is gone.
    """
    plan["actions"] = [row for row in plan["actions"] if row["tasks"] or any(row is one for one in bare)]
    if not any(row["tasks"] for row in plan["actions"]):
        raise ServiceError(LAST_TASK)
    for number, row in enumerate(plan["actions"], 1):
        row["number"] = number
    return plan
