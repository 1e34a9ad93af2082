"""Which nodes of the outline are tasks, and under which heading each stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .action_drafts import ActionDraft, TaskDraft
from .diagnostics import diagnostic
from .furniture import CLOSING
from .model import ROLES, Diagnostic
from .nodes import Node, Outline, Passage, goal_of, heading_of, walk
from .ownership import guess, hand_down, hoist, share_last
from .printed_numbers import Style

# Sections of general words: their numbered paragraphs are tasks only where they name units or a time.
_GENERAL = re.compile(
    r"(?:总体|目标|工作|基本|指导|有关|相关|几点|主要)*(?:要求|思想|思路|原则|目标)(?:和.{2,8}|及.{2,8})?"
    r"|(?:指导思想|工作目标|总体目标)[和与、及].{2,12}"
    r"|(?:加强|强化|完善|健全|抓好|做好|压实)?(?:组织|实施|工作|服务|责任|支撑|推进|措施|要素)*(?:保障|领导|实施|落实|推进|机制)(?:措施|机制|体系|工作)?"
    r"|(?:保障|推进|实施)(?:措施|步骤|要求|机制|阶段)|(?:时间|工作|方法|实施|进度)+(?:安排|步骤)|步骤和?方法|附则|背景.{0,8}|.{0,4}形势.{0,8}|组织(?:领导|机构).{0,8}"
)

_SEVERAL = 2  # sections


def select(
    outline: Outline, in_tables: frozenset[int] = frozenset(), measured: frozenset[int] = frozenset()
) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """Actions with their tasks in document order.

    Tasks are the lowest numbered level with units or a deadline of its own; in a plan without either, the
    numbered items under a heading. ``in_tables``: lines of the headings that have a table of tasks under them,
    ``measured`` of those with one of indicators.
    """
    nodes = list(walk(outline.root))[1:]
    hoist(nodes)
    tasks = _with_fields(nodes)
    if not tasks and not in_tables:
        tasks = _without_fields(outline.root, nodes)
    share_last(tasks)
    remarks = hand_down(tasks) + guess(tasks)
    remarks += _remarks(outline.root, nodes, tasks, in_tables | measured | {item.owner.line for item in outline.items})
    _drop_closing(tasks, remarks)
    return _actions(tasks), remarks


def _with_fields(nodes: Sequence[Node]) -> list[Node]:
    """Nodes with fields and none below that has them, and their siblings of the same style."""
    below: set[int] = set()
    for node in reversed(nodes):
        if (_has_own(node) or id(node) in below) and node.parent:
            below.add(id(node.parent))
    chosen = [node for node in nodes if _has_own(node) and id(node) not in below]
    if not chosen:
        return []
    usual = Counter(node.style for node in chosen).most_common(1)[0][0]
    usual = _counted_through(nodes, usual) or usual
    chosen = [node for node in chosen if not _heads_usual(node, usual)]
    picked = {id(node) for node in chosen}
    levels = {(id(node.parent), node.style) for node in chosen}
    return [
        node
        for node in nodes
        if id(node) not in below
        and not _heads_usual(node, usual)
        and (
            id(node) in picked
            or ((id(node.parent), node.style) in levels and not _is_section(node))
            or _left_out(node, usual)
        )
    ]


def _counted_through(nodes: Sequence[Node], above: Style | None) -> Style | None:
    """The style of items that count on from one section to the next, below headings of the style ``above``.

    Those are tasks, where the headings name units themselves (一、深化审批改革（牵头单位：甲）); None where none do, or
    where units stand on lines of their own: so a task has them, above a list.
    """
    heads = [node for node in nodes if node.style == above and node.children and node.children[0].style]
    styles = {child.style for node in heads for child in node.children}
    below = next(iter(styles), None)
    if len(heads) < _SEVERAL or len(styles) != 1 or below is None or below.is_list:
        return None
    if any(found.line != node.line for node in heads for found in node.fields):
        return None
    values = [child.value for node in heads for child in node.children]
    return below if values == list(range(1, len(values) + 1)) else None


def _heads_usual(node: Node, usual: Style | None) -> bool:
    """Whether a heading names units for the items below it, which are tasks elsewhere."""
    return node.style != usual and any(_left_out(child, usual) for child in node.children)


def _is_section(node: Node) -> bool:
    """Whether a node is a section without tasks: 三、工作要求 after 一、 and 二、 that are tasks themselves."""
    return node.style is not None and node.style.rank < 2 and _is_general(node)


def _has_own(node: Node) -> bool:
    """Whether units or a time stand with a node; a person to call (联系人) makes no task of it.

    Nor does 各乡镇负责落实 as the last sentence of a paragraph on 组织保障.
    """
    fields = [field for field in node.fields if field.kind in ROLES or field.kind == "deadline"]
    labelled = any(field.label or field.apart for field in fields)
    return bool(fields) and (labelled or not any(_is_general(above) for above in _path(node)))


def _left_out(node: Node, usual: Style | None) -> bool:
    """Whether an item is a task by its style alone (``usual``), though the document names no unit for it."""
    if node.style != usual or usual is None or usual.rank < 2:
        return False
    return not any(_is_general(above) for above in _path(node))


def _without_fields(root: Node, nodes: Sequence[Node]) -> list[Node]:
    """The numbered items under the headings: down one level as long as most headings have numbered items."""
    level = [node for node in root.children if not _is_general(node)]
    while True:
        deeper = [child for node in level for child in node.children if child.style and not child.style.is_list]
        parents = sum(any(child.style and not child.style.is_list for child in node.children) for node in level)
        if not deeper or parents * 2 < len(level):
            break
        level = [node for node in deeper if not _is_general(node) or node.body or "。" in node.text]
    lowest = {node.style for node in level}
    top = all(node.parent is root for node in level) and len(lowest) == 1
    return level if nodes and (not top or len(level) > 1) else []


def _is_general(node: Node) -> bool:
    heading = re.split(r"[。：:]", node.text, maxsplit=1)[0]
    return _GENERAL.fullmatch(heading) is not None


def _path(node: Node) -> Iterable[Node]:
    above: Node | None = node
    while above and above.numbering:
        yield above
        above = above.parent


def _remarks(root: Node, nodes: Sequence[Node], tasks: Sequence[Node], in_tables: frozenset[int]) -> list[Diagnostic]:
    chosen = {id(node) for node in tasks}
    tabled = [node for node in nodes if node.line in in_tables]
    has_tasks = {id(above) for node in (*tasks, *tabled) for above in _path(node)}
    found = [
        diagnostic("section_without_tasks", node.line, text=heading_of(node))
        for node in nodes
        if id(node) not in has_tasks and (node.parent is root or (id(node.parent) in has_tasks - chosen))
    ]
    handed = {found.line for task in tasks for found in task.fields}
    found += [
        diagnostic("heading_fields", node.line, text=heading_of(node))
        for node in nodes
        if _has_own(node)
        and id(node) in has_tasks
        and id(node) not in chosen
        and not handed & {found.line for found in node.fields}
    ]
    without = [node for node in tasks if all(found.kind == "deadline" for found in node.fields)]
    if len(without) < len(tasks):
        found += [diagnostic("task_without_unit", node.line) for node in without]
    return found


def _drop_closing(tasks: Sequence[Node], remarks: list[Diagnostic]) -> None:
    """End the last task before a closing paragraph to all departments, and remark on that paragraph."""
    if not tasks:
        return
    last = tasks[-1]
    for at, passage in enumerate(last.body):
        if CLOSING.match(passage.text) and not last.children:
            remarks += [diagnostic("closing_paragraph", dropped.line) for dropped in last.body[at:]]
            last.body = last.body[:at]
            return


def _actions(tasks: Sequence[Node]) -> list[ActionDraft]:
    """Tasks grouped by the heading directly above them."""
    groups: dict[int, list[Node]] = {}
    for node in tasks:
        groups.setdefault(id(node.parent), []).append(node)
    return [_action(group) for group in groups.values()]


def _action(group: Sequence[Node]) -> ActionDraft:
    heading = group[0].parent
    drafts = tuple(_draft(node) for node in group)
    if heading is None or heading.numbering is None:
        return ActionDraft("", None, drafts, None)
    return ActionDraft(heading_of(heading), goal_of(heading), drafts, heading.line)


def _draft(node: Node) -> TaskDraft:
    paragraphs = [node.text, *_goals(node), *(passage.text for passage in _below(node))]
    return TaskDraft(node.value or 1, tuple(text for text in paragraphs if text), tuple(node.fields), node.line)


def _below(node: Node) -> Iterable[Passage]:
    """The body of a task: its paragraphs and the lists inside it, printed numbers and all."""
    yield from node.body
    for child in walk(node):
        if child is node or child.numbering is None:
            continue
        yield Passage(child.line, f"{child.numbering.printed.replace(' ', '')}{child.text}")
        yield from (Passage(child.line, goal) for goal in _goals(child))
        yield from child.body


def _goals(node: Node) -> list[str]:
    """What a task says that it is to reach, as part of its body."""
    return [f"目标：{goal}" for goal in node.goal[:1]] + node.goal[1:]
