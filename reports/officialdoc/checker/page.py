"""The page: its size, margins and grid, how much text it holds, and its page numbers."""

import re

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from reports.officialdoc import measures
from reports.officialdoc.checker.findings import Findings
from reports.officialdoc.checker.resolver import Formats, attribute, number, related, runs_of, text_of
from reports.officialdoc.ooxml import NAMESPACE, NSMAP, RELATIONSHIPS

_W = f"{{{NAMESPACE}}}"
_TOLERANCE_MM = 1.0
_LINE_GRIDS = ("lines", "linesAndChars", "snapToChars")
_CHARACTER_GRIDS = ("linesAndChars", "snapToChars")
_CHAR_SPACE_UNIT = 4096 / 20
_FOOTER_MM = (21.0, 30.0)
_INDENT_TOLERANCE = 0.25

_MARGIN_NAMES = {"top": "上边距", "bottom": "下边距", "left": "左边距", "right": "右边距"}
# Kind of footer reference, the pages it prints on, the side its number stands at, the w:jc values that say so.
_FOOTERS = (
    ("default", "单页", "right", "右", ("right", "end")),
    ("even", "双页", "left", "左", ("left", "start", "both", None)),
)
_PAGE_FIELD = re.compile(r"\bPAGE\b")
_BETWEEN_DASHES = re.compile(r"[—–－-]\s*\d*\s*[—–－-]")


def check_page(section: etree._Element, found: Findings) -> None:
    """Check size, margins and footer distance of one section; a landscape A4 page counts as A4."""
    size, margins = section.find("w:pgSz", NSMAP), section.find("w:pgMar", NSMAP)
    sides = sorted(_millimetres(size, name) for name in ("w", "h"))
    if any(abs(got - wanted) > _TOLERANCE_MM for got, wanted in zip(sides, measures.PAGE_MM, strict=True)):
        found.add("page-size", f"纸张应为A4（210×297毫米），现为{sides[0]:.0f}×{sides[1]:.0f}毫米")
    for side, wanted in measures.MARGINS_MM.items():
        got = _millimetres(margins, side)
        if abs(got - wanted) > _TOLERANCE_MM:
            found.add("margin", f"{_MARGIN_NAMES[side]}应为{wanted}毫米，现为{got:.1f}毫米")
    footer = _millimetres(margins, "footer")
    if not _FOOTER_MM[0] <= footer <= _FOOTER_MM[1]:
        found.add("footer-distance", f"页码应在版心下边缘下7毫米（页脚距边界约25毫米），现为{footer:.1f}毫米")


def check_lines(section: etree._Element, formats: Formats, paragraph: etree._Element, found: Findings) -> None:
    """Check that a page holds 22 lines of body text, by the grid and by the body's own line spacing."""
    grid = section.find("w:docGrid", NSMAP)
    pitch = number(attribute(grid, "linePitch")) if attribute(grid, "type") in _LINE_GRIDS else None
    if not pitch:
        found.add("grid", "没有设文档网格，应设为每页22行（行距28.95磅）")
    else:
        _check_line_count(section, pitch, "grid", "文档网格", found)
    line = number(formats.paragraph_value(paragraph, "spacing", "line")) or 240
    if formats.paragraph_value(paragraph, "spacing", "lineRule") in ("exact", "atLeast"):
        _check_line_count(section, line, "body-line-spacing", "正文行距", found)
    elif pitch and line != 240:
        _check_line_count(section, pitch * line / 240, "body-line-spacing", "正文行距", found)


def check_characters(section: etree._Element, formats: Formats, run: etree._Element, found: Findings) -> None:
    """Check that a line holds 28 characters of the size and spacing of `run`, a run of body text."""
    grid, size = section.find("w:docGrid", NSMAP), section.find("w:pgSz", NSMAP)
    width: float = formats.size(run) * 10 + formats.character_spacing(run)
    if attribute(grid, "type") in _CHARACTER_GRIDS:
        width += (number(attribute(grid, "charSpace")) or 0) / _CHAR_SPACE_UNIT
    margins = section.find("w:pgMar", NSMAP)
    room = _twips(size, "w") - _twips(margins, "left") - _twips(margins, "right")
    count = int(room / width) if width > 0 else 0
    if count != measures.CHARACTERS_PER_LINE:
        found.add("characters-per-line", f"每行应为28字，按现在的字号和字间距排{count}字，字间距应紧缩0.25磅")


