"""Plans that staff write themselves (拟制), and what is typed in a draft's grid."""

from collections.abc import Sequence

from django.utils import timezone

from tasks.people.models import Jurisdiction, User
from tasks.plans.content import Contract
from tasks.plans.models import Plan
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.corrections import freed, regained
from tracker.intake.grid import Row, dropped, plan_of, replaced, rows_of
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.grid import KnownNames
from tracker.intake.services.drafts import draft_change


def draft_write(*, user: User, place: Jurisdiction, content: Contract, upper_plan: Plan | None) -> PlanDraft:
    """Begin a plan of one's own, in the plan schema's form; it is under review at once, as if it had been read.

    Raises ServiceError when the person does not keep this place's plans.
    """
    require(user, Act.DRAFT_WRITE, place_id=place.pk)
    return PlanDraft.objects.create(
        origin=PlanDraft.Origin.WRITTEN,
        name=f"{content['title'][:240]}.docx",
        jurisdiction=place,
        state=PlanDraft.State.READY,
        parsed=content,
        content=content,
        upper_plan=upper_plan,
        owner=user,
    )


def draft_fill(*, draft: PlanDraft, revision: int, rows: Sequence[Row], part: bool = False) -> None:
    """Write what was typed in the grid: all rows, or with `part` only some that stand already.

    Raises GridError with all cells that cannot be read, else as draft_change. The draft given shows what was written.
    """
    every = replaced(rows_of(draft.content), rows) if part else rows
    content = plan_of(every, draft.content, KnownNames(draft).whole)
    given = freed(draft.content, draft.given, draft.text.split("\n"), dropped(draft.content, every))
    given = regained(content, given, [row.held for row in every if row.held])
    draft_change(draft=draft, revision=revision, content=content, given=given)
    draft.content, draft.given, draft.revision, draft.updated_at = content, given, revision + 1, timezone.now()
