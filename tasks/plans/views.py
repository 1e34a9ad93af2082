"""A plan's source documents, and finding a plan for a page."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tasks.common.files import attachment
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.plans.models import Plan, SourceDocument
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act


@require_safe
@requires(Act.PLAN_READ)
def plan_source(request: HttpRequest, pk: int) -> FileResponse:
    """The file that the plan was read from."""
    plan = allowed_plan(request, pk, Act.PLAN_READ)
    return _download(request, plan, plan.source)


@require_safe
@requires(Act.PLAN_DETAILS)
def version_source(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file that one version of the plan was read from."""
    plan = allowed_plan(request, pk, Act.PLAN_DETAILS)
    return _download(request, plan, get_object_or_404(plan.versions.select_related("source"), number=number).source)


def _download(request: HttpRequest, plan: Plan, source: SourceDocument) -> FileResponse:
    """The file, on record."""
    response = attachment(source.file, source.name)
    record(act=EventAct.SOURCE_DOWNLOAD, user=current_user(request), obj=plan, reason=source.name)
    return response


def allowed_plan(request: HttpRequest, pk: int, act: Act) -> Plan:
    """A plan to which this person may do the act; to anyone else it does not exist."""
    allowed = Plan.objects.allowed_to(current_user(request), act)
    return get_object_or_404(allowed.select_related("source", "jurisdiction", "upper_plan"), pk=pk)
