"""How like two names of units are; proposals for a name that nobody knows. A person decides, never this module."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import Indel

from tasks.people.names import normal_name
from tasks.people.pronunciation import letters_of, sound_of

LIKE_ENOUGH = 0.55
SAME_BEGINNING = 0.1  # 水利局 is rather 水务局 than 财政局 is 民政局
SOUND_ENOUGH = 0.8
BY_SOUND = 0.7  # of one sound: below every abbreviation, as 水务局 and 税务局 are two
BY_LETTERS = 0.9
_LETTERS = re.compile(r"[a-z]{2,}")
_ENDS = tuple("局委办部厅院会处室")


def similarity(name: str, other: str) -> float:
    """0 to 1. A name whose characters all stand in the other in order (政办, 政府办公室) is an abbreviation of it."""
    return _similarity(normal_name(name).lower(), normal_name(other).lower())


def _similarity(left: str, right: str) -> float:
    short, long = sorted((left, right), key=len)
    if not short:
        return 0.0
    if left.isascii() or right.isascii():
        return _by_letters(*((left, right) if left.isascii() else (right, left)))
    shared = sum(char in long for char in short)
    if shared == len(short) > 1 and _abbreviates(short, long):
        return 0.7 + 0.3 * len(short) / len(long)
    return max(_by_words(short, long, shared), _by_sound(short, long))


def _stems(left: str, right: str) -> tuple[str, str]:
    """The two without an end that both have: two bureaus are not alike for being bureaus."""
    both = left[-1] == right[-1] and left.endswith(_ENDS) and min(len(left), len(right)) > 1
    return (left[:-1], right[:-1]) if both else (left, right)


def _by_words(short: str, long: str, shared: int) -> float:
    """What edit distance says; most pairs share so little that it need not be asked."""
    if shared < 2 and len(short) > 2:
        return 0.0
    left, right = _stems(short, long)
    return min(1.0, Indel.normalized_similarity(left, right) + SAME_BEGINNING * (left[0] == right[0]))


def _by_sound(short: str, long: str) -> float:
    """A homophone typed by mistake: names of nearly one length that sound nearly the same."""
    if len(long) - len(short) > 1:
        return 0.0
    left, right = _stems(short, long)
    return BY_SOUND * Indel.normalized_similarity(sound_of(left), sound_of(right), score_cutoff=SOUND_ENOUGH)


def _by_letters(letters: str, name: str) -> float:
    """zfb and zhengfuban for 政府办."""
    if not _LETTERS.fullmatch(letters):
        return 0.0
    first, whole = letters_of(name)
    if letters in (first, whole):
        return BY_LETTERS
    if letters[0] == first[:1] and _abbreviates(letters, first):
        return BY_LETTERS * (0.5 + 0.5 * len(letters) / len(first))
    return 0.0


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


class Proposer:
    """Proposes known names; `known` are (key, spelling), a key may have several.

    `places` are what a full name may begin with: two bureaus of one district are not alike for that.
    """

    def __init__(self, known: Iterable[tuple[str, str]], places: Iterable[str] = ()) -> None:
        self._beginnings = sorted((normal_name(place).lower() for place in places), key=len, reverse=True)
        self._known = sorted({(key, self._bare(spelling)) for key, spelling in known})

    def propose(self, name: str, most: int = 3) -> list[str]:
        """The keys of the names most like this one, best first."""
        bare = self._bare(name)
        scores: dict[str, float] = {}
        for key, spelling in self._known:
            scores[key] = max(scores.get(key, 0.0), _similarity(bare, spelling))
        good = [(score, key) for key, score in scores.items() if score >= LIKE_ENOUGH]
        return [key for _, key in sorted(good, key=lambda row: -row[0])[:most]]

    def _bare(self, name: str) -> str:
        name = normal_name(name).lower()
        found = next((text for text in self._beginnings if name.startswith(text) and len(name) > len(text)), "")
        return name[len(found) :]
