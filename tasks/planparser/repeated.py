"""Tables that list the plan's items again: their units and times go to those items, and no task is made twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .action_drafts import ActionDraft, TaskDraft
from .clean import squeeze
from .diagnostics import diagnostic
from .labels import Field
from .model import ROLES, Diagnostic
from .nodes import Node, Outline, Passage, walk

_NAME_MIN = 4  # characters
_SEVERAL = 2


def into_items(rows: Sequence[ActionDraft], outline: Outline) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """The tasks of tables that are not items of the plan by name; the fields of those that are go to the items.

    Only where at least half of the tasks (and two) are items. Other words of the table become part of the item's
    body; a remark says where it names other units or another time than the plan does.
    """
    items = _by_name(outline) if rows else {}
    found = {task.line: items[_name(task.paragraphs[0])] for task in _tasks(rows) if _name(task.paragraphs[0]) in items}
    if len(found) < _SEVERAL or len(found) * 2 < len(_tasks(rows)):
        return list(rows), []
    remarks = [diagnostic("rows_of_items", min(found), count=len(found))]
    for task in _tasks(rows):
        if task.line in found:
            remarks += _put(task, found[task.line])
    left = [replace(draft, tasks=tuple(task for task in draft.tasks if task.line not in found)) for draft in rows]
    return [draft for draft in left if draft.tasks], remarks


def _tasks(drafts: Sequence[ActionDraft]) -> list[TaskDraft]:
    return [task for draft in drafts for task in draft.tasks]


def _by_name(outline: Outline) -> dict[str, Node]:
    """The numbered items by the first words of their text; those with a name of their own, and no units below them."""
    nodes = [node for node in walk(outline.root) if node.style and not node.style.is_list and not _is_heading(node)]
    printed = Counter(_name(node.text) for node in nodes)
    return {name: node for node in nodes if printed[name := _name(node.text)] == 1 and len(name) >= _NAME_MIN}


def _is_heading(node: Node) -> bool:
    return any(below.fields for below in walk(node) if below is not node)


def _name(text: str) -> str:
    return text.split("。", 1)[0].rstrip("；;：:")


def _put(task: TaskDraft, node: Node) -> list[Diagnostic]:
    """The fields of a row on its item, of the kinds that it lacks; and what the item does not say."""
    own = {_group(found) for found in node.fields}
    printed = "".join(squeeze(found.value) for found in node.fields)
    differing = [found for found in task.fields if _group(found) in own and squeeze(found.value) not in printed]
    node.fields = node.fields + [found._replace(line=node.line) for found in task.fields if _group(found) not in own]
    said = "\n".join(text for below in walk(node) for text in (below.text, *(passage.text for passage in below.body)))
    node.body += [Passage(task.line, text) for text in task.paragraphs if text.rstrip("。") not in said]
    return [diagnostic("row_differs", task.line, text=found.value) for found in differing]


def _group(found: Field) -> str:
    return "units" if found.kind in ROLES else found.kind
