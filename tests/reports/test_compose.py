"""Facts become the report: pure, so tested without a database."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.compose import MISSING, compose, trace
from reports.facts import ActionFact, FigureFact, IndicatorFact, IndicatorTable, ProgressFact, SectionFact, TaskFact
from reports.officialdoc import Heading, OfficialDocument, Table
from reports.sentences import compose_item, figure_clauses, sentences
from tests.reports.material import SECTION_TITLES, counted, facts_of, said


def printed(document: OfficialDocument) -> list[str]:
    """The document's headings and paragraphs as they are printed."""
    return [
        block.text if isinstance(block, Heading) else block.lead_in + block.text
        for block in document.blocks
        if not isinstance(block, Table)
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("开展培训", "开展培训。"),
        ("开展培训。", "开展培训。"),
        ("开展培训。。", "开展培训。"),
        ("开展培训；", "开展培训。"),
        ("开展培训；。", "开展培训。"),
        ("开展培训，；召开会议", "开展培训，；召开会议。"),  # not an end of sentence: left as typed
        ("开展培训，，召开会议", "开展培训，召开会议。"),
        ("  开展培训 \n\n 召开会议 ", "开展培训。召开会议。"),
        ("主要做法如下：\n一是培训；\n二是会议", "主要做法如下：一是培训；二是会议。"),
        ("他说：“已完成。”", "他说：“已完成。”"),
        ("形成“头雁”", "形成“头雁”。"),
        ("完成率59.5%", "完成率59.5%。"),
        ("完成了吗？", "完成了吗？"),
        ("甲.\n乙", "甲。乙。"),  # a full stop of another alphabet ends a sentence too
        ("甲．", "甲。"),
        ("", ""),
        ("。", ""),
        ("。。。", ""),  # no word, nothing said
        ("……", ""),
        ("；\n，", ""),
    ],
)
def test_text_becomes_whole_sentences(typed: str, expected: str) -> None:
    assert sentences(typed) == expected


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("开展培训4场次。", counted("培训", "4", "场次"), []),
        ("开展培训4 场次。", counted("培训", "4", "场次"), []),
        ("开展培训４场次。", counted("培训", "4", "场次"), []),
        ("开展培训14场次。", counted("培训", "4", "场次"), ["培训4场次"]),
        ("开展培训0.4场次。", counted("培训", "4", "场次"), ["培训4场次"]),
        ("培训4人次。", counted("培训", "4", "人"), ["培训4人"]),
        ("办理事项1,319项。", counted("事项", "1319", "项"), []),
        ("降幅为59.5％。", counted("降幅", "59.5000", "%"), []),
        ("共办理12。", counted("办理", "12"), []),
        ("共办理12.5。", counted("办理", "12"), ["办理12"]),
        ("开展培训。", counted("培训", "4", "场次", "3"), ["培训4场次，上年3场次"]),
        ("开展培训4场次。", counted("培训", "4", "场次", "3"), ["培训上年3场次"]),
        ("开展培训4场次，上年3场次。", counted("培训", "4", "场次", "3"), []),
        # the same amount of something else
        ("召开会议4次。", counted("培训", "4", "次"), ["培训4次"]),
        ("召开会议4次，开展培训。", counted("培训", "4", "次"), ["培训4次"]),
        ("普法宣传领导小组召开第4次会议。", counted("普法宣传", "4", "次"), ["普法宣传4次"]),
        ("投入案件资金100万元。", counted("案件", "100"), ["案件100"]),
        ("投入案件资金100万元。", counted("案件资金", "100", "万"), ["案件资金100万"]),
        ("6月案件数下降。", counted("案件数", "6"), ["案件数6"]),
        ("2024年参训人数增加。", counted("参训人数", "2024"), ["参训人数2024"]),
        ("站点建设历时4个月。", counted("站点", "4", "个"), ["站点4个"]),
        ("每月培训3—4次。", counted("培训", "4", "次"), ["培训4次"]),
        ("办理行政应诉案件100件。", counted("行政复议案件", "100", "件"), ["行政复议案件100件"]),
        # in other words, but near
        ("共查处各类案件12件。", counted("查处案件", "12", "件"), []),
        ("569名行政执法人员均参加培训。", counted("行政执法人员轮训", "569", "名"), []),
        # last year's value
        ("培训4场次。", counted("培训", "4", "场次", "4"), ["培训上年4场次"]),
        ("培训4场次，与上年4场次持平。", counted("培训", "4", "场次", "4"), []),
        ("培训由去年的3场次增加到4场次。", counted("培训", "4", "场次", "3"), []),
        ("培训4场次，较上年增加3场次。", counted("培训", "4", "场次", "3"), ["培训上年3场次"]),
        ("培训4场次，会议3场次。", counted("培训", "4", "场次", "3"), ["培训上年3场次"]),
        ("", counted("事项", "100000", "项"), ["事项100000项"]),
        ("", counted("事项", "0", "项"), ["事项0项"]),
    ],
)
def test_a_figure_that_the_text_does_not_name_gets_a_clause(text: str, figure: FigureFact, expected: list[str]) -> None:
    assert figure_clauses(text, [figure]) == expected


