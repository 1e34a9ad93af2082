"""What the pages of the administration record: who changed which account, right or entry, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.events.services import event_of, record, record_many

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Page = ModelAdmin[Model]
else:  # a mixin when it runs
    _Page = object

ACCOUNT, MEMBERSHIP = "tasks.user", "tasks.membership"
ACTS = {
    ACCOUNT: (EventAct.ACCOUNT_ADD, EventAct.ACCOUNT_CHANGE, EventAct.ACCOUNT_DELETE),
    "": (EventAct.RECORD_ADD, EventAct.RECORD_CHANGE, EventAct.RECORD_DELETE),
}
MAX_WORDS = 200


class _Message(list[Any]):
    """Django's own message of a change, with what the record says of it."""

    words = ""
    is_password = False


class RecordedPage(_Page):
    """A page of the administration whose every change is an event, in the transaction of the change."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        message = _Message(super().construct_change_message(request, form, formsets, add))
        message.is_password = not add and "password" in form.changed_data
        message.words = "；".join(chain([] if add else _fields_changed(form), _rows_changed(formsets or [])))
        return message

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record(act=_acts(obj)[0], user=_person(request), obj=obj, reason=_words(message))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A page that was saved without a change is no event; memberships are events of their own."""
        if getattr(message, "is_password", False):
            record(act=EventAct.PASSWORD_RESET, user=_person(request), obj=obj, object_name=obj.get_username())
        elif words := _words(message):
            record(act=_acts(obj)[1], user=_person(request), obj=obj, reason=words)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        record_many(event_of(act=_acts(row)[2], user=_person(request), obj=row) for row in queryset)
        return super().log_deletions(request, queryset)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model._meta.label_lower == MEMBERSHIP:
            record_many(_rights_changed(request, formset))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *where: Any) -> HttpResponse | None:
        with transaction.atomic():  # Django deletes many at once outside of any
            return super().response_action(request, queryset, *where)


def _acts(obj: Model) -> tuple[EventAct, EventAct, EventAct]:
    return ACTS.get(obj._meta.label_lower, ACTS[""])


def _person(request: HttpRequest) -> Any:
    return request.user


def _words(message: Any) -> str:
    """What the record says; a message that is no form's stands as it is."""
    return message.words if isinstance(message, _Message) else str(message)


def _rights_changed(request: HttpRequest, formset: Any) -> Iterable[Event]:
    """An event on the person for each membership that came, changed or went."""
    rows = [
        *((EventAct.RIGHT_GRANT, row) for row in formset.new_objects),
        *((EventAct.RIGHT_CHANGE, row) for row, _ in formset.changed_objects),
        *((EventAct.RIGHT_WITHDRAW, row) for row in formset.deleted_objects),
    ]
    for act, row in rows:
        words, place = f"{row.unit} {row.get_role_display()}", row.unit.jurisdiction_id
        yield event_of(act=act, user=_person(request), obj=row.user, place_id=place, reason=words)


def _fields_changed(form: Any) -> Iterable[str]:
    """姓名：李联络→李联系; never a password."""
    for name in form.changed_data:
        if name in form.fields and "password" not in name:
            field = form.fields[name]
            old, new = form.get_initial_for_field(field, name), form.cleaned_data.get(name)
            yield f"{field.label}：{_shown(field, old)}→{_shown(field, new)}"


def _rows_changed(formsets: Sequence[Any]) -> Iterable[str]:
    """新增单位别名“区财政”; memberships are told of as events of their own."""
    for formset in formsets:
        called = formset.model._meta.verbose_name
        if formset.model._meta.label_lower != MEMBERSHIP:
            yield from (f"新增{called}“{row}”" for row in formset.new_objects)
            yield from (f"修改{called}“{row}”" for row, _ in formset.changed_objects)
            yield from (f"删除{called}“{row}”" for row in formset.deleted_objects)


def _shown(field: forms.Field, value: Any) -> str:
    """A value as a person reads it: 是 or 否, the words of a choice, the names of chosen rows."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "":
        return "空"
    if isinstance(value, (list, tuple, QuerySet)):
        return "、".join(map(str, value))[:MAX_WORDS] or "空"
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
        return _chosen(field, value)
    words = dict(getattr(field, "choices", ())) if not isinstance(field, forms.ModelChoiceField) else {}
    return str(words.get(value, value))[:MAX_WORDS]


def _chosen(field: forms.ModelChoiceField[Any], key: Any) -> str:
    try:
        return str(field.to_python(key))
    except ValidationError:  # the row is gone
        return str(key)
