"""Text in the forms in which it is compared."""

import unicodedata


def one_width(text: str) -> str:
    """The text without white space, its digits, letters and punctuation of one width (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def normal_text(text: str) -> str:
    """The form in which wording is compared: of one width, and in small letters."""
    return one_width(text).casefold()
