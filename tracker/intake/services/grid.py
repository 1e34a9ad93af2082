"""Plans that staff write themselves (拟制), and what is typed in a draft's grid."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from tasks.common.errors import StaleError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import Jurisdiction, User
from tasks.planparser import ParsedPlan
from tasks.plans.models import Plan
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.corrections.document import freed, regained
from tracker.intake.grid.reading import plan_of
from tracker.intake.grid.rows import Row, replaced, rows_of
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.grid import KnownNames
from tracker.intake.services.draft_changes import CHANGED, acknowledged_in, draft_change


@transaction.atomic
def draft_write(*, user: User, place: Jurisdiction, content: ParsedPlan, upper_plan: Plan | None) -> PlanDraft:
    """Begin a plan of one's own; it is under review at once, as if it had been read.

    Raises ServiceError when the person does not keep this place's plans.
    """
    require(user, Act.DRAFT_WRITE, place_id=place.pk)
    draft = PlanDraft.objects.create(
        origin=PlanDraft.Origin.WRITTEN,
        name=f"{content.title[:240]}.docx",
        jurisdiction=place,
        state=PlanDraft.State.READY,
        parsed=content,
        content=content,
        upper_plan=upper_plan,
        owner=user,
    )
    record(act=EventAct.DRAFT_WRITE, user=user, obj=draft)
    return draft


def draft_fill(*, draft: PlanDraft, revision: int, user: User, rows: Sequence[Row], part: bool = False) -> None:
    """Write what was typed in the grid: all rows, or with `part` only some that stand already.

    Raises GridError with all cells that cannot be read, else as draft_change. The draft given shows what was written.
    """
    if revision != draft.revision:
        raise StaleError(CHANGED)
    every = replaced(rows_of(draft.reviewed), rows) if part else rows
    content = plan_of(every, draft.reviewed, KnownNames(draft).whole)
    given = freed(draft.reviewed, content, draft.given, draft.text.split("\n"))
    given = regained(content, given, {row.held.id for row in every if row.held})
    acknowledged = acknowledged_in(draft, content)
    what, old_words = _told(draft.reviewed, content)
    changes: Any = {"content": content, "given": given, "acknowledged": acknowledged}
    draft_change(draft=draft, revision=revision, user=user, what=what, old_words=old_words, **changes)
    draft.content, draft.given, draft.acknowledged = content, given, acknowledged
    draft.revision, draft.updated_at = revision + 1, timezone.now()


def _told(before: ParsedPlan, after: ParsedPlan) -> tuple[str, str]:
    """(what was typed in the grid, the texts that stood there before)."""
    was = {task.id: task for task in before.tasks()}
    there = {task.id for task in after.tasks()}
    gone = [task for task in was.values() if task.id not in there]
    changed = [task for task in after.tasks() if was.get(task.id, task) != task]
    added = len(there - was.keys())
    counts = (("新增", added), ("修改", len(changed)), ("删去", len(gone)))
    told = "，".join(f"{word}{count}项" for word, count in counts if count)
    names = "；".join(f"{task.number}. {task.title}" for task in (*changed, *gone))
    old_words = [was[task.id].text for task in changed if was[task.id].text != task.text]
    return f"任务表格：{told or '行动或顺序'}" + (f"：{names}" if names else ""), "\n".join(
        [*old_words, *(task.text for task in gone)]
    )
