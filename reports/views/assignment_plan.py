"""A plan as the official 任务分工方案, to take away."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.assignment_plan import compose, workbook
from reports.assignment_plan.gather import gather
from reports.officialdoc import render
from tasks.common.downloads import download
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.planparser import ParsedPlan
from tasks.plans.views import allowed_plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act


@require_safe
@requires(Act.PLAN_DETAILS)
def plan_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force as an official document (GB/T 9704-2012)."""
    plan = allowed_plan(request, pk, Act.PLAN_DETAILS)
    record(act=EventAct.PLAN_EXPORT, user=current_user(request), obj=plan, reason="DOCX")
    return docx(gather(plan), plan.title)


@require_safe
@requires(Act.PLAN_DETAILS)
def plan_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force as a worksheet."""
    plan = allowed_plan(request, pk, Act.PLAN_DETAILS)
    record(act=EventAct.PLAN_EXPORT, user=current_user(request), obj=plan, reason="XLSX")
    return xlsx(gather(plan), plan.title)


def docx(plan: ParsedPlan, name: str) -> HttpResponse:
    """A plan as a DOCX to be saved."""
    return download(render(compose(plan)), f"{name}.docx")


def xlsx(plan: ParsedPlan, name: str) -> HttpResponse:
    """A plan as an XLSX to be saved."""
    return download(workbook(plan), f"{name}.xlsx")
