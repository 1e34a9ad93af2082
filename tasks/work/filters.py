"""What the task list can be narrowed by, read from the address. Whatever stands there, a sentence answers it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from tasks.common.filters import TextFilter, chips_of, choice, date
from tasks.people.models import Unit, User
from tasks.plans.models import Action, DeadlineKind, Plan, Role
from tasks.work.as_of import AsOfDays, as_of_days, due_by, due_from
from tasks.work.lights import Light
from tasks.work.models import AssignmentQuerySet
from tasks.work.selectors.assignments import (
    PERIOD_STATUS,
    assignments_of,
    published_plans,
    units_in_charge,
    with_period_status,
    with_words,
    years_of,
)

MAX_TEXT = 100
MAIN = ("q", "action", "unit", "light")
FROM_AFTER_TO = "“时限自”晚于“时限至”，请把两个日期对调或改正。"


class AssignmentFilterForm(forms.Form):
    """The filter bar: `main` is always seen, `more` on demand."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("due_from"), cleaned.get("due_to")
        if first and last and first > last:
            self.add_error("due_to", FROM_AFTER_TO)
        return cleaned

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in MAIN]

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in MAIN]

    @property
    def more_is_open(self) -> bool:
        """Something in the hidden part is set or wrong. The year is always set."""
        return any(field.errors or (field.data and field.name != "year") for field in self.more)


class AssignmentFilter(django_filters.FilterSet):
    """The task list of one person and year. `assignments` is what the filters leave."""

    q = TextFilter(
        label="查找",
        method="search",
        max_length=MAX_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "任务、原文或单位"}),
        error_messages={"max_length": f"查找的文字不能超过{MAX_TEXT}字，请缩短后再查。"},
    )
    action = choice("行动", "没有这个行动，或它不在所选年度的方案中，请重新选择。", field_name="task__action_id")
    unit = choice("承办单位", "没有这个单位，或您无权查看，请重新选择。", field_name="unit_id")
    light = choice("状态灯", "没有这种状态灯，请重新选择。", choices=Light.choices)
    year = choice("年度", "没有这个年度的方案，请重新选择。", method="unchanged", empty_label=None)
    plan = choice("工作方案", "没有这份方案，或它不在所选年度内，请重新选择。", method="unchanged")
    role = choice("角色", "没有这种角色，请重新选择。", choices=Role.choices)
    kind = choice(
        "时限类型",
        "没有这种时限类型，请重新选择。",
        choices=DeadlineKind.choices,
        field_name="task__deadline_kind",
    )
    due_from = date("时限自", "due_after")
    due_to = date("时限至", "due_until")
    period = choice("本期填报", "没有这种填报状态，请重新选择。", choices=PERIOD_STATUS, method="in_period")

    class Meta:
        form = AssignmentFilterForm

    def __init__(self, data: QueryDict, *, user: User, today: dt.date) -> None:
        self.user, self.today = user, today
        self.all_plans = published_plans(user)
        self.years = years_of(self.all_plans)
        data = data.copy()
        if not data.get("year"):
            data["year"] = str(self._default_year(data.get("plan", "")) or "")
        self.asked_year, self.asked_plan = data["year"], data.get("plan", "")
        super().__init__(data, assignments_of(user, self.plans, today))
        for name, choices in self._choices().items():
            self.filters[name].extra["choices"] = choices

    def _default_year(self, plan: str) -> int | None:
        """The last year of the plan that is asked for, else the newest."""
        asked = [found.last_year for found in self.all_plans if str(found.id) == plan]
        return next(iter(asked or self.years), None)

    @property
    def chosen_year(self) -> int | None:
        """The year of this list; None where the address names none that there is."""
        return next((year for year in self.years if str(year) == self.asked_year), None)

    @cached_property
    def plans_of_year(self) -> list[Plan]:
        year = self.chosen_year
        return [plan for plan in self.all_plans if year and plan.covers(year)]

    @cached_property
    def plans(self) -> list[Plan]:
        """The plans of the year, or the one of them that is asked for."""
        return [plan for plan in self.plans_of_year if self.asked_plan in ("", str(plan.id))]

    @cached_property
    def as_of_days(self) -> AsOfDays:
        return as_of_days(self.today, [plan.last_year for plan in self.plans])

    @cached_property
    def units(self) -> list[Unit]:
        return units_in_charge(self.user)

    @property
    def has_many_places(self) -> bool:
        return len({plan.jurisdiction_id for plan in self.plans}) > 1

    def _choices(self) -> dict[str, list[tuple[int, str]]]:
        """What is to be chosen from: two queries, however long the list.

        Where a person's plans are of several places, units go by their full names: every district has its 司法局.
        """
        is_spread = len({plan.jurisdiction_id for plan in self.all_plans}) > 1
        actions = Action.objects.in_force().filter(plan__in=[plan.id for plan in self.plans])
        return {
            "year": [(year, f"{year}年") for year in self.years],
            "plan": [(plan.id, plan.title) for plan in self.plans_of_year],
            "action": list(actions.order_by("plan_id", "position").values_list("pk", "heading")),
            "unit": [(unit.id, unit.name if is_spread else unit.short_name) for unit in self.units],
        }

    @cached_property
    def assignments(self) -> AssignmentQuerySet:
        """What the filters leave. A wrong filter shows nothing rather than more than was asked for."""
        assert isinstance(self.qs, AssignmentQuerySet)  # noqa: S101  narrows the type; __init__ gave it such a one
        return self.qs if self.form.is_valid() else self.qs.none()

    @property
    def words(self) -> list[str]:
        """The words that are looked for; none where a filter is wrong."""
        return str(self.form.cleaned_data.get("q") or "").split() if self.form.is_valid() else []

    def unchanged(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        """Year and plan have chosen the plans before the list was asked for."""
        return queryset

    def search(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return with_words(queryset, value.split(), self.units)

    def due_after(self, queryset: AssignmentQuerySet, name: str, value: dt.date) -> AssignmentQuerySet:
        return queryset.filter(due_from(self.as_of_days, lambda day: value))

    def due_until(self, queryset: AssignmentQuerySet, name: str, value: dt.date) -> AssignmentQuerySet:
        return queryset.filter(due_by(self.as_of_days, lambda day: value))

    def in_period(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return with_period_status(queryset, value, self.user, self.as_of_days)

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters that are set, to be taken off one by one: {key, value, label, text}."""
        return [chip for chip in chips_of(self.form) if chip["key"] != "year"]
