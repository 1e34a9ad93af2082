"""PDF with a text layer: words become lines by their place on the page; page headers and numbers go."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from threading import Lock

import pypdfium2
from pypdfium2 import raw

from tasks.planparser.deadlines import is_time
from tasks.planparser.errors import PlanError
from tasks.planparser.furniture import is_page_number
from tasks.planparser.source import SourceLine
from tasks.planparser.units import ends_as_unit

from .pdf_columns import Row, groups, numbered_table
from .pdf_layout import Glyph, in_pieces, in_rows
from .pdf_paragraphs import Printed, with_indents
from .pdf_tables import ruled_tables
from .table_lines import GridRow, Lines, head_of

MAX_PAGES = 2_000
MAX_CHARACTERS = 50_000  # on one page
_NO_TEXT = "这是扫描件，没有文字层，请先做文字识别，或改用 DOCX、文本文件。"
_PASSWORD = "PDF 文件有密码，请取消密码后再试。"  # noqa: S105  a sentence, not a secret
_BROKEN = "PDF 文件已损坏，请重新下载后再试。"
_DIGITS = re.compile(r"\d+")
_HEAD_ROWS = 3  # a title across, and a head of two rows
_NAME_MIN, _SAYS = 5, re.compile(r"[，,。；;：:、]")
_LOCK = Lock()  # PDFium may be called from one thread at a time only


_Block = Printed | list[GridRow]  # a line or a table


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
        lines = Lines()
        blocks = list(_joined(_without_furniture(pages)))
        texts = with_indents([block if isinstance(block, Printed) else None for block in blocks])
        for block, text in zip(blocks, texts, strict=True):
            if isinstance(block, Printed):
                lines.found.append(SourceLine(len(lines.found) + 1, text))
            else:
                lines.table(block)
        return lines.found


def _pages(data: bytes) -> list[list[_Block]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # PDFium goes on naming its last error, so the file itself must say that it is encrypted.
        locked = "password" in str(error).lower() and b"/Encrypt" in data
        raise PlanError(_PASSWORD if locked else _BROKEN) from error
    try:
        if len(document) > MAX_PAGES:
            raise PlanError(f"PDF 超过 {MAX_PAGES} 页，请拆成几份后再试。")
        return [_blocks_of(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise PlanError(_BROKEN) from error
    finally:
        document.close()


def _blocks_of(page: pypdfium2.PdfPage) -> list[_Block]:
    """The lines and ruled tables of a page, from top to bottom."""
    text = page.get_textpage()
    try:
        glyphs = list(_glyphs(text))
        tables, outside = ruled_tables(page, glyphs)
    finally:
        text.close()
        page.close()
    placed: list[tuple[float, _Block]] = [(table.top, table.rows) for table in tables]
    for group in groups(filter(None, map(in_pieces, in_rows(outside)))):
        placed += _placed(group)
    return [block for _, block in sorted(placed, key=lambda item: -item[0])]


def _glyphs(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    """The characters of a page, without the spaces and line ends that PDFium adds."""
    for at in range(min(text.count_chars(), MAX_CHARACTERS)):
        char = chr(raw.FPDFText_GetUnicode(text, at))
        if char not in "\r\n" and raw.FPDFText_IsGenerated(text, at) != 1:
            left, bottom, right, top = text.get_charbox(at, loose=True)
            yield Glyph(left, bottom, right, top, char)


def _placed(group: list[Row]) -> Iterator[tuple[float, _Block]]:
    """A table that numbers its rows; else the lines, those of cells that follow each other in columns."""
    if len(group) == len(group[0]) == 1:
        (piece,) = group[0]
        yield piece.top, Printed(piece.text, piece.left, piece.right, piece.top - piece.bottom)
        return
    table = numbered_table(group) if len(group) > 2 else []
    if table:
        yield group[0][0].top, table
        return
    for several, run in groupby(group, key=lambda row: len(row) > 1):
        rows = list(run)
        for part in [rows] if several else [[row] for row in rows]:
            for row, text in zip(part, _printed(part), strict=True):
                yield row[0].top, Printed(text, row[0].left, row[-1].right, row[0].top - row[0].bottom)


def _printed(rows: Sequence[Sequence[Glyph]]) -> Iterator[str]:
    """The lines of a table without rules or a single line, cells parted by tabs, empty ones too.

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
            cells[place] = piece.text
        fits = len(set(places)) == len(row)
        yield "\t".join(cells if fits else [piece.text for piece in row])


