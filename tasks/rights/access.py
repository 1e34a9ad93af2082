"""Who may open a page at all; what there is on it is decided by `visible_to`, and what may be done by the services."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from tasks.people.models import User
from tasks.rights.acts import Act
from tasks.rights.rules import may_anywhere

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def requires(act: Act) -> Callable[[View[P]], View[P]]:
    """For those who may do the act somewhere; to anyone else who is signed in, the page does not exist."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may_anywhere(current_user(request), act):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def current_user(request: HttpRequest) -> User:
    """The signed-in person. LoginRequiredMiddleware has seen to it that there is one."""
    assert isinstance(request.user, User)  # noqa: S101  narrows the type; the middleware guarantees it
    return request.user
