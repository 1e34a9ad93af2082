"""The admin's name, and its door: people sign in on our own page, with its lock-out."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from tracker.intake import admin as intake

__all__ = ["intake", "sign_in"]


def sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponseRedirect:
    """To our sign-in page, and back. For one who is signed in and no admin, there is nothing here."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise Http404
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


sign_in.login_required = False  # type: ignore[attr-defined]  # what LoginRequiredMiddleware looks at

admin.site.site_title = "系统管理"
admin.site.site_header = "法治政府建设督办"
admin.site.index_title = "系统管理"
admin.site.login = sign_in  # type: ignore[method-assign]  # one sign-in page for all
