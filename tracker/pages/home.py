"""The home page by role: the year at a glance for staff, what is owed for a liaison, both for who is both."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tasks.common.query import chosen_year
from tasks.people.models import User
from tasks.rights.access import current_user
from tasks.work.selectors.assignments import PlanBrief, published_plans, years_of
from tracker.pages.glance import overdue_rows, owed_by, recent_reports, waiting_reports, year_at_a_glance


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
        "serves_units": bool(user.scope.unit_ids),
    }
    of_year = [plan for plan in plans if year and plan.covers(year)]
    if user.scope.is_staff:
        context |= _for_staff(user, [plan for plan in of_year if user.scope.manages(plan.place_id)], year, today)
    if user.scope.unit_ids:
        context |= _for_liaison(user, of_year, year, today)
    return render(request, "pages/home_staff.html" if user.scope.is_staff else "pages/home_liaison.html", context)


def _for_staff(user: User, plans: list[PlanBrief], year: int | None, today: dt.date) -> dict[str, Any]:
    waiting_count, waiting = waiting_reports(user)
    return {
        "glance": year_at_a_glance(user, plans, year, today) if year and plans else None,
        "overdue": overdue_rows(user, plans, today),
        "waiting": waiting,
        "waiting_count": waiting_count,
        "judged_on": _one_day(plans, today),
    }


def _for_liaison(user: User, plans: list[PlanBrief], year: int | None, today: dt.date) -> dict[str, Any]:
    return {
        "owed": owed_by(user, plans, year, today) if year else None,
        "recent": recent_reports(user, plans),
        "many_units": len(user.scope.unit_ids) > 1,
        "judged_on": _one_day(plans, today),
    }


def _one_day(plans: list[PlanBrief], today: dt.date) -> dt.date | None:
    """The day on which these plans are judged, where it is one day for all."""
    days = {plan.as_of(today) for plan in plans}
    return days.pop() if len(days) == 1 else None
