"""A draft under review: the document's lines, the structure read from them, and what is still in doubt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from tasks.models import PlanDraft, Task, User
from tasks.models.plans import Role
from tasks.planedit import Owners, task_anchor
from tasks.resolution import normal_name
from tasks.selectors.draft_names import Kind, NameRow, name_rows
from tasks.selectors.plans import SEVERITIES
from tasks.services.draft_lines import OF_LINES
from tasks.services.draft_units import MAX_NAME


def draft_rows(user: User) -> QuerySet[PlanDraft]:
    """Drafts that wait for a person: in hand or failed; the last touched first. One query, without the texts."""
    waiting = [*PlanDraft.IN_HAND, PlanDraft.State.FAILED]
    rows = PlanDraft.objects.managed_by(user).filter(state__in=waiting).select_related("jurisdiction", "owner")
    return rows.defer("text", "parsed", "decisions", "settled")


@dataclass(frozen=True)
class Doubt:
    """One thing to look at. `number` counts from 1 on the page; `remark` is its place among the parser's remarks.

    `is_of_line`: it is settled by saying where its line belongs; `is_of_name`: by saying what the name means.
    """

    message: str
    label: str
    line: int | None
    anchor: str
    remark: int | None = None
    is_of_line: bool = False
    is_of_name: bool = False
    number: int = 0

    @property
    def path(self) -> str:
        """The form of the doubt's line, from the review page."""
        return f"lines/{self.line}/" if self.is_of_line else ""


@dataclass(frozen=True)
class Said:
    """One responsibility of a task with what its name means."""

    role: str
    name: NameRow


@dataclass(frozen=True)
class TaskCard:
    """A task as read."""

    action: int
    place: int
    task: dict[str, Any]
    said: list[Said]
    kind: str

    @property
    def anchor(self) -> str:
        return task_anchor(self.action, self.place)

    @property
    def path(self) -> str:
        """The form of this task, from the review page: a page of 500 tasks does not ask for 1000 addresses."""
        return f"actions/{self.action}/tasks/{self.place}/"


@dataclass(frozen=True)
class ActionCard:
    """An action as read, with its tasks."""

    place: int
    action: dict[str, Any]
    tasks: list[TaskCard]

    @property
    def anchor(self) -> str:
        return f"action-{self.place}"


@dataclass(frozen=True)
class DocumentLine:
    """A line of the document; `anchor` is the item that was read from it, if any."""

    number: int
    text: str
    anchor: str
    doubtful: bool

    @property
    def path(self) -> str:
        """The form of this line, from the review page."""
        return f"lines/{self.number}/"


@dataclass(frozen=True)
class Review:
    """All that the review page shows."""

    lines: list[DocumentLine]
    actions: list[ActionCard]
    names: list[NameRow]
    doubts: list[Doubt]

    @property
    def task_count(self) -> int:
        return sum(len(card.tasks) for card in self.actions)

    @property
    def remark_count(self) -> int:
        """How many of the doubts can be ticked off."""
        return sum(doubt.remark is not None for doubt in self.doubts)

    @property
    def open_names(self) -> list[NameRow]:
        return [row for row in self.names if row.is_open]

    @property
    def creatable_names(self) -> list[NameRow]:
        """Unknown names that may become units at one stroke: those that read as the name of one unit.

        Not one that is like a name of the place: more often it is that unit, misspelt, and the person is to say so.
        """
        rows = [row for row in self.open_names if not row.is_collective and not row.proposed]
        return [row for row in rows if len(row.name) <= MAX_NAME]

    @property
    def decided_names(self) -> list[NameRow]:
        return [row for row in self.names if row.decided]


def review_of(draft: PlanDraft) -> Review:
    """The review page of a draft that is ready. Eight queries at most, however long the plan."""
    owners = Owners(draft.content, draft.given)
    names = name_rows(draft)
    doubts = [replace(doubt, number=n) for n, doubt in enumerate(_doubts(draft, names, owners), 1)]
    marked = {doubt.line for doubt in doubts}
    lines = [
        DocumentLine(n, text, owners.anchor(n), n in marked)
        for n, text in enumerate(draft.text.split("\n"), 1)
        if text.strip()
    ]
    return Review(lines, list(_actions(draft.content, names)), names, doubts)


