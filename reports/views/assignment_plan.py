"""A plan, or a draft of one, as the official 任务分工方案, to take away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reports.assignment_plan import compose, workbook
from reports.assignment_plan.gather import gather
from reports.officialdoc import render
from reports.views.downloads import download
from tasks.models import Plan, PlanDraft
from tasks.planparser import ParsedPlan, plan_from_dict
from tasks.views.access import current_user, staff_only
from tasks.views.draft_requests import open_draft


@require_safe
@staff_only
def plan_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force as an official document (GB/T 9704-2012)."""
    plan = _managed_plan(request, pk)
    return _docx(gather(plan), plan.title)


@require_safe
@staff_only
def plan_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force as a worksheet."""
    plan = _managed_plan(request, pk)
    return _xlsx(gather(plan), plan.title)


@require_safe
@staff_only
def draft_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft under review as it would be printed."""
    return _docx(*_draft(request, pk))


@require_safe
@staff_only
def draft_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft under review as a worksheet."""
    return _xlsx(*_draft(request, pk))


def _draft(request: HttpRequest, pk: int) -> tuple[ParsedPlan, str]:
    """A draft as a plan, and a file name that tells it from the plan it will be."""
    draft = open_draft(request, pk)
    state = "拟制稿" if draft.origin == PlanDraft.Origin.WRITTEN else "核对稿"
    return plan_from_dict(draft.content), f"{draft.title}（{state}）"


def _managed_plan(request: HttpRequest, pk: int) -> Plan:
    managed = Plan.objects.managed_by(current_user(request)).select_related("jurisdiction")
    return get_object_or_404(managed, pk=pk)


def _docx(plan: ParsedPlan, name: str) -> HttpResponse:
    return download(render(compose(plan)), f"{name}.docx")


def _xlsx(plan: ParsedPlan, name: str) -> HttpResponse:
    return download(workbook(plan), f"{name}.xlsx")
