"""What every request passes through before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestSizeLimit:
    """Refuse a request larger than REQUEST_SIZE_LIMIT bytes with our own 413 page, before its body is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.REQUEST_SIZE_LIMIT:
            return render(request, "413.html", status=413)
        return self.get_response(request)
