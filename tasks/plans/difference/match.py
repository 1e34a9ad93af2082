"""Which task of the old plan is which of the new one, and which action. What a person said goes first."""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tasks.common.text import normal_text
from tasks.common.text_similarity import Wording, equal, pair
from tasks.plans.content import Contract
from tasks.plans.difference.changes import Place

HEADING_LIKE = 0.35
Pairs = Callable[[Sequence[str], Sequence[str]], Iterable[tuple[int, int]]]


def task_places(plan: Contract) -> list[tuple[Place, Contract]]:
    """Every task with its place, in document order."""
    return [((a, t), task) for a, action in enumerate(plan["actions"], 1) for t, task in enumerate(action["tasks"], 1)]


def task_keys(plan: Contract) -> list[str]:
    """A name for each task, in document order, that outlives corrections of the draft.

    It is the line of the document that the task begins on, which neither moving nor rewording nor deleting others
    changes; of what was typed in by hand, a print of its wording.
    """
    seen: Counter[str] = Counter()
    keys = []
    for _, task in task_places(plan):
        key = f"line-{task['line']}" if task["line"] else f"text-{_print(task['text'])}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def _print(text: str) -> str:
    return hashlib.sha256(normal_text(text).encode(errors="surrogatepass")).hexdigest()[:12]


class Matching:
    """Which task is which: `kept`, place in the new list of tasks to place in the old one; `restored`, to place among
    the withdrawn ones; all from 0. A new task is in neither.
    """

    def __init__(self, old: Contract, new: Contract, said: Mapping[int, int | None]) -> None:
        self.kept = {n: o for n, o in said.items() if o is not None}
        self.restored: dict[int, int] = {}
        self._old, self._new = old, new
        self._left_old = [o for o in range(len(task_places(old))) if o not in self.kept.values()]
        self._left_new = [n for n in range(len(task_places(new))) if n not in said]

    def keep(self, words: Callable[[Contract], list[str]], pairs: Pairs) -> None:
        """Pair what is left of both by these words."""
        old, new = words(self._old), words(self._new)
        both = list(pairs([old[o] for o in self._left_old], [new[n] for n in self._left_new]))
        self.kept |= {self._left_new[n]: self._left_old[o] for o, n in both}
        taken = {self._left_old[o] for o, _ in both}
        self._left_old = [o for o in self._left_old if o not in taken]
        self._left_new = [n for n in self._left_new if n not in self.kept]

    def restore(self, withdrawn: Sequence[Contract]) -> None:
        """A task that says word by word what a withdrawn one said is that one."""
        new = _wording(self._new)
        both = equal(list(map(_words, withdrawn)), [new[n] for n in self._left_new])
        self.restored = {self._left_new[n]: o for o, n in both}
        self._left_new = [n for n in self._left_new if n not in self.restored]


def match_tasks(
    old: Contract, new: Contract, said: Mapping[int, int | None], withdrawn: Sequence[Contract] = ()
) -> Matching:
    """By the same words first, then those withdrawn, then by words that are like.

    `said`, by place in the new list, is what a person decided: the old task, or None for none.
    """
    matching = Matching(old, new, said)
    matching.keep(_identity, equal)
    matching.keep(_wording, equal)
    matching.restore(withdrawn)
    matching.keep(_wording, _alike)
    matching.keep(_unique_title, equal)
    return matching


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    return ((o, n) for o, n, _ in pair(old, new))


def _identity(plan: Contract) -> list[str]:
    """Wording with the heading above it: 完成上级交办的其他工作 stands under more than one."""
    return [f"{plan['actions'][a - 1]['heading']}\n{task['text']}" for (a, _), task in task_places(plan)]


def _wording(plan: Contract) -> list[str]:
    """The title counts twice: it is what a task is called, and mostly begins the text."""
    return [_words(task) for _, task in task_places(plan)]


def _words(task: Contract) -> str:
    return f"{task['title']}\n{task['text']}"


def _unique_title(plan: Contract) -> list[str]:
    """The title of a task that was written anew under it; one that several tasks have tells nothing."""
    titles = [task["title"] for _, task in task_places(plan)]
    counts = Counter(map(normal_text, titles))
    return [title if counts[normal_text(title)] == 1 and title else f"\0{n}" for n, title in enumerate(titles)]


def match_actions(old: Contract, new: Contract, tasks: Mapping[int, int]) -> dict[int, int]:
    """Place in the new list of actions to place in the old one, both from 0.

    By heading; then by most tasks in common; then by a heading that is alike.
    """
    headings_old = [action["heading"] for action in old["actions"]]
    headings_new = [action["heading"] for action in new["actions"]]
    found = {n: o for o, n in equal(headings_old, headings_new)}
    for n, o in [*_by_tasks(old, new, tasks), *_by_heading(headings_old, headings_new)]:
        if n not in found and o not in found.values():
            found[n] = o
    return found


def _by_tasks(old: Contract, new: Contract, tasks: Mapping[int, int]) -> list[tuple[int, int]]:
    """(new, old) actions that share tasks, those that share most first."""
    of_old, of_new = ([a - 1 for (a, _), _ in task_places(plan)] for plan in (old, new))
    shared = Counter((of_new[n], of_old[o]) for n, o in tasks.items())
    return sorted(shared, key=lambda both: (-shared[both], both))


def _by_heading(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    book = Wording(old, new)
    similarity = {(n, o): score for n, words in enumerate(new) for o, score in book.best(words)}
    good = [both for both, score in similarity.items() if score >= HEADING_LIKE]
    return sorted(good, key=lambda both: (-similarity[both], both))


def in_order(places: Sequence[int]) -> set[int]:
    """Which of these (their index) keep their order: a longest rising run; the others were moved past them."""
    lasts: list[int] = []  # the smallest last place of a run of each length, and where it stands
    ends: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(lasts, place)
        before.append(ends[at - 1] if at else -1)
        lasts[at : at + 1], ends[at : at + 1] = [place], [n]
    kept, n = set(), ends[-1] if ends else -1
    while n >= 0:
        kept.add(n)
        n = before[n]
    return kept
