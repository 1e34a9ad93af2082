"""What the pages of the administration record: who changed which account, right or entry, from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest

from tasks.common.admin_changes import ADDED, CHANGED, DELETED, Message, told
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.events.services import event_of, record_many
from tasks.people.models import Membership, User

ACCOUNT_ACTS = {ADDED: EventAct.ACCOUNT_ADD, CHANGED: EventAct.ACCOUNT_CHANGE, DELETED: EventAct.ACCOUNT_DELETE}
RECORD_ACTS = {ADDED: EventAct.RECORD_ADD, CHANGED: EventAct.RECORD_CHANGE, DELETED: EventAct.RECORD_DELETE}
MAX_WORDS = 200


@receiver(told)
def entry_told(request: HttpRequest, row: Model, what: str, message: Message | None, **rest: Any) -> None:
    """The row's own event, and one on the person for each membership that came, changed or went with it."""
    rights = chain.from_iterable(_rights(request, formset) for formset in (message.formsets if message else []))
    record_many([*_entry(request, row, what, message), *rights])


def _entry(request: HttpRequest, row: Model, what: str, message: Message | None) -> Iterable[Event]:
    """A page that was saved without a change is no event."""
    if message and what == CHANGED and "password" in message.form.changed_data:
        yield event_of(act=EventAct.PASSWORD_RESET, user=_person(request), obj=row, object_name=_login(row))
        return
    words = "；".join(_changes(message, what)) if message else ""
    if words or what != CHANGED:
        acts = ACCOUNT_ACTS if isinstance(row, User) else RECORD_ACTS
        yield event_of(act=acts[what], user=_person(request), obj=row, reason=words)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  narrows the type; nobody else comes to the administration
    return request.user


def _login(row: Model) -> str:
    return row.get_username() if isinstance(row, User) else str(row)


def _rights(request: HttpRequest, formset: Any) -> Iterable[Event]:
    if formset.model is not Membership:
        return
    rows = [
        *((EventAct.RIGHT_GRANT, row) for row in formset.new_objects),
        *((EventAct.RIGHT_CHANGE, row) for row, _ in formset.changed_objects),
        *((EventAct.RIGHT_WITHDRAW, row) for row in formset.deleted_objects),
    ]
    for act, row in rows:
        words, place = f"{row.unit} {row.get_role_display()}", row.unit.jurisdiction_id
        yield event_of(act=act, user=_person(request), obj=row.user, place_id=place, reason=words)


def _changes(message: Message, what: str) -> Iterable[str]:
    """What a form changed in words; of a new row, only what was added under it."""
    yield from [] if what == ADDED else _fields_changed(message.form)
    for formset in message.formsets:
        if formset.model is not Membership:
            yield from _rows_changed(formset)


def _fields_changed(form: Any) -> Iterable[str]:
    """姓名：李联络→李联系; never a password."""
    for name in form.changed_data:
        if name in form.fields and "password" not in name:
            field = form.fields[name]
            old, new = form.get_initial_for_field(field, name), form.cleaned_data.get(name)
            yield f"{field.label}：{_shown(field, old)}→{_shown(field, new)}"


def _rows_changed(formset: Any) -> Iterable[str]:
    """新增单位别名“区财政”."""
    called = formset.model._meta.verbose_name
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
    if isinstance(field, forms.ModelChoiceField):
        return str(value) if isinstance(value, Model) else _chosen(field, value)
    return str(dict(getattr(field, "choices", ())).get(value, value))[:MAX_WORDS]


def _chosen(field: forms.ModelChoiceField[Any], key: Any) -> str:
    try:
        return str(field.to_python(key))
    except ValidationError:  # the row is gone
        return str(key)
