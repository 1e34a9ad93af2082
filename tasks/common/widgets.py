"""Form controls of the filter bar, written without a template each: a select of sixty units is one string."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTED = SafeString(" selected")


class PlainSelect(forms.Select):
    """A select written in one go, not by a template per option. A value that is no choice stays visible, marked."""

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        choices = [(str(key), words) for key, words in self.choices]
        if chosen not in dict(choices):
            choices.append((chosen, f"{chosen}（无效）"))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((k, SELECTED if k == chosen else "", words) for k, words in choices),
        )
        extra = format_html_join("", ' {}="{}"', (attrs or {}).items())
        return format_html('<select name="{}"{}>{}</select>', name, extra, options)


class DateBox(forms.DateInput):
    """The browser's own date field; plain text where the value is no date, so that what was typed stays."""

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        is_wrong = bool(attrs and attrs.get("aria-invalid"))
        text = value.isoformat() if isinstance(value, dt.date) else value or ""
        extra = format_html_join("", ' {}="{}"', (attrs or {}).items())
        return format_html(
            '<input type="{}" name="{}" value="{}"{}>', "text" if is_wrong else "date", name, text, extra
        )
