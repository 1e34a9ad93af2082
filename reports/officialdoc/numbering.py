"""The numbering of an official document: 一、 （一） 1. （1）, and 一是…二是…三是… inside a paragraph."""

import re

_DIGITS = "零一二三四五六七八九"
_LARGEST = 9999

# Lead of each level as printed; half-width brackets and 1． occur in documents typed elsewhere.
_LEVEL_PATTERNS = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"\d+[.．](?!\d)")),
    (4, re.compile(r"[（(]\d+[）)]")),
)


def chinese_number(number: int) -> str:
    """Return 1 to 9999 in Chinese numerals as counted aloud: 一, 十, 十一, 二十, 一百零一, 一千一百一十.

    Raises ValueError outside that range.
    """
    if not 1 <= number <= _LARGEST:
        raise ValueError(f"number out of range 1..{_LARGEST}: {number}")
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = False
    return text.removeprefix("一") if 10 <= number < 20 else text


def level_prefix(level: int, number: int) -> str:
    """Return the lead of heading `number` at `level`: 1 一、  2 （一）  3 1.  4 （1）.

    Raises ValueError for a level outside 1..4.
    """
    match level:
        case 1:
            return f"{chinese_number(number)}、"
        case 2:
            return f"（{chinese_number(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
    raise ValueError(f"level out of range 1..4: {level}")


def point_prefix(number: int) -> str:
    """Return the lead of a point made inside a paragraph: 一是, 二是, 三是."""
    return f"{chinese_number(number)}是"


def level_of(text: str) -> int | None:
    """Return the heading level (1..4) that `text` opens with by its number, or None."""
    return next((level for level, pattern in _LEVEL_PATTERNS if pattern.match(text)), None)
