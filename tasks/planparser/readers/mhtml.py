"""MHTML: a page saved from a browser or Word as one file, its parts packed as in a mail."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .html import decoded_page, lines_of_page

_HEAD = 8192
_VERSION = re.compile(rb"^MIME-Version:\s*1\.0", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.I | re.M)
_BROKEN = "网页文件已损坏，或者没有正文，请重新保存网页后再试。"
_MAX_DEPTH = 10


class MhtmlReader:
    """The first page in the file; pictures and frames are left out."""

    def accepts(self, data: bytes) -> bool:
        """Whether the file begins with the headers of such a packing."""
        head = data[:_HEAD].replace(b"\r\n", b"\n").lstrip().split(b"\n\n", 1)[0]
        return _VERSION.search(head) is not None and _RELATED.search(head) is not None

    def read(self, data: bytes) -> list[SourceLine]:
        """One line a block or line break of the page, one a table row."""
        try:
            page = _page(message_from_bytes(data.lstrip()), 0)
        except RecursionError as error:
            raise PlanError(_BROKEN) from error
        content = page.get_payload(decode=True) if page else None
        if page is None or not isinstance(content, bytes):
            raise PlanError(_BROKEN)
        return lines_of_page(decoded_page(content, page.get_content_charset("")))


def _page(part: Message, depth: int) -> Message | None:
    """The first HTML part, at most ``_MAX_DEPTH`` packings deep."""
    if part.get_content_type() == "text/html":
        return part
    inner = part.get_payload()
    if not isinstance(inner, list) or depth > _MAX_DEPTH:
        return None
    found = (_page(child, depth + 1) for child in inner if isinstance(child, Message))
    return next((page for page in found if page is not None), None)
