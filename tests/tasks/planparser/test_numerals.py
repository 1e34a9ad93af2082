"""Chinese and Arabic numerals have their value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.planparser.numerals import to_int

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
