"""Target cells and figures of indicator sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.planparser.targets import find_figures, parse_target, years_in_turn

# cell, operator, value
CELLS = [
    ("≥30", ">=", 30),
    ("100", "=", 100),
    (">90", ">", 90),
    ("＜30", "<", 30),
    ("≤5%", "<=", 5),
    ("—", None, None),
    ("", None, None),
    ("/", None, None),
    ("<全国平均败诉率", "<", None),
    ("不高于全国平均水平", "<=", None),
    ("不低于90%", ">=", 90),
    ("90%以上", ">=", 90),
    ("85分以上", ">=", 85),
    ("达到100%", "=", 100),
    ("达到95%", ">=", 95),
    ("35.5", "=", 35.5),
    ("不高于34", "<=", 34),
    ("优秀", None, None),
    ("≥1,000", ">=", 1000),
    ("≥90%以上", ">=", 90),
    ("0.12345678", None, None),
    ("大于等于95%", ">=", 95),
    ("大于或等于95%", ">=", 95),
    ("达到或超过90%", ">=", 90),
    ("小于等于5%", "<=", 5),
    ("未超过5%", "<=", 5),
    ("不突破5%", "<=", 5),
    ("降低至5%", "<=", 5),
    ("减少到10件", "<=", 10),
    ("压降至10件", "<=", 10),
    ("上升到95%", ">=", 95),
    ("两次以上", ">=", 2),
    ("至少一次", ">=", 1),
    ("一次", None, None),
    ("3次以上（含3次）", ">=", 3),
    ("前3名", None, None),
    ("±5%", None, None),
    ("-5%", None, None),
]


@pytest.mark.parametrize(("text", "operator", "value"), CELLS, ids=[row[0] or "空" for row in CELLS])
def test_a_cell(text: str, operator: str | None, value: float | None) -> None:
    target = parse_target(text, 2024)
    assert (target.year, target.text, target.operator, target.value) == (2024, text, operator, value)


# form, cell, unit of its row, operator, value
UNITS = [
    ("达到100是等于", "达到100", "%", "=", 100),
    ("保持100是等于", "保持100", "％", "=", 100),
    ("达到95是不低于", "达到95", "%", ">=", 95),
    ("100以上是不低于", "100以上", "%", ">=", 100),
    ("达到100件是不低于", "达到100", "件", ">=", 100),
    ("幅度不是数值", "下降5%", "%", None, None),
    ("其他单位中的幅度不是数值", "同比下降5%以上", "件/万人", None, None),
    ("下降到多少是数值", "下降到5%", "%", "<=", 5),
    ("没有单位列的幅度照录", "下降5%", None, "=", 5),
    ("千分比不是百分比", "0.5‰", "%", None, None),
    ("百分点不是百分比", "提升2个百分点", "%", None, None),
    ("区间不是数值", "10-15", "个", None, None),
    ("波浪线的区间不是数值", "95%～98%", "%", None, None),
    ("单位写在数后", "4次以上", "次", ">=", 4),
    ("每年几次", "≥2次/年", "次", ">=", 2),
]


@pytest.mark.parametrize(
    ("text", "unit", "operator", "value"), [row[1:] for row in UNITS], ids=[row[0] for row in UNITS]
)
def test_a_cell_beside_its_unit(text: str, unit: str | None, operator: str | None, value: float | None) -> None:
    target = parse_target(text, 2024, unit)
    assert (target.operator, target.value) == (operator, value)


# each sentence with its figures: operator, value, unit, clause
SENTENCES = [
    ("公开率达到100%", [("=", 100, "%", "公开率达到100%")]),
    ("满意度达到80%以上", [(">=", 80, "%", "满意度达到80%以上")]),
    ("参加率达到90%", [(">=", 90, "%", "参加率达到90%")]),
    ("结案率100%", [("=", 100, "%", "结案率100%")]),
    ("人员不少于2人,经费纳入预算", [(">=", 2, "人", "人员不少于2人")]),
    ("报备率、规范率均达100%", [("=", 100, "%", "报备率、规范率均达100%")]),
    ("报备率达到100%、审查率达到90%", [("=", 100, "%", "报备率达到100%"), (">=", 90, "%", "审查率达到90%")]),
    ("控制在5%以内", [("<=", 5, "%", "控制在5%以内")]),
    ("不超过3件", [("<=", 3, "件", "不超过3件")]),
    ("同比下降10%以上", [(">=", 10, "%", "同比下降10%以上")]),
    ("增长6%左右", [("=", 6, "%", "增长6%左右")]),
    ("每年至少开展1次", [(">=", 1, "次", "每年至少开展1次")]),
    ("不高于34", [("<=", 34, None, "不高于34")]),
    ("百分之九十五以上", [(">=", 95, "%", "百分之九十五以上")]),
    (
        "三率分别达到90%、80%、30%以上",
        [(">=", value, "%", "三率分别达到90%、80%、30%以上") for value in (90, 80, 30)],
    ),
    ("调解不少于1,000件,援助500件", [(">=", 1000, "件", "调解不少于1,000件"), ("=", 500, "件", "援助500件")]),
    ("投诉率未超过5%,逾期数不突破3件", [("<=", 5, "%", "投诉率未超过5%"), ("<=", 3, "件", "逾期数不突破3件")]),
    ("报告每年不少于两次", [(">=", 2, "次", "报告每年不少于两次")]),
    ("提供7×24小时服务,测评进入前10名", []),
    ("一次性告知,两个以上部门联合办理", []),
    ("落实“三项制度”,实现“一网”通办", []),
    ("优化12345热线,2024年12月底前完成第3批", []),
    ("按《方案（2021—2025年）》执行", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_figures_of_a_sentence(text: str, expected: list[tuple[str, float, str | None, str]]) -> None:
    found = [(figure.operator, figure.value, figure.unit, figure.clause) for figure in find_figures(text)]
    assert found == expected


def test_years_named_one_by_one_take_their_figures_one_by_one() -> None:
    found = find_figures("2025年底和2027年分别不低于24%和30%")
    assert [(figure.year, figure.operator, figure.value) for figure in found] == [(2025, ">=", 24), (2027, ">=", 30)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("持证率三年分别达到85%、90%、95%", [2025, 2026, 2027]),
        ("持证率2025—2027年分别达到85%、90%、95%", [2025, 2026, 2027]),
        ("受理率、办结率、公开率分别达到85%、90%、95%", [None, None, None]),
        ("持证率分别达到85%、90%、95%以上", [2025, 2026, 2027]),
        ("省市县三级持证率分别达到85%、90%、95%", [None, None, None]),
        ("市县乡持证率分别达到85%、90%、95%", [None, None, None]),
        ("持证率三年分别达到85%、90%", [None, None]),
    ],
)
def test_figures_in_turn_are_of_the_years_of_the_plan_in_turn(text: str, expected: list[int | None]) -> None:
    assert years_in_turn(find_figures(text), (2025, 2026, 2027)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2026年，满意度达到92%，投诉量较2023年下降15%", [2026, 2026]),
        ("到2026年底，满意度达到92%；投诉量下降15%", [2026, None]),
    ],
)
def test_a_year_said_first_holds_to_the_end_of_the_sentence(text: str, expected: list[int | None]) -> None:
    assert [figure.year for figure in find_figures(text)] == expected


@given(st.integers(0, 10**6), st.sampled_from(["≥", ">", "≤", "<", ""]))
def test_any_number_in_a_cell_keeps_its_value(number: int, symbol: str) -> None:
    assert parse_target(f"{symbol}{number}", 2024).value == number


@given(st.text(max_size=80))
def test_any_sentence_can_be_searched_for_figures(text: str) -> None:
    assert all(figure.clause for figure in find_figures(text))
