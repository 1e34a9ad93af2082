"""Rows of tables that copying took apart become rows again, before any line is judged by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from . import furniture
from .cards import rows_of_cards
from .deadlines import is_time
from .diagnostics import diagnostic
from .heads import Head, read_head
from .model import Diagnostic
from .numerals import to_int
from .piped import rows_of_pipes
from .printed_numbers import read_number
from .source import SourceLine
from .units import ends_as_unit

_HEAD_MAX = 12  # columns, and characters in the head of one
_NAME_MIN = 5  # characters of a running head: shorter lines may be cells
_ROW_PARTS = 6  # lines that one broken row may take
_CUT_AFTER, _NEVER_FIRST = ("、", "，", ",", "（", "(", "〔"), tuple("，、。；）)〕：,;:")


def restore_rows(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Diagnostic]]:
    """The lines, with rows that were printed one cell a line, or broken inside a cell, on one line again.

    The restored row keeps the number of its first line; ``also`` names the others.
    """
    piped, found = rows_of_pipes(rows_of_cards(lines))
    stacked, remarks = _stacked(piped)
    return _mended(stacked), found + remarks


def _stacked(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Diagnostic]]:
    """Tables flattened to one cell a line."""
    if not any(_may_begin_head(line) for line in lines):
        return list(lines), []
    solid = _without_page_frames([line for line in lines if line.text.strip()])
    restored: list[SourceLine] = []
    remarks: list[Diagnostic] = []
    at = 0
    while at < len(solid):
        width = _stacked_head(solid, at)
        if not width:
            restored.append(solid[at])
            at += 1
            continue
        remarks.append(diagnostic("cells_from_lines", solid[at].number))
        rows, at = _stacked_rows(solid, at, width)
        restored += rows
    used = {number for line in restored for number in (line.number, *line.also)}
    rest = [line for line in lines if line.number not in used]
    return sorted([*restored, *rest], key=lambda line: line.number), remarks


def _without_page_frames(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without page numbers and the name of the paper printed beside them on page after page."""
    numbers = [at for at, line in enumerate(lines) if _is_page_number(line)]
    beside = [at + step for at in numbers for step in (-1, 1) if 0 <= at + step < len(lines)]
    heads = {at for at in beside if _may_be_running_head(lines[at])}
    printed = Counter(lines[at].text.strip() for at in heads)
    frames = {at for at in heads if printed[lines[at].text.strip()] > 1} | set(numbers)
    return [line for at, line in enumerate(lines) if at not in frames]


def _may_be_running_head(line: SourceLine) -> bool:
    text = line.text.strip()
    return line.cells is None and len(text) > _NAME_MIN and not ends_as_unit(text) and not is_time(text)


def _is_page_number(line: SourceLine) -> bool:
    """Whether a line is a page number: with dashes or words around it, as a bare number may be a cell."""
    return not line.text.strip().isdecimal() and furniture.is_page_number(line.text)


def _stacked_head(lines: Sequence[SourceLine], at: int) -> int:
    """How many lines from ``at`` on are the head of a table; 0 where none begins."""
    if not _may_begin_head(lines[at]):
        return 0
    cells: list[str] = []
    for line in lines[at : at + _HEAD_MAX + 1]:
        text = line.text.strip()
        if to_int(text) == 1 and text.isdecimal():
            head = read_head(cells) if len(cells) >= 3 else None
            return len(cells) if head and head.columns[0] == "number" and head.kind != "unknown" else 0
        if "\t" in text or len(text) > _HEAD_MAX:
            return 0
        cells.append("".join(text.split()))
    return 0


def _may_begin_head(line: SourceLine) -> bool:
    """序号 or 编号, alone on its line."""
    return line.cells is None and len(line.text) <= _HEAD_MAX and line.text.strip().startswith(("序", "编"))


def _stacked_rows(lines: Sequence[SourceLine], at: int, width: int) -> tuple[list[SourceLine], int]:
    """The head and the rows below it, and where the table ends."""
    head = [line.text.strip() for line in lines[at : at + width]]
    rows, at, number = [_row(lines[at : at + width])], at + width, 1
    while at < len(lines) and _has(lines, at, number):
        end = _row_end(lines, at, width, number + 1, head[0])
        rows.append(_row(_fitted(lines[at:end], width)))
        at, number = end, number + 1
        if [line.text.strip() for line in lines[at : at + width]] == head:
            rows.append(_row(lines[at : at + width]))
            at += width
    return rows, at


def _has(lines: Sequence[SourceLine], at: int, number: int) -> bool:
    return at < len(lines) and lines[at].text.strip() == str(number)