def _without_furniture(pages: Sequence[Sequence[_Block]]) -> Iterator[_Block]:
    """Everything but page numbers and what stands at the top or bottom of page after page."""
    furniture, on_both = _repeated(pages), _on_both(pages)
    for number, page in enumerate(pages):
        for at, block in enumerate(page):
            text = block.text if isinstance(block, Printed) and at in (0, len(page) - 1) else ""
            again = text in on_both and (number or at)  # the first line of all may be the title
            if not (text and (is_page_number(text) or _bare(text) in furniture or again)):
                yield block


def _joined(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """A table that a page cuts is one table, its head printed once, and a row cut by the page is one row."""
    table: list[GridRow] = []
    for block in blocks:
        goes_on = table and not isinstance(block, Printed) and len(block[0].cells) == len(table[0].cells)
        if not goes_on and table:
            yield table
            table = []
        if isinstance(block, Printed):
            yield block
        elif goes_on:
            rows = _below_head(block, table)
            if rows and _is_rest(rows[0], table):
                table[-1] = GridRow(tuple(map(_whole, table[-1].cells, rows[0].cells)), table[-1].merged)
                rows = rows[1:]
            table += rows
        else:
            table += block
    if table:
        yield table


def _below_head(block: list[GridRow], table: Sequence[GridRow]) -> list[GridRow]:
    """The rows of a page without the head of the table, where it is printed again."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0].cells == pair[1].cells, zip(block, table, strict=False)))
    return block[same:] if any(head_of(row.cells) for row in block[:same]) else block


def _is_rest(row: GridRow, table: Sequence[GridRow]) -> bool:
    """Whether the first row of a page is the rest of the last one above: it has no number and no time of its own."""
    head = next((found for above in table[:_HEAD_ROWS] if (found := head_of(above.cells))), None)
    numbers, times = (head.at("number"), head.at("deadline")) if head else ([], [])
    own = any(row.cells[at] for at in numbers or [0]) or any(is_time(row.cells[at]) for at in times)
    return any(row.cells) and not own


def _whole(above: str, below: str) -> str:
    """A cell that the page cut: between two names on lines of their own it was cut at the end of a line."""
    apart = ends_as_unit(above) and ends_as_unit(below)
    return above + ("\n" if apart else "") + below


def _on_both(pages: Sequence[Sequence[_Block]]) -> frozenset[str]:
    """Of a document of two pages, what both print first or last, if it is no sentence and no name of units."""
    if len(pages) != 2:
        return frozenset()
    edges = [(page[0], page[-1]) for page in pages if page]
    both = [first for first, second in zip(*edges, strict=True) if first == second] if len(edges) == 2 else []
    texts = {block.text for block in both if isinstance(block, Printed)}
    return frozenset(
        text for text in texts if len(text) > _NAME_MIN and not _SAYS.search(text) and not ends_as_unit(text)
    )


def _bare(line: str) -> str:
    return _DIGITS.sub("", line)


def _repeated(pages: Sequence[Sequence[_Block]]) -> frozenset[str]:
    """First and last lines, without their digits, that half of the pages (and three) have: headers and footers."""
    edges = Counter(
        text
        for page in pages
        if len(page) > 2
        for text in {_bare(block.text) for block in (page[0], page[-1]) if isinstance(block, Printed)}
    )
    return frozenset(text for text, count in edges.items() if count >= 3 and count * 2 >= len(pages))
