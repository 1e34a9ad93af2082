"""What the admin pages are made of: pages and rows, to change while a plan is a draft, or only to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse

from tasks.common.admin_changes import TellingPage
from tasks.common.numbers import number_in

if TYPE_CHECKING:
    _Options = BaseModelAdmin[Model]
    _Page = admin.ModelAdmin[Model]
    _Rows = admin.TabularInline[Model, Model]
else:  # not generic when they run
    _Options, _Page, _Rows = BaseModelAdmin, admin.ModelAdmin, admin.TabularInline


def _is_key(text: object) -> bool:
    """Whether a row may have this key: digits that the column holds."""
    return number_in(str(text)) is not None


class _Choice(AutocompleteSelect):
    """Shows a choice that was refused as none: Django asks the database for it, whatever it is."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [key for key in value if _is_key(key)], attr)


class _Sturdy(_Options):
    """What no page of ours sends is refused, not looked for: keys that are no numbers, text with NUL."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = _Choice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class Page(TellingPage, _Sturdy, _Page):
    """A list and a form; the same for its bulk actions and its search."""

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *where: Any) -> HttpResponse | None:
        if not all(map(_is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise Http404
        with transaction.atomic():  # Django deletes many rows, and logs that, one by one
            return super().response_action(request, queryset, *where)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


class Rows(_Sturdy, _Rows):
    """Rows under another object."""

    extra = 0


class _ReadOnly:
    """Nobody adds, changes or deletes: work and its history are evidence."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyPage(_ReadOnly, Page):
    """A list and pages to read."""


class ReadOnlyRows(_ReadOnly, Rows):
    """Rows to read under another object."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(self.fields or ())  # a column that is set by itself can be shown in no other way
