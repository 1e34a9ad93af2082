"""A plan that was written here gets its source document: the 任务分工方案 that we print of it."""

from collections.abc import Iterable
from dataclasses import replace

from reports.assignment_plan import compose
from reports.officialdoc import render
from tasks.common.text import normal_text
from tasks.planparser import ParsedPlan, PlanError, parse_lines, read_lines, source_text
from tasks.plans.services.plans import Document

Lines = dict[str, list[int]]


def printed(plan: ParsedPlan) -> tuple[Document, ParsedPlan]:
    """The document, and the plan with the lines that its items have there.

    The plan stays as it was written, whatever the document would be read as; an item whose words the parser does not
    find in it again has no line.
    """
    name = f"{plan.title[:240]}.docx"
    data = render(compose(plan))
    lines = read_lines(data)
    document = Document(name=name, data=data, text=source_text(lines))
    try:
        return document, located(plan, parse_lines(lines))
    except PlanError:
        return document, plan


def located(plan: ParsedPlan, read: ParsedPlan) -> ParsedPlan:
    """The plan with the line of each action, task and indicator of the same words in what was read, in their order."""
    headings = _lines((action.heading, action.line) for action in read.actions)
    texts = _lines((task.text, task.line) for task in read.tasks())
    names = _lines((row.name, row.line) for row in read.indicators)
    actions = tuple(
        replace(
            action,
            line=_next(headings, action.heading),
            tasks=tuple(replace(task, line=_next(texts, task.text)) for task in action.tasks),
        )
        for action in plan.actions
    )
    indicators = tuple(replace(row, line=_next(names, row.name)) for row in plan.indicators)
    return replace(plan, actions=actions, indicators=indicators)


def _lines(items: Iterable[tuple[str, int | None]]) -> Lines:
    """By normal text, the lines at which it begins, last first."""
    book: Lines = {}
    for text, line in items:
        if line is not None:
            book.setdefault(normal_text(text), []).insert(0, line)
    return book


def _next(book: Lines, text: str) -> int | None:
    left = book.get(normal_text(text))
    return left.pop() if left else None
