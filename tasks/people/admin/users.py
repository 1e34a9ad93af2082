"""People and where they serve."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from tasks.common.admin import Page, Rows
from tasks.people.models import Membership, User

if TYPE_CHECKING:
    _UserPage = DjangoUserAdmin[User]
else:  # not generic when it runs
    _UserPage = DjangoUserAdmin

# Rights come from memberships and from being the admin; Django's own groups mean nothing here.
admin.site.unregister(Group)


class MembershipInline(Rows):
    model = Membership
    extra = 1
    autocomplete_fields = ["unit"]


@admin.register(User)
class UserAdmin(Page, _UserPage):
    list_display = ["username", "name", "phone", "is_active", "is_superuser", "last_login"]
    list_filter = ["memberships__role", "is_active", "is_superuser"]
    search_fields = ["username", "name", "phone", "memberships__unit__name", "memberships__unit__short_name"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("个人信息", {"fields": ["name", "phone", "email"]}),
        (
            "权限",
            {
                "fields": ["is_active", "is_staff", "is_superuser"],
                "description": "系统管理员须同时勾选后两项；其他人员只在下方登记任职，领导、单位负责人只查看不修改。",
            },
        ),
        ("登录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "name", "phone", "password1", "password2"]})]
    inlines = [MembershipInline]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        with transaction.atomic():  # Django writes the password and its record apart
            return super().user_change_password(request, id, form_url)
