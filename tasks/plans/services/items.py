"""The actions and tasks of a plan as its document says them, with responsibilities and milestones."""

from collections.abc import Iterator, Sequence

from tasks.common.bulk_rows import whole
from tasks.people.names import Meanings, NameBook
from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask
from tasks.plans.models import Action, Milestone, Plan, Responsibility, Task

Pairs = Sequence[tuple[Task, ParsedTask]]


def items_create(plan: Plan, parsed: ParsedPlan, decided: Meanings | None = None) -> None:
    """Write all of a new plan in four statements, however much there is. Belongs in the caller's transaction.

    `decided`: what a person said of names that the place's own names leave open. Raises ServiceError where a text is
    too long to be kept whole.
    """
    rows = (new_action(plan, n, action) for n, action in enumerate(parsed.actions, 1))
    actions = Action.objects.bulk_create(whole(rows, lambda row: row.line))
    pairs = [
        (new_task(row, position, item), item)
        for row, action in zip(actions, parsed.actions, strict=True)
        for position, item in enumerate(action.tasks, 1)
    ]
    Task.objects.bulk_create(whole((task for task, _ in pairs), lambda row: row.line))
    said = _responsibilities(NameBook(plan.jurisdiction, decided), pairs)
    Responsibility.objects.bulk_create(whole(said, lambda row: row.task.line))
    milestones_create(pairs)


def new_action(plan: Plan, position: int, item: ParsedAction) -> Action:
    """The row of an action, not saved yet."""
    return Action(plan=plan, key=item.id, position=position, heading=item.heading, goal=item.goal or "", line=item.line)


def new_task(action: Action, position: int, item: ParsedTask) -> Task:
    """The row of a task, not saved yet."""
    return Task(
        action=action,
        key=item.id,
        position=position,
        number=item.number,
        title=item.title,
        text=item.text,
        line=item.line,
        deadline_text=item.deadline.text or "",
        deadline_kind=item.deadline.kind,
        due_on=item.deadline.due,
        annual_on=item.deadline.annual or "",
        is_ongoing=item.deadline.ongoing,
    )


def _responsibilities(book: NameBook, pairs: Pairs) -> Iterator[Responsibility]:
    for task, item in pairs:
        for n, said in enumerate(item.responsibilities, 1):
            meant = book.resolve(said.name)
            yield Responsibility(
                task=task,
                position=n,
                role=said.role,
                name=said.name,
                unit_id=meant.unit_id,
                group_id=meant.group_id,
            )


def milestones_create(pairs: Pairs) -> None:
    """The milestones of tasks that have none yet. Raises as items_create."""
    marks = (
        Milestone(task=task, position=n, text=mark.text, due_on=mark.due)
        for task, item in pairs
        for n, mark in enumerate(item.milestones, 1)
    )
    Milestone.objects.bulk_create(whole(marks, lambda row: row.task.line))
