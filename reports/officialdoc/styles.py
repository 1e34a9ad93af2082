"""Page set-up and styles. Everything the format says of a paragraph is said here once, by style, never by run.

Every style names its font for Chinese (w:eastAsia) and, the same, for figures and Latin letters: the standard sets the
whole text in 仿宋, and a Western font there would take the Chinese quotation marks with it.
"""

from dataclasses import dataclass

from lxml import etree

from reports.officialdoc import measures, ooxml
from reports.officialdoc.ooxml import Property

TITLE = "Title"
DOCUMENT_NUMBER = "DocumentNumber"
ISSUER = "Issuer"
DATE = "DateLine"
ATTACHMENT = "AttachmentNote"
ANNEX_LABEL = "AnnexLabel"
ANNEX_TITLE = "AnnexTitle"
TABLE = "TableGrid"
TABLE_HEADER = "TableHeader"
TABLE_TEXT = "TableText"
TABLE_CENTRED = "TableCentred"
FOOTER = "Footer"
EMPHASIS = "Strong"

_TWO_CHARACTERS = {"firstLineChars": "200", "firstLine": str(2 * measures.CHARACTER_WIDTH)}
_NO_INDENT = {"firstLineChars": "0", "firstLine": "0"}
_LINE = {"line": str(measures.LINE_PITCH), "lineRule": "exact"}
_ONE_LINE = str(measures.LINE_PITCH)


@dataclass(frozen=True)
class Style:
    """One row of the style sheet. `paragraph` properties stand in the order of the schema; sizes are half-points."""

    id: str
    name: str
    font: str = ""
    size: int = 0
    paragraph: tuple[Property, ...] = ()
    based_on: str = "Normal"
    linked: str = ""
    kind: str = "paragraph"
    bold: bool = False
    spacing: int | None = None
    default: bool = False


def heading_style(level: int) -> str:
    """Return the style id of a heading of `level` (1..4)."""
    return f"Heading{level}"


def lead_in_style(level: int | None) -> str:
    """Return the character style of a phrase that runs into its paragraph, by the level of its number."""
    return f"Heading{level}Char" if level else EMPHASIS


# No auto-spacing between Chinese and figures, no widow control and nothing but the grid's own line pitch: only so does
# every page hold 22 lines of 28 characters. The exact line height keeps a substituted, taller font on the grid too.
_BODY = Style(
    "Normal",
    "Normal",
    measures.BODY_FONT,
    measures.BODY_SIZE,
    (
        ("widowControl", {"val": "0"}),
        ("autoSpaceDE", {"val": "0"}),
        ("autoSpaceDN", {"val": "0"}),
        ("spacing", {"before": "0", "after": "0", **_LINE}),
        ("ind", _TWO_CHARACTERS),
        ("jc", {"val": "both"}),
    ),
    based_on="",
    spacing=measures.CHARACTER_SPACING,
    default=True,
)

_HEADINGS = tuple(
    Style(
        heading_style(level),
        f"heading {level}",
        font,
        paragraph=(("keepNext", {}), ("outlineLvl", {"val": str(level - 1)})),
        linked=f"Heading{level}Char",
    )
    for level, font in measures.LEVEL_FONTS.items()
)

_HEADING_CHARACTERS = tuple(
    Style(f"Heading{level}Char", f"Heading {level} Char", font, based_on="", linked=f"Heading{level}", kind="character")
    for level, font in measures.LEVEL_FONTS.items()
)

_TITLES = (
    Style(
        TITLE,
        "Title",
        measures.TITLE_FONT,
        measures.TITLE_SIZE,
        (
            ("keepNext", {}),
            # A substituted, taller font would take two lines of the grid for each of the title's.
            ("snapToGrid", {"val": "0"}),
            ("spacing", {"afterLines": "100", "after": _ONE_LINE}),
            ("ind", _NO_INDENT),
            ("jc", {"val": "center"}),
        ),
        spacing=0,
    ),
    # 发文字号: centred, the title two lines below it.
    Style(
        DOCUMENT_NUMBER,
        "发文字号",
        paragraph=(
            ("keepNext", {}),
            ("spacing", {"afterLines": "200", "after": str(2 * measures.LINE_PITCH)}),
            ("ind", _NO_INDENT),
            ("jc", {"val": "center"}),
        ),
    ),
    # 附件 in the first line of its own page, its title in the third.
    Style(
        ANNEX_LABEL,
        "附件标识",
        measures.HEI_FONT,
        paragraph=(("keepNext", {}), ("pageBreakBefore", {}), ("ind", _NO_INDENT)),
    ),
    Style(
        ANNEX_TITLE,
        "附件标题",
        paragraph=(("spacing", {"beforeLines": "100", "before": _ONE_LINE}), ("outlineLvl", {"val": "0"})),
        based_on=TITLE,
    ),
)

