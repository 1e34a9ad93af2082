"""Where a DOCX departs from the official-document format, in Chinese sentences. Works on any DOCX, not only on ours."""

from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from reports.officialdoc.checker.findings import Finding, Findings
from reports.officialdoc.checker.page import check_characters, check_lines, check_page, check_page_numbers
from reports.officialdoc.checker.resolver import (
    Formats,
    NotADocxError,
    has_chinese,
    open_docx,
    related,
    runs_of,
    text_of,
)
from reports.officialdoc.checker.text_checks import Line, check_fonts_named, check_line, read_lines
from reports.officialdoc.ooxml import NSMAP

__all__ = ["Finding", "NotADocxError", "check"]


def check(data: bytes) -> list[Finding]:
    """Return every departure of the DOCX in `data` from GB/T 9704-2012, alike ones gathered into one finding.

    Raises NotADocxError, with a Chinese sentence that says what to do, for what cannot be opened as a DOCX.
    """
    document = open_docx(data)
    formats, found = Formats(document), Findings()
    body: etree._Element = document.element.body
    lines = read_lines(body, formats)
    _check_pages(body, lines, formats, found)
    for line in lines:
        check_line(line, formats, found)
    edges = related(document, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    check_fonts_named((body, *edges.values()), formats, found)
    check_page_numbers(document, formats, found)
    return found.gathered()


def _check_pages(body: etree._Element, lines: list[Line], formats: Formats, found: Findings) -> None:
    """Check every section's page, and by the first body paragraph how much text the main section's page holds."""
    sections = body.findall(".//w:sectPr", NSMAP)
    if not sections:
        found.add("page-size", "没有页面设置，纸张应为A4，页边距应为上37、下35、左28、右26毫米")
    for section in sections:
        check_page(section, found)
    sample = next((line for line in lines if line.kind == "body" and has_chinese(line.text)), None)
    if sections and sample:
        check_lines(sections[0], formats, sample.paragraph, found)
        run = next(run for run in runs_of(sample.paragraph) if has_chinese(text_of(run)))
        check_characters(sections[0], formats, run, found)
