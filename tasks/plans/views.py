"""A plan's source documents, and finding a plan for a page."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tasks.common.files import attachment
from tasks.plans.models import Plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act


@require_safe
@requires(Act.PLAN_READ)
def plan_source(request: HttpRequest, pk: int) -> FileResponse:
    """The file that the plan was read from."""
    source = allowed_plan(request, pk, Act.PLAN_READ).source
    return attachment(source.file, source.name)


@require_safe
@requires(Act.PLAN_DETAILS)
def version_source(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file that one version of the plan was read from."""
    versions = allowed_plan(request, pk, Act.PLAN_DETAILS).versions.select_related("source")
    source = get_object_or_404(versions, number=number).source
    return attachment(source.file, source.name)


def allowed_plan(request: HttpRequest, pk: int, act: Act) -> Plan:
    """A plan to which this person may do the act; to anyone else it does not exist."""
    allowed = Plan.objects.allowed_to(current_user(request), act)
    return get_object_or_404(allowed.select_related("source", "jurisdiction", "upper_plan"), pk=pk)
