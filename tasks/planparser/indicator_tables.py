"""Rows of indicator tables and items of 效果指标 lists become indicators with targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .dates import PlanYears
from .diagnostics import diagnostic
from .model import Diagnostic, ParsedIndicator, ParsedTarget
from .nodes import ListItem, Node, heading_of
from .table_rows import Row, Table, across_left_out, left_out
from .table_tasks import plain
from .targets import UNITS, find_figures, parse_targets, years_in_turn

_NAMED_UNIT = re.compile(rf"[（(](?:单位[:：])?(?P<unit>{UNITS})[）)]$")  # 合法性审核率（%）
_LEVEL = "／"  # between 一级指标 and 二级指标 of one row
_HAS_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"[到至]?(20\d\d)(?:年度?)?[底末]?前?")  # in a column of years: 2023年 · 2023


def indicators_of(table: Table, years: PlanYears, area: str = "") -> tuple[list[ParsedIndicator], list[Diagnostic]]:
    """One indicator a row, or a row for each of its years; the area, at first that of the section, is carried down."""
    found: list[ParsedIndicator] = []
    remarks = across_left_out(table)
    for row in _in_full(table):
        if row.is_note:
            continue
        if row.section is not None:
            area = plain(row.section)
            continue
        area = _LEVEL.join(dict.fromkeys(filter(None, (row.cell(at) for at in table.head.at("area"))))) or area
        indicator = _from_row(row, table, area, years)
        if indicator is None:
            remarks.append(diagnostic("unread_line", row.line))
            continue
        found.append(indicator)
        remarks += [diagnostic("row_short", row.line)] if row.short else []
        remarks += [
            diagnostic("figure_unread", row.line, text=target.text)
            for target in indicator.targets
            if target.value is None and _HAS_DIGIT.search(target.text)
        ]
        remarks += [
            diagnostic("target_year_unread", row.line, text=row.cell(at), year=years.default)
            for at in table.head.at("year")
            if row.cell(at) and not _YEAR.fullmatch(row.cell(at)) and years.default
        ]
    return _of_years(found) if table.head.at("year") else found, remarks + left_out([table])


def _in_full(table: Table) -> Iterator[Row]:
    """The rows; in a table with its years down the side, an empty name or year is the one above."""
    head, above = table.head, None
    named = [*head.at("indicator"), *head.at("unit")]
    for row in table.rows:
        if above and row.section is None and head.at("year"):
            empty = [at for at in head.at("year") if not row.cell(at)]
            empty += named if not any(row.cell(at) for at in head.at("indicator")) else []
            row = replace(
                row, cells=tuple(above.cells[at] if at in empty else cell for at, cell in enumerate(row.cells))
            )
        above = row if row.section is None else None
        yield row


def _of_years(found: Iterable[ParsedIndicator]) -> list[ParsedIndicator]:
    """The indicators, with rows of one name and area, each for another year, joined to one."""
    whole: dict[tuple[str, str], list[ParsedIndicator]] = {}
    for row in found:
        same = whole.setdefault((row.area, row.name), [])
        known = {target.year for target in same[-1].targets} if same else set()
        if same and not known & {target.year for target in row.targets}:
            same[-1] = replace(same[-1], targets=same[-1].targets + row.targets)
        else:
            same.append(row)
    return [row for rows in whole.values() for row in rows]


def _from_row(row: Row, table: Table, area: str, years: PlanYears) -> ParsedIndicator | None:
    """None for a row without a name."""
    head = table.head
    name = "".join(row.cell(at) for at in head.at("indicator")[-1:])
    if not name:
        return None
    unit = next((row.cell(at) for at in head.at("unit")), None)
    said = (match for at in head.at("year") if (match := _YEAR.fullmatch(row.cell(at))))
    own = next((int(match[1]) for match in said), years.default)
    targets = tuple(
        target
        for at in head.at("target")
        if (year := head.years[at] or own) is not None and row.cell(at)
        for target in parse_targets(row.cells[at], year, unit, () if head.years[at] else years.years)
    )
    return ParsedIndicator(
        table.number(row), area, name, (_unit_of(row, table) if unit is None else unit) or None, targets, row.line
    )


def _unit_of(row: Row, table: Table) -> str:
    """The unit printed behind the name or with the figures, in a table that has no column for it."""
    named = _NAMED_UNIT.search(row.cell(table.head.at("indicator")[-1]))
    if named:
        return named["unit"]
    figures = (figure for at in table.head.at("target") for figure in find_figures(row.cell(at)))
    return next((figure.unit for figure in figures if figure.unit), "")


def indicators_in_lists(items: Iterable[ListItem], actions: frozenset[int], years: PlanYears) -> list[ParsedIndicator]:
    """One indicator for each item; ``actions`` are the source lines of the plan's action headings."""
    return [_from_item(item, actions, years) for item in items]


def _from_item(item: ListItem, actions: frozenset[int], years: PlanYears) -> ParsedIndicator:
    name = item.text.rstrip("。；;. ")
    figures = find_figures(name)
    targets = tuple(
        ParsedTarget(year, figure.clause, figure.operator, figure.value)
        for figure, in_turn in zip(figures, years_in_turn(figures, years.years), strict=True)
        if (year := figure.year or in_turn or years.default) is not None
    )
    unit = next((figure.unit for figure in figures if figure.unit), None)
    return ParsedIndicator(item.value, item.area or _area(item.owner, actions), name, unit, targets, item.line)


def _area(owner: Node, actions: frozenset[int]) -> str:
    """The action that the list stands in, else the heading right above it."""
    node: Node | None = owner
    while node and node.numbering:
        if node.line in actions:
            return heading_of(node)
        node = node.parent
    return heading_of(owner)
