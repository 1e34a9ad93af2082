"""Places, units and groups with the names that documents use for them; people and where they serve."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse

from tasks.common.admin import Page, Rows
from tasks.people.models import (
    Jurisdiction,
    JurisdictionAlias,
    Membership,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitGroupAlias,
    User,
)

if TYPE_CHECKING:
    _FormSet = BaseInlineFormSet[Model, Model, forms.ModelForm[Model]]
    _GroupForm = forms.ModelForm[Model]
    _UserPage = DjangoUserAdmin[User]
else:  # not generic when they run
    _FormSet, _GroupForm, _UserPage = BaseInlineFormSet, forms.ModelForm, DjangoUserAdmin

# Rights come from memberships and from being the admin; Django's own groups mean nothing here.
admin.site.unregister(Group)


class JurisdictionAliasInline(Rows):
    model = JurisdictionAlias
    extra = 1


@admin.register(Jurisdiction)
class JurisdictionAdmin(Page):
    list_display = ["full_name", "name", "level", "parent", "keeps_own_plans"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name", "full_name", "aliases__name"]
    autocomplete_fields = ["parent"]
    inlines = [JurisdictionAliasInline]


class AliasFormSet(_FormSet):
    """An alias means one unit (or one group) of its jurisdiction; the column that says so is not on the form."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name") if form.is_valid() else None
            if not name or form in self.deleted_forms:
                continue
            if name in seen:
                form.add_error("name", f"“{name}”在本页填了两次，请删去一个。")
            elif other := self._owner_of(name, form.instance.pk):
                form.add_error("name", f"“{name}”已是{other}的别名，请先在那里删去。")
            seen.add(name)

    def _owner_of(self, name: str, own_pk: int | None) -> str:
        """Whose alias the name is already, in this jurisdiction; nothing if nobody's."""
        owner: Any = self.instance
        model: Any = self.model
        others = model.objects.filter(jurisdiction_id=owner.jurisdiction_id, name=name)
        taken = others.exclude(pk=own_pk).first()
        return str(getattr(taken, self.fk.name)) if taken else ""


class AliasRows(Rows):
    formset = AliasFormSet
    extra = 1


class UnitAliasInline(AliasRows):
    model = UnitAlias


class UnitMembershipInline(Rows):
    model = Membership
    autocomplete_fields = ["user"]


class PlacedPage(Page):
    """What belongs to a jurisdiction stays there: its aliases and assignments do."""

    autocomplete_fields = ["jurisdiction"]
    list_select_related = ["jurisdiction"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["jurisdiction"] if obj else []


@admin.register(Unit)
class UnitAdmin(PlacedPage):
    list_display = ["name", "short_name", "jurisdiction", "kind", "position", "is_active"]
    list_editable = ["position"]
    list_filter = ["jurisdiction", "kind", "is_active"]
    search_fields = ["name", "short_name", "aliases__name"]
    inlines = [UnitAliasInline, UnitMembershipInline]


class UnitGroupAliasInline(AliasRows):
    model = UnitGroupAlias


class UnitGroupForm(_GroupForm):
    """The members are units of the group's own jurisdiction."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        group: Any = self.instance
        place = data["jurisdiction"].pk if data.get("jurisdiction") else group.jurisdiction_id
        strange = [unit.name for unit in data.get("members", []) if unit.jurisdiction_id != place]
        if place and strange:
            raise ValidationError(f"{'、'.join(strange)}不属于所选地区，请从成员单位中移除。")
        return data


@admin.register(UnitGroup)
class UnitGroupAdmin(PlacedPage):
    form = UnitGroupForm
    list_display = ["name", "jurisdiction", "member_count"]
    list_filter = ["jurisdiction"]
    search_fields = ["name", "aliases__name", "members__name", "members__short_name"]
    filter_horizontal = ["members"]
    inlines = [UnitGroupAliasInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        groups: QuerySet[Any] = super().get_queryset(request)
        sized: QuerySet[Any] = groups.annotate(size=Count("members", distinct=True))
        return sized

    @admin.display(description="成员单位数", ordering="size")
    def member_count(self, group: UnitGroup) -> int:
        return int(group.size)  # type: ignore[attr-defined]  # annotated above


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
