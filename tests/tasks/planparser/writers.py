"""Plans written in every format that is read, by as little code as each needs."""

from __future__ import annotations

import html
import io
import itertools
import zlib
from collections.abc import Iterable, Sequence

import docx
import openpyxl

Block = str | list[tuple[str, ...]]  # a paragraph, or the rows of a table


def as_docx(blocks: Iterable[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(0, max(map(len, block)))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(blocks: Iterable[Block]) -> bytes:
    body = "".join(
        f"<p>{html.escape(block)}</p>" if isinstance(block, str) else f"<table>{''.join(map(_html_row, block))}</table>"
        for block in blocks
    )
    head = '<head><meta charset="utf-8"><title>网站</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


def _html_row(row: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"


def as_xlsx(blocks: Iterable[Block]) -> bytes:
    """Paragraphs one a row; each table on a sheet of its own, and what follows it on another."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for is_text, run in itertools.groupby(blocks, key=lambda block: isinstance(block, str)):
        for rows in [[(block,) for block in run]] if is_text else run:
            sheet = book.create_sheet()
            for at, row in enumerate(rows, start=1):
                for column, text in enumerate(row, start=1):
                    cell = sheet.cell(at, column)
                    cell.value, cell.data_type = text, "s"  # ≥90 and =5 are texts here, never formulas
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PAGE_LINES, SIZE, WIDTH, COLUMN = 40, 10, 6000, 60


def as_pdf(blocks: Iterable[Block], header: str = "", number: str = "") -> bytes:
    """Text by its place, 40 lines a page, cells far apart; characters map to themselves."""
    lines = [row for block in blocks for row in ([(block,)] if isinstance(block, str) else block) if any(row)]
    pages = [lines[at : at + PAGE_LINES] for at in range(0, len(lines), PAGE_LINES)]
    contents = []
    for at, page in enumerate(pages, start=1):
        framed = [*([(header,)] if header else []), *page, *([(number.format(at),)] if number else [])]
        contents.append("".join(_shown(row, 1000 - 20 * place) for place, row in enumerate(framed)))
    return pdf_file(contents)


def _shown(row: Sequence[str], y: int) -> str:
    """One line; cells are set apart inside one run, as a character drawn alone without an outline is no text."""
    shown, at = "", 0
    for column, cell in enumerate(row):
        start = max(0, column * COLUMN - COLUMN // 2 if column else 0)
        if cell.strip():
            shown += f"{-(start - at) * 1000} <{cell.encode('utf-16-be').hex()}> "
            at = start + len(cell)
    return f"BT /F1 {SIZE} Tf 1 0 0 1 20 {y} Tm [{shown}] TJ ET\n"


def pdf_file(contents: Sequence[str], trailer: str = "") -> bytes:
    """A PDF of these page contents, in a font without outlines."""
    ranges = "".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n" for high in range(256))
    blocks = [ranges.splitlines()[at : at + 100] for at in range(0, 256, 100)]
    mapping = "".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange\n" for block in blocks)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapping}endcmap end end"
    )
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>>>",
        _stream(cmap.encode()),
    ]
    for at, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} 1100]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {7 + 2 * at} 0 R>>".encode()
        )
        objects.append(_stream(content.encode()))
    return _with_index(objects, trailer)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed + b"\nendstream"


def _with_index(objects: Sequence[bytes], trailer: str) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    index = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{index}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )
