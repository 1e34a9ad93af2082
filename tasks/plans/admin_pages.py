"""Pages and rows of a plan's parts: they can be changed until the plan is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model
from django.http import HttpRequest

from tasks.common.admin import Page, Rows
from tasks.plans.models import Plan, Task

if TYPE_CHECKING:
    _Options = BaseModelAdmin[Model]
else:  # not generic when it runs
    _Options = BaseModelAdmin


class _Draft(_Options):
    """What can be changed and deleted until the plan is published."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_draft(obj)


class DraftPage(_Draft, Page):
    """A part of a plan: it comes from a document, and can be corrected until the plan is published."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class DraftRows(_Draft, Rows):
    """The same for rows under a part of a plan, which is `obj`; there rows can be added too."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _is_draft(obj)


def _is_draft(obj: Any) -> bool:
    """Whether the plan that this belongs to is a draft; where there is no object, the page as such is open."""
    if obj is None:
        return True
    part = obj.action if isinstance(obj, Task) else obj
    plan: Plan = part if isinstance(part, Plan) else part.plan
    return plan.status == Plan.Status.DRAFT
