"""Source files become numbered lines: one module for each format, and the registry that picks by content."""

from __future__ import annotations

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .base import MAX_CHARACTERS, MAX_LINES, TOO_LONG, Reader
from .docx import DocxReader
from .html import HtmlReader
from .legacy import LegacyReader
from .mhtml import MhtmlReader
from .pdf import PdfReader
from .plain_text import TextReader
from .xlsx import XlsxReader

MAX_BYTES = 50 * 1024 * 1024
TOO_LARGE = "文件超过 50 MB，请删去图片等附件后再试。"

READERS: tuple[Reader, ...] = (
    PdfReader(), LegacyReader(), DocxReader(), XlsxReader(), MhtmlReader(), HtmlReader(), TextReader(),
)  # fmt: skip

# First bytes of formats that are not read, and what to do instead.
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "这是一张图片，没有可读的文字，请提供方案的文本或 DOCX 文件。"),
    (b"\xff\xd8\xff", "这是一张图片，没有可读的文字，请提供方案的文本或 DOCX 文件。"),
    (b"GIF8", "这是一张图片，没有可读的文字，请提供方案的文本或 DOCX 文件。"),
    (b"{\\rtf", "暂不支持 RTF 文件，请另存为 DOCX 后再试。"),
    (b"Rar!", "这是压缩包，请解压后再选择其中的方案文件。"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后再选择其中的方案文件。"),
    (b"\x1f\x8b", "这是压缩包，请解压后再选择其中的方案文件。"),
    (b"PK", "压缩文件已损坏，或者不是 Office 文档，请提供完整的 DOCX、XLSX 或文本文件。"),
    (b"\x7fELF", "这是程序文件，请选择方案文件。"),
    (b"MZ", "这是程序文件，请选择方案文件。"),
)


def read(data: bytes) -> list[SourceLine]:
    """The numbered lines of a document; PlanError for an empty, oversized, foreign or broken one."""
    if len(data) > MAX_BYTES:
        raise PlanError(TOO_LARGE)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise PlanError("文件是空的，请选择有内容的方案文件。")
    reader = next((reader for reader in READERS[:-1] if reader.accepts(data)), None)
    if reader is None:
        _refuse_foreign(data)
        reader = READERS[-1]
    lines = reader.read(data)
    if len(lines) > MAX_LINES or sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise PlanError(TOO_LONG)
    if not any(line.text.strip() for line in lines):
        raise PlanError("文件里没有文字，请选择有内容的方案文件。")
    return lines


def _refuse_foreign(data: bytes) -> None:
    for magic, sentence in REFUSED:
        if data.startswith(magic):
            raise PlanError(sentence)
