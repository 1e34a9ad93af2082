"""The four published plans, written in every format, parse to the same plan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from tasks.planparser import ParsedPlan, parse_bytes, parse_file
from tasks.planparser.line_kinds import LineKind, classify
from tasks.planparser.readers import read

from . import writers
from .writers import Block

PLANS = Path(__file__).resolve().parents[3] / "fixtures" / "plans"
SEEDS = sorted(path.stem for path in PLANS.glob("*.txt"))
FORMATS = {
    "DOCX": writers.as_docx,
    "HTML": writers.as_html,
    "XLSX": writers.as_xlsx,
    "PDF": writers.as_pdf,
}


@cache
def blocks(seed: str) -> list[Block]:
    """The paragraphs of a seed, and its rows as tables."""
    source = read((PLANS / f"{seed}.txt").read_bytes())
    found: list[Block] = []
    for is_row, run in groupby(classify(source), key=lambda line: line.kind is LineKind.ROW):
        lines = list(run)
        found += [[line.cells for line in lines]] if is_row else [source[line.number - 1].text for line in lines]
    return found


def without_lines(plan: ParsedPlan) -> ParsedPlan:
    actions = tuple(
        replace(action, id="", line=None, tasks=tuple(replace(task, id="", line=None) for task in action.tasks))
        for action in plan.actions
    )
    indicators = tuple(replace(indicator, id="", line=None) for indicator in plan.indicators)
    return replace(plan, actions=actions, indicators=indicators, diagnostics=())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_the_same_in_every_format(seed: str, form: str) -> None:
    written = FORMATS[form](blocks(seed))
    assert without_lines(parse_bytes(written)) == without_lines(parse_file(PLANS / f"{seed}.txt"))
