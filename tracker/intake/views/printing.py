"""A draft under review as the 任务分工方案 that it will be, to take away."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.views.assignment_plan import docx, xlsx
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.planparser import ParsedPlan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tracker.intake.models import PlanDraft
from tracker.intake.views.requests import open_draft


@require_safe
@requires(Act.DRAFT_CORRECT)
def draft_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft under review as it would be printed."""
    return docx(*_draft(request, pk))


@require_safe
@requires(Act.DRAFT_CORRECT)
def draft_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft under review as a worksheet."""
    return xlsx(*_draft(request, pk))


def _draft(request: HttpRequest, pk: int) -> tuple[ParsedPlan, str]:
    """A draft as a plan, on record, and a file name that tells it from the plan it will be."""
    draft = open_draft(request, pk)
    record(act=EventAct.PLAN_EXPORT, user=current_user(request), obj=draft)
    state = "拟制稿" if draft.origin == PlanDraft.Origin.WRITTEN else "核对稿"
    return draft.reviewed, f"{draft.title}（{state}）"
