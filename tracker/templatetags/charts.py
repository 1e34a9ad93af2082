"""Bars as SVG from the server. A bar stands in a row of a table, so that the figures are beside it and read aloud."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()

WIDTH = 1000  # units of the drawing; it is stretched to the cell


@dataclass(frozen=True)
class Piece:
    """One coloured piece of a bar: where it starts and how wide it is, in units of the drawing."""

    x: float
    width: float
    fill: str
    label: str
    url: str


@register.inclusion_tag("components/bar.html")
def bar(parts: Iterable[Mapping[str, Any]], longest: float) -> dict[str, object]:
    """A bar of `parts` {value, fill, label, url}, drawn so that `longest` fills the width.

    `fill` is a light or a state of coverage, for the style sheet to colour; `label` is the tooltip and the accessible
    name; `url` opens the list behind it.
    """
    pieces: list[Piece] = []
    x = 0.0
    for part in parts:
        width = WIDTH * float(part["value"]) / float(longest) if longest else 0.0
        if width > 0:
            pieces.append(Piece(round(x, 1), round(width, 1), part["fill"], part["label"], part["url"]))
        x += width
    return {"pieces": pieces, "width": WIDTH}
