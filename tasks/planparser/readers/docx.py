"""DOCX, read from its XML: paragraphs, generated numbers, tables and text boxes, as the page prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .docx_numbering import Numberer, load_numberer
from .docx_styles import Styles, in_contents_field, is_contents_control
from .ooxml import MARKUP, W, styles_of, value
from .package import BROKEN, Package, members
from .table_lines import MAX_COLUMNS, GridRow, Lines, head_of

P, R, T, TBL, TR, TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
P_PR, R_PR, P_STYLE, R_STYLE, VANISH = (W + name for name in ("pPr", "rPr", "pStyle", "rStyle", "vanish"))
BOX = W + "txbxContent"
_ALTERNATE, _CHOICE, _FALLBACK = (MARKUP + name for name in ("AlternateContent", "Choice", "Fallback"))
# Wrappers whose content is printed: tracked insertions, content controls, links, fields, base text of ruby.
_OPEN = frozenset(
    W + name
    for name in (
        *("ins", "moveTo", "sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"),
        *("ruby", "rubyBase"),
    )
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": " "}
_PICTURES = frozenset((W + "drawing", W + "pict", W + "object", _ALTERNATE))


class DocxReader:
    """Word and WPS documents.

    Footnotes, comments, headers, footers, generated contents, deleted and hidden text are left out.
    """

    def accepts(self, data: bytes) -> bool:
        """Whether the file is a package with a document in it."""
        return any(name.startswith("word/") for name in members(data))

    def read(self, data: bytes) -> list[SourceLine]:
        """One line a paragraph, one a table row."""
        package = Package(data)
        part = package.main("word/document.xml")
        body = package.xml(part).find(W + "body")
        if body is None:
            raise PlanError(BROKEN)
        styles = styles_of(package, part)
        document = _Document(load_numberer(package, part, styles), Styles(styles), in_contents_field(body))
        document.blocks(body)
        document.end_paragraph(document.lines.text)
        return document.lines.found


class _Document:
    def __init__(self, numberer: Numberer, styles: Styles, contents: set[etree._Element]) -> None:
        self.lines = Lines()
        self._numberer = numberer
        self._styles = styles
        self._contents = contents  # paragraphs of a generated table of contents
        self._held = ""  # text of paragraphs whose mark was deleted: the next one goes on with it

    def blocks(self, container: etree._Element) -> None:
        """Everything in a body, cell-less: paragraphs, tables, and what wraps them."""
        for child in container:
            if child.tag == P:
                self._paragraph(child, self.lines.text)
            elif child.tag == TBL:
                self.end_paragraph(self.lines.text)
                if _lays_out(child):
                    for cell in (cell for row in _wrapped(child, TR) for cell in _wrapped(row, TC)):
                        self.blocks(cell)
                else:
                    self.lines.table(self._rows(child))
            elif child.tag in _OPEN and not is_contents_control(child):
                self.blocks(child)

    def end_paragraph(self, put: Callable[[str], None]) -> None:
        """Put out the text that was kept for the next paragraph, when none follows."""
        if self._held:
            put(self._held)
        self._held = ""

    def _paragraph(self, paragraph: etree._Element, put: Callable[[str], None]) -> None:
        parts: list[str] = []
        boxes: list[etree._Element] = []
        properties = paragraph[0] if len(paragraph) and paragraph[0].tag == P_PR else None
        style = _style(properties, P_STYLE)
        if self._styles.is_contents(style) or paragraph in self._contents:
            return
        self._inline(paragraph, style, parts, boxes)
        if not parts and self._styles.hides(style, "", None):
            return
        label = self._numberer.label(properties)
        text = self._held + label + "".join(parts)
        self._held = text if properties is not None and _mark_deleted(properties) else ""
        if not self._held:
            put(text)
        held, self._held = self._held, ""
        for box in boxes:
            for inner in box.iter(P):
                if next(inner.iterancestors(BOX)) is box:  # a box inside it comes with its own paragraph
                    self._paragraph(inner, put)
            self.end_paragraph(put)
        self._held = held

    def _inline(self, parent: etree._Element, style: str, parts: list[str], boxes: list[etree._Element]) -> None:
        """The printed text of a paragraph or a wrapper in it; text boxes are set aside."""
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child, style, parts, boxes)
            elif tag in _OPEN:
                self._inline(child, style, parts, boxes)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                parts += [text.text or "" for text in child.iter(_MATH + "t")]

    def _run(self, run: etree._Element, style: str, parts: list[str], boxes: list[etree._Element]) -> None:
        properties = run[0] if len(run) and run[0].tag == R_PR else None
        if properties is not None or self._styles.hide_any:
            switch = properties.find(VANISH) if properties is not None else None
            if self._styles.hides(style, _style(properties, R_STYLE), switch):
                return
        for child in run:
            tag = child.tag
            if tag == T:
                parts.append(child.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag in _PICTURES:
                boxes += _boxes(child)
            elif tag in _OPEN:
                self._inline(child, style, parts, boxes)

    def _rows(self, table: etree._Element) -> Iterator[GridRow]:
        above: dict[int, str] = {}
        for row in _wrapped(table, TR):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            cells = [""] * _before(properties)
            merged: set[int] = set()
            for cell in _wrapped(row, TC):
                span, goes_on = _spans(cell)
                columns = range(len(cells), min(len(cells) + span, MAX_COLUMNS))
                text = above.get(len(cells), "") if goes_on else self._cell(cell)
                merged.update(columns if goes_on else ())
                cells += [text] * len(columns)
            above = dict(enumerate(cells))
            yield GridRow(tuple(cells), frozenset(merged))

    def _cell(self, cell: etree._Element) -> str:
        """The paragraphs of a cell, one a line; those of a table inside it too."""
        parts: list[str] = []
        for paragraph in cell.iter(P):
            if next(paragraph.iterancestors(BOX, TC)).tag == TC:  # those of a text box come with its paragraph
                self._paragraph(paragraph, parts.append)
        self.end_paragraph(parts.append)
        return "\n".join(parts).replace("\t", " ")


def _style(properties: etree._Element | None, tag: str) -> str:
    """The style that properties of a paragraph or run name; empty for none."""
    style = properties.find(tag) if properties is not None else None
    return style.get(W + "val", "") if style is not None else ""


def _boxes(picture: etree._Element) -> list[etree._Element]:
    """The outermost text boxes of a drawing; of one kept in two forms, those of the first that has any."""
    if picture.tag == _ALTERNATE:
        forms = [form for form in picture if form.tag in (_CHOICE, _FALLBACK)]
        return next((found for form in forms if (found := list(form.iter(BOX))[:1])), [])
    return [box for box in picture.iter(BOX) if next(box.iterancestors(_FALLBACK, BOX), None) is None]


def _mark_deleted(properties: etree._Element) -> bool:
    mark = properties.find(R_PR)
    return mark is not None and mark.find(W + "del") is not None


def _wrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _OPEN:
            yield from _wrapped(child, tag)


def _lays_out(table: etree._Element) -> bool:
    """Whether a table only places others beside each other: those have the head of a table, and it has none."""
    inner = [found for found in table.iter(TBL) if found is not table]
    return bool(inner) and not _has_head(table) and any(map(_has_head, inner))


def _has_head(table: etree._Element) -> bool:
    """Whether a row is the head of a table that is read; tables inside its cells do not count."""
    rows = ([_own_text(cell) for cell in _wrapped(row, TC)] for row in _wrapped(table, TR))
    return any(head_of(cells) for cells in rows)


def _own_text(cell: etree._Element) -> str:
    return "".join(text.text or "" for child in cell if child.tag == P for text in child.iter(T))


def _before(properties: etree._Element | None) -> int:
    """Columns left out at the start of a row."""
    return min(value(properties, "gridBefore"), MAX_COLUMNS) if properties is not None else 0


def _spans(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell takes, and whether it goes on from the row above."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        return 1, False
    merge = properties.find(W + "vMerge")
    goes_on = merge is not None and merge.get(W + "val", "continue") == "continue"
    return max(1, value(properties, "gridSpan", 1)), goes_on
