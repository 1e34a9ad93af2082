"""Clean-up, numbering and joining of lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.planparser.clean import clean, squeeze
from tasks.planparser.lines import classify
from tasks.planparser.numbering import read_number
from tasks.planparser.numerals import to_int
from tasks.planparser.paragraphs import join_paragraphs
from tasks.planparser.source import SourceLine

SQUEEZED = [
    ("2024 年 6 月 15 日前", "2024年6月15日前"),
    ("行动(2024年)” 任务分工", "行动(2024年)”任务分工"),
    ("民营企业 and 企业家", "民营企业 and 企业家"),
    ("追究 responsibility。", "追究 responsibility。"),
    ("　　办结率 90 %以上  ", "办结率90%以上"),
]


@pytest.mark.parametrize(("text", "expected"), SQUEEZED)
def test_whitespace_goes_where_no_latin_letter_stands(text: str, expected: str) -> None:
    assert squeeze(text) == expected


CLEANED = [
    ("注音残留", "寧政辦發(fā)", "宁政办发"),
    ("真括号保留", "各市、縣(區(qū))人民政府", "各市、县(区)人民政府"),
    ("注音带空格", "社會(huì )信用 發(fā)", "社会信用 发"),
    ("重复和无声调的注音", "發(fā)(fā)佈 機構(gou) 區(ququ)", "发布 机构 区"),
    ("计量单位不是注音", "質(zhì)量(kg)", "质量(kg)"),
    ("问号填充", "办公厅?????????", "办公厅"),
    ("真问号保留", "为谁执法?", "为谁执法?"),
    ("字母l", "公开率达到l00%", "公开率达到100%"),
    ("简体不变", "显著提高，着力推进，瞭望", "显著提高，着力推进，瞭望"),
    ("不可见字符", "司法\u200b局\ufeff\x00", "司法局"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in CLEANED], ids=[row[0] for row in CLEANED])
def test_characters_are_repaired(text: str, expected: str) -> None:
    assert [line.text for line in clean([SourceLine(1, text)])[0]] == [expected]


# text, code of the remark
REMARKS = [
    ("达到l00%", "repaired_percent"),
    ("民营企业 and 企业家", "suspect_word"),
    ("2O25年底前", "suspect_word"),
    ("?。ǘ┩七进石化基地", "garbled"),
    ("邮箱abc@example.com", None),
    ("“pǔ法”课堂", None),
    ("开展APP检查", None),
]


@pytest.mark.parametrize(("text", "code"), REMARKS)
def test_repairs_and_doubts_are_reported(text: str, code: str | None) -> None:
    assert [remark.code for remark in clean([SourceLine(1, text)])[1]] == ([code] if code else [])


# text, style, value, rest
NUMBERS = [
    ("一、总体要求", "一、", 1, "总体要求"),
    ("二十一、附则", "一、", 21, "附则"),
    ("(二) 提升质效", "（一）", 2, "提升质效"),
    ("（十二）提升", "（一）", 12, "提升"),
    ("18. 严格执行", "1.", 18, "严格执行"),
    ("3、加强", "1.", 3, "加强"),
    ("1．推进", "1.", 1, "推进"),
    ("⒉推进", "1.", 2, "推进"),
    ("1.2 健全", "1.1", 2, "健全"),
    ("(1)完善", "（1）", 1, "完善"),
    ("⑶完善", "（1）", 3, "完善"),
    ("2）完善", "1）", 2, "完善"),
    ("①建立", "①", 1, "建立"),
    ("第一，加强领导", "第一", 1, "加强领导"),
    ("▲3.加强", "1.", 3, "加强"),
    ("▲ 加强", "▲", None, "加强"),
    ("()指导思想", "（一）", None, "指导思想"),
    ("、工作要求", "一、", None, "工作要求"),
]


@pytest.mark.parametrize(("text", "style", "value", "rest"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_the_number_of_a_line(text: str, style: str, value: int | None, rest: str) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.style.name, found.value, found.rest) == (style, value, rest)


@pytest.mark.parametrize(
    "text", ["2024年6月底前", "100%。", "12345热线", "1.5万元", "（2024年）", "一是加强", "道办事处"]
)
def test_lines_that_begin_with_no_number(text: str) -> None:
    assert read_number(text) is None


NUMERALS = "〇一二三四五六七八九"


@given(st.integers(1, 99))
def test_chinese_numerals_have_their_value(number: int) -> None:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, NUMERALS[tens] + "十")
    assert to_int(head + (NUMERALS[ones] if ones else "")) == number


@given(st.text(max_size=12))
def test_any_text_has_a_value_or_none(text: str) -> None:
    value = to_int(text)
    assert value is None or value >= 0


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