def check_page_numbers(document: Document, formats: Formats, found: Findings) -> None:
    """Check that odd and even pages differ, and in the first section both footers, which later ones take over."""
    different = document.settings.odd_and_even_pages_header_footer
    if not different:
        found.add("page-number-sides", "没有设“奇偶页不同”，页码应单页居右、双页居左")
    section = document.element.body.find(".//w:sectPr", NSMAP)
    for kind, pages, side, side_name, alignments in _FOOTERS if different else _FOOTERS[:1]:
        paragraph = _page_number_paragraph(document, section, kind)
        if paragraph is None:
            found.add("page-number", f"{pages}页脚没有页码")
            continue
        _check_number_look(paragraph, pages, formats, found)
        aligned = formats.paragraph_value(paragraph, "jc", "val") in alignments
        indent = formats.indent(paragraph, side, measures.PAGE_NUMBER_SIZE)
        if not aligned or abs(indent - 1) > _INDENT_TOLERANCE:
            found.add("page-number-sides", f"{pages}页码应居{side_name}空一字")


def _check_line_count(section: etree._Element, pitch: float, rule: str, what: str, found: Findings) -> None:
    size, margins = section.find("w:pgSz", NSMAP), section.find("w:pgMar", NSMAP)
    count = int((_twips(size, "h") - _twips(margins, "top") - _twips(margins, "bottom")) / pitch) if pitch > 0 else 0
    if count != measures.LINES_PER_PAGE:
        found.add(rule, f"每页应为22行，按现在的{what}（{pitch / 20:g}磅）排{count}行，应为28.95磅")


def _check_number_look(paragraph: etree._Element, pages: str, formats: Formats, found: Findings) -> None:
    if not _BETWEEN_DASHES.search(text_of(paragraph)):
        found.add("page-number-dashes", f"{pages}页码左右应各放一条一字线，如“— 1 —”")
    runs = list(runs_of(paragraph))
    if any(formats.size(run) != measures.PAGE_NUMBER_SIZE for run in runs):
        found.add("page-number-size", f"{pages}页码应为4号字（14磅）")
    if any(formats.western_font(run) not in measures.FONT_FAMILIES[measures.SONG_FONT] for run in runs):
        found.add("page-number-font", f"{pages}页码应为宋体")


def _page_number_paragraph(document: Document, section: etree._Element | None, kind: str) -> etree._Element | None:
    """Return the paragraph with the PAGE field in the footer of `kind`, or None where there is none."""
    references = [] if section is None else section.findall("w:footerReference", NSMAP)
    ids = [ref.get(f"{{{RELATIONSHIPS}}}id") for ref in references if attribute(ref, "type") == kind]
    footers = related(document, RELATIONSHIP_TYPE.FOOTER)
    for footer in (footers[id_] for id_ in ids if id_ in footers):
        for paragraph in footer.iter(f"{_W}p"):
            if any(_PAGE_FIELD.search(instruction) for instruction in _instructions(paragraph)):
                return paragraph
    return None


def _instructions(paragraph: etree._Element) -> list[str]:
    simple = [attribute(field, "instr") or "" for field in paragraph.iter(f"{_W}fldSimple")]
    return [*simple, "".join(node.text or "" for node in paragraph.iter(f"{_W}instrText"))]


def _twips(element: etree._Element | None, name: str) -> int:
    return number(attribute(element, name)) or 0


def _millimetres(element: etree._Element | None, name: str) -> float:
    return _twips(element, name) / measures.TWIPS_PER_MM
