"""Reading words out of addresses and forms."""

from tasks.forms.fields import TextField

_TEXT = TextField(required=False)


def text_in(text: str) -> str:
    """The words that were sent, without blanks around them and what no document holds; see TextField."""
    return _TEXT.to_python(text)
