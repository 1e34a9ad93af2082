"""PDF with a text layer: words become lines by their place on the page; page headers and numbers go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

import pypdfium2

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .grid import Lines

MAX_PAGES = 2_000
MAX_PIECES = 20_000  # on one page
_NO_TEXT = "这是扫描件，没有文字层，请先做文字识别，或改用 DOCX、文本文件。"
_PASSWORD = "PDF 文件有密码，请取消密码后再试。"  # noqa: S105  a sentence, not a secret
_BROKEN = "PDF 文件已损坏，请重新下载后再试。"
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-—–－_·•\s]*\d{1,4}[-—–－_·•\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?")
_LOCK = Lock()  # PDFium may be called from one thread at a time only


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text and the box it fills, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


class PdfReader:
    """PDF documents as exported by Word or WPS."""

    def accepts(self, data: bytes) -> bool:
        """Whether the file says so in its first bytes."""
        return b"%PDF-" in data[:1024]

    def read(self, data: bytes) -> list[SourceLine]:
        """One line a printed line; wide gaps inside a line part cells and become tabs."""
        with _LOCK:
            pages = _pages(data)
        if not any(pages):
            raise PlanError(_NO_TEXT)
        furniture = _repeated(pages)
        lines = Lines()
        for page in pages:
            for at, line in enumerate(page):
                edge = at in (0, len(page) - 1)
                if not (edge and (_PAGE_NUMBER.fullmatch(line) or _DIGITS.sub("", line) in furniture)):
                    lines.found.append(SourceLine(len(lines.found) + 1, line))
        return lines.found


def _pages(data: bytes) -> list[list[str]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise PlanError(_PASSWORD if "password" in str(error).lower() else _BROKEN) from error
    try:
        if len(document) > MAX_PAGES:
            raise PlanError(f"PDF 超过 {MAX_PAGES} 页，请拆成几份后再试。")
        return [_lines_of(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise PlanError(_BROKEN) from error
    finally:
        document.close()


def _lines_of(page: pypdfium2.PdfPage) -> list[str]:
    text = page.get_textpage()
    try:
        pieces = [_piece(text, at) for at in range(min(text.count_rects(), MAX_PIECES))]
    finally:
        text.close()
        page.close()
    rows = _in_rows([piece for piece in pieces if piece.text.strip()])
    return [line for row in rows if (line := _printed(row).strip())]


def _piece(text: pypdfium2.PdfTextPage, at: int) -> _Piece:
    left, bottom, right, top = text.get_rect(at)
    return _Piece(left, bottom, right, top, text.get_text_bounded(left, bottom, right, top).replace("\r\n", ""))


def _in_rows(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that stand on one line, from top to bottom, each line from left to right."""
    row: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        if row and (piece.top + piece.bottom) / 2 < min(row[0].bottom, row[0].top):
            yield sorted(row, key=lambda piece: piece.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.left)


def _printed(row: Sequence[_Piece]) -> str:
    """The pieces of a line; a gap as wide as two characters is the edge of a cell."""
    text = row[0].text
    for before, piece in pairwise(row):
        height = max(piece.top - piece.bottom, 1.0)
        text += ("\t" if piece.left - before.right > 2 * height else "") + piece.text
    return text


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """First and last lines, without their digits, that half of the pages (and three) have: headers and footers."""
    edges = Counter(
        text for page in pages if len(page) > 2 for text in {_DIGITS.sub("", page[0]), _DIGITS.sub("", page[-1])}
    )
    return frozenset(text for text, count in edges.items() if count >= 3 and count * 2 >= len(pages))
