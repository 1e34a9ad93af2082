"""Filters of a list, read from its address: the kinds there are, and the chosen ones as chips."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms

from tasks.common.fields import DATE_FORMATS, TextField
from tasks.common.widgets import DateBox, PlainSelect


def choice(label: str, wrong: str, **options: Any) -> django_filters.ChoiceFilter:
    """A select; `wrong` answers a value that is no choice."""
    options = {"empty_label": "全部", **options}
    return django_filters.ChoiceFilter(
        label=label, widget=PlainSelect, error_messages={"invalid_choice": wrong}, **options
    )


def date(label: str, method: str) -> django_filters.DateFilter:
    """A day, in any of the ways that people write one."""
    wrong = "请按“2024-12-31”的样式填写一个存在的日期。"
    return django_filters.DateFilter(
        label=label, method=method, widget=DateBox, input_formats=DATE_FORMATS, error_messages={"invalid": wrong}
    )


class TextFilter(django_filters.CharFilter):
    """Words that are looked for, without what no document holds."""

    field_class = TextField


def text(label: str, longest: int, hint: str = "", **options: Any) -> TextFilter:
    """A box for at most `longest` characters."""
    return TextFilter(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": hint}),
        error_messages={"max_length": f"“{label}”不能超过{longest}字，请缩短后再查。"},
        **options,
    )


def chips_of(form: forms.Form) -> list[dict[str, str]]:
    """The filters that are set, to be taken off one by one: {key, value, label, text}."""
    return [
        {"key": field.name, "value": field.data, "label": str(field.label), "text": _words(field)}
        for field in form
        if field.data
    ]


def _words(field: forms.BoundField) -> str:
    """A chosen value in words."""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return str(field.data)
    words = {str(key): words for key, words in choices}
    return str(words.get(field.data, f"{field.data}（无效）"))
