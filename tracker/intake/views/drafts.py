"""Importing a plan: give a document, watch it being read, see what was read beside it, throw it away."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.common.errors import ServiceError, StaleError
from tasks.plans.models import PlanVersion
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.visibility import allowed
from tracker.intake.forms.upload import UploadForm
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.carryover import last_plan_of
from tracker.intake.selectors.drafts import draft_rows, review_of, will_write
from tracker.intake.selectors.recognition import earlier_version, kin_of, plans_to_revise
from tracker.intake.services.drafts import Begun, draft_begin, draft_in_hand, draft_of_version, draft_read_again
from tracker.intake.services.drafts import draft_discard as discard
from tracker.intake.services.review import draft_acknowledge as acknowledge
from tracker.intake.services.review import warning_keys
from tracker.intake.views.requests import FORM_METHODS, back_to, managed_draft, refusal_told, seen

State = PlanDraft.State
IN_HAND = "这份文件已在核对中，已为您打开原来的导入稿，修改都还在。"


@require_http_methods(FORM_METHODS)
@requires(Act.DRAFT_BEGIN)
def draft_new(request: HttpRequest) -> HttpResponse:
    """Give a file or its text; it is kept and queued for reading."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            name, data = form.document()
            return _begun(request, draft_begin(user=current_user(request), name=name, data=data))
        except ServiceError as error:
            form.add_error(None, str(error))
    context = {"form": form, "drafts": draft_rows(current_user(request)), "year_from_home": True}
    return render(request, "intake/new.html", context)


@require_POST
@requires(Act.PLAN_REVISE)
def version_again(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take an earlier version of a plan in hand again, to put it back into force."""
    user = current_user(request)
    versions = allowed(PlanVersion.objects.select_related("plan", "source"), user, Act.PLAN_REVISE)
    version = get_object_or_404(versions, plan=pk, number=number)
    with refusal_told(request):
        return _begun(request, draft_of_version(user=user, version=version))
    return redirect("plan_detail", pk)


def _begun(request: HttpRequest, begun: Begun) -> HttpResponse:
    """To where the document is."""
    if begun.plan:
        messages.warning(request, _known_file(begun))
        return redirect("plan_detail", begun.plan.pk)
    assert begun.draft  # noqa: S101  one of the two is always there
    if not begun.created:
        messages.info(request, IN_HAND)
    return redirect("draft_detail", begun.draft.pk)


def _known_file(begun: Begun) -> str:
    """What is said of a file that was imported before: as the version in force, or as an earlier one."""
    assert begun.plan  # noqa: S101  the view has seen to it
    last = begun.plan.versions.last()
    if begun.version and last and begun.version.number != last.number:
        earlier = earlier_version(begun.plan.title, begun.version.number, last.number)
        return f"{earlier}，未作任何更改。要退回到那一版，请在“版本”中点【退回到这一版】。"
    return "这份文件已经导入过，未作任何更改，这里就是导入后的方案。"


@require_safe
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The review page; before it is ready, how far the reading is; afterwards, what became of it.

    One that was thrown away leads to the draft in hand of the same file: a colleague may have been first.
    """
    draft = managed_draft(request, pk)
    if draft.state == State.DISCARDED and (other := draft_in_hand(current_user(request), draft.sha256)):
        messages.info(request, IN_HAND)
        return redirect("draft_detail", other.pk)
    context = {"draft": draft, "year_from_home": True}
    if draft.state != State.READY:
        return render(request, "intake/status.html", context)
    review = review_of(draft)
    context |= {"plan": draft.reviewed, "review": review, "writes": will_write(draft, review)}
    if draft.jurisdiction_id and not draft.revises_id:
        context |= {"kin": None if draft.stands_alone else kin_of(draft), "plans": plans_to_revise(draft)}
    context["last"] = last_plan_of(draft, current_user(request))
    return render(request, "intake/review.html", context)


@require_safe
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is: asked for every second; once it is over, the page is opened anew."""
    draft = managed_draft(request, pk)
    response = render(request, "intake/_progress.html", {"draft": draft})
    if not draft.is_underway:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a document again that could not be read, or not be queued."""
    draft = managed_draft(request, pk)
    with refusal_told(request), suppress(StaleError):  # a second click: the page shows that it waits already
        draft_read_again(draft=draft, user=current_user(request))
    return redirect("draft_detail", pk)


@require_POST
@requires(Act.DRAFT_DISCARD)
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    draft = managed_draft(request, pk)
    with refusal_told(request):
        discard(draft=draft, user=current_user(request))
        what = "拟制" if draft.origin == PlanDraft.Origin.WRITTEN else "导入"
        messages.success(request, f"已放弃{what}“{draft.title}”，方案和任务没有任何变化。")
    return redirect("plan_list")


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick warnings off (`remark`, once or several times), or all of them without one; `undo` brings them all back.

    From one alone the way back leads to the warning that now has its number: the next.
    """
    draft = managed_draft(request, pk)
    keys, anchor = request.POST.getlist("remark") or warning_keys(draft), "warnings"
    if len(keys) == 1 and "remark" in request.POST and draft.state == State.READY:
        anchor = _anchor_of(draft, keys[0])
    with refusal_told(request):
        acknowledge(**seen(request, draft), keys=keys, acknowledged="undo" not in request.POST)
    return back_to(draft, anchor)


def _anchor_of(draft: PlanDraft, key: str) -> str:
    number = next((warning.number for warning in review_of(draft).warnings if warning.key == key), None)
    return f"warning-{number}" if number else "warnings"
