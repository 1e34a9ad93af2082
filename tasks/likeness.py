"""How like two names of units are; proposals for a name that nobody knows. A person decides, never this module."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from tasks.resolution import normal_name

LIKE_ENOUGH = 0.55


def likeness(name: str, other: str) -> float:
    """0 to 1. A name whose characters all stand in the other in order (政办, 政府办公室) is an abbreviation of it."""
    return _likeness(normal_name(name), normal_name(other))


def _likeness(left: str, right: str) -> float:
    short, long = sorted((left, right), key=len)
    if not short:
        return 0.0
    # No more can match than the characters that stand in both; most pairs of names share only 局 and end here.
    shared = sum(char in long for char in short)
    at_most = 2 * shared / (len(short) + len(long))
    ratio = SequenceMatcher(None, left, right, autojunk=False).ratio() if at_most >= LIKE_ENOUGH else 0.0
    if shared == len(short) > 1 and _abbreviates(short, long):
        ratio = max(ratio, 0.7 + 0.3 * len(short) / len(long))
    return ratio


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


class Proposer:
    """Proposes known names; `known` are (key, spelling), a key may have several.

    `places` are what a full name may begin with: two bureaus of one district are not alike for that.
    """

    def __init__(self, known: Iterable[tuple[str, str]], places: Iterable[str] = ()) -> None:
        self._beginnings = sorted((normal_name(place) for place in places), key=len, reverse=True)
        self._known = sorted({(key, self._bare(spelling)) for key, spelling in known})

    def propose(self, name: str, most: int = 3) -> list[str]:
        """The keys of the names most like this one, best first."""
        bare = self._bare(name)
        scores: dict[str, float] = {}
        for key, spelling in self._known:
            scores[key] = max(scores.get(key, 0.0), _likeness(bare, spelling))
        good = [(score, key) for key, score in scores.items() if score >= LIKE_ENOUGH]
        return [key for _, key in sorted(good, key=lambda row: -row[0])[:most]]

    def _bare(self, name: str) -> str:
        name = normal_name(name)
        found = next((text for text in self._beginnings if name.startswith(text) and len(name) > len(text)), "")
        return name[len(found) :]