def test_an_amount_said_once_names_one_figure_unless_the_labels_are_there() -> None:
    meetings, training = counted("会议", "4", "次"), counted("培训", "4", "次")
    assert figure_clauses("召开会议4次。", [training, meetings]) == ["培训4次"]
    rates = [counted(f"备案{name}", "100", "%") for name in ("报备率", "及时率", "规范率")]
    assert figure_clauses("报备率、及时率、规范率均达到100%。", rates) == []
    begun, ended = counted("受理复议案件", "12", "件"), counted("办结复议案件", "12", "件")
    assert figure_clauses("受理复议案件12件。", [begun, ended]) == ["办结复议案件12件"]
    assert figure_clauses("受理复议案件12件，办结12件。", [begun, ended]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我局组织培训。", "司法局组织培训。"),
        ("本单位组织培训。", "司法局组织培训。"),
        ("我办印发通知。", "司法局印发通知。"),
        ("我办理顺机制。", "司法局理顺机制。"),
        ("我办公布清单。", "司法局公布清单。"),
        ("我局长期坚持学法。", "司法局长期坚持学法。"),
        ("我镇压实责任。", "司法局压实责任。"),
        ("我委会同有关部门检查。", "司法局会同有关部门检查。"),
        ("我办理行政复议案件12件。", "我办理行政复议案件12件。"),
        ("本办法自2024年起施行。", "本办法自2024年起施行。"),
        ("本办公室负责日常工作。", "本办公室负责日常工作。"),
        ("我委托第三方评估。", "我委托第三方评估。"),
        ("本委员会召开会议。", "本委员会召开会议。"),
        ("我局部调整方案。", "我局部调整方案。"),
        ("我镇定应对。", "我镇定应对。"),
        ("我乡镇干部学法。", "我乡镇干部学法。"),
        ("我队伍建设加强。", "我队伍建设加强。"),
        ("本着公开的原则办理。", "司法局本着公开的原则办理。"),
        ("本年度开展培训。", "司法局本年度开展培训。"),
    ],
)
def test_a_unit_that_speaks_of_itself_is_named_and_no_other_word_is_cut(text: str, expected: str) -> None:
    assert compose_item([said(text), said("编写教材。", unit="教育局")]) == f"{expected}教育局编写教材。"


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([said("组织培训")], "组织培训。"),
        ([said("我局组织培训")], "司法局组织培训。"),
        (
            [said("组织培训"), said("编写教材。", unit="教育局")],
            "司法局组织培训。教育局编写教材。",
        ),
        (
            [said("某区司法局组织培训"), said("教育局编写教材", unit="教育局")],
            "某区司法局组织培训。教育局编写教材。",
        ),
        (  # a unit that calls itself by another of its names is not named twice
            [replace(said("区司法局组织培训"), unit_names=("某区司法局", "区司法局")), said("编写教材", unit="教育局")],
            "区司法局组织培训。教育局编写教材。",
        ),
        (  # another body did it: the unit that reports it is not put in its place
            [said("区委召开会议"), said("编写教材", unit="教育局")],
            "区委召开会议。教育局编写教材。",
        ),
        (  # a unit is named once for its periods
            [said("组织培训"), said("再次培训", period="2024年第二季度"), said("编写教材", unit="教育局")],
            "司法局组织培训。再次培训。教育局编写教材。",
        ),
        (  # the same text from two units stands once
            [said("组织培训"), said("组织培训。", unit="教育局")],
            "司法局、教育局组织培训。",
        ),
        (
            [said("组织培训", unit=name) for name in ("司法局", "教育局", "财政局", "水务局")],
            "司法局、教育局、财政局等4个单位组织培训。",
        ),
        (
            [said("组织培训", counted("培训", "4", "场")), said("组织培训", counted("培训", "5", "场"), unit="教育局")],
            "司法局、教育局组织培训。司法局培训4场；教育局培训5场。",
        ),
        (
            [
                said("组织培训", counted("培训", "4", "场")),
                said("组织培训", counted("培训", "5", "场"), period="2024年第二季度"),
            ],
            "组织培训。2024年第一季度培训4场；2024年第二季度培训5场。",
        ),
        (
            [said("组织培训；", counted("培训", "4", "场次", "3"), counted("授课", "1", "次"))],
            "组织培训。培训4场次，上年3场次；授课1次。",
        ),
        ([said("", counted("培训", "4", "场次"))], "培训4场次。"),
    ],
)
def test_what_units_did_on_a_task_becomes_one_passage(reports: list[ProgressFact], expected: str) -> None:
    assert compose_item(reports) == expected


