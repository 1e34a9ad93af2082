"""The stages in their order: read, clean, tokenize, find, resolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import furniture, notes
from .accounting import Accounting, Found, account
from .action_drafts import ActionDraft
from .clean import clean, squeeze
from .diagnostics import diagnostic
from .duties import units_of_headings
from .errors import PlanError
from .ids import told_once, with_ids
from .indicator_tables import indicators_in_lists, indicators_of
from .layout import restore_rows
from .line_kinds import Line, LineKind, classify
from .marks import read_legend, with_marks
from .metadata import Metadata, Title, find_title, read_metadata
from .model import Diagnostic, ParsedIndicator, ParsedPlan
from .nodes import Outline, heading_of
from .outline import build
from .paragraphs import join_paragraphs
from .quoted import rows_of_sheet
from .repeated import into_items
from .resolve import resolve
from .run_on import set_apart
from .selection import select
from .source import SourceLine, source_text
from .table_rows import Table, find_tables
from .table_tasks import tasks_of_all
from .unnumbered import number_items, number_paragraphs

NO_TASKS = "没有找到任务：请确认所选文件是列有编号任务的工作方案。"
NO_HEAD = "没有找到任务：没有认出表头“{names}”，请把表头改为“工作任务”“责任单位”“完成时限”一类的名称后再试。"
IS_REPORT = "“{title}”是报告，不是工作方案，请选择工作方案或任务分工文件。"


@dataclass(frozen=True, slots=True)
class _Document:
    """A document after tokenizing: single lines, joined paragraphs below the title, and its metadata."""

    lines: list[Line]
    paragraphs: list[Line]
    metadata: Metadata
    front: list[Line]
    title: frozenset[int]


def parse(lines: Sequence[SourceLine]) -> ParsedPlan:
    """The plan in a document that was read; PlanError where it is none."""
    return parse_with_accounting(lines)[0]


def parse_with_accounting(lines: Sequence[SourceLine]) -> tuple[ParsedPlan, Accounting]:
    """The plan, and what became of every source line; PlanError where it is none."""
    source, repairs = clean(lines)
    source, cut = set_apart(rows_of_sheet(source))
    source, restored = restore_rows(source)
    document = _tokenize(source)
    paragraphs, numbered = number_paragraphs(document.paragraphs)
    outline = build(paragraphs)
    legend = read_legend(line.text for line in document.lines)
    tables = [with_marks(table, legend) for table in find_tables(outline.rows)]
    drafts, remarks = _drafts(outline, tables)
    if not drafts:
        if not any(table.head.kind == "indicators" and table.rows for table in tables):
            raise PlanError(_nothing_found(tables))
        remarks = [*remarks, diagnostic("only_indicators", None)]
    unseen = [diagnostic("hidden_left_out", line.number, text=line.hidden) for line in lines if line.hidden]
    remarks = [
        *repairs,
        *unseen,
        *cut,
        *restored,
        *document.metadata.diagnostics,
        *numbered,
        *outline.diagnostics,
        *remarks,
    ]
    accounting = account(source, document.lines, outline, _found(document, outline, tables, drafts, remarks))
    remarks += [diagnostic("unread_line", number) for number in _beginnings(accounting, document)]
    plan = _assemble(document, outline, tables, drafts, remarks)
    outline.let_go()
    if not (plan.actions or plan.indicators):
        raise PlanError(_nothing_found(tables))
    return with_ids(plan, source_text(lines)), accounting


def _nothing_found(tables: Sequence[Table]) -> str:
    """Why no task was found; the head of a table that nobody knows is named."""
    heads = [table.head for table in tables if table.head.kind == "unknown" and table.rows]
    names = "、".join(dict.fromkeys(filter(None, heads[0].names)))[:60] if heads else ""
    return NO_HEAD.format(names=names) if names else NO_TASKS


def _tokenize(source: Sequence[SourceLine]) -> _Document:
    lines = number_items(classify(source))
    title = find_title(lines)
    if title and title.is_report:
        raise PlanError(IS_REPORT.format(title=title.text))
    whole = join_paragraphs(lines, title.lines if title else frozenset())
    metadata = read_metadata(lines, whole, title)
    start = max(title.lines) if title else 0
    body = [line for line in lines if line.number > start]
    standalone = metadata.signed
    paragraphs = [line for line in join_paragraphs(body, standalone) if line.number not in metadata.signed]
    return _Document(lines, paragraphs, metadata, _front(lines, title), title.lines if title else frozenset())


def _front(lines: Sequence[Line], title: Title | None) -> list[Line]:
    """What stands above the title: the notice that sends the plan, and the site around it."""
    first = min(title.lines) if title else 0
    above = _titled([line for line in lines if line.number < first])
    return join_paragraphs(above, frozenset(line.number for line in above if furniture.is_letter(line.text)))


def _titled(lines: Sequence[Line]) -> list[Line]:
    """The same lines, but the title of a notice, printed on several or with spaces, is one."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        n = next((n for n in (4, 3, 2, 1) if _is_notice_title(lines[at : at + n])), 0)
        also = tuple(line.number for line in lines[at + 1 : at + n])
        found.append(lines[at]._replace(text=_closed_up(lines[at : at + n]), also=also) if n else lines[at])
        at += n or 1
    return found


