"""Giving lines of the document to another item, by a person who saw that the parser was wrong."""

from typing import Any

from tasks.common.errors import ServiceError
from tasks.people.models import User
from tracker.intake.corrections.lines import Moved, Target, move_lines
from tracker.intake.corrections.pairs import pairs_handed_on
from tracker.intake.models import PlanDraft
from tracker.intake.services.draft_changes import acknowledged_in
from tracker.intake.services.undo import draft_restructure

MOST_LINES = 200
BAD_LINES = f"请填写起止行号：从小到大，最多{MOST_LINES}行。"

# Remarks on a line that nobody has: a person who gives it to somebody has answered them.
OF_LINES = frozenset(
    {
        *("unread_line", "text_after_fields", "closing_paragraph", "fields_without_task", "row_joined"),
        *("unknown_table", "section_without_tasks", "heading_fields"),
    }
)


def draft_move_lines(*, draft: PlanDraft, revision: int, user: User, first: int, last: int, to: Target) -> Moved:
    """Give these lines (from 1, both included) to a task, a new task, a heading or nothing.

    What was said of them counts as looked at. Raises ServiceError with what to do where that makes no sense, StaleError
    as draft_change.
    """
    document = draft.text.split("\n")
    if not 1 <= first <= last <= len(document) or last - first >= MOST_LINES:
        raise ServiceError(BAD_LINES)
    moved = move_lines(draft.reviewed, draft.given, document, (first, last), to)
    answered = [
        remark.id
        for remark in draft.reviewed.diagnostics
        if remark.code in OF_LINES and remark.line and first <= remark.line <= last
    ]
    changes: Any = {
        "content": moved.plan,
        "given": moved.given,
        "acknowledged": sorted({*acknowledged_in(draft, moved.plan), *answered}),
        "pairs": pairs_handed_on(draft.pairs, moved.into),
    }
    what = f"改第{first}行的归属" if first == last else f"改第{first}至{last}行的归属"
    draft_restructure(draft=draft, revision=revision, user=user, at=f"line-{first}", what=what, **changes)
    return moved
