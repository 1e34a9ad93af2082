"""A draft under review: the document's lines, the structure read from them, and what is still to be looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf

from tasks.people.models import User
from tasks.people.names import normal_name
from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask
from tasks.plans.models import DeadlineKind, Role
from tasks.plans.selectors.plans import SEVERITIES
from tracker.intake.corrections.owners import Owners
from tracker.intake.decisions import NewGroup, NewUnit, SameAs, ToGroup, ToUnit
from tracker.intake.draft_warnings import typed_warnings
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.names import Kind, NameRow, name_rows
from tracker.intake.services.lines import OF_LINES
from tracker.intake.services.units import MAX_NAME, OUT_OF_USE

# What is to be done about a name.
NAME_WARNINGS = {
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
    return rows.defer("text", "parsed", "content", "decisions", "acknowledged", "given", "before", "pairs")


@dataclass(frozen=True)
class DraftWarning:
    """One thing to look at. `number` counts from 1 on the page; `key` is what ticks it off, if anything does.

    `anchor` is the id of the item on the page that it is about. `is_of_line`: it is answered by saying where its line
    belongs; `is_of_name`: by saying what the name means.
    """

    message: str
    label: str
    line: int | None
    anchor: str
    key: str = ""
    is_of_line: bool = False
    is_of_name: bool = False
    number: int = 0

    @property
    def path(self) -> str:
        """The form of the warning's line, from the review page."""
        return f"lines/{self.line}/" if self.is_of_line else ""


@dataclass(frozen=True)
class TaskCard:
    """A task as read; `said` are its responsibilities (role, name), each with what its name means."""

    task: ParsedTask
    said: list[tuple[str, NameRow]]
    kind: str

    @property
    def path(self) -> str:
        """The form of this task, from the review page: a page of 500 tasks does not ask for 1000 addresses."""
        return f"tasks/{self.task.id}/"


@dataclass(frozen=True)
class DocumentLine:
    """A line of the document; `anchor` is the item that was read from it, if any."""

    number: int
    text: str
    anchor: str
    is_warned: bool

    @property
    def path(self) -> str:
        """The form of this line, from the review page."""
        return f"lines/{self.number}/"


@dataclass(frozen=True)
class Review:
    """All that the review page shows."""

    lines: list[DocumentLine]
    actions: list[tuple[ParsedAction, list[TaskCard]]]
    names: list[NameRow]
    warnings: list[DraftWarning]

    @property
    def task_count(self) -> int:
        return sum(len(cards) for _, cards in self.actions)

    @property
    def key_count(self) -> int:
        """How many of the warnings can be ticked off."""
        return sum(bool(warning.key) for warning in self.warnings)

    @property
    def same_warnings(self) -> list[tuple[str, list[str]]]:
        """What several warnings, though not all, say in the same words, and their keys: ticked off at one stroke.

        Twenty long first sentences are looked through together; the one misread word among them is not to go along.
        """
        keys: dict[str, list[str]] = {}
        for warning in self.warnings:
            if warning.key:
                keys.setdefault(warning.message, []).append(warning.key)
        return [(message, found) for message, found in keys.items() if 1 < len(found) < self.key_count]

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
    owners = Owners(draft.reviewed, draft.given)
    names = name_rows(draft)
    warnings = [replace(found, number=n) for n, found in enumerate(_warnings(draft, names, owners), 1)]
    warned = {warning.line for warning in warnings}
    lines = [
        DocumentLine(n, text, owners.id_of(n), n in warned)
        for n, text in enumerate(draft.text.split("\n"), 1)
        if text.strip()
    ]
    book = {row.key: row for row in names}
    actions = [(action, [_card(task, book) for task in action.tasks]) for action in draft.reviewed.actions]
    return Review(lines, actions, names, warnings)


def _card(task: ParsedTask, book: dict[str, NameRow]) -> TaskCard:
    said = [
        (Role(row.role).label, replace(book[normal_name(row.name)], name=row.name)) for row in task.responsibilities
    ]
    return TaskCard(task, said, DeadlineKind(task.deadline.kind).label)


def _warnings(draft: PlanDraft, names: Iterable[NameRow], owners: Owners) -> Iterator[DraftWarning]:
    """What is missing for the whole plan, headings without tasks, then remarks and unknown names in document order."""
    if not draft.jurisdiction_id:
        said = draft.reviewed.jurisdiction
        wrote = f"文件写的地区是“{said}”，系统中没有对应的、您管理的地区" if said else "文件没有写明地区"
        yield DraftWarning(f"{wrote}，请在方案信息中选择。", "必填", None, "about")
    if not draft.reviewed.years:
        yield DraftWarning("没有读出年度，请在方案信息中填写。", "必填", None, "about")
    for action in draft.reviewed.actions:
        if not action.tasks:
            words = f"行动“{action.heading}”下面还没有任务，确认时不写入；请补上任务，或在任务表格中删去。"
            yield DraftWarning(words, "请核对", None, action.id)
    acknowledged, lines = set(draft.acknowledged), {task.id: task.line for task in draft.reviewed.tasks()}
    unknown = _unknown(names, lines) if draft.jurisdiction_id else ()
    typed = [
        DraftWarning(found.message, "请核对", lines[found.item], found.item, found.key)
        for found in typed_warnings(draft.reviewed, draft.parsed)
    ]
    found = [*_remarks(draft.reviewed, owners), *typed, *unknown]
    yield from sorted((row for row in found if row.key not in acknowledged), key=lambda row: row.line or 0)


def _remarks(plan: ParsedPlan, owners: Owners) -> Iterator[DraftWarning]:
    for remark in plan.diagnostics:
        of_line, item = remark.code in OF_LINES and remark.line is not None, owners.of_remark(remark)
        label, anchor = SEVERITIES[remark.severity], item.id if item else ""
        yield DraftWarning(remark.message, label, remark.line, anchor, remark.id, of_line)


def _unknown(names: Iterable[NameRow], lines: Mapping[str, int | None]) -> Iterator[DraftWarning]:
    for row in names:
        if row.kind in NAME_WARNINGS:
            message = SHARED if row.is_open and row.is_shared else NAME_WARNINGS[row.kind]
            yield DraftWarning(message.format(row.name), "未对应", lines[row.anchor], row.anchor, is_of_name=True)


def will_write(draft: PlanDraft, review: Review) -> dict[str, int | list[str]]:
    """What confirmation will do: how many of each it makes, or the names of them. No query."""
    decided = [(row, draft.decisions[row.key]) for row in review.decided_names]
    chosen = [row for row, said in decided if isinstance(said, ToUnit | ToGroup | SameAs)]
    shared = sum(row.is_shared for row in chosen)
    return {
        "actions": sum(bool(cards) for _, cards in review.actions),
        "tasks": review.task_count,
        "indicators": len(draft.reviewed.indicators),
        "new_units": [said.name for _, said in decided if isinstance(said, NewUnit)],
        "new_groups": [said.name for _, said in decided if isinstance(said, NewGroup)],
        "aliases": len(chosen) - shared,
        "shared": shared,  # names that no alias can be made of, since several units have them
        "left": [row.name for row in review.names if row.kind in (Kind.OPEN, Kind.LEFT)],
        "bare": sum(not task.responsibilities for task in draft.reviewed.tasks()),  # that name no unit
    }
