"""Whose the units and times are that stand with a node: its own, those of the list or section around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .diagnostics import diagnostic
from .labelled_values import guess_fields
from .labels import Field
from .model import ROLES, Diagnostic
from .nodes import Node, Passage, heading_of
from .printed_numbers import Style


def hoist(nodes: Sequence[Node]) -> None:
    """Units printed after the last item of a list inside a task are the task's.

    Only where the list's other items have none, and the task or others of its style have their own, or no other item
    in that style has any; or where the task has units above its measures and only the time below them.
    """
    labelled = Counter(node.style for node in nodes if node.fields)
    lasts = [node for node in nodes if _only_last_labelled(node)]
    several = {node.children[-1].style for node in lasts if len(node.children) > 1}
    at_ends = Counter(node.children[-1].style for node in lasts if len(node.children) > 1 or _all_below(node))
    for node in reversed(lasts):
        last = node.children[-1]
        apart = not {_group(found) for found in node.fields} & {_group(found) for found in last.fields}
        usual = labelled[node.style] > labelled[last.style] or (
            labelled[last.style] == at_ends[last.style] and last.style in several
        )
        in_list = last.style is not None and (last.style.is_list or _is_measure(node, labelled, at_ends))
        if last.fields and ((in_list and (node.fields or usual)) or (node.fields and apart)):
            node.fields, last.fields = node.fields + last.fields, []


def _is_measure(node: Node, labelled: Counter[Style | None], at_ends: Counter[Style | None]) -> bool:
    """Whether 1. 2. 3. under a node without units are a list as well: units stand only below the last of such items,
    and others of the node's style have their own.
    """
    style = node.children[-1].style
    only_at_ends = labelled[style] == at_ends[style] and len(node.children) > 1 and not node.fields
    return only_at_ends and _all_below(node) and labelled[node.style] > labelled[style]


def _all_below(node: Node) -> bool:
    """Whether the fields of a node's last item stand on lines of their own."""
    last = node.children[-1]
    return all(found.line > last.line for found in last.fields)


def share_last(tasks: Sequence[Node]) -> None:
    """Units printed on lines of their own after the last task of every section are the section's."""
    sections: dict[int, list[Node]] = {}
    for task in tasks:
        sections.setdefault(id(task.parent), []).append(task)
    several = [section for section in sections.values() if len(section) > 1]
    if len(sections) > 1 and several and all(_only_last_has(section) for section in sections.values()):
        for section in several:
            if section[0].parent:
                section[0].parent.fields += [found for found in section[-1].fields if _group(found)]
                section[-1].fields = [found for found in section[-1].fields if not _group(found)]


def _only_last_has(section: Sequence[Node]) -> bool:
    """Whether none but the last task has fields, and that below its own line."""
    below = [found.line > section[-1].line for found in section[-1].fields]
    return bool(below) and all(below) and not any(task.fields for task in section[:-1])


def hand_down(tasks: Sequence[Node]) -> list[Diagnostic]:
    """Units or a time that a heading names are those of the tasks under it that have none; its lead also leads
    those that only name who supports."""
    used: dict[int, Diagnostic] = {}
    for task in tasks:
        above = task.parent
        while above and above.numbering:
            inherited = [found for found in above.fields if _lacks(task.fields, found)]
            task.fields = task.fields + inherited
            if inherited:
                used[above.line] = diagnostic("heading_fields_used", above.line, text=heading_of(above))
            above = above.parent
    return list(used.values())


def _lacks(own: Sequence[Field], found: Field) -> bool:
    """Whether a task with the fields ``own`` has nothing of what its heading says; no lead, where others support."""
    same = [field for field in own if _group(field) == _group(found)]
    led = found.kind == "lead" and all(field.kind == "support" for field in same)
    return _group(found) is not None and (led or not same)


def guess(tasks: Iterable[Node]) -> list[Diagnostic]:
    """A task without units has those that its last sentence names; the sentence stays, and is doubted."""
    remarks = []
    for task in tasks:
        if task.children or "units" in map(_group, task.fields):
            continue
        last = task.body[-1] if task.body else Passage(task.line, task.text)
        found = guess_fields(last.text, last.line)
        task.fields = task.fields + found
        remarks += [diagnostic("fields_guessed", last.line, text=guess.value) for guess in found]
    return remarks


def _group(found: Field) -> str | None:
    """units or time; None for what makes no task."""
    return "units" if found.kind in ROLES else "time" if found.kind == "deadline" else None


def _only_last_labelled(node: Node) -> bool:
    """Whether of the items below a node none but the last has units or a time."""
    if node.style is None or not node.children or not node.children[-1].fields:
        return False
    return not any(child.fields for child in node.children[:-1])
