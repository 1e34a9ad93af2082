"""Every source line is used, known as something around the plan, or reported: over the seeds and all samples."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tasks.planparser.clean import clean, squeeze
from tasks.planparser.labels import FIELD_LABELS
from tasks.planparser.model import ParsedPlan
from tasks.planparser.readers import read
from tests.tasks.planparser.reading import accounted

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = (ROOT / "fixtures" / "plans", ROOT / "tests" / "data" / "samples")
DOCUMENTS = sorted(path for folder in FOLDERS for path in folder.iterdir() if path.suffix != ".json")
each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)

# What stands around names and times, and is no part of them.
LABELS = sorted((label for labels in FIELD_LABELS.values() for label in labels), key=len, reverse=True)
AROUND = re.compile(
    "|".join(LABELS)
    + "|效果指标|具体措施|目标|牵头|配合|参与|会同|等?按职责分工负责|等?分工负责|分别负责|负责落实|负责|等部门"
    "|等有关部门|等科室|列第一位的为|排名第一的为|单位|第[一二三四五六七八九十]+|and|responsibility"
    "|(?:专项)?行动[一二三四五六七八九十]+(?=[：:])"  # a number, as （一） is
    "|(?<=[局办委部室])[和与](?=[省市县区])"
    "|具体(?:任务均涉及)?|不再做分工|下同"
)
FRAGMENT = re.compile(r"[\u3400-\u9fff]{2,}")


def everything_in(plan: ParsedPlan) -> str:
    shown = plan.as_dict()
    return squeeze(json.dumps([shown["actions"], shown["indicators"]], ensure_ascii=False).replace("\\n", ""))


@each_document
def test_every_line_has_an_account(path: Path) -> None:
    data = path.read_bytes()
    _, accounting = accounted(data)
    assert sorted(accounting.of) == [line.number for line in read(data)]
    for line in read(data):
        assert (accounting.of[line.number] == "blank") <= (not line.text.strip("? \t\u3000")), line


@each_document
def test_what_nothing_claims_is_reported_at_its_line(path: Path) -> None:
    plan, accounting = accounted(path.read_bytes())
    reported = {remark.line for remark in plan.diagnostics}
    assert not accounting.lines("unread")
    assert set(accounting.lines("reported")) <= reported


@each_document
def test_the_words_of_task_and_indicator_lines_are_in_the_plan(path: Path) -> None:
    data = path.read_bytes()
    plan, accounting = accounted(data)
    words = everything_in(plan)
    doubted = {remark.line for remark in plan.diagnostics if remark.code in ("leader_not_unit", "remark_left_out")}
    used = {*accounting.lines("task"), *accounting.lines("indicator")} - doubted
    for line in clean(read(data))[0]:
        if line.number in used:
            left = FRAGMENT.findall(AROUND.sub(" ", squeeze(line.text)))
            assert [word for word in left if word not in words] == [], line


ODD = """甲县2024年工作方案
为推进工作，制定本方案。
一、总体要求
坚持依法行政。
二、重点任务
各项任务如下。
1.加强学习。
责任单位：司法局
这句话没有归属
（一）加强领导。
附件：1.台账
2.联络员名单
末尾的话。
"""


def test_each_line_is_told_apart() -> None:
    plan, accounting = accounted(ODD.encode())
    assert [accounting.of[number] for number in range(1, 14)] == [
        "title", "preamble", "section", "section", "heading", "heading", "task", "task", "reported",
        "section", "letter", "letter", "unread",
    ]  # fmt: skip
    assert [(remark.code, remark.line) for remark in plan.diagnostics if remark.code == "unread_line"] == [
        ("unread_line", 13)
    ]
