"""Tables of indicators whose years or figures stand otherwise than one a column; forms as named rows."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes
from tests.tasks.planparser.drawn import page, remarks

TITLE = "甲县法治政府建设三年行动方案（2023—2025年）"
# form, rows of the table, its indicators: number, area, name, unit, targets; codes of the remarks
YEARS_DOWN = [
    ("指标合并", ["序号|指标名称|单位|年度|目标值", "^31|^3培训率|^3%|2023年|≥90", "2024年|95", "2025年|100"],
     ["1  培训率 % | 2023 >= 90 | 2024 = 95 | 2025 = 100"], []),
    ("指标空着", ["序号|指标名称|单位|年度|目标值", "1|培训率|%|2024年|≥90", "|||2025年|100", "2|考试||2025年|2次"],
     ["1  培训率 % | 2024 >= 90 | 2025 = 100", "2  考试 None | 2025 = 2"], []),
    ("指标重复印出", ["指标名称|年份|目标值", "培训率|2024|90%", "培训率|2025年底|95%"],
     ["None  培训率 % | 2024 = 90 | 2025 = 95"], []),
    ("各年度下列各指标",
     ["年度|指标名称|目标值", "^2 2024年|培训率|90%", "考试率|80%", "^2 2025年|培训率|95%", "考试率|85%"],
     ["None  培训率 % | 2024 = 90 | 2025 = 95", "None  考试率 % | 2024 = 80 | 2025 = 85"], []),
    ("同一年度有两项", ["指标名称|年度|目标值", "培训率|2024年|90%", "培训率|2024年|95%"],
     ["None  培训率 % | 2024 = 90", "None  培训率 % | 2024 = 95"], []),
    ("领域不同而名称相同", ["领域|指标名称|年度|目标值", "学法|参加率|2024年|90%", "执法|参加率|2025年|95%"],
     ["None 学法 参加率 % | 2024 = 90", "None 执法 参加率 % | 2025 = 95"], []),
    ("年度不是一年", ["指标名称|年度|目标值", "培训率|2023—2024年|90%", "培训率|三年|95%"],
     ["None  培训率 % | 2025 = 90", "None  培训率 % | 2025 = 95"], ["target_year_unread", "target_year_unread"]),
]  # fmt: skip


def measured(rows: list[str]) -> ParsedPlan:
    """A plan with one task, and a table of indicators in its annex."""
    text = f"<h1>{TITLE}</h1><p>一、学法</p><p>1.培训。（责任单位：县司法局）</p><p>附件</p><p>主要指标</p>"
    return parse_bytes(text.encode() + page(rows).split(b"</h1>")[1])


def indicators(plan: ParsedPlan) -> list[str]:
    """number area name unit | year operator value | …"""
    return [
        " | ".join(
            [f"{one.number} {one.area} {one.name} {one.unit}"]
            + [f"{target.year} {target.operator} {target.value}" for target in one.targets]
        )
        for one in plan.indicators
    ]


@pytest.mark.parametrize(
    ("rows", "found", "codes"), [row[1:] for row in YEARS_DOWN], ids=[row[0] for row in YEARS_DOWN]
)
def test_years_down_the_side_are_the_years_of_one_indicator(
    rows: list[str], found: list[str], codes: list[str]
) -> None:
    plan = measured(rows)
    assert (indicators(plan), remarks(plan)) == (found, codes)


# form, unit, cell of a column without a year, its targets: year text operator value; codes of the remarks
SEVERAL = [
    ("各有名称", "%", "满意度≥95%，办结率≥98%", ["2025 满意度≥95% >= 95", "2025 办结率≥98% >= 98"], []),
    ("顿号隔开", "%", "报备率100%、审查率90%以上", ["2025 报备率100% = 100", "2025 审查率90%以上 >= 90"], []),
    ("各占一行", "", "满意度≥95%<br>投诉率≤5%", ["2025 满意度≥95% >= 95", "2025 投诉率≤5% <= 5"], []),
    ("各有年度", "%", "2024年90%，2025年95%", ["2024 2024年90% = 90", "2025 2025年95% = 95"], []),
    ("只写一个年度", "%", "2024年达到90%", ["2024 2024年达到90% >= 90"], []),
    ("年度不在方案之内", "%", "2022年90%，2025年95%", ["2025 2022年90%，2025年95% None None"], ["figure_unread"]),
    ("单位不同", "次", "培训2次，覆盖率100%", ["2025 培训2次 = 2", "2025 覆盖率100% = 100"], []),
    ("单位空着而单位不同", "", "培训2次，覆盖率100%",
     ["2025 培训2次 = 2", "2025 覆盖率100% = 100"], []),
    ("百分点不是百分比", "", "满意度90%，提升2个百分点", ["2025 满意度90% = 90", "2025 提升2个百分点 None None"],
     ["figure_unread"]),
    ("还有没有数的话", "%", "满意度≥95%，办结率≥98%，群众认可", ["2025 满意度≥95%，办结率≥98%，群众认可 None None"],
     ["figure_unread"]),
    ("分别", "%", "满意度和办结率分别达到95%、98%", ["2025 满意度和办结率分别达到95%、98% None None"],
     ["figure_unread"]),
    ("一句两数", "次", "培训3次其中法官1次", ["2025 培训3次其中法官1次 None None"], ["figure_unread"]),
    ("千位分隔", "件", "≥1,000", ["2025 ≥1,000 >= 1000"], []),
    ("千位分隔，各有名称", "件", "调解≥1,000件，援助≥500件",
     ["2025 调解≥1,000件 >= 1000", "2025 援助≥500件 >= 500"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "cell", "targets", "codes"), [row[1:] for row in SEVERAL], ids=[row[0] for row in SEVERAL]
)
def test_of_several_figures_in_a_cell_none_is_lost(unit: str, cell: str, targets: list[str], codes: list[str]) -> None:
    plan = measured(["指标名称|单位|目标值", f"服务质量|{unit}|{cell}"])
    found = [f"{one.year} {one.text} {one.operator} {one.value}" for one in plan.indicators[0].targets]
    assert (found, remarks(plan)) == (targets, codes)
