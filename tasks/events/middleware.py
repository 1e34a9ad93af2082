"""What the record takes from every request: where it came from, and whether it was refused."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tasks.events.acts import EventAct
from tasks.events.context import address_of, address_set
from tasks.events.services import record

GetResponse = Callable[[HttpRequest], HttpResponseBase]
REFUSED = (403, 404)
MAX_PATH = 200


class EventContext:
    """Sets the client's address while a request is answered; records that a signed-in person was refused a page.

    An address that leads to no view at all was mistyped: that is not recorded.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with address_set(address_of(request) or ""):
            response = self.get_response(request)
            if response.status_code in REFUSED and request.resolver_match and request.user.is_authenticated:
                reason = f"{request.method} {request.path[:MAX_PATH]} {response.status_code}"
                record(act=EventAct.ACCESS_REFUSE, user=request.user, reason=reason)
            return response
