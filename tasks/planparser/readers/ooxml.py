"""Words of WordprocessingML that several modules need."""

from __future__ import annotations

from lxml import etree

from .markup import number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = ("0", "false", "off")


def is_on(switch: etree._Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return switch is not None and switch.get(W + "val") not in _OFF


def value(parent: etree._Element, name: str, default: int = 0) -> int:
    """The number in the ``w:val`` of a child; ``default`` where it is none."""
    child = parent.find(W + name)
    return number(child.get(W + "val") if child is not None else None, default)
