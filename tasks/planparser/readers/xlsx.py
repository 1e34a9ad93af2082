"""XLSX, read from its XML: every visible sheet in order, values as the page prints them, formulas never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .markup import number
from .package import BROKEN, TOO_LARGE, Package, members
from .table_lines import MAX_COLUMNS, GridRow, Lines

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DECIMALS = re.compile(r"0\.(0{1,10})0*%")
MAX_ROWS, MAX_MERGES = 100_000, 20_000


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to: shared texts, the format of each style, the day that dates count from."""

    texts: list[str]
    formats: list[str]
    epoch: datetime


@dataclass(slots=True)
class _Unseen:
    """How many rows and which columns with something in them a sheet hides."""

    rows: int = 0
    columns: set[int] = field(default_factory=set)

    def __str__(self) -> str:
        counts = ((self.rows, "行"), (len(self.columns), "列"))
        return "、".join(f"{count}{what}" for count, what in counts if count)


class XlsxReader:
    """Excel and WPS workbooks. Hidden sheets, rows and columns, notes, charts and links to other files are left out."""

    def accepts(self, data: bytes) -> bool:
        """Whether the file is a package with a workbook in it."""
        return any(name.startswith("xl/") for name in members(data))

    def read(self, data: bytes) -> list[SourceLine]:
        """One line a row; rows of a single text above a table are plain lines."""
        package = Package(data)
        part = package.main("xl/workbook.xml")
        workbook = package.xml(part)
        parts = package.targets(part)
        book = _book(package, workbook, dict(parts.values()))
        lines = Lines()
        for sheet in workbook.iter(S + "sheet"):
            kind, name = parts.get(sheet.get(_ID, ""), ("", ""))
            if kind == "worksheet" and sheet.get("state", "visible") == "visible":
                _put(package.xml(name), book, lines)
        return lines.found


def _put(sheet: etree._Element, book: _Book, lines: Lines) -> None:
    """The lines of a sheet; the first says how much of it is hidden, a filter being a way to hide rows."""
    start, unseen = len(lines.found), _Unseen()
    lines.table(_rows(sheet, book, unseen))
    if str(unseen) and start < len(lines.found):
        lines.found[start] = lines.found[start]._replace(hidden=str(unseen))


def _book(package: Package, workbook: etree._Element, parts: dict[str, str]) -> _Book:
    settings = workbook.find(S + "workbookPr")
    mac = settings is not None and settings.get("date1904") in ("1", "true")
    texts = package.xml(parts["sharedStrings"]) if parts.get("sharedStrings", "") in package else None
    styles = package.xml(parts["styles"]) if parts.get("styles", "") in package else None
    return _Book(
        texts=[] if texts is None else [_text(item) for item in texts.iter(S + "si")],
        formats=[] if styles is None else _formats(styles),
        epoch=CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
    )


def _formats(styles: etree._Element) -> list[str]:
    own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in styles.iter(S + "numFmt")}
    used = styles.find(S + "cellXfs")
    names = [] if used is None else [item.get("numFmtId", "0") for item in used]
    return [own.get(name) or BUILTIN_FORMATS.get(int(name) if name.isdecimal() else 0, "General") for name in names]


def _text(item: etree._Element) -> str:
    """The runs of a text, without its pinyin guide."""
    runs = (run for part in item if part.tag != S + "rPh" for run in part.iter(S + "t"))
    return "".join(run.text or "" for run in runs)


def _rows(sheet: etree._Element, book: _Book, unseen: _Unseen) -> Iterator[GridRow]:
    merges, hidden = _merges(sheet), _hidden_columns(sheet)
    values: dict[tuple[int, int], str] = {}
    for at, row in enumerate(sheet.iter(S + "row"), start=1):
        if at > MAX_ROWS:
            raise PlanError(TOO_LARGE)
        found = dict(_cells(row, at, book))
        values.update(found if merges else {})
        unseen.columns.update(column for (_, column), text in found.items() if text.strip() and column - 1 in hidden)
        if row.get("hidden") in ("1", "true"):
            unseen.rows += any(text.strip() for text in found.values())
        else:
            yield _shown(_filled(number(row.get("r"), at), found, values, merges), hidden)


