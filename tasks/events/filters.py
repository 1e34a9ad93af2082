"""What the record can be narrowed by, read from the address. Whatever stands there, a sentence answers it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone

from tasks.common.filters import chips_of, choice, date, text
from tasks.events.acts import CHOICES
from tasks.events.models import Event, EventQuerySet

MAX_NAME = 60
FROM_AFTER_TO = "“日期自”晚于“日期至”，请把两个日期对调或改正。"


class EventFilterForm(forms.Form):
    """The filter bar."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and first > last:
            self.add_error("until", FROM_AFTER_TO)
        return cleaned


class EventFilter(django_filters.FilterSet):
    """All events, newest first; `events` is what the filters leave."""

    person = text("操作人", MAX_NAME, "姓名", field_name="actor_name", lookup_expr="icontains")
    act = choice("操作", "没有这种操作，请重新选择。", choices=CHOICES)
    thing = text("对象", MAX_NAME, "名称中的文字", field_name="object_name", lookup_expr="icontains")
    since = date("日期自", "from_day")
    until = date("日期至", "to_day")
    address = text("来源地址", MAX_NAME, "如 10.1.2", lookup_expr="startswith")

    class Meta:
        form = EventFilterForm

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, Event.objects.newest_first())

    @property
    def events(self) -> EventQuerySet:
        """What the filters leave. A wrong filter shows nothing rather than more than was asked for."""
        assert isinstance(self.qs, EventQuerySet)  # noqa: S101  narrows the type; __init__ gave it such a one
        return self.qs if self.form.is_valid() else self.qs.none()

    @property
    def chips(self) -> list[dict[str, str]]:
        return chips_of(self.form)

    def from_day(self, queryset: EventQuerySet, name: str, value: dt.date) -> EventQuerySet:
        return queryset.filter(at__gte=_midnight(value))

    def to_day(self, queryset: EventQuerySet, name: str, value: dt.date) -> EventQuerySet:
        """The day itself is within."""
        return queryset.filter(at__lt=_midnight(value) + dt.timedelta(days=1)) if value < dt.date.max else queryset


def _midnight(day: dt.date) -> dt.datetime:
    """When a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
