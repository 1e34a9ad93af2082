"""What Excel and WPS put on the clipboard: cells between tabs, rows between line ends; pure."""

import re

# A cell that holds a line end, a tab or a quotation mark comes in quotation marks, with those within it doubled.
_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"(?=[\t\r\n]|\Z)|(?P<plain>[^\t\r\n]*))(?P<end>\t|\r\n|\r|\n|\Z)')
_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')


def parse_tsv(text: str) -> list[list[str]]:
    """The rows of a copied rectangle; the line end behind the last row begins no other. Rows may differ in length.

    Line ends within a cell become plain ones. A cell that needs no quotation marks but has them keeps them: they were
    typed.
    """
    rows: list[list[str]] = [[]]
    at, end = 0, "\t"
    while at < len(text) or end == "\t":
        found = _CELL.match(text, at)
        assert found  # noqa: S101  a plain cell may be empty, so something always matches
        at, end = found.end(), found["end"]
        rows[-1].append(_cell(found))
        if end not in ("\t", ""):
            rows.append([])
    return rows if rows[-1] else rows[:-1]


def _cell(found: re.Match[str]) -> str:
    quoted = found["quoted"]
    if quoted is None:
        return found["plain"]
    if not _NEEDS_QUOTES.search(quoted):
        return f'"{quoted}"'
    return quoted.replace('""', '"').replace("\r\n", "\n").replace("\r", "\n")
