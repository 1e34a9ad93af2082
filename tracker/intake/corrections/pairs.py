"""What a person said about which task of the plan in force a task of the draft is, when tasks go into others."""

from collections.abc import Mapping


def pairs_handed_on(pairs: Mapping[str, int | None], into: Mapping[str, str]) -> dict[str, int | None]:
    """What was said of each task that is gone (by id) is said of the one it went into, if nothing is said of that yet.

    Of one that went nowhere (empty) it is forgotten.
    """
    kept = {task: old for task, old in pairs.items() if task not in into}
    for gone, task in into.items():
        if task and gone in pairs:
            kept.setdefault(task, pairs[gone])
    return kept
