"""The indicators of a plan as it prints them: sentences under their action, and the rows of an annexed table."""

from collections import Counter
from collections.abc import Iterable, Sequence

from reports.officialdoc import Table
from tasks.planparser import ParsedIndicator, ParsedPlan, ParsedTarget, find_figures

Column = tuple[int, int]  # year, and which of its targets, from 0
NUMBER, AREA, NAME, UNIT = "序号", "领域", "指标名称", "单位"


def sentences_and_rows(plan: ParsedPlan) -> tuple[dict[int, list[ParsedIndicator]], list[ParsedIndicator]]:
    """(the 效果指标 of each action, by its position; the indicators of the annexed table).

    Sentences are those of an action's area whose words say what they ask for: a table would ask the same twice, and
    would read as asking something of every year.
    """
    places: dict[str, int] = {}
    for place, action in enumerate(plan.actions):
        places.setdefault(action.heading, place)
    sentences: dict[int, list[ParsedIndicator]] = {}
    rows = []
    for indicator in plan.indicators:
        if indicator.area in places and _says_itself(indicator):
            sentences.setdefault(places[indicator.area], []).append(indicator)
        else:
            rows.append(indicator)
    return sentences, rows


def _says_itself(indicator: ParsedIndicator) -> bool:
    figures = find_figures(indicator.name)
    unit = next((figure.unit for figure in figures if figure.unit), None)
    asked = [target.text for target in indicator.targets]
    return [figure.clause for figure in figures] == asked and unit == indicator.unit


def table_of(indicators: Sequence[ParsedIndicator]) -> Table:
    """Indicators as a table, one column for each year; a year of which something is asked twice has two.

    Numbers and areas have a column only where there are any. A cell is empty where a year asks nothing.
    """
    columns = sorted({column for indicator in indicators for column in _columns(indicator.targets)})
    fixed = [
        (NUMBER, 6.0, ["" if row.number is None else str(row.number) for row in indicators]),
        (AREA, 15.0, [row.area for row in indicators]),
        (NAME, 32.0, [row.name for row in indicators]),
        (UNIT, 8.0, [row.unit or "" for row in indicators]),
    ]
    shown = [column for column in fixed if column[0] in (NAME, UNIT) or any(column[2])]
    years = [(f"{year}年目标", 17.0, [_asked(row, (year, nth)) for row in indicators]) for year, nth in columns]
    header, widths, cells = zip(*shown, *years, strict=True)
    merged = (header.index(AREA),) if AREA in header else ()
    return Table(header, list(zip(*cells, strict=True)), widths, merged, items=tuple(row.id for row in indicators))


def _columns(targets: Iterable[ParsedTarget]) -> list[Column]:
    """The column of each target: two of one year stand in two columns."""
    seen: Counter[int] = Counter()
    columns = []
    for target in targets:
        columns.append((target.year, seen[target.year]))
        seen[target.year] += 1
    return columns


def _asked(indicator: ParsedIndicator, column: Column) -> str:
    targets = dict(zip(_columns(indicator.targets), indicator.targets, strict=True))
    return targets[column].text if column in targets else ""
