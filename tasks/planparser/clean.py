"""Repair what recognition, conversion and web pages did to the characters, and say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from opencc import OpenCC

from . import pinyin
from .diagnostics import diagnostic
from .model import Diagnostic
from .source import SourceLine

# NUL, bell, zero-width, direction marks, soft hyphen, BOM, lone surrogates
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# "????(此件公开发布)" · "办公厅?????" · "?"
_PADDING = re.compile(r"^\s*\?+|\?{2,}", re.MULTILINE)
# 公开率达到l00% · I00％
_PERCENT = re.compile(r"(?<![A-Za-z0-9])[lI]00(?=\s*[%％])")
# 民营企业 and 企业家 · 追究 responsibility
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9@./_:-])[a-z]{3,}(?![A-Za-z0-9@./_:-])")
# 2O25年 · 1O月
_LETTER_DIGIT = re.compile(r"(?<![A-Za-z0-9])(?:\d+[OolI]+\d*|[OlI]\d+)(?=\s*[年月日%％])")
# 著力 is 着力 in traditional characters; 显著 and 著作 are themselves
_ZHE = re.compile(r"著(?=[力眼手重实陆想])|(?<=[围沿随朝向对试意])著")
# ?。ǘ┩七M: Chinese text read in a wrong encoding leaves letters of pinyin and bopomofo; pǔ is pinyin itself
_GARBLED = re.compile(
    r"[\u01cd-\u01dc\u3105-\u312f\ufffd](?<![a-z][\u01cd-\u01dc])(?![a-z])[\u2500-\u257f\u3400-\u9fff]{0,2}"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# Spaces go where no Latin letter stands beside them: 60 学时, 至 (一), 100 %; "and 企业家" keeps its own.
_GAP = re.compile(r"(?<![A-Za-z\s])\s+(?![A-Za-z\s])")
_SPACES = re.compile(r"\s+")
_DOUBTFUL = re.compile(r"[A-Za-z\u01cd-\u01dc\u3105-\u312f\ufffd]")  # one of them is in whatever is doubted
_BLOCK = 64  # lines


def squeeze(text: str) -> str:
    """``text`` without whitespace between Chinese characters, digits, punctuation and brackets."""
    words = text.split()
    return _SPACES.sub(" ", _GAP.sub("", text.strip())) if len(words) > 1 else "".join(words)


def clean(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Diagnostic]]:
    """The same lines in readable simplified Chinese, and what was repaired or looks wrong.

    Line numbers, whitespace and the width of punctuation stay as they are.
    """
    residue = any(pinyin.has_residue(line.text) for line in lines)
    tidied = _map_all(lines, _strip_residue if residue else _tidy)
    simple = _map_all(tidied, _simplify)
    remarks = [diagnostic("removed_pinyin", None)] if residue else []
    if any(before is not after for before, after in zip(tidied, simple, strict=True)):
        remarks.append(diagnostic("converted_traditional", None))
    return _map_all(simple, _repair), remarks + _doubts(simple)


def _doubts(lines: Sequence[SourceLine]) -> list[Diagnostic]:
    """The remarks on all lines. Searches whole blocks first, as most have none."""
    found: list[Diagnostic] = []
    for start in range(0, len(lines), _BLOCK):
        block = lines[start : start + _BLOCK]
        if _DOUBTFUL.search("\n".join(line.text for line in block)):
            found += [remark for line in block if _DOUBTFUL.search(line.text) for remark in _remarks(line)]
    return found


def _map_all(lines: Sequence[SourceLine], change: Callable[[str], str]) -> list[SourceLine]:
    """The lines with ``change`` made to each. Tries whole blocks first, as most lines stay as they are.

    No change here looks beyond an empty line, so a block that stays the same has no line to change.
    """
    found: list[SourceLine] = []
    for start in range(0, len(lines), _BLOCK):
        block = lines[start : start + _BLOCK]
        whole = "\n\n".join(text for line in block for text in (line.text, *(line.cells or ())))
        found += block if change(whole) == whole else [_map(line, change) for line in block]
    return found


def _map(line: SourceLine, change: Callable[[str], str]) -> SourceLine:
    """The line with ``change`` made to its text and cells; the very same object where nothing changed."""
    text = change(line.text)
    cells = None if line.cells is None else tuple(change(cell) for cell in line.cells)
    return line if text == line.text and cells == line.cells else line._replace(text=text, cells=cells)


def _tidy(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _PADDING.sub("", text) if "?" in text else text


def _strip_residue(text: str) -> str:
    return pinyin.strip_residue(_tidy(text))


def _simplify(text: str) -> str:
    simple = simplified().convert(text)
    return _ZHE.sub("着", simple) if "著" in simple else simple


def _repair(text: str) -> str:
    return _PERCENT.sub("100", text) if "00" in text else text


@cache
def simplified() -> OpenCC:
    """What turns traditional characters into simplified ones."""
    return OpenCC("t2s")


def _remarks(line: SourceLine) -> list[Diagnostic]:
    """Repairs made and words that look like recognition errors; only Chinese lines can have foreign words."""
    found = [
        diagnostic("repaired_percent", line.number, text=match.group() + "%", fixed="100%")
        for match in _PERCENT.finditer(line.text)
    ]
    suspects = [*_LATIN_WORD.finditer(line.text), *_LETTER_DIGIT.finditer(_repair(line.text))]
    if _HAN.search(line.text):
        found += [diagnostic("suspect_word", line.number, text=match.group()) for match in suspects]
    return found + [diagnostic("garbled", line.number, text=match.group()) for match in _GARBLED.finditer(line.text)]