_CLOSING = (
    Style(ATTACHMENT, "附件说明", paragraph=(("keepNext", {}),)),
    Style(
        ISSUER,
        "发文机关署名",
        paragraph=(
            ("keepNext", {}),
            ("spacing", {"beforeLines": "200", "before": str(2 * measures.LINE_PITCH)}),
            ("ind", _NO_INDENT),
            ("jc", {"val": "center"}),
        ),
    ),
    Style(DATE, "成文日期", paragraph=(("ind", _NO_INDENT), ("jc", {"val": "right"}))),
    Style(
        FOOTER,
        "footer",
        measures.SONG_FONT,
        measures.PAGE_NUMBER_SIZE,
        (
            ("snapToGrid", {"val": "0"}),
            ("spacing", {"line": str(measures.FOOTER_LINE), "lineRule": "exact"}),
            ("ind", _NO_INDENT),
        ),
        spacing=0,
    ),
)

_TABLES = (
    Style(
        TABLE_TEXT,
        "表格正文",
        size=measures.TABLE_SIZE,
        paragraph=(
            ("snapToGrid", {"val": "0"}),
            ("spacing", {"line": "320", "lineRule": "exact"}),
            ("ind", _NO_INDENT),
            ("jc", {"val": "left"}),
        ),
        spacing=0,
    ),
    Style(TABLE_CENTRED, "表格居中", paragraph=(("jc", {"val": "center"}),), based_on=TABLE_TEXT),
    Style(TABLE_HEADER, "表格标题行", measures.HEI_FONT, based_on=TABLE_CENTRED),
)

_CHARACTERS = (
    Style("DefaultParagraphFont", "Default Paragraph Font", kind="character", based_on="", default=True),
    Style(EMPHASIS, "Strong", kind="character", based_on="", bold=True),
)


def styles_part() -> bytes:
    """Return word/styles.xml."""
    sheet = ooxml.root("styles")
    defaults = ooxml.add(sheet, "docDefaults")
    properties = ooxml.add(ooxml.add(defaults, "rPrDefault"), "rPr")
    _add_font(properties, measures.BODY_FONT)
    _add_size(properties, measures.BODY_SIZE)
    ooxml.add(properties, "lang", val="en-US", eastAsia="zh-CN")
    ooxml.add(defaults, "pPrDefault")
    for style in (_BODY, *_HEADINGS, *_TITLES, *_CLOSING, *_TABLES, *_HEADING_CHARACTERS, *_CHARACTERS):
        _add_style(sheet, style)
    _add_table_style(sheet)
    return ooxml.serialize(sheet)


def _add_style(sheet: etree._Element, style: Style) -> None:
    element = ooxml.add(sheet, "style", type=style.kind, styleId=style.id)
    if style.default:
        element.set(f"{{{ooxml.NAMESPACE}}}default", "1")
    ooxml.add(element, "name", val=style.name)
    if style.based_on:
        ooxml.add(element, "basedOn", val=style.based_on)
    if style.linked:
        ooxml.add(element, "link", val=style.linked)
    ooxml.add(element, "qFormat")
    if style.paragraph:
        ooxml.add_all(ooxml.add(element, "pPr"), style.paragraph)
    properties = ooxml.add(element, "rPr")
    _add_font(properties, style.font)
    if style.bold:
        ooxml.add(properties, "b")
    if style.spacing is not None:
        ooxml.add(properties, "spacing", val=str(style.spacing))
    _add_size(properties, style.size)


def _add_font(properties: etree._Element, font: str) -> None:
    """Name `font` for every script; the hint gives quotation marks and dashes to the Chinese one."""
    if font:
        ooxml.add(properties, "rFonts", hint="eastAsia", ascii=font, hAnsi=font, eastAsia=font, cs=font)


def _add_size(properties: etree._Element, size: int) -> None:
    if size:
        ooxml.add(properties, "sz", val=str(size))
        ooxml.add(properties, "szCs", val=str(size))


def _add_table_style(sheet: etree._Element) -> None:
    """Thin rules all round; rows breathe by the cells' margins."""
    element = ooxml.add(sheet, "style", type="table", styleId=TABLE)
    ooxml.add(element, "name", val="Table Grid")
    properties = ooxml.add(element, "tblPr")
    borders = ooxml.add(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        ooxml.add(borders, side, val="single", sz="4", space="0", color="auto")
    margins = ooxml.add(properties, "tblCellMar")
    for side, width in (("top", "30"), ("left", "60"), ("bottom", "30"), ("right", "60")):
        ooxml.add(margins, side, w=width, type="dxa")
