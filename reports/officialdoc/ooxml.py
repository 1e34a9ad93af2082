"""The little of WordprocessingML that the writer needs: elements, runs and clean text."""

import re

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NSMAP = {"w": NAMESPACE, "r": RELATIONSHIPS}

_W = f"{{{NAMESPACE}}}"
_P, _R, _T, _BR, _TR = f"{_W}p", f"{_W}r", f"{_W}t", f"{_W}br", f"{_W}tr"
_PPR, _RPR, _PSTYLE, _RSTYLE, _VAL = f"{_W}pPr", f"{_W}rPr", f"{_W}pStyle", f"{_W}rStyle", f"{_W}val"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Characters that XML 1.0 cannot carry, lone surrogates among them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Property = tuple[str, dict[str, str]]


def root(tag: str) -> etree._Element:
    """Return a part's root element `w:tag` with the namespaces declared."""
    return etree.Element(_W + tag, nsmap=NSMAP)


def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """Append `w:tag` with `w:` attributes to `parent` and return it."""
    element = etree.SubElement(parent, _W + tag)
    for name, value in attributes.items():
        element.set(_W + name, value)
    return element


def add_all(parent: etree._Element, properties: tuple[Property, ...]) -> None:
    """Append each (tag, attributes) in the given order; the schema prescribes it."""
    for tag, attributes in properties:
        add(parent, tag, **attributes)


def clean(text: str) -> str:
    """Return `text` without characters that XML cannot carry, tabs as spaces, stripped."""
    return _ILLEGAL.sub("", text).replace("\t", " ").strip()


def clean_lines(text: str) -> list[str]:
    """Return the non-empty lines of `text`, each clean; every kind of line break counts."""
    return [line for line in map(clean, text.splitlines()) if line]


def add_paragraph(parent: etree._Element, style: str = "", properties: tuple[Property, ...] = ()) -> etree._Element:
    """Append an empty paragraph; `style` is a style id, none for the body style (Normal)."""
    paragraph = etree.SubElement(parent, _P)
    if style or properties:
        settings = etree.SubElement(paragraph, _PPR)
        if style:
            etree.SubElement(settings, _PSTYLE).set(_VAL, style)
        add_all(settings, properties)
    return paragraph


def keep_with_next(paragraph: etree._Element) -> None:
    """Tell `paragraph` to stay on the page of the one after it."""
    settings = paragraph.find(_PPR)
    if settings is None:
        settings = etree.Element(_PPR)
        paragraph.insert(0, settings)
    settings.insert(len(settings.findall(_PSTYLE)), etree.Element(f"{_W}keepNext"))


def add_run(paragraph: etree._Element, text: str, style: str = "") -> etree._Element:
    """Append a run of clean `text`; a line break in it becomes a w:br."""
    run = etree.SubElement(paragraph, _R)
    if style:
        etree.SubElement(etree.SubElement(run, _RPR), _RSTYLE).set(_VAL, style)
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, _BR)
        node = etree.SubElement(run, _T)
        node.text = line
        if line != line.strip():
            node.set(_SPACE, "preserve")
    return run


def rows_of(element: etree._Element) -> list[etree._Element]:
    """Return the rows of a table; none of anything else."""
    return element.findall(_TR)


def lines_of(element: etree._Element) -> int:
    """Return how many lines are read of a paragraph or a row: one for a row with text, none for an empty one."""
    if element.tag == _TR:
        return int(any(element.itertext()))
    return 1 + sum(1 for _ in element.iter(_BR))


def serialize(element: etree._Element) -> bytes:
    """Return a part's bytes with its XML declaration."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
