"""A plan's source documents, and finding a plan for a page."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tasks.common.files import attachment
from tasks.plans.models import Plan
from tasks.rights.access import current_user, staff_only


@require_safe
@staff_only
def plan_source(request: HttpRequest, pk: int) -> FileResponse:
    """The file that the plan was read from."""
    source = readable_plan(request, pk).source
    return attachment(source.file, source.name)


@require_safe
@staff_only
def version_source(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file that one version of the plan was read from."""
    versions = managed_plan(request, pk).versions.select_related("source")
    source = get_object_or_404(versions, number=number).source
    return attachment(source.file, source.name)


def managed_plan(request: HttpRequest, pk: int) -> Plan:
    """A plan that this person manages; to anyone else it does not exist."""
    managed = Plan.objects.managed_by(current_user(request)).select_related("source", "jurisdiction", "upper_plan")
    return get_object_or_404(managed, pk=pk)


def readable_plan(request: HttpRequest, pk: int) -> Plan:
    """A plan that this person may read; to anyone else it does not exist."""
    readable = Plan.objects.readable_by(current_user(request)).select_related("source", "jurisdiction", "upper_plan")
    return get_object_or_404(readable, pk=pk)
