"""What XML and HTML have in common: how much of it may be read, and numbers in attributes that may hold anything."""

from __future__ import annotations

MAX_TAGS = 3_000_000


def is_too_much(data: bytes) -> bool:
    """Whether a tree of this markup would not fit in memory: a tag takes some 130 bytes, an attribute twice that."""
    return data.count(b"<") + 2 * data.count(b"=") > MAX_TAGS


def number(text: str | None, default: int = 0) -> int:
    """A short whole number as printed in an attribute; ``default`` where it is none."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default
