"""How a count is printed in each number format of Word."""

from __future__ import annotations

from collections.abc import Callable

from tasks.planparser.numerals import BRACKETED, DOTTED, ENCLOSED

_DIGITS = "零一二三四五六七八九"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def printed(count: int, form: str) -> str:
    """A count in a number format by its name; in digits where the name is another."""
    return _FORMATS.get(form, str)(count)


def chinese(count: int) -> str:
    """1 to 9,999 in Chinese: 12 is 十二, 105 is 一百零五; a larger count in digits."""
    if not 0 < count < 10_000:
        return str(count)
    places = zip(str(count), "千百十 "[-len(str(count)) :], strict=True)
    text = "".join(_DIGITS[int(digit)] + (place.strip() if digit != "0" else "") for digit, place in places)
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text


def _roman(count: int) -> str:
    if not 0 < count < 4_000:
        return str(count)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (count // size)
        count %= size
    return text


def _letters(count: int) -> str:
    """A to Z, then AA, BB … as Word does."""
    return chr(65 + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 1_000 else str(count)


def _of(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda count: "",
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "decimalEnclosedCircle": _of(ENCLOSED),
    "decimalEnclosedCircleChinese": _of(ENCLOSED),
    "decimalEnclosedParen": _of(BRACKETED),
    "decimalEnclosedFullstop": _of(DOTTED),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
            *("taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand"),
        ),
        chinese,
    ),
}
