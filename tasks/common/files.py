"""Files that people give, and get back: as attachments, never as pages."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

MAX_SIZE = 20 * 1024 * 1024  # bytes of one that is given
MAX_SIZE_WORDS = f"{MAX_SIZE // 1024 // 1024}MB"
OCTETS = "application/octet-stream"


def attachment(stored: FieldFile, name: str, media_type: str = OCTETS) -> FileResponse:
    """The file under the name it was uploaded with; 404 where it is not in the storage any more."""
    try:
        file = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
