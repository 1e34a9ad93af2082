"""Giving lines of the document to another item, by a person who saw that the parser was wrong."""

from tasks.common.errors import ServiceError
from tracker.intake.corrections import Moved, Target, move_lines
from tracker.intake.models import PlanDraft
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


def draft_move_lines(*, draft: PlanDraft, revision: int, first: int, last: int, to: Target) -> Moved:
    """Give these lines (from 1, both included) to a task, a new task, a heading or nothing; what was said of them is
    settled.

    Raises ServiceError with what to do where that makes no sense, StaleError as draft_change.
    """
    document = draft.text.split("\n")
    if not 1 <= first <= last <= len(document) or last - first >= MOST_LINES:
        raise ServiceError(BAD_LINES)
    moved = move_lines(draft.content, draft.given, document, (first, last), to)
    answered = {
        n
        for n, remark in enumerate(draft.content["diagnostics"])
        if remark["code"] in OF_LINES and remark["line"] and first <= remark["line"] <= last
    }
    settled = sorted({*draft.settled, *answered}, key=str)
    changes = {"content": moved.plan, "given": moved.given, "settled": settled}
    draft_restructure(draft=draft, revision=revision, at=f"line-{first}", **changes)
    return moved
