"""The lines of a plan's source document, item by item."""

import re
from collections.abc import Iterable

from tasks.plans.models import SourceDocument

Lines = list[tuple[int, str]]
# The last item of a document: nothing says where it ends, so no more than this counts as its lines.
LAST_ITEM_LINES = 12

_SPACE = re.compile(r"\s+")


def item_lines(source: SourceDocument, line: int | None, starts: Iterable[int], closing: str) -> Lines:
    """The item that begins on `line` as (number, text), up to the line before the next of `starts`.

    The last item ends with the line that holds its `closing` words (its deadline as written).
    """
    if line is None:
        return []
    later = [start for start in starts if start > line]
    if later:
        return source.lines(line, min(later) - 1)
    return _until(source.lines(line, line + 4 * LAST_ITEM_LINES), _SPACE.sub("", closing))


def _until(rows: Lines, closing: str) -> Lines:
    for count, (_, text) in enumerate(rows, 1):
        if closing and _SPACE.sub("", text).endswith(closing):
            return rows[:count]
    return rows[:LAST_ITEM_LINES]


def line_span(lines: Lines) -> str:
    """ "第39行" or "第39至45行"; nothing for no lines."""
    if not lines:
        return ""
    first, last = lines[0][0], lines[-1][0]
    return f"第{first}行" if first == last else f"第{first}至{last}行"
