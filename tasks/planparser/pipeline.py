"""The stages in their order: read, clean, tokenize, find, resolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import furniture, notes, readers
from .clean import clean
from .diagnostics import diagnostic
from .drafts import ActionDraft
from .errors import PlanError
from .indicators import indicators_in_lists, indicators_of
from .lines import Kind, Line, classify, join
from .metadata import Metadata, Title, find_title, read_metadata
from .model import Diagnostic, ParsedIndicator, ParsedPlan
from .outline import Outline, build
from .resolve import resolve
from .selection import select
from .source import SourceLine
from .table_tasks import tasks_of_all
from .tables import Table, find_tables

NO_TASKS = "没有找到任务：请确认所选文件是列有编号任务的工作方案。"
IS_REPORT = "“{title}”是报告，不是工作方案，请选择工作方案或任务分工文件。"


@dataclass(frozen=True, slots=True)
class _Document:
    """A document after tokenizing: single lines, joined paragraphs below the title, and its metadata."""

    lines: list[Line]
    paragraphs: list[Line]
    metadata: Metadata
    front: list[Line]


def parse(data: bytes) -> ParsedPlan:
    """The plan in ``data``; PlanError where it is none."""
    source, repairs = clean(readers.read(data))
    document = _tokenize(source)
    outline = build(document.paragraphs)
    tables = find_tables(outline.rows)
    drafts, remarks = _drafts(outline, tables)
    if not any(draft.tasks for draft in drafts):
        raise PlanError(NO_TASKS)
    found = [*repairs, *document.metadata.diagnostics, *_unread(document, outline), *outline.diagnostics, *remarks]
    return _assemble(document, outline, tables, drafts, found)


def _tokenize(source: Sequence[SourceLine]) -> _Document:
    lines = classify(source)
    title = find_title(lines)
    if title and title.is_report:
        raise PlanError(IS_REPORT.format(title=title.text))
    whole = join(lines, title.lines if title else frozenset())
    metadata = read_metadata(lines, whole, title)
    start = max(title.lines) if title else 0
    body = [line for line in lines if line.number > start]
    standalone = metadata.signed
    return _Document(lines, join(body, standalone), metadata, _front(lines, title))


def _front(lines: Sequence[Line], title: Title | None) -> list[Line]:
    """What stands above the title: the notice that sends the plan, and the site around it."""
    first = min(title.lines) if title else 0
    above = [line for line in lines if line.number < first]
    return join(above, frozenset(line.number for line in above if furniture.is_letter(line.text)))


def _drafts(outline: Outline, tables: Sequence[Table]) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """Actions of the outline, then those of tables of tasks."""
    task_tables = [table for table in tables if table.head.kind == "tasks"]
    drafts, remarks = select(outline, frozenset(table.owner.line for table in task_tables))
    rows, doubts = tasks_of_all(task_tables)
    return drafts + rows, remarks + doubts


def _assemble(
    document: _Document,
    outline: Outline,
    tables: Sequence[Table],
    drafts: Sequence[ActionDraft],
    found: list[Diagnostic],
) -> ParsedPlan:
    about = document.metadata
    said, doubts = notes.read_notes(document.lines)
    actions, remarks = resolve(drafts, about.title, about.years, said)
    indicators, unread = _indicators(outline, tables, drafts, about)
    diagnostics = sorted([*found, *doubts, *remarks, *unread], key=lambda remark: remark.line or 0)
    return ParsedPlan(
        title=about.title,
        document_number=about.document_number,
        issuer=about.issuer,
        issued_on=about.issued_on,
        years=about.years.years,
        jurisdiction=about.jurisdiction,
        cites=about.cites,
        actions=tuple(actions),
        indicators=tuple(indicators),
        diagnostics=tuple(dict.fromkeys(diagnostics)),
    )


def _indicators(
    outline: Outline, tables: Sequence[Table], drafts: Sequence[ActionDraft], about: Metadata
) -> tuple[list[ParsedIndicator], list[Diagnostic]]:
    headings = frozenset(draft.line for draft in drafts if draft.line is not None)
    found = indicators_in_lists(outline.items, headings, about.years)
    remarks: list[Diagnostic] = []
    for table in tables:
        if table.head.kind == "indicators":
            rows, doubts = indicators_of(table, about.years)
            found += rows
            remarks += doubts
        elif table.head.kind == "unknown":
            remarks.append(diagnostic("unknown_table", table.line))
    return sorted(found, key=lambda indicator: indicator.line or 0), remarks


def _unread(document: _Document, outline: Outline) -> list[Diagnostic]:
    """Plain lines around the plan that are no known furniture, letter, preamble, caption or signature."""
    signed = document.metadata.signed
    front = [line for line in document.front if line.kind is Kind.TEXT and line.number not in signed]
    first = min((node.line for node in outline.root.children), default=0)
    tail = [line for line in outline.tail if line.number > first and line.number not in signed]
    return [
        diagnostic("unread_line", line.number)
        for line in (*front, *tail)
        if not (furniture.is_letter(line.text) or furniture.is_caption(line.text) or _is_known(line, document))
    ]


def _is_known(line: Line, document: _Document) -> bool:
    """The title printed again, or a 文号 that stands alone."""
    about = document.metadata
    text = line.text.strip()
    return text in (about.title, about.document_number) or furniture.is_heading_of_letter(text)
