"""What a person typed into a draft and should look at again; pure.

What stands in the document the parser has judged, with remarks of its own. What is typed in the grid or in a form has
no line there, so it is judged here, each time the page is shown: what was put right is no doubt any more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tasks.common.years import FIRST_YEAR, LAST_YEAR
from tasks.planparser import deadline_remarks
from tasks.plans.content import Contract
from tasks.plans.difference import task_keys, task_places
from tracker.intake.corrections import read_deadline

Time = tuple[Any, ...]
Place = tuple[int, int]
_YEAR = re.compile(r"(?<!\d)\d{3,}(?=\s*年)")
SAME_NUMBER = "编号{}与上一项相同，请改编号，或在任务表格中重新编号。"


@dataclass(frozen=True)
class TypedDoubt:
    """One thing to look at in a cell (see `tracker.intake.grid`) of a task, named by its places from 1.

    `key` names the doubt itself, whatever is corrected elsewhere; it is what a person ticks off.
    """

    action: int
    place: int
    cell: str
    key: str
    message: str


def typed_doubts(plan: Contract, read: Contract | None) -> Iterator[TypedDoubt]:
    """Deadlines that cannot be read or lie outside the plan's years, numbers that repeat the one above; in order.

    `read` is the plan as the parser read it: what it judged, and what the document itself repeats, is left out.
    """
    times = {_time(task) for _, task in task_places(read) if task["line"]} if read else set()
    twins = {(one["line"], other["line"]) for _, one, other in _twins(read) if one["line"]} if read else set()
    again = {place for place, one, other in _twins(plan) if (one["line"], other["line"]) not in twins}
    for key, (place, task) in zip(task_keys(plan), task_places(plan), strict=True):
        for cell, message in _of_task(task, plan["years"], is_read=_time(task) in times, repeats=place in again):
            yield TypedDoubt(*place, cell, f"{key} {message}", message)


def _of_task(task: Contract, years: Sequence[int], *, is_read: bool, repeats: bool) -> Iterator[tuple[str, str]]:
    """(cell, what is in doubt there)."""
    for message in () if is_read else _of_time(task["deadline"], years):
        yield "deadline", message
    if repeats:
        yield "number", SAME_NUMBER.format(task["number"])


def _twins(plan: Contract) -> Iterator[tuple[Place, Contract, Contract]]:
    """Neighbours in an action that have one number, with the place of the second."""
    for a, action in enumerate(plan["actions"], 1):
        for t, (one, other) in enumerate(pairwise(action["tasks"]), 2):
            if one["number"] == other["number"]:
                yield (a, t), one, other


def _time(task: Contract) -> Time:
    """What tells a deadline from another: where its task stands, what it says, when it is due."""
    return task["line"], task["deadline"]["text"], task["deadline"]["due"]


def _of_time(deadline: Contract, years: Sequence[int]) -> Iterator[str]:
    """One that was chosen by hand is as somebody wanted it, whatever its words; its year is looked at too."""
    text, due = deadline["text"] or "", deadline["due"]
    if text and read_deadline(text, years) == deadline:
        odd = [year for year in _YEAR.findall(text) if not FIRST_YEAR <= int(year) <= LAST_YEAR]
        if odd:  # whatever was read then is of another year
            yield f"完成时限“{text}”中的“{odd[0]}年”不像年份，请改正。"
            return
        yield from (remark.message for remark in deadline_remarks(text, years))
    if due and years and not min(years) <= int(due[:4]) <= max(years):
        span = f"{min(years)}" if min(years) == max(years) else f"{min(years)}至{max(years)}"
        yield f"完成时限“{text or due}”不在方案年度（{span}年）之内，请核对。"
