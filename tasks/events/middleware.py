"""What the record takes from every request: where it came from, and whether it was refused."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tasks.events.acts import EventAct
from tasks.events.context import address_of, address_set
from tasks.events.services import record
from tasks.rights.refusals import taken

GetResponse = Callable[[HttpRequest], HttpResponseBase]
REFUSED = (403, 404)
MAX_PATH = 200


class EventContext:
    """Sets the client's address while a request is answered; records that a signed-in person was refused something.

    That is an act that a service refused, else a page. An address that leads to no view at all was mistyped: that is
    not recorded.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with address_set(address_of(request) or ""):
            taken()  # from here on
            response = self.get_response(request)
            where = f"{request.method} {request.path[:MAX_PATH]}"
            if refusals := taken():
                for refusal in refusals:
                    reason = f"{where} {refusal.act.label}"
                    record(act=EventAct.ACCESS_REFUSE, user=refusal.user, place_id=refusal.place_id, reason=reason)
            elif response.status_code in REFUSED and request.resolver_match and request.user.is_authenticated:
                record(act=EventAct.ACCESS_REFUSE, user=request.user, reason=f"{where} {response.status_code}")
            return response
