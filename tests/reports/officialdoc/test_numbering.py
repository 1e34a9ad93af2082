import pytest

from reports.officialdoc import chinese_number, level_of, level_prefix, point_prefix


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),  # 一十 inside a number, 十 alone only from 10 to 19
        (115, "一百一十五"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (2024, "二千零二十四"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_are_written_as_counted_aloud(number: int, expected: str) -> None:
    assert chinese_number(number) == expected


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        chinese_number(number)


@pytest.mark.parametrize(
    ("level", "number", "expected"),
    [(1, 1, "一、"), (1, 12, "十二、"), (2, 3, "（三）"), (3, 4, "4."), (4, 10, "（10）")],
)
def test_each_level_has_its_own_lead_and_is_known_by_it(level: int, number: int, expected: str) -> None:
    assert level_prefix(level, number) == expected
    assert level_of(expected + "加强领导") == level


def test_there_is_no_fifth_level() -> None:
    with pytest.raises(ValueError, match="level"):
        level_prefix(5, 1)


def test_points_inside_a_paragraph_are_counted() -> None:
    assert [point_prefix(number) for number in (1, 2, 11)] == ["一是", "二是", "十一是"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("(二)坚持依法行政", 2),  # half-width brackets, as typed on the web
        ("3．完善机制", 3),
        ("(4)其他", 4),
        ("3.5万件已办结", None),  # a decimal is no heading
        ("一是加强领导", None),
        ("2024年工作要点", None),
        ("（试行）", None),
        ("", None),
    ],
)
def test_a_text_is_judged_by_the_number_it_opens_with(text: str, level: int | None) -> None:
    assert level_of(text) == level
