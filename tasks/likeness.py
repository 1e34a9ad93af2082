"""How like two names of units are; proposals for a name that nobody knows. A person decides, never this module."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from tasks.resolution import normal_name

LIKE_ENOUGH = 0.55


def likeness(name: str, other: str) -> float:
    """0 to 1. A name whose characters all stand in the other in order (政办, 政府办公室) is an abbreviation of it."""
    left, right = normal_name(name), normal_name(other)
    short, long = sorted((left, right), key=len)
    if not short:
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    ratio = matcher.ratio() if matcher.quick_ratio() >= LIKE_ENOUGH else 0.0
    if len(short) > 1 and _abbreviates(short, long):
        ratio = max(ratio, 0.7 + 0.3 * len(short) / len(long))
    return ratio


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def proposals(name: str, known: Iterable[tuple[str, str]], places: Iterable[str] = (), most: int = 3) -> list[str]:
    """The keys of the names most like this one, best first; `known` are (key, spelling), a key may have several.

    `places` are what a full name may begin with: two bureaus of one district are not alike for that.
    """
    beginnings = sorted((normal_name(place) for place in places), key=len, reverse=True)
    bare = _without(name, beginnings)
    scores: dict[str, float] = {}
    for key, spelling in known:
        scores[key] = max(scores.get(key, 0.0), likeness(bare, _without(spelling, beginnings)))
    good = [(score, key) for key, score in scores.items() if score >= LIKE_ENOUGH]
    return [key for _, key in sorted(good, key=lambda row: -row[0])[:most]]


def _without(name: str, beginnings: Iterable[str]) -> str:
    name = normal_name(name)
    found = next((text for text in beginnings if name.startswith(text) and len(name) > len(text)), "")
    return name[len(found) :]