def test_a_title_too_long_for_a_line_is_broken_behind_the_year() -> None:
    long = replace(facts_of(), title="莫力达瓦达斡尔族自治旗2024年法治政府建设年度报告")
    assert compose(long).title == "莫力达瓦达斡尔族自治旗2024年\n法治政府建设年度报告"


def test_the_five_required_contents_are_there_in_order() -> None:
    document = compose(facts_of(TaskFact("争取命名", (said("组织培训", pk=7),))))
    assert document.title == "某区2024年法治政府建设年度报告"
    headings = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == [
        "一、主要举措和成效",
        *(f"{numeral}、{title}" for numeral, title in zip("二三四五", SECTION_TITLES, strict=True)),
    ]
    assert document.issuer == "某市某区人民政府"


def test_an_empty_report_marks_what_is_missing_and_states_no_fact() -> None:
    assert printed(compose(facts_of(TaskFact("争取命名")))) == [
        "现将某区2024年法治政府建设情况报告如下：",
        "一、主要举措和成效",
        "（一）示范创建行动",
        MISSING,
        f"二、{SECTION_TITLES[0]}",
        MISSING,
        f"三、{SECTION_TITLES[1]}",
        MISSING,
        f"四、{SECTION_TITLES[2]}",
        MISSING,
        f"五、{SECTION_TITLES[3]}",
        MISSING,
        "（成文日期：【待补充】）",
    ]


def test_no_plan_is_marked_too() -> None:
    text = printed(compose(replace(facts_of(), actions=())))
    assert text[1:3] == ["一、主要举措和成效", MISSING]


def test_a_dated_report_asks_for_no_date() -> None:
    document = compose(replace(facts_of(), dated_on=dt.date(2025, 3, 1)))
    assert document.dated_on == dt.date(2025, 3, 1)
    assert not any("成文日期" in text for text in printed(document))


def test_tasks_become_points_and_those_without_progress_are_left_out() -> None:
    tasks = TaskFact("争取命名", (said("组织培训"),)), TaskFact("无进展"), TaskFact("公开信息。", (said("公开目录"),))
    text = printed(compose(facts_of(*tasks)))
    assert text[3:5] == ["一是争取命名。组织培训。", "二是公开信息。公开目录。"]
    assert not any("无进展" in line for line in text)


def test_progress_without_a_word_makes_no_point() -> None:
    empty, partly = TaskFact("争取命名", (said("。。。"),)), TaskFact("争取命名", (said("……"), said("组织培训", pk=7)))
    assert printed(compose(facts_of(empty)))[3] == MISSING
    document = compose(facts_of(empty, partly))
    assert printed(document)[3] == "一是争取命名。组织培训。"
    assert [entry["progress"] for entry in trace(document) if entry["progress"]] == [[7]]


def test_actions_are_numbered_through_all_plans() -> None:
    facts = replace(facts_of(), actions=(ActionFact("甲行动"), ActionFact("乙行动")))
    text = printed(compose(facts))
    assert [line for line in text if line.startswith("（") and "行动" in line] == ["（一）甲行动", "（二）乙行动"]


@pytest.mark.parametrize(
    ("text", "figures", "expected"),
    [
        ("第一段。\n\n 第二段。", (), ["第一段。", "第二段。"]),
        ("人员不足", (counted("持证人员", "101", "人"),), ["人员不足。持证人员101人。"]),
        ("持证人员101人。", (counted("持证人员", "101", "人"),), ["持证人员101人。"]),
        ("", (counted("持证人员", "101", "人"),), [MISSING, "持证人员101人。"]),
        ("情况如下：", (counted("持证人员", "101", "人"),), ["持证人员101人。", "情况如下："]),
    ],
)
def test_a_section_is_printed_as_written_with_its_figures(
    text: str, figures: tuple[FigureFact, ...], expected: list[str]
) -> None:
    section = SectionFact(SECTION_TITLES[0], 5, text, figures)
    document = compose(facts_of(section=section))
    assert [entry["text"] for entry in trace(document) if entry["section"] == 5] == expected


