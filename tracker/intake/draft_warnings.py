"""What a person typed into a draft and should look at again; pure.

What stands in the document the parser has judged, with remarks of its own. What is typed in the grid or in a form has
no line there, so it is judged here, each time the page is shown: what was put right gives no warning any more.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.planparser import ParsedDeadline, ParsedPlan, ParsedTask, deadline_remarks, parse_deadline

_YEAR = re.compile(r"(?<!\d)\d{3,}(?=\s*年)")
SAME_NUMBER = "编号{}与上一项相同，请改编号，或在任务表格中重新编号。"


@dataclass(frozen=True)
class TypedWarning:
    """One thing to look at in a cell (see `tracker.intake.grid`) of the task `item`; `code` says what, once a task."""

    item: str
    cell: str
    code: str
    message: str

    @property
    def key(self) -> str:
        """What a person acknowledges: it stands while the task says the same, whatever is corrected elsewhere."""
        return f"{self.item} {self.code}"


def typed_warnings(plan: ParsedPlan, read: ParsedPlan | None) -> Iterator[TypedWarning]:
    """Deadlines that cannot be read or lie outside the plan's years, numbers that repeat the one above; in order.

    `read` is the plan as the parser read it: what it judged, and what the document itself repeats, is left out.
    """
    times = {_time(task) for task in read.tasks() if task.line} if read else set()
    repeating = {second for _, second in _repeating(plan) - (_repeating(read) if read else set())}
    for task in plan.tasks():
        seen: Counter[str] = Counter()  # two dates of one deadline may be wrong in one way: bad_date, bad_date-2
        for code, message in () if _time(task) in times else _of_time(task.deadline, plan.years):
            seen[code] += 1
            yield TypedWarning(task.id, "deadline", code if seen[code] == 1 else f"{code}-{seen[code]}", message)
        if task.id in repeating:
            yield TypedWarning(task.id, "number", "number_repeats", SAME_NUMBER.format(task.number))


def _repeating(plan: ParsedPlan) -> set[tuple[str, str]]:
    """Neighbours in an action that have one number, by their ids."""
    neighbours = (both for action in plan.actions for both in pairwise(action.tasks))
    return {(one.id, other.id) for one, other in neighbours if one.number == other.number}


def _time(task: ParsedTask) -> tuple[str, str | None, dt.date | None]:
    """What tells a deadline from another: whose it is, what it says, when it is due."""
    return task.id, task.deadline.text, task.deadline.due


def _of_time(deadline: ParsedDeadline, years: Sequence[int]) -> Iterator[tuple[str, str]]:
    """One that was chosen by hand is as somebody wanted it, whatever its words; its year is looked at too."""
    text, due = deadline.text or "", deadline.due
    if text and parse_deadline(text, years) == deadline:
        odd = [year for year in _YEAR.findall(text) if not FIRST_YEAR <= int(year) <= LAST_YEAR]
        if odd:  # whatever was read then is of another year
            yield "deadline_year_odd", f"完成时限“{text}”中的“{odd[0]}年”不像年份，请改正。"
            return
        yield from ((remark.code, remark.message) for remark in deadline_remarks(text, years))
    if due and years and not min(years) <= due.year <= max(years):
        span = f"{min(years)}" if min(years) == max(years) else f"{min(years)}至{max(years)}"
        words = f"完成时限“{text or due.isoformat()}”不在方案年度（{span}年）之内，请核对。"
        yield "deadline_outside_years", words


def still_acknowledged(
    acknowledged: Sequence[str], before: ParsedPlan, after: ParsedPlan, read: ParsedPlan | None
) -> list[str]:
    """What a person acknowledged, when the plan becomes another: not what is said otherwise of its task by now."""
    if not any(" " in key for key in acknowledged):  # none but remarks of the parser
        return list(acknowledged)
    was, now = ({found.key: found.message for found in typed_warnings(plan, read)} for plan in (before, after))
    both = {task.id for task in before.tasks()} & {task.id for task in after.tasks()}
    is_other = {key for key in acknowledged if key.split(" ")[0] in both and was.get(key) != now.get(key)}
    return [key for key in acknowledged if key not in is_other]
