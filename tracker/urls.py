"""All addresses of the product."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from tracker.views import account, drafting, home, imports, revisions

urlpatterns = [
    path("", home.home, name="home"),
    path("login/", account.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account.PasswordChangeView.as_view(), name="password_change"),
    path("imports/write/", drafting.draft_write, name="draft_write"),
    path("imports/<int:pk>/carry/", drafting.draft_carry, name="draft_carry"),
    path("imports/<int:pk>/confirm/", imports.draft_confirm, name="draft_confirm"),
    path("imports/<int:pk>/difference/", revisions.draft_difference, name="draft_difference"),
    path("admin/", admin.site.urls),
    path("", include("tasks.events.urls")),
    path("", include("tasks.urls")),
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]

handler400 = "tracker.views.errors.bad_request"
handler403 = "tracker.views.errors.permission_denied"
handler404 = "tracker.views.errors.not_found"
handler500 = "tracker.views.errors.server_error"
