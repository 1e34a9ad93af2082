"""Correcting what a draft says: the plan itself, its actions, tasks and indicators, each named by its id."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tasks.people.models import Jurisdiction, User
from tasks.planparser import ParsedPlan, ParsedTask
from tracker.intake.corrections import edits
from tracker.intake.corrections.document import freed, handed_on
from tracker.intake.corrections.edits import next_task
from tracker.intake.corrections.items import Item, action_with, item_of, place_of
from tracker.intake.corrections.other_years import answered, in_years
from tracker.intake.corrections.pairs import pairs_handed_on
from tracker.intake.models import PlanDraft
from tracker.intake.services.draft_changes import acknowledged_in, draft_change
from tracker.intake.services.review import draft_place
from tracker.intake.services.undo import draft_restructure

# Each service takes the revision that the person saw, and raises as draft_change; where a correction makes no sense,
# ServiceError with what to do.


def draft_about_correct(
    *,
    draft: PlanDraft,
    revision: int,
    user: User,
    place: Jurisdiction | None,
    years: Sequence[int],
    **about: Any,
) -> None:
    """Correct what the plan is. In other years its times are read anew, and remarks on them that hold no more end."""
    before = draft.reviewed
    content = replace(in_years(before, years), **about)
    acknowledged = list(dict.fromkeys([*acknowledged_in(draft, content), *answered(content, draft.given)]))
    changes = {"content": content, "acknowledged": acknowledged}
    draft_place(draft=draft, revision=revision, place=place, user=user, what="修改方案信息", **changes)


def draft_action_correct(
    *, draft: PlanDraft, revision: int, user: User, action: str, heading: str, goal: str | None
) -> None:
    """Correct an action's heading and goal."""
    was = item_of(draft.reviewed.actions, action)
    content = edits.set_item(draft.reviewed, action, heading=heading, goal=goal or None)
    old_words = "\n".join(filter(None, (was.heading, was.goal)))
    _correct(draft, revision, user, content, f"修改行动：{was.heading}", old_words)


def draft_task_correct(*, draft: PlanDraft, revision: int, user: User, task: str, **words: Any) -> None:
    """Correct what a task says."""
    was = item_of(draft.reviewed.tasks(), task)
    content = edits.set_item(draft.reviewed, task, **words)
    old_words = was.text if item_of(content.tasks(), task).text != was.text else ""
    _correct(draft, revision, user, content, f"修改任务：{_called(was)}", old_words)


def draft_task_add(*, draft: PlanDraft, revision: int, user: User, action: str, text: str) -> str:
    """Add a task at the end of an action. Returns its id."""
    content = edits.add_task(draft.reviewed, action, text=text)
    added = item_of(content.actions, action).tasks[-1]
    _correct(draft, revision, user, content, f"补充任务：{_called(added)}")
    return added.id


def draft_indicator_correct(
    *,
    draft: PlanDraft,
    revision: int,
    user: User,
    indicator: str,
    name: str,
    area: str,
    unit: str | None,
    targets: Iterable[tuple[int, str]],
) -> None:
    """Correct an indicator's words and targets (year, text)."""
    was = item_of(draft.reviewed.indicators, indicator)
    said: dict[str, Any] = {"name": name, "area": area, "unit": unit, "targets": targets}
    content = edits.set_indicator(draft.reviewed, indicator, **said)
    _correct(draft, revision, user, content, f"修改指标：{was.name}", was.name)


def _correct(draft: PlanDraft, revision: int, user: User, content: ParsedPlan, what: str, old_words: str = "") -> None:
    changes: Any = {"content": content, "acknowledged": acknowledged_in(draft, content)}
    draft_change(draft=draft, revision=revision, user=user, what=what, old_words=old_words, **changes)