def _actions(content: dict[str, Any], names: Iterable[NameRow]) -> Iterator[ActionCard]:
    book = {row.key: row for row in names}
    for a, action in enumerate(content["actions"], 1):
        cards = [
            TaskCard(a, t, task, _said(task, book), Task.DeadlineKind(task["deadline"]["kind"]).label)
            for t, task in enumerate(action["tasks"], 1)
        ]
        yield ActionCard(a, action, cards)


def _said(task: dict[str, Any], book: dict[str, NameRow]) -> list[Said]:
    return [
        Said(Role(said["role"]).label, replace(book[normal_name(said["name"])], name=said["name"]))
        for said in task["responsibilities"]
    ]


def _doubts(draft: PlanDraft, names: Iterable[NameRow], owners: Owners) -> Iterator[Doubt]:
    """What is missing for the whole plan, then remarks and unknown names in document order."""
    if not draft.jurisdiction_id:
        said = draft.content["jurisdiction"]
        wrote = f"文件写的地区是“{said}”，系统中没有对应的、您管理的地区" if said else "文件没有写明地区"
        yield Doubt(f"{wrote}，请在方案信息中选择。", "必填", None, "about")
    if not draft.content["years"]:
        yield Doubt("没有读出年度，请在方案信息中填写。", "必填", None, "about")
    yield from _bare(draft.content)
    yield from sorted([*_remarks(draft, owners), *_unknown(draft, names)], key=lambda doubt: doubt.line or 0)


def _bare(content: dict[str, Any]) -> Iterator[Doubt]:
    """Headings that wait for their tasks."""
    for a, action in enumerate(content["actions"], 1):
        if not action["tasks"]:
            words = f"行动“{action['heading']}”下面还没有任务，确认时不写入；请补上任务，或在任务表格中删去。"
            yield Doubt(words, "请核对", None, f"action-{a}")


def _remarks(draft: PlanDraft, owners: Owners) -> Iterator[Doubt]:
    settled = set(draft.settled)
    for n, row in enumerate(draft.content["diagnostics"]):
        if n not in settled:
            of_line = row["code"] in OF_LINES and row["line"] is not None
            yield Doubt(
                row["message"], SEVERITIES[row["severity"]], row["line"], owners.anchor(row["line"]), n, of_line
            )


def _unknown(draft: PlanDraft, names: Iterable[NameRow]) -> Iterator[Doubt]:
    if not draft.jurisdiction_id:
        return
    for row in names:
        if row.is_open:
            a, t = (int(part) for part in row.anchor.split("-")[1:])
            line = draft.content["actions"][a - 1]["tasks"][t - 1]["line"]
            message = f"不认识责任单位“{row.name}”，请选择它指哪个单位。"
            yield Doubt(message, "未对应", line, row.anchor, is_of_name=True)


@dataclass(frozen=True)
class Writes:
    """What confirming a draft will write."""

    actions: int
    tasks: int
    indicators: int
    new_units: list[str]
    new_groups: list[str]
    aliases: int
    left: list[str]
    bare: int  # tasks that name no unit


def will_write(draft: PlanDraft, review: Review) -> Writes:
    """What confirmation will do. No query."""
    decided = [draft.decisions[row.key] for row in review.decided_names]
    left = [row.name for row in review.names if row.kind in (Kind.OPEN, Kind.LEFT)]
    return Writes(
        sum(bool(card.tasks) for card in review.actions),
        review.task_count,
        len(draft.content["indicators"]),
        [said["new_unit"] for said in decided if "new_unit" in said],
        [said["new_group"] for said in decided if "new_group" in said],
        sum("unit" in said or "group" in said or "same" in said for said in decided),
        left,
        sum(not task["responsibilities"] for action in draft.content["actions"] for task in action["tasks"]),
    )
