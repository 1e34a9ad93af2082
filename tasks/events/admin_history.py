"""What the record has on one row, on its page of the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tasks.events.models import Event
from tasks.events.selectors import change_words, history_of

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Model]
else:  # not generic when it runs
    _Page = admin.ModelAdmin

ROW = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
TABLE = (
    "<table><thead><tr><th>时间</th><th>操作人</th><th>操作</th><th>状态</th><th>说明</th></tr></thead>"
    "<tbody>{}</tbody></table>"
)


class WithHistory(_Page):
    """A page with "history" among its read-only fields: who changed what state, when and why."""

    @admin.display(description="流转记录", empty_value="无")
    def history(self, row: Model) -> SafeString | None:
        """The events of the row, oldest first; None where there are none. One query."""
        events = history_of(row._meta.label_lower, [row.pk])[row.pk]
        return format_html(TABLE, format_html_join("", ROW, map(_cells, events))) if events else None


def _cells(event: Event) -> tuple[str, str, str, str, str]:
    at = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}"
    return at, event.actor_name, event.label, change_words(event), event.reason
