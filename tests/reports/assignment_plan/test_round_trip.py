"""A plan goes out as an official document and comes back as the same plan."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from reports.assignment_plan import compose
from reports.officialdoc import check, render, render_with_lines
from tasks.planparser import ParsedDeadline, ParsedPlan, ParsedTask, parse_bytes, read_lines

from .plans import (
    EDUCATION,
    ISSUED,
    JUSTICE,
    SAMPLES,
    SEEDS,
    load,
    make_action,
    make_indicator,
    make_plan,
    make_task,
    there_and_back,
    with_ids,
)

pytestmark = pytest.mark.slow

RESPONSIBLE = ("responsible", "财政局")


@pytest.mark.parametrize("path", [*SEEDS, *SAMPLES], ids=lambda path: path.stem)
def test_a_plan_comes_back_as_it_went_out(path: Path) -> None:
    plan = load(path)
    assert there_and_back(plan) == plan


@pytest.mark.parametrize("path", [*SEEDS, *SAMPLES], ids=lambda path: path.stem)
def test_the_document_keeps_the_official_format_and_leaves_no_line_unread(path: Path) -> None:
    data = render(compose(load(path)))
    assert check(data) == []
    left = {"unread_line", "text_after_fields", "closing_paragraph", "section_without_tasks", "fields_without_task"}
    assert {remark.code for remark in parse_bytes(data).diagnostics} & left == set()


@pytest.mark.parametrize("path", [*SEEDS, *SAMPLES], ids=lambda path: path.stem)
def test_each_item_has_the_line_on_which_it_is_read_again(path: Path) -> None:
    plan = with_ids(load(path))
    made = render_with_lines(compose(plan))
    read = parse_bytes(made.data)
    items = (plan.actions, read.actions), (plan.tasks(), read.tasks()), (plan.indicators, read.indicators)
    for written, found in items:
        assert [made.lines.get(row.id) for row in written] == [row.line for row in found]


def test_two_items_of_the_same_words_have_lines_of_their_own() -> None:
    """Also where the parser would take them for one, or read one as part of the other."""
    tasks = [make_task("完成上级交办的工作。", JUSTICE, number=n, id=f"t{n}") for n in (1, 2)]
    sentence = make_indicator("覆盖率达到100%", (2024, "覆盖率达到100%"), area="规范行政执法行动")
    rows = [make_indicator("办结率", (2024, "≥90"), number=n) for n in (1, 2)]
    plan = make_plan(
        make_action(*tasks), make_action(tasks[0]), indicators=(sentence, *rows), document_number="某〔2024〕1号"
    )
    made = render_with_lines(compose(numbered := with_ids(plan)))
    texts = [line.text for line in read_lines(made.data)]
    words = [(row.id, row.heading) for row in numbered.actions] + [(row.id, row.text) for row in numbered.tasks()]
    words += [(row.id, row.name) for row in numbered.indicators]
    assert len({made.lines[item] for item, _ in words}) == len(words)
    assert [item for item, text in words if text not in texts[made.lines[item] - 1]] == []


def test_there_are_four_published_plans_and_all_samples() -> None:
    assert (len(SEEDS), len(SAMPLES)) == (4, 43)


TASKS: dict[str, list[ParsedTask]] = {
    "numbers that jump, repeat and restart": [make_task(number=number) for number in (7, 7, 1, 30)],
    "roles in any order": [make_task("开展评查。", RESPONSIBLE, EDUCATION, JUSTICE, ("responsible", "审计局"))],
    "a name with brackets that hold names": [make_task("开展评查。", ("lead", "各县（市、区）人民政府"), JUSTICE)],
    "paragraphs": [make_task("开展评查。每季度一次。\n结果向社会公布。\n问题限期整改。", JUSTICE)],
    "a title alone, then paragraphs": [make_task("开展案卷评查\n每季度一次。\n结果向社会公布", JUSTICE)],
    "a long title without an end": [
        make_task("深入推进严格规范公正文明执法全面提升执法质量和水平\n每季度评查一次。", JUSTICE)
    ],
    "a clause without an end": [make_task("开展评查，公布结果\n问题限期整改，\n年底报告", JUSTICE)],
    "a list of （1）": [make_task("开展评查。\n（1）制定标准；\n（2）公布结果。", JUSTICE, deadline="2024年6月底前")],
    "lists in lists": [make_task("开展评查。\n（1）制定标准。\n①起草；\n②审核。\n（2）公布结果。", JUSTICE)],
    "words before, between and after a list": [
        make_task(
            "开展评查。\n分三步进行。\n（1）制定标准。\n标准报备案。\n（2）公布结果。\n以上工作年底前完成。", JUSTICE
        )
    ],
    "a list of 1.": [make_task("开展评查\n1.制定标准。\n2.公布结果。", JUSTICE), make_task(number=2)],
    "a list of （一）": [make_task("开展评查。\n（一）制定标准。\n（二）公布结果。", JUSTICE)],
    "lists of （一） and of 1.": [make_task("开展评查。\n（一）制定标准。\n1.公布结果。\n一、总结。", JUSTICE)],
    "a list that looks like headings": [make_task("开展评查。\n一、5个工作日内反馈。\n（一）10天内整改。", JUSTICE)],
    "figures at the beginning": [
        make_task("2024年评查案卷100卷。逐卷反馈。", JUSTICE),
        make_task("12345热线提质。", number=2),
    ],
    "a paragraph that looks like units": [make_task("开展评查。\n责任单位：另行通知。\n结果公开。", JUSTICE)],
    "a paragraph that looks like a time": [make_task("开展评查。\n完成时限：视情况。", JUSTICE)],
    "a paragraph that looks like a goal": [make_task("开展评查。\n工作目标：评查率达到100%。", JUSTICE)],
    "a paragraph that looks like an annex": [make_task("开展评查。\n附件：评查标准", JUSTICE)],
    "a paragraph that looks like furniture": [make_task("开展评查。\n来源：区委", JUSTICE)],
    "a paragraph that ends in units": [make_task("开展评查。\n结果公布。（司法局牵头，教育局配合）", JUSTICE)],
    "no units, no time, in one of several": [make_task("开展评查。", JUSTICE), make_task("加强培训。", number=2)],
    "a deadline of several times": [make_task("开展评查。", JUSTICE, deadline="5月底前动工、9月投入使用")],
    "a deadline and no units": [make_task("开展评查。", deadline="每年3月底前")],
    "milestones": [make_task("2024年6月底前，完成评查。9月底前公布结果。", JUSTICE)],
}


@pytest.mark.parametrize("name", TASKS)
def test_tasks_of_every_kind_come_back(name: str) -> None:
    plan = make_plan(make_action(*TASKS[name]), make_action(make_task("加强培训。", JUSTICE), heading="提高素养行动"))
    assert there_and_back(plan) == plan
    assert check(render(compose(plan))) == []


GOALS = {
    "one paragraph": "执法水平明显提高。",
    "without an end": "执法水平明显提高",
    "paragraphs": "执法水平明显提高。\n群众满意度明显提高。",
    "cut paragraphs": "执法水平明显提高，\n群众满意度明显提高，\n争议明显减少",
    "a number": "1.执法水平明显提高。\n2.群众满意度明显提高。",
    "units": "责任单位：另行通知",
}


@pytest.mark.parametrize(
    "heading", ["规范执法行动", "严格执法，热情服务", "深入推进严格规范公正文明执法全面提升执法质量水平"]
)
@pytest.mark.parametrize("name", GOALS)
def test_goals_come_back(name: str, heading: str) -> None:
    plan = make_plan(make_action(make_task("开展评查。", JUSTICE), heading=heading, goal=GOALS[name]))
    assert there_and_back(plan) == plan


def test_a_heading_may_begin_with_a_year_and_repeat() -> None:
    actions = [make_action(make_task("开展评查。", JUSTICE), heading="2024年重点任务") for _ in range(2)]
    plan = make_plan(*actions)
    assert there_and_back(plan) == plan


TABLE = (
    make_indicator("评查合格率", (2024, "≥90"), (2025, "≥95"), area="执法"),
    make_indicator("培训次数", (2024, "至少3次"), number=None, area="素养", unit="次"),
    make_indicator("败诉率", (2025, "不高于全国平均水平"), number=2, area="执法", unit=None),
    make_indicator("满意度", (2024, "80%"), (2024, "85%"), (2025, "—"), number=2, area="执法"),
)


def test_a_table_of_indicators_comes_back() -> None:
    plan = make_plan(make_action(make_task("开展评查。", JUSTICE)), indicators=TABLE, **ISSUED)
    assert there_and_back(plan) == plan
    assert check(render(compose(plan))) == []


def test_what_is_on_the_first_page_and_the_last_comes_back() -> None:
    plan = make_plan(
        make_action(make_task("开展评查（红法办发〔2023〕2号）。", JUSTICE)),
        title="法治政府建设三年行动方案",
        years=(2024, 2025, 2026),
        cites=("宁政办发〔2024〕14号", "宁党厅字〔2021〕39号", "红法办发〔2023〕2号"),
        **ISSUED,
    )
    assert there_and_back(plan) == plan


@pytest.mark.parametrize("name", [None, "document_number", "issuer"])
def test_what_is_missing_there_is_not_made_up(name: str | None) -> None:
    known = {key: value for key, value in ISSUED.items() if key != name} if name else {}
    plan: ParsedPlan = make_plan(make_action(make_task("开展评查。")), make_action(make_task("加强培训。")), **known)
    assert there_and_back(plan) == plan


CHOSEN = {
    "a day": ParsedDeadline(kind="date", due=dt.date(2024, 6, 30)),
    "a day, then on and on": ParsedDeadline(kind="date_then_ongoing", due=dt.date(2024, 6, 15), ongoing=True),
    "on and on": ParsedDeadline(kind="ongoing", ongoing=True),
    "every year": ParsedDeadline(kind="annual", annual="02-28"),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_deadline_that_was_only_chosen_is_put_in_words(name: str) -> None:
    plan = make_plan(make_action(make_task("开展评查。", JUSTICE, deadline=None)))
    chosen = replace(plan.tasks()[0], deadline=CHOSEN[name])
    (found,) = there_and_back(make_plan(make_action(chosen))).tasks()
    assert replace(found.deadline, text=None) == CHOSEN[name]


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("红寺堡区关于提升行政执法质量三年行动任务分工方案", "红寺堡区关于提升行政执法质量\n三年行动任务分工方案"),
        # Broken it would read as a second title; the word processor may break it anywhere.
        ("江川市人民政府关于推进基层法治建设三年行动（2024—2026年）的实施意见", None),
    ],
)
def test_a_long_title_is_broken_where_it_reads_as_one(title: str, printed: str | None) -> None:
    plan = make_plan(make_action(make_task("开展评查。", JUSTICE)), title=title, years=(2024, 2025, 2026))
    assert compose(plan).title == (printed or title)
    assert there_and_back(plan).title == title


def test_an_action_without_tasks_is_left_out_and_leaves_no_gap() -> None:
    full, empty = make_action(make_task("开展评查。", JUSTICE)), make_action(heading="撤回的行动")
    assert there_and_back(make_plan(full, empty, full)) == make_plan(full, full)


def test_a_title_that_a_person_edited_is_not_printed() -> None:
    plan = make_plan(make_action(make_task("开展评查。逐卷反馈。", JUSTICE, title="案卷评查")))
    assert there_and_back(plan) == make_plan(make_action(make_task("开展评查。逐卷反馈。", JUSTICE)))
