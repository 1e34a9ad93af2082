"""One step back in a draft: what a change of its structure replaced is kept until the next change of any kind."""

from typing import Any

from tasks.common.errors import ServiceError
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_change

KEPT = ("content", "given", "settled")
MOVED_ON = "这一步之后稿件又有修改，不能再撤销，请直接改正。"


def draft_restructure(*, draft: PlanDraft, revision: int, at: str, **changes: Any) -> None:
    """Write what was merged, split, moved or deleted from the item `at`, so that it can be undone.

    Raises as draft_change.
    """
    before = {"at": at, **{name: getattr(draft, name) for name in KEPT}}
    draft_change(draft=draft, revision=revision, before=before, **changes)


def draft_undo(*, draft: PlanDraft, revision: int) -> str:
    """Bring back what the last such change replaced. Returns the id of the item that it was made from.

    Raises as draft_change, and ServiceError when the draft has moved on.
    """
    if draft.before is None:
        raise ServiceError(MOVED_ON)
    draft_change(draft=draft, revision=revision, **{name: draft.before[name] for name in KEPT})
    return str(draft.before["at"])
