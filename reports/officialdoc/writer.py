"""An `OfficialDocument` becomes a DOCX. Elements are built directly: the text is long, the styles say the rest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from reports.officialdoc import measures, ooxml, styles
from reports.officialdoc.blocks import Annex, Block, Heading, OfficialDocument, Paragraph
from reports.officialdoc.numbering import level_of
from reports.officialdoc.ooxml import Property
from reports.officialdoc.package import add_section, build_package
from reports.officialdoc.table_blocks import add_table

Progress = Callable[[float], None]

_PROGRESS_STEPS = 100
# 成文日期 stands four characters in from the right.
_DATE_INDENT = 4
# Lines of a page that are left for the last paragraph beside a title, headings, the signature and the space above it.
_KEPT_LINES = 13


@dataclass(frozen=True)
class Rendered:
    """A DOCX, and the line on which each item of the document begins.

    Lines count from 1 as they are read: a paragraph is one, with another for each line break in it, and so is a row of
    a table. An item that left no text is not among them.
    """

    data: bytes
    lines: Mapping[str, int]


def render(document: OfficialDocument, progress: Progress | None = None) -> bytes:
    """Return `document` as the bytes of a DOCX; equal documents give equal bytes.

    `progress` is told, at most a hundred times and last with 1.0, which share of the blocks is written.
    Text may hold anything: characters that XML cannot carry are left out.
    """
    return render_with_lines(document, progress).data


def render_with_lines(document: OfficialDocument, progress: Progress | None = None) -> Rendered:
    """Return `document` as `render` does, and where its items stand in it."""
    root = ooxml.root("document")
    body = ooxml.add(root, "body")
    title = "\n".join(ooxml.clean_lines(document.title))
    _add_line(body, styles.DOCUMENT_NUMBER, ooxml.clean(document.document_number or ""))
    _add_line(body, styles.TITLE, title)
    advance, items = _progress_steps(document, progress), _Items(body)
    _add_blocks(items, document.blocks, advance)
    _keep_last_paragraph(body, len(document.attachment_names))
    _add_attachments(body, document.attachment_names)
    _add_signature(body, ooxml.clean(document.issuer or ""), document.dated_on)
    for number, annex in enumerate(document.annexes, 1):
        _add_annex(items, annex, number if len(document.attachment_names) > 1 else None, advance)
    lines = items.lines()
    add_section(body)
    data = build_package(
        ooxml.serialize(root), title.replace("\n", ""), ooxml.clean(document.issuer or ""), document.dated_on
    )
    if progress:
        progress(1.0)
    return Rendered(data, lines)


class _Items:
    """The body as it grows, and the paragraph or row with which each item begins."""

    def __init__(self, body: etree._Element) -> None:
        self.body = body
        self._first: list[tuple[str, etree._Element]] = []

    def last(self) -> etree._Element | None:
        """What the body ends with by now."""
        return next(self.body.iterchildren(reversed=True), None)

    def begin(self, item: str, after: etree._Element | None) -> None:
        """The item begins behind this element, or at the top; with nothing where the body ends there."""
        first = next(self.body.iterchildren(), None) if after is None else after.getnext()
        if item and first is not None:
            self._first.append((item, first))

    def begin_rows(self, items: Sequence[str], rows: Sequence[etree._Element]) -> None:
        """Each item is a row; a table may name none."""
        self._first += zip(items, rows, strict=False)

    def lines(self) -> dict[str, int]:
        """The line of each item."""
        numbers, line = {}, 1
        for element in self.body.iterchildren():
            for part in ooxml.rows_of(element) or [element]:
                numbers[part] = line
                line += ooxml.lines_of(part)
        return {item: numbers[element] for item, element in self._first}


def _progress_steps(document: OfficialDocument, progress: Progress | None) -> Callable[[], None]:
    """Return what is called after each block: it passes on the share done, a hundred times at most."""
    total = len(document.blocks) + sum(len(annex.blocks) for annex in document.annexes)
    step = max(1, total // _PROGRESS_STEPS + 1)
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if progress and done % step == 0:
            progress(done / total)

    return advance


def _add_blocks(items: _Items, blocks: Sequence[Block], advance: Callable[[], None]) -> None:
    body = items.body
    for block in blocks:
        before = items.last()
        match block:
            case Paragraph():
                _add_text(body, block)
                items.begin(block.item, before)
            case Heading():
                _add_line(body, styles.heading_style(block.level), "".join(ooxml.clean_lines(block.text)))
                items.begin(block.item, before)
            case _:
                items.begin_rows(block.items, add_table(body, block))
        advance()


def _add_text(body: etree._Element, block: Paragraph) -> None:
    """Append a body paragraph for each line; the lead-in opens the first.

    A label alone on its line (效果指标：) stays on the page of what it opens.
    """
    lead_in = "".join(ooxml.clean_lines(block.lead_in))
    lines = iter(ooxml.clean_lines(block.text))
    if lead_in:
        paragraph, opening = ooxml.add_paragraph(body), next(lines, "")
        ooxml.add_run(paragraph, lead_in, styles.lead_in_style(level_of(lead_in)))
        ooxml.add_run(paragraph, opening)
        if lead_in.endswith("：") and not opening:
            ooxml.keep_with_next(paragraph)
    for line in lines:
        ooxml.add_run(ooxml.add_paragraph(body), line)


def _add_line(body: etree._Element, style: str, text: str, properties: tuple[Property, ...] = ()) -> None:
    if text:
        ooxml.add_run(ooxml.add_paragraph(body, style, properties), text)


def _keep_last_paragraph(body: etree._Element, attachments: int) -> None:
    """Tie the last paragraph to what closes the document, so that no signature stands on a page without text.

    Word carries over its last lines, LibreOffice the whole paragraph; one that with the closing might not fit on a page
    is left alone, since LibreOffice would then part the date from the issuer.
    """
    length = sum(len(text) for text in body[-1].itertext()) if len(body) else 0
    room = _KEPT_LINES - (2 * attachments + 1 if attachments else 0)
    if 0 < length <= room * measures.CHARACTERS_PER_LINE:
        ooxml.keep_with_next(body[-1])


def _add_attachments(body: etree._Element, names: Sequence[str]) -> None:
    """附件： one line below the text, two characters in; a name's second line starts under its first character."""
    clean_names = ["".join(ooxml.clean_lines(name)) for name in names]
    number_width = (2 if len(names) > 9 else 1.5) if len(names) > 1 else 0
    left = 2 + 3 + number_width
    for number, name in enumerate(clean_names, 1):
        label = "附件：" if number == 1 else ""
        hanging = left - 2 if number == 1 else number_width
        properties: list[Property] = [("ind", _hanging_indent(left, hanging))]
        if number == 1:
            properties.insert(0, ("spacing", {"beforeLines": "100", "before": str(measures.LINE_PITCH)}))
        paragraph = ooxml.add_paragraph(body, styles.ATTACHMENT, tuple(properties))
        ooxml.add_run(paragraph, f"{label}{number}." if number_width else label)
        if number_width:
            ooxml.add(ooxml.add(paragraph, "r"), "tab")
        ooxml.add_run(paragraph, name)


