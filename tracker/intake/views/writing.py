"""Writing a plan of one's own: choose what it is made from, then which tasks; and what a draft lacks of last year."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.common.query import text_in
from tasks.people.models import Jurisdiction
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.rules import places_where
from tasks.rights.visibility import allowed
from tracker.intake.carryover import default_title
from tracker.intake.forms.writing import NO_TITLE, BasisForm
from tracker.intake.selectors.carryover import last_plan_of
from tracker.intake.services.writing import Choice, Offer, carry_over, lacking, offer_of, write_draft
from tracker.intake.views.requests import FORM_METHODS, form_page, open_draft, refusal_told, seen

MAX_TITLE = 300


@require_http_methods(FORM_METHODS)
@requires(Act.DRAFT_WRITE)
def draft_write(request: HttpRequest) -> HttpResponse:
    """The choice stands in the address; with `step` the tasks are shown; a form makes the draft."""
    user = current_user(request)
    places = _places(request)
    if not places:
        return render(request, "intake/write.html", {"year_from_home": True})
    form = BasisForm(request.GET, user=user, places=places, today=timezone.localdate())
    if not (form.is_valid() and ("step" in request.GET or request.method == "POST")):
        asked = "step" in request.GET
        return render(request, "intake/write.html", {"form": form, "asked": asked, "year_from_home": True})
    if request.method == "POST":
        return _write(request, form)
    return _offered(request, form, _offer(form), default_title(form.cleaned_data["place"].name, _years(form)))


def _places(request: HttpRequest) -> list[Jurisdiction]:
    """Where this person may write plans: first the places served. One query."""
    user = current_user(request)
    served = places_where(user, Act.WORK_READ)
    found = allowed(Jurisdiction.objects.order_by("full_name"), user, Act.DRAFT_WRITE)
    return sorted(found, key=lambda place: place.pk not in served)


def _years(form: BasisForm) -> list[int]:
    years: list[int] = form.cleaned_data["years"]
    return years


def _offer(form: BasisForm) -> Offer:
    return offer_of(upper=form.upper_plan, last=form.last_plan, years=_years(form), today=timezone.localdate())


def _offered(request: HttpRequest, form: BasisForm, offer: Offer, title: str, error: str = "") -> HttpResponse:
    """The tasks to tick; at first all but those that would stand there twice."""
    chosen = _choice(request) if request.method == "POST" else _proposed(offer)
    context: dict[str, Any] = {"form": form, "offer": offer, "title": title, "error": error, "chosen": chosen}
    return render(request, "intake/write_tasks.html", {**context, "year_from_home": True})


def _proposed(offer: Offer) -> Choice:
    rows = [row for action in (*offer.upper, *offer.last) for row in action.tasks]
    return Choice({row.task.pk for row in rows if not row.like}, {row.pk for row in offer.indicators})


def _choice(request: HttpRequest) -> Choice:
    def ids(name: str) -> set[int]:
        return {pk for text in request.POST.getlist(name) if (pk := number_in(text)) is not None}

    return Choice(ids("task"), ids("indicator"))


def _write(request: HttpRequest, form: BasisForm) -> HttpResponse:
    title = text_in(request.POST.get("title", ""))
    offer = _offer(form)
    if not title or len(title) > MAX_TITLE:
        words = f"方案标题最多{MAX_TITLE}字，请改短。" if title else NO_TITLE
        return _offered(request, form, offer, title, words)
    data: dict[str, Any] = {"place": form.cleaned_data["place"], "years": _years(form), "title": title}
    try:
        draft = write_draft(
            user=current_user(request), **data, upper=form.upper_plan, offer=offer, choice=_choice(request)
        )
    except ServiceError as error:
        return _offered(request, form, offer, title, str(error))
    messages.success(request, "已建立拟制稿。请在表格中补充任务、责任单位和时限，内容随时保存。")
    return redirect("draft_grid", draft.pk)


@form_page(Act.DRAFT_CORRECT)
def draft_carry(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft under review lacks of last year's plan, and taking it over."""
    draft = open_draft(request, pk)
    last = last_plan_of(draft, current_user(request))
    offer = lacking(draft, last, timezone.localdate()) if last else Offer()
    if request.method == "POST":
        with refusal_told(request):
            heading = text_in(request.POST.get("heading", ""))
            carry_over(**seen(request, draft), offer=offer, choice=_choice(request), heading=heading)
            messages.success(request, "已加入本稿，请核对单位和时限。")
            return redirect("draft_detail", pk)
    chosen = _choice(request) if request.method == "POST" else Choice(set(), {row.pk for row in offer.indicators})
    context = {"draft": draft, "last": last, "offer": offer, "chosen": chosen, "year_from_home": True}
    return render(request, "intake/carry.html", context)
