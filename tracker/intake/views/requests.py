"""What every view of a draft asks: which draft it is, and from which revision; the forms it shows, and the way back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.rights.access import P, View, current_user, requires
from tasks.rights.acts import Act
from tracker.intake.models import PlanDraft

FORM_METHODS = ["GET", "HEAD", "POST"]

UNDOABLE = "undoable"  # the tag of a message on what can be undone: the review page offers it there


def form_page(act: Act) -> Callable[[View[P]], View[P]]:
    """A page with a form, which is never shown from a cache, for those who may do the act somewhere."""

    def decorate(view: View[P]) -> View[P]:
        return require_http_methods(FORM_METHODS)(never_cache(requires(act)(view)))

    return decorate


@contextmanager
def refusal_told(request: HttpRequest) -> Iterator[None]:
    """What a service refuses within it is told on the next page; the view goes on behind it."""
    try:
        yield
    except ServiceError as error:
        messages.error(request, str(error))


def managed_draft(request: HttpRequest, pk: int) -> PlanDraft:
    """A draft that this person may work on; to anyone else it does not exist."""
    drafts = PlanDraft.objects.visible_to(current_user(request)).select_related(
        "jurisdiction", "owner", "plan", "revises", "job"
    )
    return get_object_or_404(drafts, pk=pk)


def open_draft(request: HttpRequest, pk: int) -> PlanDraft:
    """A draft under review. One that is not has no forms; what was typed before it was confirmed gets its refusal."""
    draft = managed_draft(request, pk)
    was_open = request.method == "POST" and draft.state == PlanDraft.State.CONFIRMED
    if draft.state != PlanDraft.State.READY and not was_open:
        raise Http404
    return draft


def revision_of(request: HttpRequest) -> int:
    """The revision that the page was made from; what no page of ours sent matches none."""
    revision = number_in(request.POST.get("revision", ""))
    return -1 if revision is None else revision


def seen(request: HttpRequest, draft: PlanDraft) -> dict[str, Any]:
    """What every service of a draft asks: which it is, as it was seen, and who is at it."""
    return {"draft": draft, "revision": revision_of(request), "user": current_user(request)}


def show_form(request: HttpRequest, draft: PlanDraft, name: str, **context: Any) -> HttpResponse:
    """The form alone for a page that takes it in, else a page with it."""
    fragment = f"intake/_{name}_form.html"
    template = fragment if request.htmx else "intake/edit.html"  # type: ignore[attr-defined]  # django-htmx
    context |= {"draft": draft, "revision": request.POST.get("revision", draft.revision), "fragment": fragment}
    return render(request, template, {**context, "year_from_home": True})


def back_to(draft: PlanDraft, anchor: str) -> HttpResponse:
    """To the place on the review page where one was."""
    return redirect(f"{reverse('draft_detail', args=[draft.pk])}#{anchor}")