def _hanging_indent(left: float, hanging: float) -> dict[str, str]:
    """Return w:ind attributes for an indent in characters; the first line hangs out by `hanging`."""
    return {
        "leftChars": str(round(left * 100)),
        "left": str(round(left * measures.CHARACTER_WIDTH)),
        "hangingChars": str(round(hanging * 100)),
        "hanging": str(round(hanging * measures.CHARACTER_WIDTH)),
    }


def _add_signature(body: etree._Element, issuer: str, dated_on: date | None) -> None:
    """The issuer centred on the date, and the date four characters in from the right."""
    dated = f"{dated_on.year}年{dated_on.month}月{dated_on.day}日" if dated_on else ""
    date_width, issuer_width = measures.characters(dated), measures.characters(issuer)
    # Both are centred in one box at the right margin; a long name widens it and takes the date along.
    box = min(max(date_width + 2 * _DATE_INDENT, issuer_width), measures.CHARACTERS_PER_LINE)
    indent = (box - date_width) / 2
    _add_line(body, styles.ISSUER, issuer, (("ind", _side_indent("left", measures.CHARACTERS_PER_LINE - box)),))
    _add_line(body, styles.DATE, dated, (("ind", _side_indent("right", indent)),))


def _side_indent(side: str, characters: float) -> dict[str, str]:
    return {f"{side}Chars": str(round(characters * 100)), side: str(round(characters * measures.CHARACTER_WIDTH))}


def _add_annex(items: _Items, annex: Annex, number: int | None, advance: Callable[[], None]) -> None:
    """附件 at the top left of a new page, its title in the third line, then its blocks."""
    body = items.body
    _add_line(body, styles.ANNEX_LABEL, f"附件{number}" if number else "附件")
    _add_line(body, styles.ANNEX_TITLE, "\n".join(ooxml.clean_lines(annex.title)))
    _add_blocks(items, annex.blocks, advance)
