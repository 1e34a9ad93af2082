"""Numbers that Word generates: counted through the document and printed in the list's own format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from .counting import printed
from .markup import number
from .ooxml import W, ancestry, is_on, value
from .package import Package

_PLACE = re.compile(r"%([1-9])")
_SYMBOL_FONT = re.compile(r"[\ue000-\uf8ff]")
_CLOSED = ("、", ".", "．", ")", "）", "，", "：")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, and where it starts."""

    text: str
    format: str
    start: int
    restart: int | None
    legal: bool


@dataclass(slots=True)
class _List:
    """The definition that one or more numberings share, and how far each level has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Use:
    """A numbering: its list, its own levels, and the starts it still has to set."""

    shared: _List
    levels: dict[int, Level]
    starts: dict[int, int]


class Numberer:
    """Counts as it is asked, paragraph by paragraph."""

    def __init__(self, uses: dict[str, _Use], styles: dict[str, tuple[str, int]]) -> None:
        self._uses, self._styles = uses, styles

    def label(self, properties: etree._Element | None) -> str:
        """What Word prints before a paragraph with these properties; empty where it has no number."""
        if properties is None or not self._uses:
            return ""
        name, depth = self._numbering(properties)
        use = self._uses.get(name)
        level = use.levels.get(depth) if use else None
        if use is None or level is None:
            return ""
        _count(use, depth, level)
        text = _PLACE.sub(lambda place: _printed(use, int(place[1]) - 1, level), level.text)
        text = _SYMBOL_FONT.sub("•", text)
        return text if not text or text.endswith(_CLOSED) else f"{text} "

    def _numbering(self, properties: etree._Element) -> tuple[str, int]:
        style = properties.find(W + "pStyle")
        inherited = self._styles.get(style.get(W + "val", ""), ("", 0)) if style is not None else ("", 0)
        own = properties.find(W + "numPr")
        if own is None:
            return inherited
        name = own.find(W + "numId")
        return (name.get(W + "val", "") if name is not None else inherited[0]), value(own, "ilvl", inherited[1])


def _count(use: _Use, depth: int, level: Level) -> None:
    counts = use.shared.counts
    start = use.starts.pop(depth, None)
    counts[depth] = start if start is not None else counts.get(depth, level.start - 1) + 1
    for lower in [other for other in counts if other > depth]:
        below = use.levels.get(lower)
        if below is None or below.restart is None or (below.restart > 0 and depth < below.restart):
            del counts[lower]


def _printed(use: _Use, depth: int, of: Level) -> str:
    """The number of one level inside a label: 1.2 prints those of two."""
    level = use.levels.get(depth)
    if level is None:
        return ""
    count = use.shared.counts.get(depth, level.start)
    return printed(count, "decimal" if of.legal else level.format)


def load_numberer(package: Package, document: str, styles: Mapping[str, etree._Element]) -> Numberer:
    """The numberings, from the part beside the document, and which of its styles carry one."""
    part = dict(package.targets(document).values()).get("numbering", "")
    uses = _uses(package.xml(part)) if part in package else {}
    carrying = {name: found for name in styles if (found := _of_style(name, styles))[0]} if uses else {}
    return Numberer(uses, carrying)


def _uses(root: etree._Element) -> dict[str, _Use]:
    lists = {item.get(W + "abstractNumId", ""): _List(_levels(item)) for item in root.findall(W + "abstractNum")}
    uses = {}
    for item in root.findall(W + "num"):
        reference = item.find(W + "abstractNumId")
        shared = lists.get(reference.get(W + "val", "")) if reference is not None else None
        if shared is not None:
            overrides = item.findall(W + "lvlOverride")
            own = {depth: level for override in overrides for depth, level in _levels(override).items()}
            starts = {
                number(override.get(W + "ilvl")): value(override, "startOverride")
                for override in overrides
                if override.find(W + "startOverride") is not None
            }
            uses[item.get(W + "numId", "")] = _Use(shared, shared.levels | own, starts)
    return uses


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = {number(item.get(W + "ilvl")): item for item in parent.findall(W + "lvl")}
    return {depth: _level(item) for depth, item in found.items() if depth < _LEVELS}


def _level(item: etree._Element) -> Level:
    text, form, restart = (item.find(W + name) for name in ("lvlText", "numFmt", "lvlRestart"))
    return Level(
        text=text.get(W + "val", "") if text is not None else "",
        format=form.get(W + "val", "decimal") if form is not None else "decimal",
        start=value(item, "start", 1),
        restart=None if restart is None else number(restart.get(W + "val")),
        legal=is_on(item.find(W + "isLgl")),
    )


def _of_style(name: str, styles: Mapping[str, etree._Element]) -> tuple[str, int]:
    """The numbering of a paragraph style, its own or that of the nearest one that it is based on."""
    for style in ancestry(name, styles):
        numbering = style.find(f"{W}pPr/{W}numPr")
        reference = numbering.find(W + "numId") if numbering is not None else None
        if numbering is not None and reference is not None:
            return reference.get(W + "val", ""), value(numbering, "ilvl")
    return "", 0
