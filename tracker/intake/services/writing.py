"""A plan of one's own (拟制) from the plan above and last year's: what is offered, and the draft made of the choice."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from indicators.models import Indicator
from indicators.selectors import indicator_as_parsed, indicators_ahead
from tasks.common.errors import ServiceError
from tasks.common.text import normal_text
from tasks.people.models import Jurisdiction, User
from tasks.planparser import ParsedIndicator
from tasks.plans.contract import task_as_parsed
from tasks.plans.models import Plan
from tracker.intake.carryover import Section, add_indicators, add_sections, empty_plan
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.carryover import OfferedAction, tasks_above, tasks_left, twins
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.grid import draft_write

FIRST_ACTION = "主要任务"
NOTHING = "请先勾选要加入的任务或指标。"


@dataclass(frozen=True)
class Offer:
    """What may be taken over: tasks of the plan above, tasks of last year that go on, indicators with a target set."""

    upper: list[OfferedAction] = field(default_factory=list)
    last: list[OfferedAction] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    @property
    def upper_count(self) -> int:
        return _count(self.upper)

    @property
    def last_count(self) -> int:
        return _count(self.last)


def _count(actions: Iterable[OfferedAction]) -> int:
    return sum(len(action.tasks) for action in actions)


@dataclass(frozen=True)
class Choice:
    """Ids of the tasks and indicators that were ticked."""

    tasks: Collection[int]
    indicators: Collection[int]


def offer_of(*, upper: Plan | None, last: Plan | None, years: Sequence[int], today: dt.date) -> Offer:
    """What these plans offer to a new one of these years. Eleven queries, however many tasks.

    A task of last year that the plan above asks for as well says so: it would stand in the plan twice.
    """
    above = tasks_above(upper) if upper else []
    left = tasks_left(last, today) if last else []
    named = [(row.task.title, row.task.text) for action in above for row in action.tasks]
    return Offer(above, _with_twins(left, named), indicators_ahead(last, years) if last else [])


def _with_twins(actions: Sequence[OfferedAction], named: Sequence[tuple[str, str]]) -> list[OfferedAction]:
    alike = twins(actions, named)
    return [
        replace(action, tasks=[replace(row, like=alike.get(row.task.pk, "")) for row in action.tasks])
        for action in actions
    ]


def write_draft(
    *,
    user: User,
    place: Jurisdiction,
    years: Sequence[int],
    title: str,
    upper: Plan | None,
    offer: Offer,
    choice: Choice,
) -> PlanDraft:
    """Begin the draft of what was chosen; with no plan above, on last year's whole outline. Raises as draft_write.

    It cites the plan above: the document says so, and who imports it is proposed that plan.
    """
    content = empty_plan(title, place.full_name, years)
    if upper and upper.document_number:
        content = replace(content, cites=(upper.document_number,))
    sections = [
        *_sections(offer.upper, choice.tasks),
        *_sections(offer.last, choice.tasks, carries=True, is_outline=upper is None),
    ]
    content = add_sections(content, sections or [Section(FIRST_ACTION, [], carries=False)])
    content = add_indicators(content, _indicators(offer, choice))
    return draft_write(user=user, place=place, content=content, upper_plan=upper)


def _sections(
    actions: Iterable[OfferedAction],
    chosen: Collection[int],
    *,
    heading: str = "",
    carries: bool = False,
    is_outline: bool = False,
) -> Iterator[Section]:
    """The tasks chosen under their headings, or under the one given; of an outline, all headings."""
    for action in actions:
        tasks = [task_as_parsed(row.task) for row in action.tasks if row.task.pk in chosen]
        if tasks or is_outline:
            yield Section(heading or action.action.heading, tasks, carries)


def _indicators(offer: Offer, choice: Choice) -> list[ParsedIndicator]:
    return [indicator_as_parsed(row) for row in offer.indicators if row.pk in choice.indicators]


# ---- a draft under review: what it lacks of last year ----
def lacking(draft: PlanDraft, last: Plan, today: dt.date) -> Offer:
    """Tasks of last year that go on and that no task of the draft is like; indicators it has not with a target set.

    Eight queries, however many tasks.
    """
    content = draft.reviewed
    named = [(task.title, task.text) for task in content.tasks()]
    left = [
        replace(action, tasks=[row for row in action.tasks if not row.like])
        for action in _with_twins(tasks_left(last, today), named)
    ]
    known = {normal_text(row.name) for row in content.indicators}
    ahead = indicators_ahead(last, content.years)
    return Offer(
        [], [action for action in left if action.tasks], [i for i in ahead if normal_text(i.name) not in known]
    )


def carry_over(*, draft: PlanDraft, revision: int, user: User, offer: Offer, choice: Choice, heading: str) -> None:
    """Add what was chosen: under the action called `heading`, or under their own headings where it is empty.

    Raises ServiceError when nothing was chosen, else as draft_change.
    """
    indicators = _indicators(offer, choice)
    sections = list(_sections(offer.last, choice.tasks, heading=heading, carries=True))
    tasks = [task for section in sections for task in section.tasks]
    if not (indicators or tasks):
        raise ServiceError(NOTHING)
    content = add_sections(add_indicators(draft.reviewed, indicators), sections)
    named = "；".join([*(task.title for task in tasks), *(row.name for row in indicators)])
    what = f"从上年方案衔接{len(tasks)}项任务、{len(indicators)}项指标：{named}"
    draft_change(draft=draft, revision=revision, user=user, what=what, content=content)
