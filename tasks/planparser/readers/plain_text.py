"""Plain text: UTF-8 with or without BOM, UTF-16, GB18030."""

from __future__ import annotations

import codecs
import re

from tasks.planparser.clean import simplified
from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

UNDECODABLE = "文件的文字编码无法识别，请另存为 UTF-8 编码的文本文件后再试。"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ue000-\uf8ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")


class TextReader:
    """Plain text; asked last, it accepts every file that no other reader does."""

    def accepts(self, data: bytes) -> bool:
        """Anything may be text; ``read`` finds out."""
        return True

    def read(self, data: bytes) -> list[SourceLine]:
        """One source line for each printed line, empty ones included, so that numbers match an editor's."""
        lines = _LINE_END.split(decode(data))
        if lines and not lines[-1]:
            lines.pop()
        return [SourceLine(number, text) for number, text in enumerate(lines, start=1)]


def decode(data: bytes) -> str:
    """The text of ``data``; PlanError when no encoding in use here makes sense of it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding) or _refuse()
    for encoding in ("utf-8", _utf16_without_bom(data), "gb18030"):
        text = _decoded(data, encoding) if encoding else None
        if text is not None and _plausible(text, encoding):
            return text
    return _refuse()


def _refuse() -> str:
    raise PlanError(UNDECODABLE)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_bom(data: bytes) -> str:
    """UTF-16 of Chinese prose still has zero bytes beside its line ends and digits, on one side only."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) <= 4 * min(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _plausible(text: str, encoding: str) -> bool:
    """Few control characters; and, as GB18030 decodes almost anything, mostly common ones, at least once simplified."""
    sample = text[:20000]
    if len(_CONTROL.findall(sample)) > 1 + len(sample) // 100:
        return False
    if encoding != "gb18030":
        return True
    han = "".join(_HAN.findall(sample))
    return not han or _mostly_common(han) or _mostly_common(simplified().convert(han))


def _mostly_common(han: str) -> bool:
    return sum(map(_is_common, han)) * 10 >= len(han) * 8


def _is_common(char: str) -> bool:
    """Level 1 of GB 2312: the 3,755 characters that make up nearly all of official prose."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7
