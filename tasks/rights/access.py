"""Who may open a page at all; what they see on it is decided by `visible_to`."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from tasks.people.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_only(view: View[P]) -> View[P]:
    """For the bureau's staff and the admin; to anyone else who is signed in, the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not current_user(request).scope.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def current_user(request: HttpRequest) -> User:
    """The signed-in person. LoginRequiredMiddleware has seen to it that there is one."""
    assert isinstance(request.user, User)  # noqa: S101  narrows the type; the middleware guarantees it
    return request.user
