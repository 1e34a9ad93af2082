"""Any plausible plan survives the way out and back: compose > render > parse."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.assignment_plan import compose
from reports.officialdoc import check, render
from tasks.planparser import ParsedAction, ParsedIndicator, ParsedPlan, ParsedTask, Role
from tests.tasks.planparser.test_deadlines import ROWS as DEADLINES

from .plans import make_action, make_indicator, make_plan, make_task, there_and_back


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


WORDS = one_of("""
    开展案卷评查 规范行政执法行为 健全“双随机、一公开”机制 12345热线提质 2024年6月底前完成清理 办结率达到100% 一是抓培训
    全面推行（试行）办法 落实《行政处罚法》 加强队伍建设 各乡镇配合推进 责任单位另行通知 第一时间处置 每季度通报一次
    延伸基层（含街道）末梢 做到应公开尽公开 目标明确 附件另发 10个工作日内反馈
""")
SENTENCES = st.lists(WORDS, min_size=1, max_size=3).map("，".join)
MARKS = st.sampled_from(
    ["（{}）", "({})", "{}.", "{}、", "①", "②", "一、", "（一）", "▲", "工作目标：", "责任单位：", "第一，", ""]
)
NAMES = one_of("""
    司法局 教育局 区委编办 政府办 综合执法局 各乡镇（街道） 各县（市、区）人民政府 政府组成部门 各行政执法部门〔单位〕
    新民街道办事处
""")
ROLES: st.SearchStrategy[Role] = st.sampled_from(["lead", "responsible", "support"])
TIMES = st.sampled_from([text for text, *_ in DEADLINES if text.strip("。；;，, ") == text and " " not in text])
HEADINGS = one_of("""
    规范行政执法行动 优化营商环境，激发活力 2024年重点任务 提高素养 依法决策（试点）
    深入推进多层次多领域依法治理重点工作
""")
AREAS = st.sampled_from(["", "执法", "素养"])
TARGETS = st.sampled_from(["≥90", "100", "—", "不低于30%", "5%以内", "高于全省平均水平"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A first paragraph, then paragraphs of which some have a number or something like a label."""
    first = draw(st.lists(SENTENCES, min_size=1, max_size=2).map("。".join)) + draw(st.sampled_from(["。", ""]))
    marks = draw(st.lists(MARKS, max_size=3))
    later = [
        mark.format(n) + draw(SENTENCES) + draw(st.sampled_from(["。", "；", ""])) for n, mark in enumerate(marks, 1)
    ]
    return "\n".join([first, *later])


@st.composite
def tasks(draw: st.DrawFn) -> ParsedTask:
    said = draw(st.lists(st.tuples(ROLES, NAMES), min_size=1, max_size=4, unique=True))
    return make_task(draw(texts()), *said, number=draw(st.integers(1, 99)), deadline=draw(st.none() | TIMES))


@st.composite
def actions(draw: st.DrawFn) -> ParsedAction:
    goal = draw(st.none() | st.lists(SENTENCES, min_size=1, max_size=2).map(lambda lines: "。\n".join(lines) + "。"))
    return make_action(*draw(st.lists(tasks(), min_size=1, max_size=3)), heading=draw(HEADINGS), goal=goal)


@st.composite
def indicators(draw: st.DrawFn) -> list[ParsedIndicator]:
    """A table: every row has an area or none has, as a cell without one takes that above it."""
    areas = draw(st.sampled_from([["", ""], ["执法", "素养"]]))
    asked = st.lists(
        st.tuples(st.sampled_from([2024, 2025]), TARGETS), min_size=1, max_size=2, unique_by=lambda t: t[0]
    )
    return [
        make_indicator(
            f"{draw(WORDS)}率",
            *sorted(draw(asked)),
            number=draw(st.none() | st.integers(1, 40)),
            area=draw(st.sampled_from(areas)),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]


@st.composite
def plans(draw: st.DrawFn) -> ParsedPlan:
    known = draw(st.booleans())
    return make_plan(
        *draw(st.lists(actions(), min_size=1, max_size=3)),
        indicators=tuple(draw(indicators())),
        document_number=draw(st.none() | st.just("红政办发〔2024〕5号")),
        issuer="红寺堡区人民政府办公室" if known else None,
        issued_on=draw(st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))) if known else None,
    )


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_any_plan_comes_back_as_it_went_out(plan: ParsedPlan) -> None:
    assert there_and_back(plan) == plan
    assert check(render(compose(plan))) == []
