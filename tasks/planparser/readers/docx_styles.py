"""Word's styles and fields that hide text or hold a generated table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from .ooxml import W, ancestry, is_on

_CONTENTS_STYLE = re.compile(r"toc (?:\d|heading)|目录 ?\d?", re.IGNORECASE)
_CONTENTS_FIELD = re.compile(r"\s*TOC\b", re.IGNORECASE)
_P, _MARK, _CODE = (W + name for name in ("p", "fldChar", "instrText"))
_GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"


class Styles:
    """Which styles hide their text (文字隐藏), and which are those of a table of contents."""

    def __init__(self, items: Mapping[str, etree._Element]) -> None:
        self._hidden = {name for name in items if _hides(name, items)}
        self._contents = {name for name, item in items.items() if _CONTENTS_STYLE.fullmatch(_name(item))}

    @property
    def hide_any(self) -> bool:
        """Whether any style hides its text."""
        return bool(self._hidden)

    def hides(self, paragraph: str, run: str, switch: etree._Element | None) -> bool:
        """Whether text is hidden: by its own switch, else by one of its two styles (both together show it again)."""
        if switch is not None:
            return is_on(switch)
        return (paragraph in self._hidden) != (run in self._hidden)

    def is_contents(self, paragraph: str) -> bool:
        """Whether a paragraph in this style is a line of the table of contents."""
        return paragraph in self._contents


def _name(style: etree._Element) -> str:
    name = style.find(W + "name")
    return name.get(W + "val", "") if name is not None else ""


def _hides(name: str, items: Mapping[str, etree._Element]) -> bool:
    """The switch of a style, or of the nearest one that it is based on."""
    switches = (style.find(f"{W}rPr/{W}vanish") for style in ancestry(name, items))
    return is_on(next((switch for switch in switches if switch is not None), None))


def is_contents_control(control: etree._Element) -> bool:
    """Whether a content control is the table of contents that Word put in."""
    gallery = control.find(_GALLERY)
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def in_contents_field(body: etree._Element) -> set[etree._Element]:
    """The paragraphs that a TOC field begins in, fills or ends in."""
    if not any(_CONTENTS_FIELD.match(code.text or "") for code in body.iter(_CODE)):
        return set()
    return set(_contents_paragraphs(body))


def _contents_paragraphs(body: etree._Element) -> Iterator[etree._Element]:
    """Fields nest: each mark opens or closes one, and the code behind the opening mark says which it is."""
    open_fields: list[bool] = []
    contents = 0  # of the open ones, those of a table of contents
    paragraph = body
    for element in body.iter(_P, _MARK, _CODE):
        if element.tag == _P:
            paragraph = element
        elif element.tag == _CODE and open_fields and _CONTENTS_FIELD.match(element.text or ""):
            contents += not open_fields[-1]
            open_fields[-1] = True
        elif element.tag == _MARK and element.get(W + "fldCharType") == "begin":
            open_fields.append(False)
        elif element.tag == _MARK and element.get(W + "fldCharType") == "end" and open_fields and open_fields.pop():
            contents -= 1
            yield paragraph
        if contents:
            yield paragraph
