"""Words of WordprocessingML that several modules need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from .markup import number
from .package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = ("0", "false", "off")


def is_on(switch: etree._Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return switch is not None and switch.get(W + "val") not in _OFF


def ancestry(name: str, styles: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    """A style by its name, then those that it is based on, each once even where they go round in a circle."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        based = styles[name].find(W + "basedOn")
        name = based.get(W + "val", "") if based is not None else ""


def styles_of(package: Package, document: str) -> dict[str, etree._Element]:
    """The styles of a document by name, none where it has no part for them."""
    part = dict(package.targets(document).values()).get("styles", "")
    found = package.xml(part).findall(W + "style") if part in package else []
    return {item.get(W + "styleId", ""): item for item in found}


def value(parent: etree._Element, name: str, default: int = 0) -> int:
    """The number in the ``w:val`` of a child; ``default`` where it is none."""
    child = parent.find(W + name)
    return number(child.get(W + "val") if child is not None else None, default)
