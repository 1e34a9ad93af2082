"""A plan becomes the worksheet of its 任务分工: a row a task, and a second sheet with its indicators."""

from collections.abc import Sequence

from reports.assignment_plan.indicator_table import NUMBER, UNIT, table_of
from reports.assignment_plan.lead import deadline_words, lead_of
from tasks.common.workbook import DOCUMENT, Sheet, write_book
from tasks.planparser import ROLES, ParsedAction, ParsedPlan, ParsedTask

# Heading and width in characters; together they fill a landscape page of A4.
COLUMNS = (
    ("序号", 6),
    ("行动", 16),
    ("任务", 22),
    ("工作内容", 52),
    ("牵头单位", 14),
    ("责任单位", 16),
    ("配合单位", 14),
    ("完成时限", 14),
)
TASKS, INDICATORS, INDICATORS_TITLE = "任务分工", "指标", "主要指标"
_CHARACTERS_OF_A4 = 154
# Columns whose values are short enough to stand in the middle: 指标's 单位, but not 责任单位.
_SHORT = (NUMBER, UNIT)
_SHORT_ENDS = ("时限", "目标")

Row = Sequence[str | int]


def workbook(plan: ParsedPlan) -> bytes:
    """The bytes of an XLSX with the sheets 任务分工 and, where the plan has any, 指标.

    Unlike the document it has the titles that people edited, and no goals. Units stand by role, a name after the other.
    """
    with write_book([_tasks(plan), *([_indicators(plan)] if plan.indicators else [])]) as file:
        return file.read()


def _tasks(plan: ParsedPlan) -> Sheet:
    """What stands above the table is as in the document: 文号, title, and what it says beside them."""
    above = [line for line in (plan.document_number, plan.title, lead_of(plan)) if line]
    rows = [_row(action, task) for action in plan.actions for task in action.tasks]
    return _sheet(TASKS, COLUMNS, rows, above, plan.title)


def _indicators(plan: ParsedPlan) -> Sheet:
    table = table_of(plan.indicators)
    share = _CHARACTERS_OF_A4 / sum(table.widths)
    columns = [(words, width * share) for words, width in zip(table.header, table.widths, strict=True)]
    return _sheet(INDICATORS, columns, list(map(_with_number, table.rows)), [INDICATORS_TITLE], INDICATORS_TITLE)


def _sheet(
    name: str, columns: Sequence[tuple[str, float]], rows: Sequence[Row], above: Sequence[str], title: str
) -> Sheet:
    centred = [words for words, _ in columns if words in _SHORT or words.endswith(_SHORT_ENDS)]
    return Sheet(name, columns, rows, above=above, title=title, look=DOCUMENT, whole=True, centred=centred)


def _row(action: ParsedAction, task: ParsedTask) -> Row:
    units = ("、".join(unit.name for unit in task.responsibilities if unit.role == role) for role in ROLES)
    return (task.number, action.heading, task.title, task.text, *units, deadline_words(task.deadline))


def _with_number(row: tuple[str, ...]) -> Row:
    return (int(row[0]) if row[0].isdecimal() else row[0], *row[1:])
