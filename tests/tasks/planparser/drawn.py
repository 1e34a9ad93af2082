"""Tables of a page as offices draw them, and what was read of them in one line each."""

from __future__ import annotations

from tasks.planparser import ParsedPlan

TITLE = "甲县2024年法治政府建设任务分解表"


def page(rows: list[str]) -> bytes:
    """A page of one table; ``|`` between cells, ``^2`` before the text of a cell that spans two rows."""
    return f"<html><body><h1>{TITLE}</h1><table>{''.join(map(_row, rows))}</table></body></html>".encode()


def _row(row: str) -> str:
    return "<tr>" + "".join(_cell(cell) for cell in row.split("|")) + "</tr>"


def _cell(cell: str) -> str:
    return f'<td rowspan="{cell[1]}">{cell[2:]}</td>' if cell.startswith("^") else f"<td>{cell}</td>"


def shown(plan: ParsedPlan) -> list[str]:
    """heading/number text | role:unit … | due or kind; / between the paragraphs of a text."""
    return [
        f"{action.heading}/{task.number} {task.text.replace(chr(10), '/')} | "
        + " ".join(f"{unit.role[0]}:{unit.name}" for unit in task.responsibilities)
        + f" | {task.deadline.due or task.deadline.kind}"
        for action in plan.actions
        for task in action.tasks
    ]


def remarks(plan: ParsedPlan) -> list[str]:
    return [remark.code for remark in plan.diagnostics if remark.code != "without_action"]


BY = "|县司法局|6月"
ONE = " | r:县司法局 | 2024-06-30"
