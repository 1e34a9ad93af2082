"""Pages of the administration that tell of each change, within its transaction; rooms above say what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.dispatch import Signal
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Page = ModelAdmin[Model]
else:  # a mixin when it runs
    _Page = object

ADDED, CHANGED, DELETED = "added", "changed", "deleted"

# A row was added, changed, or is about to be deleted, on a page of the administration. Sent with `request`, `row`,
# `what` (one of the three) and `message`, which is a Message for what a form did, else None.
told = Signal()


class Message(list[Any]):
    """Django's own message of a change, with the form and the formsets that it tells of."""

    def __init__(self, parts: Any, form: Any, formsets: Any) -> None:
        super().__init__(parts)
        self.form, self.formsets = form, list(formsets or [])


class TellingPage(_Page):
    """A page that sends `told` wherever Django keeps its own log."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return Message(super().construct_change_message(request, form, formsets, add), form, formsets)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _tell(request, obj, ADDED, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _tell(request, obj, CHANGED, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            _tell(request, row, DELETED, None)
        return super().log_deletions(request, queryset)


def _tell(request: HttpRequest, row: Model, what: str, message: Any) -> None:
    told.send(type(row), request=request, row=row, what=what, message=message if isinstance(message, Message) else None)
