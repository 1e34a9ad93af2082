"""Facts become the annual report as an official document. Pure: the same facts give the same document.

Section 一 says what accepted progress says and nothing else; what is not there is marked 【待补充】, never made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.facts import ActionFact, IndicatorTable, ReportFacts, SectionFact
from reports.officialdoc import (
    Annex,
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    level_prefix,
    point_prefix,
    title_breaks,
)
from reports.sentences import compose_item, figure_clauses, figures_sentence, says_anything, sentences

MISSING = "【待补充】"
MEASURES = "主要举措和成效"
ANNEX_TITLE = "法治政府建设主要指标"
AREA = "深化领域"


@dataclass(frozen=True)
class SectionParagraph(Paragraph):
    """A paragraph that staff wrote: `section` is the id of the ReportSection, None where nobody has begun it."""

    section: int | None = None


def compose(facts: ReportFacts) -> OfficialDocument:
    """The whole document: lead, the five required contents, signature, and the indicators as annex."""
    return OfficialDocument(
        title=next(iter(title_breaks(facts.title)), facts.title),
        blocks=tuple(_blocks(facts)),
        issuer=facts.issuer,
        dated_on=facts.dated_on,
        annexes=tuple(_annexes(facts.indicators)),
    )


def trace(document: OfficialDocument) -> list[dict[str, Any]]:
    """Each heading and paragraph with where it came from, as ReportBuild.trace keeps it.

    `level` is that of a heading, 0 for a paragraph; `progress` are ids of progress reports, `section` the id of a
    ReportSection or None.
    """
    return [_traced(block) for block in document.blocks if not isinstance(block, Table)]


def _traced(block: Heading | Paragraph) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"text": block.text, "progress": [], "section": None, "level": block.level}
    section = block.section if isinstance(block, SectionParagraph) else None
    return {"text": block.lead_in + block.text, "progress": list(block.sources), "section": section, "level": 0}


def _blocks(facts: ReportFacts) -> Iterator[Block]:
    yield from _lead(facts)
    yield Heading(1, level_prefix(1, 1) + MEASURES)
    if not facts.actions:
        yield Paragraph(MISSING)
    for number, action in enumerate(facts.actions, 1):
        yield from _action(number, action)
    for number, section in enumerate(facts.sections, 2):
        yield Heading(1, level_prefix(1, number) + section.title)
        yield from _section(section)
    if facts.dated_on is None:
        yield Paragraph(f"（成文日期：{MISSING}）")


def _lead(facts: ReportFacts) -> Iterator[Paragraph]:
    """The lead that staff wrote, or a sentence that states no fact."""
    if facts.lead.text.strip() or facts.lead.figures:
        yield from _section(facts.lead)
    else:
        yield Paragraph(f"现将{facts.place}{facts.year}年法治政府建设情况报告如下：")


def _action(number: int, action: ActionFact) -> Iterator[Block]:
    """（一） and the action's heading, then 一是…二是…: one point for each task with progress that says anything."""
    yield Heading(2, level_prefix(2, number) + action.heading)
    said = [(task.title, progress) for task in action.tasks if (progress := list(filter(says_anything, task.progress)))]
    if not said:
        yield Paragraph(MISSING)
    for point, (title, progress) in enumerate(said, 1):
        yield Paragraph(
            compose_item(progress),
            sources=tuple(fact.id for fact in progress),
            lead_in=point_prefix(point) + sentences(title),
        )


def _section(section: SectionFact) -> Iterator[SectionParagraph]:
    """A paragraph for each line; figures that the text does not name follow it, before a line that ends in ：."""
    lines = [line for line in map(str.strip, section.text.splitlines()) if line] or [MISSING]
    if missing := figures_sentence(figure_clauses("\n".join(lines), section.figures)):
        if lines[-1] == MISSING:
            lines.append(missing)
        elif lines[-1].endswith("："):
            lines.insert(-1, missing)
        else:
            lines[-1] = sentences(lines[-1]) + missing
    for line in lines:
        yield SectionParagraph(line, section=section.id)


def _annexes(tables: tuple[IndicatorTable, ...]) -> Iterator[Annex]:
    for table in tables:
        title = ANNEX_TITLE if len(tables) == 1 else f"{ANNEX_TITLE}（{table.plan_title}）"
        yield Annex(title, (_indicator_table(table),))


def _indicator_table(table: IndicatorTable) -> Table:
    """The indicators as published, a column for each year that has targets; equal areas become one cell.

    A column that no indicator fills is left out.
    """
    rows = table.rows
    years = sorted({year for row in rows for year, _ in row.targets})
    columns: list[tuple[str, float, list[str]]] = [
        ("序号", 6, [row.number for row in rows]),
        (AREA, 15, [row.area for row in rows]),
        ("指标名称", 32, [row.name for row in rows]),
        ("单位", 8, [row.unit for row in rows]),
        *((f"{year}年目标", 17, [_target(row.targets, year) for row in rows]) for year in years),
    ]
    header, widths, cells = zip(*(column for column in columns if any(column[2])), strict=True)
    return Table(
        header=header,
        rows=list(zip(*cells, strict=True)),
        widths=widths,
        merged=(header.index(AREA),) if AREA in header else (),
    )


def _target(targets: tuple[tuple[int, str], ...], year: int) -> str:
    return "；".join(text for when, text in targets if when == year)
