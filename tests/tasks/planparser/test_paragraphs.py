"""Lines that a page or a column cut are paragraphs again."""

from __future__ import annotations

import pytest

from tasks.planparser.line_kinds import classify
from tasks.planparser.paragraphs import join_paragraphs
from tasks.planparser.source import SourceLine

# lines of a document, its paragraphs
JOINED = [
    ("句子被页断开", ["1. 加强监督。开展“三项制度”", "", "自查评估。"], ["加强监督。开展“三项制度”自查评估。"]),
    ("页码夹在句中", ["1. 加强监督，知晓度、", "— 3 —", "满意度提升。"], ["加强监督，知晓度、满意度提升。"]),
    ("短标题另起一段", ["1. 加强监督", "各部门要定期开展检查。"], ["加强监督", "各部门要定期开展检查。"]),
    (
        "满行无标点的句子",
        ["21. 综合行政执法领域要严格落实本领域综合行政执法标准", "化指南,加强建设。"],
        ["综合行政执法领域要严格落实本领域综合行政执法标准化指南,加强建设。"],
    ),
    (
        "标题下的导语",
        ["一、实施公正文明执法水平提升行动以及有关的其他各项行动", "坚持公正。", "1.加强。"],
        ["实施公正文明执法水平提升行动以及有关的其他各项行动", "坚持公正。", "加强。"],
    ),
    ("整句之后另起一段", ["1. 加强监督。", "开展检查。"], ["加强监督。", "开展检查。"]),
    ("标签后的残行", ["效果指标", "，公开率达到100%"], ["效果指标", "，公开率达到100%"]),
    ("名称被页断开", ["责任单位：司法局、新民街", "道办事处"], ["责任单位：司法局、新民街\n道办事处"]),
    ("时限被页断开", ["完成时限：2024年6月", "底前并长期坚持"], ["完成时限：2024年6月\n底前并长期坚持"]),
    ("时限的词被断开", ["完成时限：长期", "坚持"], ["完成时限：长期\n坚持"]),
    ("两个时限被断开", ["完成时限：5月底前", "动工、9月投入使用"], ["完成时限：5月底前\n动工、9月投入使用"]),
    ("时限之后另起一段", ["完成时限：长期坚持", "县司法局整理"], ["完成时限：长期坚持", "县司法局整理"]),
    ("括号未闭合", ["1. 加强。（责任单位：司法局、财", "政局）"], ["加强。（责任单位：司法局、财政局）"]),
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in JOINED], ids=[row[0] for row in JOINED])
def test_lines_become_paragraphs(lines: list[str], expected: list[str]) -> None:
    source = [SourceLine(number, text) for number, text in enumerate(lines, start=1)]
    assert [line.text for line in join_paragraphs(classify(source))] == expected
