"""A plan that was written here gets its source document: the 任务分工方案 that we print of it."""

from collections.abc import Mapping
from dataclasses import replace

from reports.assignment_plan import compose
from reports.officialdoc import render_with_lines
from tasks.planparser import ParsedPlan, read_lines, source_text
from tasks.plans.services.plans import Document


def printed(plan: ParsedPlan) -> tuple[Document, ParsedPlan]:
    """The document, and the plan with the lines on which its items begin there.

    The plan stays as it was written, whatever the document would be read as; an action whose heading the document does
    not print has no line.
    """
    made = render_with_lines(compose(plan))
    name = f"{plan.title[:240]}.docx"
    return Document(name=name, data=made.data, text=source_text(read_lines(made.data))), _located(plan, made.lines)


def _located(plan: ParsedPlan, lines: Mapping[str, int]) -> ParsedPlan:
    return replace(
        plan,
        actions=tuple(
            replace(
                action,
                line=lines.get(action.id),
                tasks=tuple(replace(task, line=lines.get(task.id)) for task in action.tasks),
            )
            for action in plan.actions
        ),
        indicators=tuple(replace(row, line=lines.get(row.id)) for row in plan.indicators),
    )
