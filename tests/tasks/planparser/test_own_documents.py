"""What the documents that this product sends out print, and the parser must read."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes

PLAN = """红寺堡区法治政府建设任务分工方案
{lead}
一、{heading}
1.开展评查。
{last}
"""


def parsed(*, lead: str = "", heading: str = "规范执法", last: str = "") -> ParsedPlan:
    return parse_bytes(PLAN.format(lead=lead, heading=heading, last=last).encode())


@pytest.mark.parametrize(
    ("lead", "years"),
    [
        ("本方案实施期限为2023年至2025年。", (2023, 2024, 2025)),
        ("本方案实施期限为2024年。", (2024,)),
        ("行动时间：2023—2025年，分三个阶段。", (2023, 2024, 2025)),
        ("本方案自印发之日起施行。", ()),
        ("根据《法治政府建设实施方案（2021—2025年）》，实施期限为2024年至2025年。", (2024, 2025)),
    ],
)
def test_a_plan_says_for_which_years_it_holds(lead: str, years: tuple[int, ...]) -> None:
    assert parsed(lead=lead).years == years


@pytest.mark.parametrize("heading", ["2024年重点任务", "2024年—2025年工作安排"])
def test_a_heading_may_begin_with_a_year(heading: str) -> None:
    assert [action.heading for action in parsed(heading=heading).actions] == [heading]


@pytest.mark.parametrize("last", ["", "责任单位：司法局\n", "责任单位：司法局\n完成时限：2024年12月\n"])
def test_the_signature_below_the_last_task_belongs_to_no_task(last: str) -> None:
    plan = parsed(last=f"{last}红寺堡区人民政府办公室\n2024年3月8日")
    assert plan.issuer == "红寺堡区人民政府办公室"
    assert [task.text for task in plan.tasks()] == ["开展评查。"]
    assert not {remark.code for remark in plan.diagnostics} & {"text_after_fields", "unread_line"}


def test_an_empty_cell_asks_nothing_of_its_year() -> None:
    table = "附件\n序号\t指标名称\t单位\t2024年目标\t2025年目标\n1\t合格率\t%\t\t≥95\n2\t培训次数\t次\t—\t3"
    first, second = parsed(last=table).indicators
    assert [(target.year, target.text) for target in first.targets] == [(2025, "≥95")]
    assert [(target.year, target.text) for target in second.targets] == [(2024, "—"), (2025, "3")]


def test_a_task_that_begins_its_own_measure_is_not_said_twice() -> None:
    head = "序号\t任务\t工作内容\t责任单位"
    rows = "1\t开展评查\t开展评查。逐卷反馈。\t司法局\n2\t加强培训\t全年不少于2次。\t司法局"
    plan = parse_bytes(f"红寺堡区2024年任务分工表\n{head}\n{rows}".encode())
    assert [task.text for task in plan.tasks()] == ["开展评查。逐卷反馈。", "加强培训\n全年不少于2次。"]
