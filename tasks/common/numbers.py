"""Whole numbers out of what was sent; decimals as people write them."""

from decimal import Decimal

MAX_DIGITS = 18  # what a database integer holds


def number_in(text: str) -> int | None:
    """The whole number that was sent, or None for anything else; never an error."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def decimal_text(value: Decimal) -> str:
    """A decimal as people write it: 59.5, 1319; no trailing zeros, no exponent."""
    return f"{value.normalize():f}"


def amount_text(value: Decimal, unit: str) -> str:
    """The same with its unit: 59.5场次."""
    return f"{decimal_text(value)}{unit}"
