"""Evidence files go out as attachments, never as pages."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tasks.models import EvidenceLink
from tasks.views.access import current_user


@require_safe
def evidence_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file under the name it was uploaded with; 404 to whoever may not see the report it belongs to."""
    visible = EvidenceLink.objects.visible_to(current_user(request)).select_related("evidence")
    link = get_object_or_404(visible, pk=pk)
    try:
        stored = link.evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=link.name, content_type=link.evidence.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
