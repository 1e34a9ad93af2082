"""All addresses of the product."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from tracker.pages import account, home, plans, task

urlpatterns = [
    path("", home.home, name="home"),
    path("login/", account.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account.PasswordChangeView.as_view(), name="password_change"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("tasks/<int:pk>/", task.task_detail, name="task_detail"),
    path("admin/", admin.site.urls),
    path("", include("tracker.intake.urls")),
    path("", include("tasks.urls")),
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]

handler400 = "tracker.pages.errors.bad_request"
handler403 = "tracker.pages.errors.permission_denied"
handler404 = "tracker.pages.errors.not_found"
handler500 = "tracker.pages.errors.server_error"