# ---- changes of structure, which can be undone ----
def draft_task_merge(*, draft: PlanDraft, revision: int, user: User, task: str) -> None:
    """One task of this and the next one: the lines of the second, and what was said of it, are the first's now."""
    plan, second = draft.reviewed, next_task(draft.reviewed, task)
    content, into = edits.merge_next(plan, task), {second.id: task}
    changes = {
        "given": handed_on(plan, content, draft.given, _document(draft), into),
        "pairs": pairs_handed_on(draft.pairs, into),
    }
    what = f"合并任务：{_called(item_of(plan.tasks(), task))}，{_called(second)}"
    _restructure(draft, revision, user, task, content, what, second.text, **changes)


def draft_task_split(*, draft: PlanDraft, revision: int, user: User, task: str, offset: int) -> str:
    """Two tasks of one. Returns the id of the second, which begins on the line where its first words stand."""
    plan, whole = draft.reviewed, item_of(draft.reviewed.tasks(), task)
    content = edits.split_task(plan, task, offset=offset, line=_line_of(draft, whole, offset))
    known = {row.id for row in plan.tasks()}
    (second,) = [row.id for row in content.tasks() if row.id not in known]
    _restructure(draft, revision, user, task, content, f"拆分任务：{_called(whole)}", whole.text)
    return second


def _line_of(draft: PlanDraft, task: ParsedTask, offset: int) -> int | None:
    """The line where the words at this place stand; the same words may stand further up as well."""
    words = task.text[offset:].split("\n")[0][:10]
    lines = enumerate(_document(draft), 1)
    return next((n for n, text in lines if n >= (task.line or 1) and words in text), None)


def draft_task_move(*, draft: PlanDraft, revision: int, user: User, task: str, to_action: str, to_place: int) -> None:
    """Put a task at this place (from 1) of an action."""
    content = edits.move_task(draft.reviewed, task, to_action=to_action, to_place=to_place)
    _restructure(draft, revision, user, task, content, f"移动任务：{_called(item_of(content.tasks(), task))}")


def draft_task_delete(*, draft: PlanDraft, revision: int, user: User, task: str) -> str:
    """Take a task out: its lines are nobody's, what was said of it is forgotten.

    Returns the id of the task to go on from: the one above in its action, else the one below.
    """
    plan, was = draft.reviewed, item_of(draft.reviewed.tasks(), task)
    content = edits.delete_task(plan, task)
    changes = {
        "given": freed(plan, content, draft.given, _document(draft)),
        "pairs": pairs_handed_on(draft.pairs, {task: ""}),
    }
    _restructure(draft, revision, user, task, content, f"删除任务：{_called(was)}", was.text, **changes)
    tasks = action_with(plan, task).tasks
    return _beside(tasks if len(tasks) > 1 else plan.tasks(), task)


def draft_indicator_delete(*, draft: PlanDraft, revision: int, user: User, indicator: str) -> str:
    """Take an indicator out: its lines are nobody's. Returns the id of the one beside it, empty where it was alone."""
    plan, was = draft.reviewed, item_of(draft.reviewed.indicators, indicator)
    content = edits.delete_indicator(plan, indicator)
    given = freed(plan, content, draft.given, _document(draft))
    _restructure(draft, revision, user, indicator, content, f"删除指标：{was.name}", was.name, given=given)
    return _beside(plan.indicators, indicator)


def _beside(rows: Sequence[Item], item: str) -> str:
    """The id of the row above this one, of the first the one below; empty where there is no other."""
    at = place_of(rows, item)
    near = rows[at - 1 : at] or rows[at + 1 : at + 2]
    return near[0].id if near else ""


def _restructure(
    draft: PlanDraft,
    revision: int,
    user: User,
    at: str,
    content: ParsedPlan,
    what: str,
    old_words: str = "",
    **changes: Any,
) -> None:
    changes |= {"content": content, "acknowledged": acknowledged_in(draft, content)}
    draft_restructure(draft=draft, revision=revision, user=user, at=at, what=what, old_words=old_words, **changes)


def _called(task: ParsedTask) -> str:
    return f"{task.number}. {task.title}"


def _document(draft: PlanDraft) -> list[str]:
    return draft.text.split("\n")
