"""What recognition, conversion and web pages did to the characters is repaired, and said."""

from __future__ import annotations

import pytest

from tasks.planparser.clean import clean, squeeze
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
