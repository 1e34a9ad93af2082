"""What every request passes through before a view sees it, and what its answer gets on the way out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

GetResponse = Callable[[HttpRequest], HttpResponseBase]
NOT_SAVED = "登录已过期，刚才提交的内容没有保存。请先按浏览器的“后退”回到原页面，复制已填写的内容，登录后再提交。"


class RequestSizeLimit:
    """Refuse a request larger than REQUEST_SIZE_LIMIT bytes with our own 413 page, before its body is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length) > settings.REQUEST_SIZE_LIMIT:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class AnswerForPeople:
    """A 405 gets a page of ours, and what only one person may see is kept out of shared caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405:
            allowed = response["Allow"]
            response = render(request, "405.html", status=405)
            response["Allow"] = allowed
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Django's, for sessions that ran out in the middle of work.

    A fragment that htmx asked for would swap the sign-in page into the panel: the whole page goes there instead. After
    a form was sent, sign-in leads back to the page it was on, not to an address that takes only forms, and says that
    nothing was saved.
    """

    def handle_no_permission(  # type: ignore[override]  # Django takes any response, its stubs only a plain redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseRedirectBase:
        if request.headers.get("HX-Request"):
            page = _own_path(request, request.headers.get("HX-Current-URL", ""))
            return HttpResponseClientRedirect(redirect_to_login(page, self.get_login_url(view_func)).url)
        if request.method not in ("GET", "HEAD"):
            messages.warning(request, NOT_SAVED)
            return redirect_to_login(
                _own_path(request, request.headers.get("Referer", "")), self.get_login_url(view_func)
            )
        return super().handle_no_permission(request, view_func)


def _own_path(request: HttpRequest, address: str) -> str:
    """Path and query of an address on this host; the home page for any other."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return "/"
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
