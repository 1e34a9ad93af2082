"""What the admin pages are made of: pages and rows, to change while a plan is a draft, or only to read."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from tasks.models import Plan, Task

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Model]
    _Rows = admin.TabularInline[Model, Model]
else:  # not generic when they run
    _Page, _Rows = admin.ModelAdmin, admin.TabularInline


class Page(_Page):
    """A list and a form."""


class Rows(_Rows):
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


class HistoryRows(ReadOnlyRows):
    """Who changed what state, when and why."""

    fields = ["at", "actor", "from_state", "to_state", "reason"]
    verbose_name_plural = "流转记录"


class DraftPage(Page):
    """A part of a plan: it comes from a document, and can be corrected until the plan is published."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_draft(obj)


class DraftRows(Rows):
    """The same for rows under a part of a plan, which is `obj`; there rows can be added too."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _is_draft(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_draft(obj)


def _is_draft(obj: Any) -> bool:
    """Whether the plan that this belongs to is a draft; where there is no object, the page as such is open."""
    return obj is None or bool(_plan_of(obj).status == Plan.Status.DRAFT)


def _plan_of(obj: Any) -> Plan:
    if isinstance(obj, Plan):
        return obj
    plan: Plan = obj.action.plan if isinstance(obj, Task) else obj.plan
    return plan
