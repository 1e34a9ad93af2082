"""Tables with a column for each unit, where a mark in a cell names the unit at the head of its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .clean import squeeze
from .heads import Column, Head, is_column
from .labels import FIELD_LABELS
from .model import ROLES
from .table_rows import Row, Table
from .units import looks_like_unit

_MARK = r"[√✓✔☑★☆▲△●○◎■□◆◇]"
_IS_MARK = re.compile(_MARK)
_WORD = "(?P<{name}>" + "|".join(word for kind in ROLES for word in FIELD_LABELS[kind] if len(word) == 2) + ")"
# ★为牵头单位 · “△”表示配合单位 · ●牵头 · 牵头单位用★表示
_LEGEND = re.compile(
    rf"(?P<mark>{_MARK})[”」）)]?\s*(?:的?(?:为|是|系|指|表示|代表))?[:：]?\s*{_WORD.format(name='role')}"
    rf"|{_WORD.format(name='first')}(?:单位|部门)?(?:用|以|标|为)?[“「（(]?(?P<behind>{_MARK})[”」）)]?(?:表示|标注|标明|标示|代表)"
)
_MAY_HOLD: frozenset[Column] = frozenset(("lead", "responsible", "support", "other"))


def read_legend(texts: Iterable[str]) -> dict[str, str]:
    """What marks mean where the document says so: ★ is 牵头."""
    found = (match for text in texts if _IS_MARK.search(text) for match in _LEGEND.finditer(text))
    return {match["mark"] or match["behind"]: match["role"] or match["first"] for match in found}


def with_marks(table: Table, legend: Mapping[str, str]) -> Table:
    """The table with names for the marks in its columns of units; ``unexplained`` are marks of several without meaning.

    A column of units that holds anything else is left out.
    """
    rows = [row for row in table.rows if row.section is None]
    marked = _marked(table.head, rows)
    used = {row.cell(at) for row in rows for at in marked} - {""}
    if not used:
        return table
    columns = list(table.head.columns)
    for at, name in enumerate(table.head.names):
        if at in marked:
            columns[at] = columns[at] if columns[at] != "other" else "responsible"
        elif columns[at] in _MAY_HOLD and _is_unit(name):
            columns[at] = "other"
    return replace(
        table,
        head=replace(table.head, columns=tuple(columns)),
        rows=[row if row.section is not None else _named(row, marked, table.head.names, legend) for row in table.rows],
        unexplained="".join(sorted(used - legend.keys())) if len(used) > 1 else "",
    )


def _marked(head: Head, rows: Sequence[Row]) -> list[int]:
    """The columns with nothing but marks that stand beside each other, one of them at least below a unit."""
    found: list[int] = []
    run: list[int] = []
    for at, name in enumerate((*head.names, "")):
        may_be = name and head.columns[at] in _MAY_HOLD and not is_column(name)
        if may_be and all(not (cell := row.cell(at)) or _IS_MARK.fullmatch(cell) for row in rows):
            run.append(at)
            continue
        found += run if any(_is_unit(head.names[place]) for place in run) else []
        run = []
    return found


def _is_unit(name: str) -> bool:
    return looks_like_unit(squeeze(name)) and not is_column(name)


def _named(row: Row, marked: Sequence[int], names: tuple[str, ...], legend: Mapping[str, str]) -> Row:
    cells = list(row.cells)
    for at in marked:
        mark = row.cell(at)
        part = f"{legend[mark]}单位：" if mark in legend else ""
        cells[at] = f"{part}{names[at]}" if mark else "无"  # not what stands above
    return replace(row, cells=tuple(cells))
