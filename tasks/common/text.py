"""Text in the form in which it is compared."""

import unicodedata


def normal_text(text: str) -> str:
    """The form in which wording is compared: no white space, one width of digits, letters and punctuation."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
