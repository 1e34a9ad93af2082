"""Small plans, and ways to change one."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from tasks.planparser import (
    ParsedAction,
    ParsedDeadline,
    ParsedIndicator,
    ParsedPlan,
    ParsedResponsibility,
    ParsedTarget,
    ParsedTask,
    new_id,
)

NONE = ParsedDeadline()
DECEMBER = ParsedDeadline("2024年12月", "date", dt.date(2024, 12, 31))
JUNE = ParsedDeadline("2024年6月", "date", dt.date(2024, 6, 30))
TEXTS = (
    "争取示范命名。开展创建，组织实地评估，2024年6月底前完成申报。",
    "加强普法宣传。在集市和校园开展宣传，全年不少于4场次。",
    "公示执法信息。公示行政执法主体、依据、程序和结果，公示率100%。",
    "培训执法人员。每人每年不少于60学时，考试合格后上岗。",
    "办理行政复议案件。繁简分流，调解优先，按期办结。",
    "化解行政争议。发挥协调化解中心作用，负责人出庭应诉。",
)
SAID = (ParsedResponsibility("responsible", "司法局"), ParsedResponsibility("support", "教育局"))
ROWS = {"t1": 11, "t2": 12, "t3": 13, "t4": 21, "t5": 22, "t6": 23}


def task(text: str, number: int = 1, **more: Any) -> ParsedTask:
    """A task of two units until December; its id is a new one where none is given."""
    words = {"id": new_id("task"), "number": number, "title": text.split("。")[0], "text": text, "line": None}
    given = {"responsibilities": SAID, "deadline": DECEMBER, "milestones": ()}
    return ParsedTask(**{**words, **given, **more})


def action(heading: str, tasks: Iterable[ParsedTask], number: int = 1, **more: Any) -> ParsedAction:
    given = {"id": new_id("action"), "goal": None, "line": None}
    return ParsedAction(number=number, heading=heading, tasks=tuple(tasks), **{**given, **more})


def indicator(name: str, text: str) -> ParsedIndicator:
    target = ParsedTarget(2024, text, None, None)
    return ParsedIndicator(
        id=new_id("indicator"), number=1, area="依法行政", name=name, unit="个", targets=(target,), line=None
    )


def plan() -> ParsedPlan:
    """Two actions of three tasks each, t1 to t6 on lines 10 to 60."""
    tasks = [task(text, n, id=f"t{n}", line=10 * n) for n, text in enumerate(TEXTS, 1)]
    return ParsedPlan(
        title="某区2024年法治政府建设方案",
        document_number="某政发〔2024〕1号",
        issuer=None,
        issued_on=dt.date(2024, 3, 1),
        years=(2024,),
        jurisdiction="某区",
        cites=(),
        actions=(
            action("示范创建行动", tasks[:3], 1, id="a1"),
            action("规范执法行动", tasks[3:], 2, id="a2"),
        ),
        indicators=(indicator("示范项目", "≥5"), indicator("公示率", "100")),
        diagnostics=(),
    )


def read_anew(old: ParsedPlan) -> ParsedPlan:
    """The same plan as another document gives it: all ids are others. The new id of t1 is n-t1."""
    return replace(
        old,
        actions=tuple(
            replace(row, id=f"n-{row.id}", tasks=tuple(replace(one, id=f"n-{one.id}") for one in row.tasks))
            for row in old.actions
        ),
        indicators=tuple(replace(row, id=f"n-{row.id}") for row in old.indicators),
    )


def with_tasks(old: ParsedPlan, tasks: Sequence[ParsedTask], place: int = 0) -> ParsedPlan:
    """The plan with these tasks in one of its actions, counted from 0."""
    actions = list(old.actions)
    actions[place] = replace(actions[place], tasks=tuple(tasks))
    return replace(old, actions=tuple(actions))


def with_first(old: ParsedPlan, **changes: Any) -> ParsedPlan:
    """The plan with other words in its first task."""
    first, *others = old.actions[0].tasks
    return with_tasks(old, [replace(first, **changes), *others])


Change = Callable[[ParsedPlan], ParsedPlan]
