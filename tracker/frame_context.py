"""What the frame around every page needs."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tasks.common.query import chosen_year
from tasks.people.models import Jurisdiction, User
from tasks.plans.models import Plan
from tasks.rights.powers import Powers


def frame(request: HttpRequest) -> dict[str, Any]:
    """may, years, year and own_place, for the top bar and the rail.

    Each is asked for only where a template uses it, once per response: error pages, fragments and exports cost no
    query, and a failing database cannot fail its own error page.
    """
    years = cache(lambda: _years(request))
    return {
        "may": Powers(lambda: _person(request)),
        "years": SimpleLazyObject(years),
        "year": SimpleLazyObject(lambda: chosen_year(request, years())),
        "own_place": SimpleLazyObject(lambda: _place(request)),
    }


def plan_years(user: User) -> list[int]:
    """The years that the published plans this person may see cover, newest first. One query."""
    return Plan.objects.visible_to(user).published().years()


def _person(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _years(request: HttpRequest) -> list[int]:
    user = _person(request)
    return plan_years(user) if user else []


def _place(request: HttpRequest) -> str:
    """The district that a person serves; nothing for one who serves none, or several."""
    user = _person(request)
    if user is None:
        return ""
    served = Jurisdiction.objects.filter(units__memberships__user=user).order_by()
    names = list(served.values_list("name", flat=True).distinct()[:2])
    return names[0] if len(names) == 1 else ""
