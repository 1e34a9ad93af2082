"""The words of a column head say what the column holds, in a document and in a table that is pasted."""

from __future__ import annotations

import pytest

from tasks.planparser import heading_role
from tasks.planparser.heads import read_head

# words of a column head, what the column holds
HEADS = [
    ("task", "年度重点任务 重点工作任务 主要工作任务 创建任务 建设任务 年度工作任务 任务明细 任务分工 工作事项"),
    ("task", "攻坚任务 任务编号及名称 序号及事项"),
    ("measure", "工作内容及要求 主要工作内容 具体工作 细化措施 贯彻落实措施 重要举措 内容 分解任务 工作目标及措施"),
    ("area", "责任领域 创建领域 重点方向 专项行动 项目类别 目标领域 攻坚行动"),
    ("lead", "市级牵头单位 牵头市直单位 责任牵头单位 牵头（责任）单位 主办单位"),
    ("responsible", "县级责任单位 具体责任单位 承担单位 具体负责单位 责任单位及责任人"),
    ("support", "市级配合单位 协作单位 协办单位"),
    ("deadline", "计划完成时间 截止时间 起止时间 完成时限及要求 完成时限（月） 序时进度 任务完成时间"),
    ("number", "任务编号 指标序号"),
    ("other", "备注 分值 佐证材料 责任领导 进展情况 完成情况 联系电话"),
    ("target", "工作目标 目标要求 任务目标 量化指标 完成标准"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "words"), HEADS, ids=[row[0] for row in HEADS])
def test_the_words_of_a_column_head_say_what_it_holds(column: str, words: str) -> None:
    found = {word: read_head([word, "责任部门", "完成时限"]) for word in words.split()}
    assert {word: head.columns[0] if head else None for word, head in found.items()} == dict.fromkeys(found, column)


@pytest.mark.parametrize(("column", "words"), HEADS, ids=[row[0] for row in HEADS])
def test_one_heading_by_itself_has_the_same_role(column: str, words: str) -> None:
    role = None if column == "other" else column
    assert {word: heading_role(word) for word in words.split()} == dict.fromkeys(words.split(), role)


def test_spaces_between_the_characters_of_a_heading_change_nothing() -> None:
    assert heading_role(" 配 合　单 位\n") == "support"
    assert heading_role("") is None


def test_a_head_merged_over_columns_counts_once() -> None:
    assert read_head(["序号", "工作事项", *["推进计划"] * 4, "主抓领导", "责任单位"])
