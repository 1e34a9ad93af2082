"""PDF with a text layer: words become lines by their place on the page; page headers and numbers go."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

import pypdfium2
from pypdfium2 import raw

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .grid import Lines

MAX_PAGES = 2_000
MAX_CHARACTERS = 50_000  # on one page
CELL_GAP = 2.0  # heights of a character between two cells of a row
_NO_TEXT = "这是扫描件，没有文字层，请先做文字识别，或改用 DOCX、文本文件。"
_PASSWORD = "PDF 文件有密码，请取消密码后再试。"  # noqa: S105  a sentence, not a secret
_BROKEN = "PDF 文件已损坏，请重新下载后再试。"
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-—–－_·•\s]*\d{1,4}[-—–－_·•\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?")
_LOCK = Lock()  # PDFium may be called from one thread at a time only


@dataclass(slots=True)
class _Piece:
    """A run of text and the box it fills, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    def goes_on(self, left: float, middle: float) -> bool:
        """Whether a character with this left edge and middle stands next in the run."""
        near = -self.height < left - self.right < CELL_GAP * self.height
        return near and self.bottom <= middle <= self.top

    @property
    def height(self) -> float:
        """The height of its first character."""
        return max(self.top - self.bottom, 1.0)


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
        # PDFium goes on naming its last error, so the file itself must say that it is encrypted.
        locked = "password" in str(error).lower() and b"/Encrypt" in data
        raise PlanError(_PASSWORD if locked else _BROKEN) from error
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
        pieces = list(_pieces(text))
    finally:
        text.close()
        page.close()
    rows = list(_in_rows([piece for piece in pieces if piece.text.strip()]))
    return [line for group in _together(rows) for line in _printed(group)]


def _pieces(text: pypdfium2.PdfTextPage) -> Iterator[_Piece]:
    """Characters that stand close on one line, in the order of the file."""
    piece: _Piece | None = None
    for at in range(min(text.count_chars(), MAX_CHARACTERS)):
        char = chr(raw.FPDFText_GetUnicode(text, at))
        if raw.FPDFText_IsGenerated(text, at) == 1 or char in "\r\n":
            if piece is not None and char == " ":
                piece.text += char
            continue
        left, bottom, right, top = text.get_charbox(at, loose=True)
        if piece is not None and piece.goes_on(left, (bottom + top) / 2):
            piece.right, piece.text = right, piece.text + char
            continue
        if piece is not None:
            yield piece
        piece = _Piece(left, bottom, right, top, char)
    if piece is not None:
        yield piece


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


def _together(rows: Iterable[list[_Piece]]) -> Iterator[list[list[_Piece]]]:
    """Rows of cells that follow each other, which are a table, and every other line by itself."""
    for several, run in groupby(rows, key=lambda row: len(row) > 1):
        group = list(run)
        yield from [group] if several else ([row] for row in group)


def _printed(rows: Sequence[Sequence[_Piece]]) -> Iterator[str]:
    """The lines of a table or a single line, cells parted by tabs, empty ones too.

    A column is where cells of any row stand above each other; rows that do not fit keep their own cells.
    """
    columns: list[float] = []  # right edges
    for piece in sorted((piece for row in rows for piece in row), key=lambda piece: piece.left):
        if not columns or piece.left > columns[-1]:
            columns.append(piece.right)
        columns[-1] = max(columns[-1], piece.right)
    for row in rows:
        places = [bisect_left(columns, piece.left) for piece in row]
        cells = [""] * len(columns)
        for place, piece in zip(places, row, strict=True):
            cells[place] = piece.text.strip()
        fits = len(set(places)) == len(row)
        yield "\t".join(cells if fits else [piece.text.strip() for piece in row])


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """First and last lines, without their digits, that half of the pages (and three) have: headers and footers."""
    edges = Counter(
        text for page in pages if len(page) > 2 for text in {_DIGITS.sub("", page[0]), _DIGITS.sub("", page[-1])}
    )
    return frozenset(text for text, count in edges.items() if count >= 3 and count * 2 >= len(pages))
