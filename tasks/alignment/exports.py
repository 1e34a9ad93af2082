"""The coverage of the upper plan as XLSX, in the look of the task list's export."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.utils import timezone

from tasks.alignment.models import TaskCoverage
from tasks.alignment.selectors.coverage import CoverageRow
from tasks.common.workbook import write_sheet
from tasks.plans.models import Plan

# Heading and width in characters.
COLUMNS = (
    ("序号", 7),
    ("上级行动", 24),
    ("上级任务", 50),
    ("承接情况", 12),
    ("本级任务", 50),
    ("责任单位", 30),
    ("完成时限", 18),
    ("相似度", 8),
    ("确认人", 12),
    ("确认时间", 12),
)
# No file system takes these in a name.
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
MAX_TITLE = 60


def coverage_name(plan: Plan, today: dt.date) -> str:
    """上级任务承接情况-(title)-20241231.xlsx."""
    return f"上级任务承接情况-{_UNFIT.sub('', plan.title)[:MAX_TITLE]}-{today:%Y%m%d}.xlsx"


def write_coverage(rows: Iterable[CoverageRow], units: Mapping[int, str]) -> IO[bytes]:
    """One line for each task that carries an upper one out, one for each upper task that has none.

    `units` says by lower task who is to do it. What is only proposed is not in it.
    """
    return write_sheet("承接情况", COLUMNS, (line for row in rows for line in _lines(row, units)), whole=True)


def _lines(row: CoverageRow, units: Mapping[int, str]) -> Iterator[list[Any]]:
    head = [row.number, row.task.action.heading, str(row.task)]
    for decision in row.carried_out:
        lower = decision.lower
        assert lower  # noqa: S101  what is carried out names a task: the database sees to it
        facts = [str(lower), units.get(lower.pk, ""), lower.deadline_text]
        share = None if decision.score is None else decision.score / 100
        yield [*head, decision.get_extent_display(), *facts, share, *_decided(decision)]
    if not row.carried_out:
        yield [*head, row.state.label, "", "", "", None, *_decided(row.exempt)]


def _decided(decision: TaskCoverage | None) -> list[Any]:
    """By whom and on which day."""
    if decision is None:
        return ["", None]
    return [str(decision.decided_by or ""), timezone.localtime(decision.decided_at).date()]
