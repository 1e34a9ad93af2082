"""One departure from the format, and the collector that gathers alike ones."""

from dataclasses import dataclass

_QUOTED = 12
_PLACES_NAMED = 3


@dataclass(frozen=True)
class Finding:
    """A departure: a stable English `rule`, the Chinese `message`, and the openings of the paragraphs concerned."""

    rule: str
    message: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return one sentence for a person: what is wrong, and where."""
        if not self.places:
            return f"{self.message}。"
        named = "、".join(f"“{place}”" for place in self.places[:_PLACES_NAMED])
        more = f"等{len(self.places)}处" if len(self.places) > _PLACES_NAMED else ""
        return f"{self.message}（{named}{more}）。"


class Findings:
    """Collects departures; the same one in many paragraphs is one finding with many places."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], dict[int, str]] = {}

    def add(self, rule: str, message: str) -> None:
        """Note a departure of the whole document."""
        self._places.setdefault((rule, message), {})

    def add_at(self, rule: str, message: str, line: int, text: str) -> None:
        """Note a departure in paragraph number `line`, which reads `text`; a second one there adds nothing."""
        quoted = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
        self._places.setdefault((rule, message), {})[line] = quoted

    def gathered(self) -> list[Finding]:
        """Return the findings in the order in which each was first met."""
        return [Finding(rule, message, tuple(at.values())) for (rule, message), at in self._places.items()]
