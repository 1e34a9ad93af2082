"""Pages and rows of a plan's parts: they can be changed until the plan is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model
from django.http import HttpRequest

from tasks.common.admin import Page, Rows
from tasks.plans.models import Plan, Task

if TYPE_CHECKING:
    _Options = BaseModelAdmin[Model]
    _Page = admin.ModelAdmin[Model]
    _Rows = admin.TabularInline[Model, Model]
else:  # not generic when they run
    _Options, _Page, _Rows = BaseModelAdmin, admin.ModelAdmin, admin.TabularInline


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
