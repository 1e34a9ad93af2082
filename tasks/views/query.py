"""Reading numbers and words out of addresses and forms."""

from tasks.forms.fields import TextField

MAX_DIGITS = 18  # what a database integer holds
_TEXT = TextField(required=False)


def number_in(text: str) -> int | None:
    """The whole number that was sent, or None for anything else; never an error."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def text_in(text: str) -> str:
    """The words that were sent, without blanks around them and what no document holds; see TextField."""
    return _TEXT.to_python(text)
