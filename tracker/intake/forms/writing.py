"""What a plan of one's own is written from: place, years, the plan above, last year's plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Max

from tasks.alignment.selectors.upper import upper_plans_in_force
from tasks.common.fields import YearsField, years_in
from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Plan
from tracker.intake.selectors.carryover import last_plans

NO_TITLE = "请填写方案标题。"
NO_PLAN = "none"


class BasisForm(forms.Form):
    """The choice that stands in the address. Plans are offered for the place and years that were chosen.

    `chosen` says whether the next step can be shown. Four queries at most.
    """

    place: forms.ModelChoiceField[Jurisdiction] = forms.ModelChoiceField(
        label="地区",
        queryset=Jurisdiction.objects.none(),
        empty_label=None,
        error_messages={"required": "请选择地区。", "invalid_choice": "请从列表中选择您管理的地区。"},
    )
    years = YearsField()
    upper = forms.ChoiceField(label="依据的上级方案", help_text="从中选取要由本级承接的任务。")
    last = forms.ChoiceField(label="衔接的上年方案", help_text="沿用行动标题，选取未办结和长期的任务、已定的指标目标。")

    def __init__(self, data: Any, *, user: User, places: Sequence[Jurisdiction], today: dt.date) -> None:
        values = dict(data.items())
        chosen = values.get("place", "")
        self._place = next((place for place in places if str(place.pk) == chosen), places[0])
        values.setdefault("place", str(self._place.pk))
        values.setdefault("years", str(_next_year(self._place, today)))
        self._years = years_in(values["years"]) or [today.year]
        self._upper = {str(plan.pk): plan for plan in upper_plans_in_force(self._place, user, self._years)}
        self._last = {str(plan.pk): plan for plan in last_plans(user, self._place, self._years)}
        values.setdefault("upper", next(iter(self._upper), NO_PLAN))
        values.setdefault("last", next(iter(self._last), NO_PLAN))
        super().__init__(values)
        self._offer(places, values)

    def _offer(self, places: Sequence[Jurisdiction], values: dict[str, str]) -> None:
        fields: Any = self.fields
        fields["place"].queryset = Jurisdiction.objects.filter(pk__in=[place.pk for place in places])
        fields["upper"].choices = [(NO_PLAN, "不依据上级方案"), *_labels(self._upper)]
        fields["last"].choices = [(NO_PLAN, "不衔接上年方案"), *_labels(self._last)]
        if len(places) == 1:
            fields["place"].widget = forms.HiddenInput()
        for name, plans in (("upper", self._upper), ("last", self._last)):
            if values[name] not in {NO_PLAN, *plans}:  # of another place or year: the first that fits is proposed anew
                values[name] = next(iter(plans), NO_PLAN)

    @property
    def upper_plan(self) -> Plan | None:
        """The plan above that was chosen."""
        return self._upper.get(self.cleaned_data["upper"])

    @property
    def last_plan(self) -> Plan | None:
        """The plan of last year that was chosen."""
        return self._last.get(self.cleaned_data["last"])


def _labels(plans: dict[str, Plan]) -> list[tuple[str, str]]:
    return [(key, f"{plan.jurisdiction} {_span(plan)} {plan.title}") for key, plan in plans.items()]


def _span(plan: Plan) -> str:
    return str(plan.first_year) if plan.first_year == plan.last_year else f"{plan.first_year}至{plan.last_year}"


def _next_year(place: Jurisdiction, today: dt.date) -> int:
    """The year after the newest plan of this place began: a longer one has yearly ones beside it. Else this year."""
    newest = place.plans.published().aggregate(newest=Max("first_year"))["newest"]
    return min(newest + 1, today.year + 1) if newest else today.year