def test_every_paragraph_knows_where_it_came_from() -> None:
    task = TaskFact("争取命名", (said("组织培训", pk=7), said("编写教材", unit="教育局", pk=9)))
    entries = trace(compose(facts_of(task, lead="2024年，某区依法行政。")))
    assert entries[0] == {"text": "2024年，某区依法行政。", "progress": [], "section": 1, "level": 0}
    assert [entry["level"] for entry in entries[1:3]] == [1, 2]
    assert entries[3]["progress"] == [7, 9]
    assert entries[3]["section"] is None


def test_indicators_become_an_annex_as_published() -> None:
    rows = (
        IndicatorFact("1", "示范创建", "示范项目", "个", ((2024, "≥5"), (2025, "—"))),
        IndicatorFact("2", "示范创建", "达标比率", "%", ((2024, "≥70"),)),
    )
    document = compose(replace(facts_of(), indicators=(IndicatorTable("某方案", rows),)))
    (annex,) = document.annexes
    (table,) = annex.blocks
    assert annex.title == "法治政府建设主要指标"
    assert isinstance(table, Table)
    assert table.header == ("序号", "深化领域", "指标名称", "单位", "2024年目标", "2025年目标")
    assert list(table.rows) == [
        ("1", "示范创建", "示范项目", "个", "≥5", "—"),
        ("2", "示范创建", "达标比率", "%", "≥70", ""),
    ]
    assert table.merged == (1,)


def test_a_column_that_no_indicator_fills_is_not_printed() -> None:
    rows = (IndicatorFact("1", "", "示范项目", "个", ((2024, "≥5"),)), IndicatorFact("2", "", "达标比率", "%"))
    (annex,) = compose(replace(facts_of(), indicators=(IndicatorTable("某方案", rows),))).annexes
    (table,) = annex.blocks
    assert isinstance(table, Table)
    assert table.header == ("序号", "指标名称", "单位", "2024年目标")
    assert (list(table.rows), table.merged) == ([("1", "示范项目", "个", "≥5"), ("2", "达标比率", "%", "")], ())


def test_the_indicators_of_two_plans_are_two_annexes_that_name_them() -> None:
    tables = tuple(IndicatorTable(name, (IndicatorFact("1", "甲", "乙", "件"),)) for name in ("甲方案", "乙方案"))
    titles = [annex.title for annex in compose(replace(facts_of(), indicators=tables)).annexes]
    assert titles == ["法治政府建设主要指标（甲方案）", "法治政府建设主要指标（乙方案）"]
    assert compose(facts_of()).annexes == ()


FIGURES = st.builds(
    FigureFact,
    label=st.sampled_from(["培训", "会议", "完成率", "办理事项"]),
    value=st.decimals(min_value=0, max_value=10**9, places=4),
    unit=st.sampled_from(["", "件", "%", "场次", "人", "m²"]),
    previous=st.none() | st.decimals(min_value=0, max_value=10**6, places=1),
)
NARRATIVES = st.text(alphabet="培训会议4件%.，。；\n 0１", max_size=40)


@given(
    st.lists(
        st.tuples(NARRATIVES, st.lists(FIGURES, max_size=5), st.sampled_from(["司法局", "教育局", "财政局"])),
        min_size=1,
        max_size=5,
    )
)
def test_every_figure_is_in_the_text_whatever_was_written(rows: list[tuple[str, list[FigureFact], str]]) -> None:
    text = compose_item([said(narrative, *figures, unit=unit) for narrative, figures, unit in rows])
    plain = re.sub(r"\s", "", text).translate({0xFF11: "1"})
    for _, figures, _ in rows:
        for figure in figures:
            for value in (figure.value, figure.previous):
                assert value is None or f"{Decimal(value).normalize():f}{figure.unit}" in plain


@given(st.text(alphabet="培训。；，、：:;,.\n ！”", max_size=30))
def test_sentences_end_whole_and_stay_so(text: str) -> None:
    once = sentences(text)
    assert "。。" not in once
    assert "；。" not in once
    assert sentences(once) == once
