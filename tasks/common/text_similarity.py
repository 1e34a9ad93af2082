"""How like two tasks are worded; pure. Whoever shows it shows a guess: a person decides what is the same task."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise

from tasks.common.text import normal_text

# Below this, two tasks of one plan are as like as neighbours are; a task reworded by half stays well above.
LIKE_ENOUGH = 0.4
# The rarest pairs of characters tell which texts come into question; the whole wording is compared with those only.
_TELLING = 30
_CANDIDATES = 6

Grams = Mapping[str, float]


def _grams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters, without punctuation; one character alone stands for itself."""
    bare = "".join(filter(str.isalnum, normal_text(text)))
    return Counter(left + right for left, right in pairwise(bare)) or Counter([bare] if bare else [])


class Wording:
    """Some texts, to be asked which is most like another: the cosine, 0..1, of their character pairs.

    A pair weighs the more the fewer of the texts (and of `others`, where there are more to judge by) have it, so that
    what every task of such a plan says (法治政府建设) hardly counts. 500 questions to 500 tasks take
    about half a second.
    """

    def __init__(self, texts: Sequence[str], others: Iterable[str] = ()) -> None:
        counted = [_grams(text) for text in texts]
        every = [*counted, *map(_grams, others)]
        self._total = len(every)
        self._held_by = Counter(gram for grams in every for gram in grams)
        self._vectors = [self._vector(grams) for grams in counted]
        self._index: dict[str, list[tuple[int, float]]] = {}
        for n, vector in enumerate(self._vectors):
            for gram, weight in vector.items():
                self._index.setdefault(gram, []).append((n, weight))

    def best(self, text: str, most: int = 3) -> list[tuple[int, float]]:
        """The texts most like this one as (place from 0, similarity), best first; none that shares nothing with it."""
        vector = self._vector(_grams(text))
        found = [(n, _cosine(vector, self._vectors[n])) for n in self._candidates(vector, most)]
        return sorted(found, key=lambda row: (-row[1], row[0]))[:most]

    def similarity(self, text: str, place: int) -> float:
        """How like this text and the one at a place (from 0) are."""
        return _cosine(self._vector(_grams(text)), self._vectors[place])

    def _vector(self, grams: Mapping[str, int]) -> Grams:
        """Weights of length one."""
        weights = {gram: count * math.log1p(self._total / (self._held_by[gram] + 0.5)) for gram, count in grams.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    def _candidates(self, vector: Grams, most: int) -> list[int]:
        """The places of the texts that share most of what is rare in this one."""
        known = [gram for gram in vector if gram in self._index]
        shared = [0.0] * len(self._vectors)
        for gram in sorted(known, key=lambda gram: len(self._index[gram]))[:_TELLING]:
            own = vector[gram]
            for n, weight in self._index[gram]:
                shared[n] += own * weight
        sharing = [n for n, score in enumerate(shared) if score]
        return nlargest(max(_CANDIDATES, 2 * most), sharing, key=shared.__getitem__)


def _cosine(left: Grams, right: Grams) -> float:
    return min(math.fsum(left[gram] * right[gram] for gram in left.keys() & right.keys()), 1.0)


def pair(old: Sequence[str], new: Sequence[str], least: float = LIKE_ENOUGH) -> list[tuple[int, int, float]]:
    """Which old text became which new one: (place in old, place in new, similarity), from 0, one to one, best first.

    Equal text goes first; between equals, those that stand in the same order go together.
    """
    pairs = [(o, n, 1.0) for o, n in equal(old, new)]
    taken_old, taken_new = {row[0] for row in pairs}, {row[1] for row in pairs}
    left_old = [n for n in range(len(old)) if n not in taken_old]
    left_new = [n for n in range(len(new)) if n not in taken_new]
    for score, o, n in sorted(_scored(old, new, left_old, left_new, least), key=lambda row: (-row[0], row[1:])):
        if o not in taken_old and n not in taken_new:
            pairs.append((o, n, score))
            taken_old.add(o)
            taken_new.add(n)
    return pairs


def equal(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(place in old, place in new) of equal texts, from 0, one to one; the first goes with the first."""
    places: dict[str, list[int]] = {}
    for o, text in reversed(list(enumerate(old))):
        places.setdefault(normal_text(text), []).append(o)
    for n, text in enumerate(new):
        if left := places.get(normal_text(text)):
            yield left.pop(), n


def _scored(
    old: Sequence[str], new: Sequence[str], left_old: Sequence[int], left_new: Sequence[int], least: float
) -> Iterator[tuple[float, int, int]]:
    """(similarity, old, new) of those that are like enough."""
    book = Wording([old[n] for n in left_old], [new[n] for n in left_new])
    for n in left_new:
        for place, score in book.best(new[n], most=_CANDIDATES):
            if score >= least:
                yield score, left_old[place], n
