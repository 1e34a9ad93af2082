"""Reading words out of addresses and forms."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest

from tasks.common.fields import TextField

_TEXT = TextField(required=False)


def text_in(text: str) -> str:
    """The words that were sent, without blanks around them and what no document holds; see TextField."""
    return _TEXT.to_python(text)


def chosen_year(request: HttpRequest, years: Sequence[int]) -> int | None:
    """The year that the address asks for if it is one of `years`, else the first of them; None without any."""
    asked = request.GET.get("year", "")
    return next((year for year in years if str(year) == asked), years[0] if years else None)


def query_of(asked: Mapping[str, object]) -> str:
    """The query string of what is not empty; nothing where all is."""
    kept = {key: value for key, value in asked.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
