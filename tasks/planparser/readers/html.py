"""HTML as saved from a site: what the page shows, in lines and table rows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .markup import is_too_much, number
from .plain_text import decode
from .table_lines import MAX_COLUMNS, GridRow, Lines

_STARTS = re.compile(
    rb"(?>\s*(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h[1-6]|span|style|script)\b",
    re.I | re.S,
)
_INSIDE = re.compile(rb"<html\b|</(?:p|div|table|td|tr|body)>", re.I)
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_INVISIBLE_STYLE = re.compile(r"visibility\s*:\s*hidden", re.I)
_DROPPED = frozenset(
    (
        *("script", "style", "head", "template", "noscript", "object", "iframe", "svg", "canvas", "audio", "video"),
        *("select", "option", "button", "textarea", "input", "datalist", "map", "rt", "rp", "math"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
# @media print { … }, and comments
_AT_RULE = re.compile(r"/\*.*?(?:\*/|\Z)|@[^@{};]{0,300}(?:;|\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\})", re.S)
_NAME = re.compile(r"[.#][\w-]+")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TOO_LARGE = "网页过大，无法读取，请把正文复制到文本文件后再试。"
_TOO_DEEP = "网页的层次过多，无法读取，请把正文复制到文本文件后再试。"
MAX_DEPTH = 250


class HtmlReader:
    """Web pages. Scripts, styles, comments, forms and hidden elements are left out."""

    def accepts(self, data: bytes) -> bool:
        """Whether the text begins like a page."""
        head = data[:4096]
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            head = data[:8192].decode("utf-16", "ignore").encode()
        head = head.removeprefix(codecs.BOM_UTF8)
        return _STARTS.match(head) is not None or (head.lstrip()[:1] == b"<" and _INSIDE.search(head) is not None)

    def read(self, data: bytes) -> list[SourceLine]:
        """One line a block or line break, one a table row."""
        return lines_of_page(decoded_page(data))


def lines_of_page(text: str) -> list[SourceLine]:
    """What a page shows: one line a block or line break, one a table row."""
    page = _Page()
    root = _parsed(text)
    if root is not None:
        _hide_by_style(root)
        _show_the_page(root)
        page.element(root, 0)
        page.end_line()
    return page.lines.found


def decoded_page(data: bytes, charset: str = "") -> str:
    """The text in the encoding of its BOM or as declared, else in whichever makes sense."""
    declared = _CHARSET.search(data[:4096])
    name = charset.lower() or (declared[1].decode().lower() if declared else "")
    if name in ("gb2312", "gbk", "gb18030"):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return decode(data)


def _parsed(text: str) -> etree._Element | None:
    data = text.replace("\x00", "").encode("utf-8", "ignore")
    if is_too_much(data):
        raise PlanError(_TOO_LARGE)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise PlanError(_TOO_DEEP)
    return root


def _hide_by_style(root: etree._Element) -> None:
    """Mark as hidden what the page's own style sheets hide by its class or id; what a script may show again stays."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for sheet in root.iter("style"):
        for rule in _AT_RULE.sub("", sheet.text or "").split("}"):
            selectors, _, body = rule.rpartition("{")  # .tip, #code { display: none
            if _HIDDEN_STYLE.search(body):
                hidden.update(selector.strip() for selector in selectors.split(","))
            elif "display" in body:
                shown.update(_NAME.findall(selectors))
    hidden = {name for name in hidden - shown if _NAME.fullmatch(name)}
    for node in root.iter(etree.Element) if hidden else ():
        names = {f".{name}" for name in node.get("class", "").split()} | {f"#{node.get('id', '')}"}
        if names & hidden:
            node.set("hidden", "")


def _show_the_page(root: etree._Element) -> None:
    """What holds nearly all of the page's text is invisible only until a script shows it: it is read all the same.

    The article of a public account is saved with visibility: hidden on its content.
    """
    unseen = [node for node in root.iter(etree.Element) if _INVISIBLE_STYLE.search(node.get("style", ""))]
    lengths = _text_lengths(root) if unseen else {}
    for node in unseen:
        if lengths[node] * 5 > lengths[root] * 4:
            node.attrib.pop("style")