def _row_end(lines: Sequence[SourceLine], at: int, width: int, number: int, first: str) -> int:
    """Where the row at ``at`` ends: at the next number or the head of the next page; else after ``width`` cells."""
    if at + width >= len(lines) or _begins_section(lines[at + width]):
        return _last_end(lines, at, width)
    likely: list[int] = [at + width, *range(at + 2, min(at + width * 3, len(lines)) + 1)]
    for end in likely:
        if _has(lines, end, number) or (end < len(lines) and lines[end].text.strip() == first):
            return end
    cells = range(at + 1, min(at + width, len(lines)))
    end = next((end for end in cells if _begins_section(lines[end])), min(at + width, len(lines)))
    return end if end < at + width else _last_end(lines, at, width)


def _last_end(lines: Sequence[SourceLine], at: int, width: int) -> int:
    """Where the last row ends: at the first time not before its ``width``-th cell, if it comes soon."""
    for end in range(at + width, min(at + width * 2, len(lines)) + 1):
        if _begins_section(lines[end - 1]):
            break
        if is_time(lines[end - 1].text.strip()):
            return end
    return min(at + width, len(lines))


def _begins_section(line: SourceLine) -> bool:
    numbering = read_number(line.text.strip())
    if line.text.strip().isdecimal():
        return False
    return furniture.is_furniture(line.text) or (numbering is not None and numbering.style.rank < 3)


def _fitted(cells: Sequence[SourceLine], width: int) -> list[SourceLine]:
    """Cells that go on from one line to the next are joined as long as there are too many."""
    fitted = list(cells)
    at = 0
    while len(fitted) > width and at + 1 < len(fitted):
        before, after = fitted[at], fitted[at + 1]
        if before.text.rstrip().endswith(_CUT_AFTER) or after.text.lstrip().startswith(_NEVER_FIRST):
            fitted[at : at + 2] = [_joined(before, after)]
        else:
            at += 1
    return _fitted_by_kind(fitted, width)


def _fitted_by_kind(cells: list[SourceLine], width: int) -> list[SourceLine]:
    """While there are too many cells: first sentences cut by the page are joined, then names one a line, last first."""
    for belong, between in ((_is_cut, ""), (_are_names, "\n")):
        for at in range(len(cells) - 2, 0, -1):
            if len(cells) > width and belong(cells[at].text.strip(), cells[at + 1].text.strip()):
                cells[at : at + 2] = [_joined(cells[at], cells[at + 1], between)]
    return cells


def _joined(before: SourceLine, after: SourceLine, between: str = "\n") -> SourceLine:
    text = before.text.rstrip() + between + after.text.lstrip()
    return before._replace(text=text, also=(*before.also, after.number, *after.also))


def _is_cut(before: str, after: str) -> bool:
    whole = before.endswith(("。", "；", "！")) or ends_as_unit(before) or is_time(before)
    return not whole and len(before) > _HEAD_MAX and not ends_as_unit(after) and not is_time(after)


def _are_names(before: str, after: str) -> bool:
    return ends_as_unit(before) and ends_as_unit(after)


def _row(cells: Sequence[SourceLine]) -> SourceLine:
    numbers = [number for cell in cells for number in (cell.number, *cell.also)]
    texts = tuple(cell.text.strip() for cell in cells)
    return SourceLine(numbers[0], "\t".join(texts), texts, also=tuple(numbers[1:]))


def _mended(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Rows of tabs broken inside a cell, in tables whose rows are numbered."""
    mended: list[SourceLine] = []
    head: Head | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.cells is not None or "\t" not in line.text:
            mended.append(line)
            at += 1
            continue
        cells = line.text.split("\t")
        found = read_head(cells) if len(cells) >= 3 else None
        head = found or head
        parts = _broken(lines, at, head) if head and not found else 1
        mended.append(_mend(lines[at : at + parts]) if parts > 1 else line)
        at += parts
    return mended


def _broken(lines: Sequence[SourceLine], at: int, head: Head) -> int:
    """How many lines from ``at`` on are one row of the head's width; 1 where the line is whole or cannot be told."""
    width, number = len(head.columns), next(iter(head.at("number")), None)
    cells = lines[at].text.split("\t")
    if number is None or not 1 < len(cells) < width:
        return 1
    for end in range(at + 1, min(at + _ROW_PARTS, len(lines))):
        text = lines[end].text
        if lines[end].cells is not None or not text.strip() or text[0] == "\t" or to_int(text.split("\t")[0]):
            return 1
        cells = [*cells[:-1], cells[-1] + text.split("\t")[0], *text.split("\t")[1:]]
        if len(cells) == width and to_int(cells[number]) is not None:
            return end + 1 - at
    return 1


def _mend(parts: Sequence[SourceLine]) -> SourceLine:
    text = "\n".join(part.text for part in parts)
    cells = tuple(cell.strip() for cell in text.split("\t"))
    return SourceLine(parts[0].number, text, cells, also=tuple(part.number for part in parts[1:]))
