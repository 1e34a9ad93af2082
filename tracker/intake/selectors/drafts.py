"""A draft under review: the document's lines, the structure read from them, and what is still in doubt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf

from tasks.people.models import User
from tasks.people.names import normal_name
from tasks.plans.models import Role, Task
from tasks.plans.selectors.plans import SEVERITIES
from tracker.intake.carryover import place_said
from tracker.intake.corrections import Owners, task_anchor, task_at
from tracker.intake.draft_warnings import typed_doubts
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.names import Kind, NameRow, name_rows
from tracker.intake.services.drafts import RemarkKey
from tracker.intake.services.lines import OF_LINES
from tracker.intake.services.units import MAX_NAME, OUT_OF_USE

# What is to be done about a name.
NAME_DOUBTS = {
    Kind.OPEN: "不认识责任单位“{}”，请选择它指哪个单位。",
    Kind.GONE: OUT_OF_USE,
}
SHARED = "有几个单位都叫“{}”，请选择这份方案中指哪一个。"


def draft_rows(user: User) -> QuerySet[PlanDraft]:
    """Drafts that wait for a person: those in hand, then those that failed; the last touched first.

    `shown_title` is the title of each as it stands, or its file's name. One query, without texts and contents.
    """
    waiting = [*PlanDraft.IN_HAND, PlanDraft.State.FAILED]
    rows = PlanDraft.objects.visible_to(user).filter(state__in=waiting).select_related("jurisdiction", "owner")
    rows = rows.alias(has_failed=Q(state=PlanDraft.State.FAILED)).order_by("has_failed", "-updated_at", "-id")
    # An empty title is one that nobody has read yet, as for PlanDraft.title.
    said = NullIf(KT("content__title"), Value(""))
    rows = rows.annotate(shown_title=Coalesce(said, "name", output_field=CharField()))
    return rows.defer("text", "parsed", "content", "decisions", "settled", "given", "before", "pairs")


@dataclass(frozen=True)
class Doubt:
    """One thing to look at. `number` counts from 1 on the page; `remark` is what ticks it off, if anything does.

    `is_of_line`: it is settled by saying where its line belongs; `is_of_name`: by saying what the name means.
    """

    message: str
    label: str
    line: int | None
    anchor: str
    remark: RemarkKey | None = None
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
    def same_remarks(self) -> list[tuple[str, list[RemarkKey]]]:
        """What several remarks, though not all, say in the same words, and their places: ticked off at one stroke.

        Twenty long first sentences are looked through together; the one misread word among them is not to go along.
        """
        places: dict[str, list[RemarkKey]] = {}
        for doubt in self.doubts:
            if doubt.remark is not None:
                places.setdefault(doubt.message, []).append(doubt.remark)
        return [(message, found) for message, found in places.items() if 1 < len(found) < self.remark_count]

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
    found = [*_remarks(draft, owners), *_typed(draft), *_unknown(draft, names)]
    yield from sorted(found, key=lambda doubt: doubt.line or 0)


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
            place = place_said(draft.content, row)
            anchor = task_anchor(*place) if place else owners.anchor(row["line"])
            yield Doubt(row["message"], SEVERITIES[row["severity"]], row["line"], anchor, n, of_line)


def _typed(draft: PlanDraft) -> Iterator[Doubt]:
    settled = set(draft.settled)
    for found in typed_doubts(draft.content, draft.parsed):
        if found.key not in settled:
            line = task_at(draft.content, found.action, found.place)["line"]
            yield Doubt(found.message, "请核对", line, task_anchor(found.action, found.place), found.key)


def _unknown(draft: PlanDraft, names: Iterable[NameRow]) -> Iterator[Doubt]:
    if not draft.jurisdiction_id:
        return
    for row in names:
        if row.kind in NAME_DOUBTS:
            a, t = (int(part) for part in row.anchor.split("-")[1:])
            line = draft.content["actions"][a - 1]["tasks"][t - 1]["line"]
            message = SHARED if row.is_open and row.is_shared else NAME_DOUBTS[row.kind]
            yield Doubt(message.format(row.name), "未对应", line, row.anchor, is_of_name=True)


@dataclass(frozen=True)
class Writes:
    """What confirming a draft will write."""

    actions: int
    tasks: int
    indicators: int
    new_units: list[str]
    new_groups: list[str]
    aliases: int
    shared: int  # names that no alias can be made of, since several units have them
    left: list[str]
    bare: int  # tasks that name no unit


def will_write(draft: PlanDraft, review: Review) -> Writes:
    """What confirmation will do. No query."""
    decided = [draft.decisions[row.key] for row in review.decided_names]
    chosen = [row for row in review.decided_names if {"unit", "group", "same"} & draft.decisions[row.key].keys()]
    shared = sum(row.is_shared for row in chosen)
    left = [row.name for row in review.names if row.kind in (Kind.OPEN, Kind.LEFT)]
    return Writes(
        sum(bool(card.tasks) for card in review.actions),
        review.task_count,
        len(draft.content["indicators"]),
        [said["new_unit"] for said in decided if "new_unit" in said],
        [said["new_group"] for said in decided if "new_group" in said],
        len(chosen) - shared,
        shared,
        left,
        sum(not task["responsibilities"] for action in draft.content["actions"] for task in action["tasks"]),
    )
