"""The parts around the text: settings, font table, footers, properties, and the zip that holds them.

Written here rather than taken from a template: a template brings theme fonts, which outrank the fonts that a style
names, and the time of writing, which would make equal documents differ.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import date

from lxml import etree

from reports.officialdoc import measures, ooxml, styles

_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE_TYPE = f"{_PACKAGE}/relationships/metadata/core-properties"

# Relationship id, type and file of each part that the text refers to; footers by the pages that they stand on.
_PARTS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "footer", "footer1.xml"),
    ("rId5", "footer", "footer2.xml"),
)
_FOOTERS = (("default", "rId4"), ("even", "rId5"))

# Systems newer than the GB2312 cuts bring the same faces under shorter names; 小标宋 has no such heir but 宋体.
_ALTERNATIVES = {
    measures.TITLE_FONT: "方正小标宋_GBK,宋体,SimSun",
    measures.BODY_FONT: "仿宋,FangSong",
    measures.KAI_FONT: "楷体,KaiTi",
    measures.HEI_FONT: "SimHei",
    measures.SONG_FONT: "SimSun",
}
# The earliest moment that a zip can carry; a real one would make equal documents differ.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def build_package(document: bytes, title: str, issuer: str | None, dated_on: date | None) -> bytes:
    """Return the DOCX file around word/document.xml; the same bytes for the same arguments."""
    return _zip(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                (
                    ("rId1", f"{ooxml.RELATIONSHIPS}/officeDocument", "word/document.xml"),
                    ("rId2", _CORE_TYPE, "docProps/core.xml"),
                )
            ),
            "docProps/core.xml": _core_properties(title, issuer, dated_on),
            "word/_rels/document.xml.rels": _relationships(
                tuple((id_, f"{ooxml.RELATIONSHIPS}/{kind}", name) for id_, kind, name in _PARTS)
            ),
            "word/document.xml": document,
            "word/styles.xml": styles.styles_part(),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(),
            "word/footer1.xml": _footer("right"),
            "word/footer2.xml": _footer("left"),
        }
    )


def add_section(body: etree._Element) -> None:
    """Append the page set-up: A4, margins, the grid of 22 lines, and a footer each for odd and even pages."""
    section = ooxml.add(body, "sectPr")
    for pages, relationship in _FOOTERS:
        ooxml.add(section, "footerReference", type=pages).set(f"{{{ooxml.RELATIONSHIPS}}}id", relationship)
    width, height = (str(measures.mm_to_twips(side)) for side in measures.PAGE_MM)
    ooxml.add(section, "pgSz", w=width, h=height)
    margins = {side: str(measures.mm_to_twips(length)) for side, length in measures.MARGINS_MM.items()}
    ooxml.add(section, "pgMar", **margins, header="851", footer=str(measures.FOOTER_DISTANCE), gutter="0")
    ooxml.add(section, "docGrid", type="lines", linePitch=str(measures.LINE_PITCH))


def _footer(side: str) -> bytes:
    """— 1 — at one side of the page, one character in."""
    footer = ooxml.root("ftr")
    indent = {f"{side}Chars": "100", side: str(measures.PAGE_NUMBER_SIZE * 10)}
    paragraph = ooxml.add_paragraph(footer, styles.FOOTER, (("ind", indent), ("jc", {"val": side})))
    ooxml.add_run(paragraph, "— ")
    ooxml.add_run(ooxml.add(paragraph, "fldSimple", instr=" PAGE "), "1")
    ooxml.add_run(paragraph, " —")
    return ooxml.serialize(footer)


def _settings() -> bytes:
    """Odd and even footers differ; punctuation keeps its full width."""
    settings = ooxml.root("settings")
    ooxml.add(settings, "evenAndOddHeaders")
    ooxml.add(settings, "characterSpacingControl", val="doNotCompress")
    compatibility = ooxml.add(settings, "compat")
    ooxml.add(
        compatibility,
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val="15",
    )
    ooxml.add(settings, "themeFontLang", val="en-US", eastAsia="zh-CN")
    return ooxml.serialize(settings)


def _font_table() -> bytes:
    """Say which installed face stands in for a named one that is missing."""
    table = ooxml.root("fonts")
    for name, alternatives in _ALTERNATIVES.items():
        font = ooxml.add(table, "font", name=name)
        ooxml.add(font, "altName", val=alternatives)
        ooxml.add(font, "charset", val="86")
    return ooxml.serialize(table)


def _core_properties(title: str, issuer: str | None, dated_on: date | None) -> bytes:
    """Title, author and, for a dated document, its date as the time of creation."""
    dc, terms = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
    xsi, core = "http://www.w3.org/2001/XMLSchema-instance", f"{_PACKAGE}/metadata/core-properties"
    properties = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": dc, "dcterms": terms, "xsi": xsi})
    etree.SubElement(properties, f"{{{dc}}}title").text = title
    etree.SubElement(properties, f"{{{dc}}}creator").text = issuer or ""
    if dated_on:
        for name in ("created", "modified"):
            element = etree.SubElement(properties, f"{{{terms}}}{name}")
            element.set(f"{{{xsi}}}type", "dcterms:W3CDTF")
            element.text = f"{dated_on.isoformat()}T00:00:00Z"
    return ooxml.serialize(properties)


def _content_types() -> bytes:
    namespace = f"{_PACKAGE}/content-types"
    types = etree.XML(f'<Types xmlns="{namespace}"/>')
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    for extension, kind in (("rels", relationships), ("xml", "application/xml")):
        etree.SubElement(types, f"{{{namespace}}}Default", Extension=extension, ContentType=kind)
    overrides = {f"/word/{name}": f"{_WORDPROCESSING}.{kind}+xml" for _, kind, name in _PARTS}
    overrides["/word/document.xml"] = f"{_WORDPROCESSING}.document.main+xml"
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    for part, kind in overrides.items():
        etree.SubElement(types, f"{{{namespace}}}Override", PartName=part, ContentType=kind)
    return ooxml.serialize(types)


def _relationships(rows: tuple[tuple[str, str, str], ...]) -> bytes:
    namespace = f"{_PACKAGE}/relationships"
    relationships = etree.XML(f'<Relationships xmlns="{namespace}"/>')
    for id_, kind, target in rows:
        etree.SubElement(relationships, f"{{{namespace}}}Relationship", Id=id_, Type=kind, Target=target)
    return ooxml.serialize(relationships)


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()
