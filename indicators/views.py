"""The indicators page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.selectors import indicators_of
from tasks.common.query import chosen_year
from tasks.plans.models import Plan
from tasks.rights.access import current_user


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The indicators of one year's plans, drafts included, with targets as published."""
    user = current_user(request)
    years = Plan.objects.visible_to(user).years()
    year = chosen_year(request, years)
    plans = indicators_of(user, year) if year else []
    context = {"plans": plans, "years": years, "year": year, "count": sum(plan.count for plan in plans)}
    return render(request, "indicators/indicator_list.html", context)
