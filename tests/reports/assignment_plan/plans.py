"""Plans that go out and come back: the four published ones, the samples, and small ones made here."""

import datetime as dt
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from reports.assignment_plan import compose
from reports.officialdoc import render
from tasks.planparser import (
    ParsedAction,
    ParsedIndicator,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTask,
    Role,
    find_milestones,
    parse_bytes,
    parse_deadline,
    parse_target,
    plan_from_dict,
    title_of,
)

DATA = Path(__file__).resolve().parents[2] / "data"
SEEDS = sorted((DATA / "parsed").glob("*.json"))
SAMPLES = sorted((DATA / "samples").glob("*.json"))
YEARS = (2024,)


def load(path: Path) -> ParsedPlan:
    """A plan as a person reads its document; the samples' remarks are codes only, and stay behind."""
    plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return without_lines(plan_from_dict(plain | {"diagnostics": []}))


def without_lines(plan: ParsedPlan) -> ParsedPlan:
    """The plan without what belongs to one document: its lines and what is to be looked at in it."""
    actions = tuple(
        replace(action, id="", line=None, tasks=tuple(replace(task, id="", line=None) for task in action.tasks))
        for action in plan.actions
    )
    indicators = tuple(replace(indicator, id="", line=None) for indicator in plan.indicators)
    return replace(plan, actions=actions, indicators=indicators, diagnostics=())


def with_ids(plan: ParsedPlan) -> ParsedPlan:
    """The plan with an id on each item, as a draft has them."""
    actions, count = [], itertools.count(1)
    for number, action in enumerate(plan.actions, 1):
        tasks = tuple(replace(task, id=f"t{next(count)}") for task in action.tasks)
        actions.append(replace(action, id=f"a{number}", tasks=tasks))
    indicators = tuple(replace(row, id=f"i{number}") for number, row in enumerate(plan.indicators, 1))
    return replace(plan, actions=tuple(actions), indicators=indicators)


def there_and_back(plan: ParsedPlan) -> ParsedPlan:
    """What the parser makes of the document that the plan goes out as."""
    return without_lines(parse_bytes(render(compose(plan))))


def make_plan(*actions: ParsedAction, **changes: Any) -> ParsedPlan:
    """A plan of 某区 for 2024 with these actions."""
    plan = ParsedPlan(
        title="红寺堡区2024年法治政府建设任务分工方案",
        document_number=None,
        issuer=None,
        issued_on=None,
        years=YEARS,
        jurisdiction="红寺堡区",
        cites=(),
        actions=tuple(replace(action, number=number) for number, action in enumerate(actions, 1)),
        indicators=(),
        diagnostics=(),
    )
    return replace(plan, **changes)


def make_action(*tasks: ParsedTask, heading: str = "规范行政执法行动", goal: str | None = None) -> ParsedAction:
    return ParsedAction(1, heading, goal, tasks, None)


def make_task(
    text: str = "开展案卷评查。评查结果向社会公布。",
    *said: tuple[Role, str],
    number: int = 1,
    deadline: str | None = None,
    years: tuple[int, ...] = YEARS,
    **changes: Any,
) -> ParsedTask:
    """A task whose title, deadline and milestones are what its words say, but for `changes`."""
    task = ParsedTask(
        number=number,
        title=title_of(text),
        text=text,
        responsibilities=tuple(ParsedResponsibility(role, name) for role, name in said),
        deadline=parse_deadline(deadline, years),
        milestones=find_milestones(text, years),
        line=None,
    )
    return replace(task, **changes)


def make_indicator(
    name: str, *targets: tuple[int, str], number: int | None = 1, area: str = "", unit: str | None = "%"
) -> ParsedIndicator:
    """A row of a table of indicators."""
    asked = tuple(parse_target(text, year) for year, text in targets)
    return ParsedIndicator(number, area, name, unit, asked, None)


ISSUED: dict[str, Any] = {
    "document_number": "红政办发〔2024〕5号",
    "issuer": "红寺堡区人民政府办公室",
    "issued_on": dt.date(2024, 3, 8),
}
JUSTICE: tuple[Role, str] = ("lead", "司法局")
EDUCATION: tuple[Role, str] = ("support", "教育局")
