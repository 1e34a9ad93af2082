"""Opening a DOCX, and what a run or paragraph of it looks like once style inheritance is resolved."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import XmlPart
from lxml import etree

from reports.officialdoc.ooxml import NAMESPACE, NSMAP

_W = f"{{{NAMESPACE}}}"
_DRAWING = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}

# Unpacked size past which a file is no document that a person wrote.
_MAX_UNPACKED = 300 * 1024 * 1024
# What Word uses where nothing at all is said.
_DEFAULT_SIZE = 20
_CHARACTER_WIDTH_UNIT = 100
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_BROKEN = (OpcError, zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, ValueError, TypeError, AttributeError)
_BROKEN_READING = (EOFError, NotImplementedError, RuntimeError, OSError)


class NotADocxError(ValueError):
    """The file cannot be opened as a DOCX; the message is one sentence for the person who gave it."""


def open_docx(data: bytes) -> Document:
    """Return the document in `data`.

    Raises NotADocxError, with a Chinese sentence that says what to do, for anything that is not a readable DOCX.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        document = None if unpacked > _MAX_UNPACKED else docx.Document(io.BytesIO(data))
        if document is not None:
            _touch(document)
    except (*_BROKEN, *_BROKEN_READING) as error:
        raise NotADocxError("这不是可读的DOCX文件，请在WPS或Word中打开原文件，另存为.docx格式后再试。") from error
    if document is None:
        raise NotADocxError("文件展开后超过300MB，请删去多余的图片或拆分后再试。")
    return document


def _touch(document: Document) -> None:
    """Read what is only read when asked for, so that a file broken there is refused like any other."""
    _ = document.styles.element, document.settings.element
    if document.element.body is None:
        raise ValueError("no w:body")


def related(document: Document, *kinds: str) -> dict[str, etree._Element]:
    """Return the root elements of the document's parts of the relationship types `kinds`, by relationship id.

    A part outside the file, or one whose content type is not what the relationship says, is left out.
    """
    relationships = document.part.rels
    parts = {id_: rel.target_part for id_, rel in relationships.items() if rel.reltype in kinds and not rel.is_external}
    return {id_: part.element for id_, part in parts.items() if isinstance(part, XmlPart)}


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return attribute `w:name` of `element`, or None."""
    return None if element is None else element.get(_W + name)


def number(value: str | None) -> int | None:
    """Return a whole number from an attribute, or None where it holds none."""
    try:
        return None if value is None else round(float(value))
    except (ValueError, OverflowError):
        return None


def has_chinese(text: str) -> bool:
    """Tell whether `text` holds a Chinese character."""
    return _CHINESE.search(text) is not None


def text_of(element: etree._Element) -> str:
    """Return the text of a paragraph or run, text boxes in it included."""
    return "".join(node.text or "" for node in element.iter(f"{_W}t"))


def runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of `paragraph` that hold text; runs of a paragraph nested in a text box are its own."""
    for run in paragraph.iter(f"{_W}r"):
        owner = next(run.iterancestors(f"{_W}p"), None)
        if owner is paragraph and text_of(run):
            yield run


