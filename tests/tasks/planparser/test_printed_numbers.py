"""The number that a line begins with."""

from __future__ import annotations

import pytest

from tasks.planparser.printed_numbers import read_number

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
