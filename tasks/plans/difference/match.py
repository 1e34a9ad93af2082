"""Which item of the old plan is which of the new one. What a person said goes first, then the same id, then words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tasks.common.text import normal_text
from tasks.common.text_similarity import Wording, equal, pair
from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask
from tasks.plans.difference.changes import Place

HEADING_LIKE = 0.35
Pairs = Callable[[Sequence[str], Sequence[str]], Iterable[tuple[int, int]]]


class Item(Protocol):
    """What has an id of its own."""

    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=Item)


class Matching(Generic[Row]):
    """Which item is which: `kept`, id in the new plan to id in the old one. `said` is what is certain, None for none.

    What no step has matched yet stands in `old` and `new`.
    """

    def __init__(self, old: Sequence[Row], new: Sequence[Row], said: Mapping[str, str | None] | None = None) -> None:
        self._said = said or {}
        self.kept = {n: o for n, o in self._said.items() if o is not None}
        self.old, self.new = list(old), list(new)
        self.leave(self._said.keys())

    def keep_ids(self) -> None:
        """Match what has the same id in both."""
        there = {row.id for row in self.old}
        self._take({row.id: row.id for row in self.new if row.id in there})

    def keep(self, words: Callable[[Row], str], pairs: Pairs = equal) -> None:
        """Match what is left of both by these words; an item without words is left."""
        old, new = ([row for row in rows if words(row)] for rows in (self.old, self.new))
        both = pairs([words(row) for row in old], [words(row) for row in new])
        self._take({new[n].id: old[o].id for o, n in both})

    def _take(self, found: Mapping[str, str]) -> None:
        self.kept |= found
        self.leave(found)

    def leave(self, new: Iterable[str]) -> None:
        """These of the new plan are matched: what is left goes on without them."""
        gone, taken = set(new), set(self.kept.values())
        self.old = [row for row in self.old if row.id not in taken]
        self.new = [row for row in self.new if row.id not in gone]


@dataclass(frozen=True)
class Placed:
    """A task where it stands. `own_title` is its title where no other task of the plan has the same."""

    place: Place
    action: ParsedAction
    task: ParsedTask
    own_title: str

    @property
    def id(self) -> str:
        return self.task.id


def placed_tasks(plan: ParsedPlan) -> list[Placed]:
    """Every task with its place, in document order."""
    counts = Counter(normal_text(task.title) for task in plan.tasks())
    return [
        Placed((a, t), action, task, task.title if counts[normal_text(task.title)] == 1 else "")
        for a, action in enumerate(plan.actions, 1)
        for t, task in enumerate(action.tasks, 1)
    ]


def match_tasks(
    old: Sequence[Placed], new: Sequence[Placed], said: Mapping[str, str | None], withdrawn: Sequence[ParsedTask] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """(kept, restored): ids in the new plan to ids in the old one, and to those of withdrawn tasks.

    By id and by the same words first, then those withdrawn, then by words that are like. `said` is what a person
    decided: the old task of a new one, or None for none.
    """
    matching = Matching(old, new, said)
    matching.keep_ids()
    matching.keep(_under_heading)
    matching.keep(lambda row: _words(row.task))
    back = Matching(withdrawn, [row.task for row in matching.new])
    back.keep_ids()
    back.keep(_words)
    matching.leave(back.kept)
    matching.keep(lambda row: _words(row.task), _alike)
    matching.keep(lambda row: row.own_title)
    return matching.kept, back.kept


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    return ((o, n) for o, n, _ in pair(old, new))


def _under_heading(row: Placed) -> str:
    """Wording with the heading above it: 完成上级交办的其他工作 stands under more than one."""
    return f"{row.action.heading}\n{row.task.text}"


def _words(task: ParsedTask) -> str:
    """The title counts twice: it is what a task is called, and mostly begins the text."""
    return f"{task.title}\n{task.text}"


def match_actions(old: ParsedPlan, new: ParsedPlan, tasks: Mapping[str, str]) -> dict[str, str]:
    """Id of an action in the new plan to id in the old one; `tasks` are those kept.

    By id and by heading; then by most tasks in common; then by a heading that is alike.
    """
    matching = Matching(old.actions, new.actions)
    matching.keep_ids()
    matching.keep(lambda row: row.heading)
    found = matching.kept
    for n, o in [*_by_tasks(old, new, tasks), *_by_heading(old.actions, new.actions)]:
        if n not in found and o not in found.values():
            found[n] = o
    return found


def _by_tasks(old: ParsedPlan, new: ParsedPlan, tasks: Mapping[str, str]) -> list[tuple[str, str]]:
    """(new, old) actions that share tasks, those that share most first, then in the order of the new plan."""
    of_old, of_new = ({task.id: row for row in plan.actions for task in row.tasks} for plan in (old, new))
    shared = Counter((of_new[n].id, of_old[o].id) for n, o in tasks.items())
    at_new, at_old = (_places(plan.actions) for plan in (new, old))
    return sorted(shared, key=lambda both: (-shared[both], at_new[both[0]], at_old[both[1]]))


def _by_heading(old: Sequence[ParsedAction], new: Sequence[ParsedAction]) -> list[tuple[str, str]]:
    """(new, old) actions whose headings are like, the most alike first."""
    book = Wording([row.heading for row in old], [row.heading for row in new])
    scored = [
        (-score, n, o) for n, row in enumerate(new) for o, score in book.best(row.heading) if score >= HEADING_LIKE
    ]
    return [(new[n].id, old[o].id) for _, n, o in sorted(scored)]


def _places(rows: Sequence[Item]) -> dict[str, int]:
    return {row.id: n for n, row in enumerate(rows)}


def moved(pairs: Sequence[tuple[str, str]], old: Sequence[Item]) -> set[str]:
    """Of (new id, old id) in the new order, the new ids of those that were put past others of the old order."""
    at = _places(old)
    kept = in_order([at[o] for _, o in pairs])
    return {n for place, (n, _) in enumerate(pairs) if place not in kept}


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
