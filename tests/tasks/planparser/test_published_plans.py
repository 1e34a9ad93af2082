"""The four published plans, exact: counts, the odd places of each, and the whole against the reviewed snapshot."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from tasks.planparser import ParsedPlan, parse_bytes, parse_file
from tests.tasks.planparser.reading import texts, without_ids

ROOT = Path(__file__).resolve().parents[3]
PLANS = ROOT / "fixtures" / "plans"
SCHEMA = json.loads((ROOT / "tests" / "data" / "plan.schema.json").read_text(encoding="utf-8"))
EIGHT, FOUR = "hongsibu-2024-eight-actions", "ningxia-2025-four-actions"
ENFORCEMENT, XIXIA = "hongsibu-2023-2025-enforcement", "xixia-2020-implementation"
SEEDS = (EIGHT, FOUR, ENFORCEMENT, XIXIA)


@cache
def plan(name: str) -> ParsedPlan:
    return parse_file(PLANS / f"{name}.txt")


@pytest.mark.parametrize("name", SEEDS)
def test_the_parsed_plan_is_the_reviewed_one(name: str) -> None:
    reviewed = json.loads((ROOT / "tests" / "data" / "parsed" / f"{name}.json").read_text(encoding="utf-8"))
    assert without_ids(plan(name).as_dict()) == reviewed


@pytest.mark.parametrize("name", SEEDS)
def test_the_json_is_valid_against_the_schema(name: str) -> None:
    checker = jsonschema.FormatChecker(formats=["date"])
    jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).validate(plan(name).as_dict())


# actions, tasks, responsibilities, deadlines, milestones, indicators, targets: counted in the documents by hand
COUNTS = [
    (EIGHT, (8, 29, 68, 29, 8, 32, 64)),
    (FOUR, (4, 26, 0, 0, 2, 0, 0)),
    (ENFORCEMENT, (6, 43, 107, 43, 0, 0, 0)),
    (XIXIA, (8, 29, 107, 29, 0, 37, 41)),
]


@pytest.mark.parametrize(("name", "counts"), COUNTS, ids=SEEDS)
def test_nothing_is_lost_or_made_up(name: str, counts: tuple[int, ...]) -> None:
    parsed = plan(name)
    tasks = parsed.tasks()
    assert counts == (
        len(parsed.actions),
        len(tasks),
        sum(len(task.responsibilities) for task in tasks),
        sum(task.deadline.kind != "none" for task in tasks),
        sum(len(task.milestones) for task in tasks),
        len(parsed.indicators),
        sum(len(indicator.targets) for indicator in parsed.indicators),
    )


METADATA = [
    (EIGHT, (None, None, None, (2024,), "红寺堡区", ("宁政办发〔2024〕14号", "宁党厅字〔2021〕39号"))),
    (
        FOUR,
        ("宁政办发〔2025〕9号", "宁夏回族自治区人民政府办公厅", date(2025, 3, 28), (2025,), "宁夏回族自治区", ()),
    ),
    (ENFORCEMENT, (None, None, None, (2023, 2024, 2025), "吴忠市红寺堡区", ("宁政办发〔2023〕46号",))),
    (
        XIXIA,
        (
            "银西法办发〔2020〕10号",
            "中共银川市西夏区委全面依法治区委员会办公室",
            date(2020, 5, 8),
            (2020,),
            "银川市西夏区",
            ("宁政办发〔2017〕168号", "宁法办发〔2019〕36号"),
        ),
    ),
]


@pytest.mark.parametrize(("name", "expected"), METADATA, ids=SEEDS)
def test_the_document_says_who_issued_it_when_and_on_what_basis(name: str, expected: tuple[object, ...]) -> None:
    about = plan(name)
    found = (about.document_number, about.issuer, about.issued_on, about.years, about.jurisdiction, about.cites)
    assert found == expected


@pytest.mark.parametrize("name", [EIGHT, ENFORCEMENT, XIXIA])
def test_every_text_stands_in_the_document_at_its_line(name: str) -> None:
    data = (PLANS / f"{name}.txt").read_bytes()
    lines = texts(data)
    for task in plan(name).tasks():
        source = re.sub(r"\s", "", "".join(lines[(task.line or 1) - 1 :])).replace("l00%", "100%")
        assert source.startswith(f"{task.number}."), task.number
        assert source.split(".", 1)[1].startswith(re.sub(r"\s", "", task.text)), task.number
    for indicator in plan(name).indicators:
        squeezed = re.sub(r"\s", "", lines[(indicator.line or 1) - 1]).replace("l00%", "100%")
        assert indicator.name in squeezed


def test_numbers_of_the_region_plan_run_through_and_begin_at_their_lines() -> None:
    lines = texts((PLANS / f"{FOUR}.txt").read_bytes())
    tasks = plan(FOUR).tasks()
    assert [task.number for task in tasks] == list(range(1, 27))
    assert all(lines[(task.line or 1) - 1].startswith(f"{task.number}.") for task in tasks)


def test_names_cut_by_a_page_break_are_whole_again() -> None:
    names = [unit.name for unit in plan(EIGHT).tasks()[6].responsibilities]
    assert names == ["政府组成部门", "各乡（镇）人民政府", "新民街道办事处"]


def test_sentences_cut_by_a_page_break_are_joined() -> None:
    texts = {task.number: task.text for task in plan(EIGHT).tasks()}
    assert "开展行政执法“三项制度”自查评估;不断提高" in texts[18]
    assert "行政复议纠错率显著下降。" in texts[21]
    assert "带头讲法不少于1次。" in texts[28]


def test_milestones_of_the_eight_actions() -> None:
    found = [(task.number, stone.text, str(stone.due)) for task in plan(EIGHT).tasks() for stone in task.milestones]
    assert found == [
        (1, "2024年年底", "2024-12-31"),
        (6, "2024年10月底前", "2024-10-31"),
        (17, "2024年年底", "2024-12-31"),
        (17, "2025年年底", "2025-12-31"),
        (18, "2024年年底前", "2024-12-31"),
        (25, "2024年6月底前", "2024-06-30"),
        (27, "2024年年底前", "2024-12-31"),
        (29, "2024年6月底前", "2024-06-30"),
    ]


def test_merged_area_cells_are_carried_down_and_the_repeated_head_is_no_row() -> None:
    indicators = plan(EIGHT).indicators
    assert [indicator.number for indicator in indicators] == list(range(1, 33))
    assert indicators[15].area == "行政执法能力提升行动"
    assert indicators[25].area == "行政争议化解质效提升行动"
    assert indicators[26].area == "乡镇（街道）法制政府建设提升行动"  # the document's own typo stays


def test_comparisons_with_words_have_an_operator_and_no_value() -> None:
    target = plan(EIGHT).indicators[18].targets[0]
    assert (target.text, target.operator, target.value) == ("<全国平均败诉率", "<", None)


def test_a_bare_number_is_equal_and_a_dash_is_nothing() -> None:
    first, sixteenth = plan(EIGHT).indicators[0], plan(EIGHT).indicators[15]
    assert (first.targets[1].text, first.targets[1].operator, first.targets[1].value) == ("—", None, None)
    assert [(target.operator, target.value) for target in sixteenth.targets] == [("=", 5), (">=", 5)]


def test_foreign_words_stay_and_are_doubted() -> None:
    parsed = plan(ENFORCEMENT)
    texts = {task.number: task.text for task in parsed.tasks()}
    assert "依法保护民营企业 and 企业家权益。" in texts[18]
    assert "依法追究 responsibility。" in texts[40]
    doubts = [(remark.code, remark.line) for remark in parsed.diagnostics if remark.code == "suspect_word"]
    assert doubts == [("suspect_word", 131), ("suspect_word", 307)]


def test_lead_responsible_and_support_are_told_apart() -> None:
    tasks = {task.number: task for task in plan(ENFORCEMENT).tasks()}
    assert [(unit.role, unit.name) for unit in tasks[13].responsibilities] == [
        ("lead", "司法局"),
        ("responsible", "各行政执法部门〔单位〕"),
        ("responsible", "各乡镇〔街道〕"),
    ]
    assert [unit.role for unit in tasks[15].responsibilities] == ["lead", "lead", "lead", "support"]


def test_the_list_inside_a_measure_is_part_of_its_text() -> None:
    task = plan(XIXIA).tasks()[5]
    paragraphs = task.text.split("\n")
    assert [paragraph[:3] for paragraph in paragraphs[1:]] == ["(1)", "(2)", "(3)", "(4)"]
    assert [unit.name for unit in task.responsibilities] == ["政办", "司法局", "各镇(街)", "各部门"]


def test_names_that_end_like_a_role_stay_whole() -> None:
    names = [unit.name for unit in plan(XIXIA).tasks()[15].responsibilities if unit.role == "lead"]
    assert names == ["纪委监委", "人大办", "政协办", "法院", "检察院"]


def test_goals_stand_with_their_sections() -> None:
    goals = [action.goal for action in plan(XIXIA).actions]
    assert goals[0] is not None
    assert goals[0].startswith("牢固树立创新、协调")
    assert goals[7] is None


def test_lost_numbers_are_inferred_and_reported() -> None:
    lost = [remark.line for remark in plan(XIXIA).diagnostics if remark.code == "number_lost"]
    assert lost == [32, 36, 38, 42, 416]


def test_only_l00_percent_is_repaired() -> None:
    parsed = plan(XIXIA)
    assert [remark.line for remark in parsed.diagnostics if remark.code == "repaired_percent"] == [170, 176, 288, 292]
    assert "生态文," in (parsed.actions[1].goal or "")  # a lost character is not guessed


def test_the_closing_word_to_all_departments_is_no_part_of_the_last_task() -> None:
    assert plan(FOUR).tasks()[-1].text.endswith("更多务实管用的长效机制上。")
    assert [remark.line for remark in plan(FOUR).diagnostics if remark.code == "closing_paragraph"] == [44]


def test_real_brackets_stay_where_pinyin_went() -> None:
    tasks = plan(FOUR).tasks()
    assert tasks[21].text.split("。")[1].startswith("已入围第三批")
    assert "的市、县(区),要" in tasks[21].text
    assert "乡镇(街道)" in tasks[13].title


def test_the_same_bytes_give_the_same_plan_whatever_the_file_is_called() -> None:
    data = (PLANS / f"{EIGHT}.txt").read_bytes()
    assert parse_bytes(data) == plan(EIGHT)
