"""Downloading evidence."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tasks.common.files import attachment
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.rights.access import current_user
from tasks.work.models import EvidenceLink


@require_safe
def evidence_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file under the name it was uploaded with; 404 to whoever may not see the report it belongs to."""
    visible = EvidenceLink.objects.visible_to(current_user(request)).select_related("evidence")
    link = get_object_or_404(visible, pk=pk)
    response = attachment(link.evidence.file, link.name, link.evidence.media_type)
    record(act=EventAct.EVIDENCE_DOWNLOAD, user=current_user(request), obj=link, reason=str(link.report))
    return response