def _hidden_columns(sheet: etree._Element) -> frozenset[int]:
    """Positions of the columns that nobody sees, from 0."""
    runs = [run for run in list(sheet.iter(S + "col"))[:MAX_COLUMNS] if run.get("hidden") in ("1", "true")]
    columns = (range(number(run.get("min"), 1), min(number(run.get("max"), 1), MAX_COLUMNS) + 1) for run in runs)
    return frozenset(column - 1 for run in columns for column in run)


def _shown(row: GridRow, hidden: frozenset[int]) -> GridRow:
    if not hidden:
        return row
    kept = [at for at in range(len(row.cells)) if at not in hidden]
    merged = frozenset(place for place, at in enumerate(kept) if at in row.merged)
    return GridRow(tuple(row.cells[at] for at in kept), merged)


def _filled(
    place: int,
    found: dict[tuple[int, int], str],
    values: dict[tuple[int, int], str],
    merges: dict[tuple[int, int], tuple[int, int]],
) -> GridRow:
    width = max((column for _, column in found), default=0)
    while (place, width + 1) in merges:  # the rest of a merged cell need not be stored
        width += 1
    cells, merged = [], set()
    for column in range(1, width + 1):
        origin = merges.get((place, column))
        cells.append(values.get(origin, "") if origin else found.get((place, column), ""))
        if origin and origin[0] < place:
            merged.add(column - 1)
    return GridRow(tuple(cells), frozenset(merged))


def _merges(sheet: etree._Element) -> dict[tuple[int, int], tuple[int, int]]:
    """For each covered (row, column) the one that holds the value."""
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    for item in list(sheet.iter(S + "mergeCell"))[:MAX_MERGES]:
        try:
            left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(item.get("ref", "")))
        except ValueError as error:
            raise PlanError(BROKEN) from error
        right = min(right, MAX_COLUMNS)
        if (bottom - top + 1) * max(right - left + 1, 1) + len(origins) > MAX_ROWS * 5:
            raise PlanError(TOO_LARGE)
        origins.update(
            {(row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        )
    return origins


def _cells(row: etree._Element, at: int, book: _Book) -> Iterator[tuple[tuple[int, int], str]]:
    place = number(row.get("r"), at)
    for position, cell in enumerate(row.iter(S + "c"), start=1):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        column = column_index_from_string(reference[1]) if reference else position
        if column <= MAX_COLUMNS:
            yield (place, column), _value(cell, book)


def _value(cell: etree._Element, book: _Book) -> str:
    """A cell as printed; nothing for an error or a formula that was never computed."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    stored = cell.findtext(S + "v") or ""
    if kind == "s":
        at = number(stored, -1)
        return book.texts[at] if 0 <= at < len(book.texts) else ""
    if kind == "n":
        at = number(cell.get("s"))
        return _number(stored, book.formats[at] if at < len(book.formats) else "General", book)
    return {"str": stored, "b": {"1": "是", "0": "否"}.get(stored, ""), "d": stored[:10]}.get(kind, "")


def _number(stored: str, form: str, book: _Book) -> str:
    """Dates and percentages by their format, whole numbers without a point."""
    try:
        amount = float(stored)
    except ValueError:
        return stored
    if is_date_format(form):
        return _date(amount, form, book)
    if "%" in form:
        decimals = _DECIMALS.search(form)
        return f"{amount * 100:.{len(decimals[1]) if decimals else 0}f}%"
    return str(int(amount)) if amount.is_integer() and abs(amount) < 1e15 else f"{amount:.10g}"


def _date(amount: float, form: str, book: _Book) -> str:
    try:
        day = from_excel(amount, book.epoch)
    except (ValueError, OverflowError):
        return ""
    if not isinstance(day, datetime):
        return str(day)
    with_day = "d" in re.sub(r'"[^"]*"|\[[^\]]*\]', "", form.lower())
    return f"{day.year}年{day.month}月{day.day}日" if with_day else f"{day.year}年{day.month}月"
