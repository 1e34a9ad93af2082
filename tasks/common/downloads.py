"""Documents that a person takes away."""

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {".docx": f"{_OFFICE}.wordprocessingml.document", ".xlsx": f"{_OFFICE}.spreadsheetml.sheet"}


def download(data: bytes, name: str) -> HttpResponse:
    """A file to be saved as `name`, which ends in .docx or .xlsx."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(data, content_type=TYPES[PurePath(name).suffix], headers=headers)