class Formats:
    """Answers what applies to a run or paragraph of one document: its own setting, its styles', or the defaults'."""

    def __init__(self, document: Document) -> None:
        sheet: etree._Element = document.styles.element
        self._styles = {attribute(style, "styleId"): style for style in sheet.findall("w:style", NSMAP)}
        self._default_run = sheet.find("w:docDefaults/w:rPrDefault/w:rPr", NSMAP)
        self._default_paragraph = sheet.find("w:docDefaults/w:pPrDefault/w:pPr", NSMAP)
        self._defaults = {
            attribute(style, "type"): id_ for id_, style in self._styles.items() if attribute(style, "default") == "1"
        }
        self._theme = _theme_fonts(document)
        self._style_chain = cache(self._walk_styles)

    def east_asian_font(self, run: etree._Element) -> str | None:
        """Return the font of the run's Chinese characters, or None where no level names one."""
        return self._font(run, "eastAsia")

    def western_font(self, run: etree._Element) -> str | None:
        """Return the font of the run's figures and Latin letters, or None."""
        return self._font(run, "ascii")

    def size(self, run: etree._Element) -> int:
        """Return the run's size in half-points."""
        sizes = (number(attribute(level.find("w:sz", NSMAP), "val")) for level in self._run_levels(run))
        return next((size for size in sizes if size is not None), _DEFAULT_SIZE)

    def character_spacing(self, run: etree._Element) -> int:
        """Return the distance added after each character of the run, in twips."""
        found = (number(attribute(level.find("w:spacing", NSMAP), "val")) for level in self._run_levels(run))
        return next((spacing for spacing in found if spacing is not None), 0)

    def paragraph_value(self, paragraph: etree._Element, tag: str, name: str) -> str | None:
        """Return attribute `name` of the paragraph property `tag` from the nearest level that sets it."""
        values = (attribute(level.find(f"w:{tag}", NSMAP), name) for level in self._paragraph_levels(paragraph))
        return next((value for value in values if value is not None), None)

    def style_name(self, paragraph: etree._Element) -> str:
        """Return the name of the paragraph's style, lower case; empty where it has none."""
        style = self._styles.get(self._paragraph_style(paragraph))
        return ("" if style is None else attribute(style.find("w:name", NSMAP), "val") or "").lower()

    def indent(self, paragraph: etree._Element, side: str, size: int) -> float:
        """Return the indent `side` (firstLine, left, right) in characters of `size` half-points."""
        for level in self._paragraph_levels(paragraph):
            indent = level.find("w:ind", NSMAP)
            characters = number(attribute(indent, f"{side}Chars"))
            if characters:
                return characters / _CHARACTER_WIDTH_UNIT
            twips = number(attribute(indent, side))
            if twips is not None:
                return twips / (size * 10)
        return 0.0

    def _font(self, run: etree._Element, script: str) -> str | None:
        for level in self._run_levels(run):
            fonts = level.find("w:rFonts", NSMAP)
            # A theme font outranks the font named beside it.
            theme = attribute(fonts, f"{script}Theme")
            if theme is not None:
                return self._theme.get(theme)
            font = attribute(fonts, script)
            if font is not None:
                return font
        return None

    def _run_levels(self, run: etree._Element) -> Iterator[etree._Element]:
        """Yield the w:rPr elements that apply to `run`, the strongest first."""
        own = run.find("w:rPr", NSMAP)
        if own is not None:
            yield own
            yield from self._properties(attribute(own.find("w:rStyle", NSMAP), "val"), "rPr")
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        if paragraph is not None:
            yield from self._properties(self._paragraph_style(paragraph), "rPr")
        if self._default_run is not None:
            yield self._default_run

    def _paragraph_levels(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        own = paragraph.find("w:pPr", NSMAP)
        if own is not None:
            yield own
        yield from self._properties(self._paragraph_style(paragraph), "pPr")
        if self._default_paragraph is not None:
            yield self._default_paragraph

    def _paragraph_style(self, paragraph: etree._Element) -> str | None:
        named = attribute(paragraph.find("w:pPr/w:pStyle", NSMAP), "val")
        return named if named in self._styles else self._defaults.get("paragraph")

    def _properties(self, style_id: str | None, tag: str) -> Iterator[etree._Element]:
        for style in self._style_chain(style_id):
            properties = style.find(f"w:{tag}", NSMAP)
            if properties is not None:
                yield properties

    def _walk_styles(self, style_id: str | None) -> tuple[etree._Element, ...]:
        """The style and those it is based on; a circle in a broken file ends the walk."""
        chain: list[etree._Element] = []
        style = self._styles.get(style_id)
        while style is not None and style not in chain:
            chain.append(style)
            style = self._styles.get(attribute(style.find("w:basedOn", NSMAP), "val"))
        return tuple(chain)


def _theme_fonts(document: Document) -> dict[str, str]:
    """Return the fonts that theme names such as minorEastAsia stand for; those that stand for nothing are left out.

    The theme's font for simplified Chinese counts only in a document whose East Asian language is set.
    """
    part = next(
        (rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.THEME), None
    )
    if part is None:
        return {}
    try:
        theme = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return {}
    language = attribute(document.settings.element.find("w:themeFontLang", NSMAP), "eastAsia") or ""
    fonts = {}
    for kind in ("major", "minor"):
        east_asian = theme.find(f".//a:{kind}Font/a:ea", _DRAWING)
        simplified = theme.find(f".//a:{kind}Font/a:font[@script='Hans']", _DRAWING)
        latin = theme.find(f".//a:{kind}Font/a:latin", _DRAWING)
        fonts[f"{kind}EastAsia"] = _typeface(east_asian) or (language.startswith("zh") and _typeface(simplified)) or ""
        fonts[f"{kind}Ascii"] = fonts[f"{kind}HAnsi"] = _typeface(latin)
    return {name: font for name, font in fonts.items() if font}


def _typeface(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeface") or ""
