"""The home page: the year at a glance for the bureau, what is owed for a unit, both for who serves both."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tasks.common.query import chosen_year
from tasks.people.models import User
from tasks.plans.models import Plan
from tasks.rights.access import current_user
from tasks.rights.acts import Act
from tasks.rights.rules import may, may_anywhere, units_where
from tasks.work.selectors.assignments import published_plans, years_of
from tracker.pages.glance import (
    overdue_rows,
    owed_by,
    recent_reports,
    units_to_report_for,
    waiting_reports,
    year_at_a_glance,
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person should know and do next, in the chosen year; the newest one where the address names none."""
    user, today = current_user(request), timezone.localdate()
    plans = published_plans(user)
    years = years_of(plans)
    year = chosen_year(request, years)
    asked = request.GET.get("year", "")
    context: dict[str, Any] = {
        "year": year,
        "years": years,
        "notice": f"没有“{asked[:10]}”年度的方案。" if asked and asked != str(year) else "",
        "serves_units": bool(units_where(user, Act.WORK_READ)),
    }
    of_year = [plan for plan in plans if year and plan.covers(year)]
    is_of_bureau = may_anywhere(user, Act.BUREAU_READ)
    if is_of_bureau:
        whole = [plan for plan in of_year if may(user, Act.WORK_READ, place_id=plan.jurisdiction_id)]
        context |= _for_bureau(user, whole, year, today)
    if context["serves_units"]:
        context |= _for_units(user, of_year, year, today)
    return render(request, "pages/home_bureau.html" if is_of_bureau else "pages/home_unit.html", context)


def _for_bureau(user: User, plans: list[Plan], year: int | None, today: dt.date) -> dict[str, Any]:
    waiting_count, waiting = waiting_reports(user)
    return {
        "glance": year_at_a_glance(user, plans, year, today) if year and plans else None,
        "overdue": overdue_rows(user, plans, today),
        "waiting": waiting,
        "waiting_count": waiting_count,
        "as_of": _one_day(plans, today),
    }


def _for_units(user: User, plans: list[Plan], year: int | None, today: dt.date) -> dict[str, Any]:
    return {
        "owed": owed_by(user, plans, year, today) if year else None,
        "recent": recent_reports(user, plans),
        "many_units": len(units_to_report_for(user)) > 1,
        "as_of": _one_day(plans, today),
    }


def _one_day(plans: list[Plan], today: dt.date) -> dt.date | None:
    """The day that rules about time take for these plans, where it is one day for all."""
    days = {plan.as_of(today) for plan in plans}
    return days.pop() if len(days) == 1 else None