def _text_lengths(root: etree._Element) -> dict[etree._Element, int]:
    """For each element the characters of the text in it that is no script's."""
    lengths: dict[etree._Element, int] = {}
    said = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            lengths[node] = -said
            said += len((node.text or "").strip()) if node.tag not in _DROPPED else 0
        else:
            lengths[node] += said
            said += len((node.tail or "").strip())
    return lengths


class _Page:
    def __init__(self) -> None:
        self.lines = Lines()
        self._parts: list[str] = []
        self._counts: dict[etree._Element, int] = {}  # of each ordered list, how far it has counted

    def end_line(self) -> None:
        """Put what has been collected on a line of its own."""
        text = _SPACE.sub(" ", "".join(self._parts)).strip(" ")
        self._parts.clear()
        if text:
            self.lines.text(text)

    def element(self, node: etree._Element, depth: int) -> None:
        """An element and all in it, in the order of the page."""
        if depth > MAX_DEPTH:
            raise PlanError(_TOO_DEEP)
        if _is_dropped(node):
            return
        tag = str(node.tag)
        if tag == "br":
            self.end_line()
        elif tag == "table" and _holds_data(node):
            self.end_line()
            self.lines.table(_rows(node))
        else:
            self._inside(node, tag, depth)

    def _inside(self, node: etree._Element, tag: str, depth: int) -> None:
        block = tag in _BLOCKS
        if block:
            self.end_line()
        self._parts.append(self._item_number(node) if tag == "li" else "")
        self._parts.append(node.text or "")
        for child in node:
            self.element(child, depth + 1)
            self._parts.append(child.tail or "")
        if block:
            self.end_line()

    def _item_number(self, node: etree._Element) -> str:
        """The number that a browser prints before an item of an ordered list."""
        parent = node.getparent()
        if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return ""
        before = self._counts.get(parent, number(parent.get("start"), 1) - 1)
        self._counts[parent] = number(node.get("value"), before + 1)
        return f"{self._counts[parent]}."


def _is_dropped(node: etree._Element) -> bool:
    if not isinstance(node.tag, str) or node.tag in _DROPPED:
        return True
    if node.tag in ("nav", "ul", "ol") and _is_menu(node):
        return True
    return node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style", "")) is not None


def _is_menu(node: etree._Element) -> bool:
    """Whether a list is nothing but several links: 首页, 政务公开, 互动交流."""
    links = list(node.iterdescendants("a"))
    return len(links) > 1 and sum(map(_length, links)) == _length(node)


def _length(node: etree._Element) -> int:
    """Characters of all text in a node, spaces apart."""
    return sum(len("".join(str(text).split())) for text in node.itertext())


def _holds_data(table: etree._Element) -> bool:
    """Whether a table has columns; one that only lays out the page has tables in it or one cell a row."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(sum(cell.tag in ("td", "th") for cell in row) > 1 for row in table.iter("tr"))


def _rows(table: etree._Element) -> Iterator[GridRow]:
    open_cells: dict[int, tuple[int, str]] = {}  # column: rows still covered, text
    for row in table.iter("tr"):
        if _is_dropped(row):
            continue
        cells: list[str] = []
        merged: set[int] = set()
        for cell in [*(cell for cell in row if cell.tag in ("td", "th") and not _is_dropped(cell)), None]:
            while len(cells) in open_cells:
                merged.add(len(cells))
                cells.append(_taken(open_cells, len(cells)))
            if cell is not None:
                _place(cell, cells, open_cells)
        yield GridRow(tuple(cells), frozenset(merged))


def _taken(open_cells: dict[int, tuple[int, str]], column: int) -> str:
    left, text = open_cells.pop(column)
    if left > 1:
        open_cells[column] = (left - 1, text)
    return text


def _place(cell: etree._Element, cells: list[str], open_cells: dict[int, tuple[int, str]]) -> None:
    inner = _Page()
    inner.element(cell, 0)
    inner.end_line()
    text = "\n".join(line.text for line in inner.lines.found)
    below = _span(cell, "rowspan") - 1
    for column in range(len(cells), min(len(cells) + _span(cell, "colspan"), MAX_COLUMNS)):
        cells.append(text)
        if below:
            open_cells[column] = (below, text)


def _span(cell: etree._Element, name: str) -> int:
    return max(1, number(cell.get(name, "").strip(), 1))
