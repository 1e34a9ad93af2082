"""One step back in a draft: what a change of its structure replaced is kept until the next change of any kind."""

from typing import Any

from tasks.common.errors import ServiceError
from tasks.people.models import User
from tasks.planparser import plan_from_dict
from tracker.intake.models import PlanDraft
from tracker.intake.services.draft_changes import draft_change

KEPT = ("given", "acknowledged", "pairs")  # beside the content
MOVED_ON = "这一步之后稿件又有修改，不能再撤销，请直接改正。"


def draft_restructure(
    *, draft: PlanDraft, revision: int, user: User, at: str, what: str, old_words: str = "", **changes: Any
) -> None:
    """Write what was merged, split, moved or deleted from the item `at`, so that it can be undone.

    Raises as draft_change.
    """
    kept = {name: getattr(draft, name) for name in KEPT}
    before = {"at": at, "content": draft.reviewed.as_dict(), **kept}
    told: Any = {"what": what, "old_words": old_words, **changes}
    draft_change(draft=draft, revision=revision, user=user, before=before, **told)


def draft_undo(*, draft: PlanDraft, revision: int, user: User) -> str:
    """Bring back what the last such change replaced. Returns the id of the item that it was made from.

    Raises as draft_change, and ServiceError when the draft has moved on.
    """
    before = draft.before
    if before is None:
        raise ServiceError(MOVED_ON)
    kept = {name: before[name] for name in KEPT}
    content = plan_from_dict(before["content"])
    draft_change(draft=draft, revision=revision, user=user, what="撤销上一步", content=content, **kept)
    return str(before["at"])
