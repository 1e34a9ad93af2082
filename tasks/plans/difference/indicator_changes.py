"""Which indicators a new version adds, drops or asks something else of. They are known by id, else by area and name."""

from collections.abc import Iterator, Sequence

from tasks.common.text import normal_text
from tasks.planparser import ParsedIndicator
from tasks.plans.difference.changes import IndicatorChange
from tasks.plans.difference.match import Matching

Indicators = Sequence[ParsedIndicator]


def match_indicators(old: Indicators, new: Indicators) -> dict[str, str]:
    """Id in the new list to id in the old one: the same id, else area and name, else a name of its own."""
    matching = Matching(old, new)
    matching.keep_ids()
    matching.keep(lambda row: f"{row.area}\n{row.name}")
    matching.keep(lambda row: row.name)
    return matching.kept


def compare_indicators(old: Indicators, new: Indicators) -> list[IndicatorChange]:
    """All indicators in the new order, the dropped ones last. `kinds`: added, dropped, changed, targets, same."""
    kept, before = match_indicators(old, new), {row.id: row for row in old}
    changes = [_change(before.get(kept.get(row.id, "")), row) for row in new]
    stayed = set(kept.values())
    return changes + [_change(row, None) for row in old if row.id not in stayed]


def _change(old: ParsedIndicator | None, new: ParsedIndicator | None) -> IndicatorChange:
    targets = tuple(_targets(old, new)) if old and new else ()
    kinds = {"added"} if old is None else {"dropped"} if new is None else set(_kinds(old, new))
    if targets:
        kinds.add("targets")
    return IndicatorChange(old, new, frozenset(kinds or {"same"}), targets)


def _kinds(old: ParsedIndicator, new: ParsedIndicator) -> Iterator[str]:
    both = (old.area, new.area), (old.name, new.name), (old.unit or "", new.unit or "")
    if any(normal_text(before) != normal_text(now) for before, now in both):
        yield "changed"


def _targets(old: ParsedIndicator, new: ParsedIndicator) -> Iterator[tuple[int, str, str]]:
    before, now = _by_year(old), _by_year(new)
    for year in sorted({*before, *now}):
        words = before.get(year, ""), now.get(year, "")
        if normal_text(words[0]) != normal_text(words[1]):
            yield year, *words


def _by_year(row: ParsedIndicator) -> dict[int, str]:
    texts: dict[int, list[str]] = {}
    for target in row.targets:
        texts.setdefault(target.year, []).append(target.text)
    return {year: "；".join(words) for year, words in texts.items()}
