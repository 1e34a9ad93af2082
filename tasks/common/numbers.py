"""Whole numbers out of what was sent."""

MAX_DIGITS = 18  # what a database integer holds


def number_in(text: str) -> int | None:
    """The whole number that was sent, or None for anything else; never an error."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None
