"""Chinese and Arabic numerals, as numbering and dates print them."""

from __future__ import annotations

import re

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "O": 0, "o": 0}
CHINESE = "〇零○一二三四五六七八九十百"
# Signs that are a number and its brackets in one, from 1 on.
ENCLOSED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_LONGEST = 9  # characters: what is longer counts nothing, and no column of a database holds it


_WIDE = re.compile(r"[０-９]")
_PLAIN = str.maketrans("０１２３４５６７８９", "0123456789")


def plain_digits(text: str) -> str:
    """``text`` with full-width digits as plain ones, character for character, so that positions stay."""
    return text.translate(_PLAIN) if _WIDE.search(text) else text


def to_int(text: str) -> int | None:
    """The value of ``12``, ``１２``, ``十二``, ``二十三``, ``一百零二`` or ``二〇二四``; None for anything else."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if text and all(char.isdecimal() or char in "Oo" for char in text):
        return int(text.replace("O", "0").replace("o", "0"))
    if not text or any(char not in CHINESE for char in text):
        return None
    if "十" in text or "百" in text:
        return _with_places(text)
    return int("".join(str(DIGITS[char]) for char in text))


def _with_places(text: str) -> int | None:
    """``一百零二`` and ``二十三``: each digit waits for the place that follows it."""
    total, digit = 0, -1
    for char in text:
        if char in "十百":
            total += (1 if digit < 1 else digit) * (10 if char == "十" else 100)
            digit = -1
        elif digit > 0:
            return None
        else:
            digit = DIGITS[char]
    return total + max(digit, 0)