def _is_notice_title(lines: Sequence[Line]) -> bool:
    plain = all(line.kind is LineKind.TEXT and len(line.text) <= _PRINTED for line in lines)
    return plain and furniture.NOTICE_TITLE.fullmatch(_closed_up(lines)) is not None


def _closed_up(lines: Sequence[Line]) -> str:
    """One text of several lines, 通    知 without its spaces."""
    return squeeze("".join(line.text for line in lines))


def _drafts(outline: Outline, tables: Sequence[Table]) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """Actions of the outline and of tables of tasks, in the order of the document."""
    task_tables = [table for table in tables if table.head.kind == "tasks"]
    measured = frozenset(table.owner.line for table in tables if table.head.kind == "indicators")
    rows, doubts = tasks_of_all(task_tables)
    rows, repeated = into_items(rows, outline)
    left = {task.line for draft in rows for task in draft.tasks}
    owners = frozenset(table.owner.line for table in task_tables if any(row.line in left for row in table.rows))
    drafts, remarks = select(outline, owners, measured)
    whole, used = units_of_headings(sorted([*drafts, *rows], key=lambda draft: draft.tasks[0].line))
    return whole, remarks + doubts + repeated + used


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
        diagnostics=told_once(diagnostics),
    )


def _indicators(
    outline: Outline, tables: Sequence[Table], drafts: Sequence[ActionDraft], about: Metadata
) -> tuple[list[ParsedIndicator], list[Diagnostic]]:
    headings = frozenset(draft.line for draft in drafts if draft.line is not None)
    tasks = frozenset(task.line for draft in drafts for task in draft.tasks)
    found = indicators_in_lists(outline.items, headings, about.years)
    remarks: list[Diagnostic] = []
    for table in tables:
        if table.head.kind == "indicators":
            section = heading_of(table.owner) if table.owner.numbering and table.owner.line not in tasks else ""
            rows, doubts = indicators_of(table, about.years, section)
            found += rows
            remarks += doubts
        elif table.head.kind == "unknown":
            remarks.append(diagnostic("unknown_table", table.line))
    return sorted(found, key=lambda indicator: indicator.line or 0), remarks


_PRINTED = 40  # characters of a printed line of a title

# Remarks that say that a paragraph was left out.
_LEFT_OUT = frozenset({"closing_paragraph", "text_after_fields", "fields_without_task"})


def _found(
    document: _Document,
    outline: Outline,
    tables: Sequence[Table],
    drafts: Sequence[ActionDraft],
    remarks: Sequence[Diagnostic],
) -> Found:
    """The stages' results as line numbers."""
    first = min((line.number for line in _body(outline)), default=0)
    return Found(
        title=document.title,
        tasks=frozenset(task.line for draft in drafts for task in draft.tasks),
        tables=frozenset(table.owner.line for table in tables if table.head.kind != "unknown"),
        sections=frozenset(remark.line or 0 for remark in remarks if remark.code == "section_without_tasks"),
        known=_known(document, outline),
        preamble=frozenset(line.number for line in outline.tail if line.number < first),
        reported=frozenset(remark.line or 0 for remark in remarks if remark.code in _LEFT_OUT),
    )


def _body(outline: Outline) -> list[Line]:
    """Where headings and tables stand: what comes before the first of them is the preamble."""
    return [taken.line for taken in outline.taken if taken.use in ("node", "row")]


def _known(document: _Document, outline: Outline) -> frozenset[int]:
    """Lines of the signature, the covering letter, captions, and the title printed again."""
    known = [
        line
        for line in (*document.front, *outline.tail)
        if line.kind is LineKind.ANNEX
        or furniture.is_letter(line.text)
        or furniture.is_caption(line.text)
        or _is_known(line, document)
    ]
    known += _letter(document.front)
    return document.metadata.signed | {number for line in known for number in (line.number, *line.also)}


def _letter(front: Sequence[Line]) -> list[Line]:
    """What stands between the address of a notice and the title of the plan that it sends."""
    start = next((at for at, line in enumerate(front) if furniture.SALUTATION.fullmatch(line.text)), len(front))
    return list(front[start:])


def _beginnings(accounting: Accounting, document: _Document) -> list[int]:
    """The first line of each run of unread lines that are one paragraph."""
    unread = frozenset(accounting.lines("unread"))
    paragraphs = (*document.paragraphs, *document.front)
    told_above = {number for line in paragraphs if line.number in unread for number in line.also}
    return sorted(unread - told_above)


def _is_known(line: Line, document: _Document) -> bool:
    """The title printed again, or a 文号 that stands alone."""
    about = document.metadata
    text = line.text.strip()
    return text in (about.title, about.document_number) or furniture.is_heading_of_letter(text)
