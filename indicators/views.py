"""The indicators page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.selectors import indicators_of, years_with_plans
from tasks.views.access import current_user


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The indicators of one year's plans, with targets as published. `?year=` that no plan covers is the newest."""
    user = current_user(request)
    years = years_with_plans(user)
    asked = request.GET.get("year", "")
    year = next((year for year in years if str(year) == asked), years[0] if years else None)
    plans = indicators_of(user, year) if year else []
    context = {"plans": plans, "years": years, "year": year, "count": sum(plan.count for plan in plans)}
    return render(request, "indicators/indicator_list.html", context)
