"""Which indicators a new version adds, drops or asks something else of. They are known by area and name."""

from collections.abc import Iterator, Sequence

from tasks.common.text import normal_text
from tasks.common.text_similarity import equal
from tasks.plans.content import Contract
from tasks.plans.difference.changes import IndicatorChange


def match_indicators(old: Sequence[Contract], new: Sequence[Contract]) -> dict[int, int]:
    """Place in the new list to place in the old one, both from 0: by area and name, then by a name of its own."""
    found = {n: o for o, n in equal([_full_name(row) for row in old], [_full_name(row) for row in new])}
    left_old = [o for o in range(len(old)) if o not in found.values()]
    left_new = [n for n in range(len(new)) if n not in found]
    again = equal([old[o]["name"] for o in left_old], [new[n]["name"] for n in left_new])
    return found | {left_new[n]: left_old[o] for o, n in again}


def _full_name(row: Contract) -> str:
    return f"{row['area']}\n{row['name']}"


def compare_indicators(old: Sequence[Contract], new: Sequence[Contract]) -> list[IndicatorChange]:
    """All indicators in the new order, the dropped ones last. `kinds`: added, dropped, changed, targets, same."""
    matched = match_indicators(old, new)
    changes = [_change(old[matched[n]] if n in matched else None, row) for n, row in enumerate(new)]
    gone = [o for o in range(len(old)) if o not in matched.values()]
    return changes + [_change(old[o], None) for o in gone]


def _change(old: Contract | None, new: Contract | None) -> IndicatorChange:
    targets = tuple(_targets(old, new)) if old and new else ()
    kinds = {"added"} if old is None else {"dropped"} if new is None else set(_kinds(old, new))
    if targets:
        kinds.add("targets")
    return IndicatorChange(old, new, frozenset(kinds or {"same"}), targets)


def _kinds(old: Contract, new: Contract) -> Iterator[str]:
    if any(normal_text(str(old[name] or "")) != normal_text(str(new[name] or "")) for name in ("area", "name", "unit")):
        yield "changed"


def _targets(old: Contract, new: Contract) -> Iterator[tuple[int, str, str]]:
    before, now = _by_year(old), _by_year(new)
    for year in sorted({*before, *now}):
        words = before.get(year, ""), now.get(year, "")
        if normal_text(words[0]) != normal_text(words[1]):
            yield year, *words


def _by_year(row: Contract) -> dict[int, str]:
    texts: dict[int, list[str]] = {}
    for target in row["targets"]:
        texts.setdefault(target["year"], []).append(target["text"])
    return {year: "；".join(words) for year, words in texts.items()}
