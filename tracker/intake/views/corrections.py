"""Correcting a draft in place. Each form opens within the page, or as a page of its own where there is no script."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.people.forms import PlaceForm
from tasks.people.models import Jurisdiction
from tasks.people.services import level_of, parts_of
from tasks.plans.content import Contract
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.visibility import allowed
from tracker.intake import corrections as planedit
from tracker.intake.corrections import task_anchor
from tracker.intake.forms.drafts import (
    AboutForm,
    ActionForm,
    DraftTaskForm,
    IndicatorForm,
    MilestoneFormSet,
    NewTaskForm,
    ResponsibilityFormSet,
    milestones_of,
    responsibilities_of,
    task_initial,
)
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_change, draft_place
from tracker.intake.services.places import draft_new_place as new_place
from tracker.intake.services.undo import draft_restructure
from tracker.intake.services.undo import draft_undo as undo
from tracker.intake.views.requests import (
    FORM_METHODS,
    UNDOABLE,
    back_to,
    managed_draft,
    open_draft,
    revision_of,
    show_form,
)


def ids_of(anchor: str) -> str:
    """How the boxes of an item's form are called: several forms may be open in one page."""
    return f"id_{anchor}-%s"


def save_form(form: forms.Form, save: Callable[[], None]) -> bool:
    """Whether it was saved; a refusal stands on the form, with what was typed."""
    try:
        save()
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    return True


def save_content(request: HttpRequest, draft: PlanDraft, form: forms.Form, edit: Callable[[], Contract]) -> bool:
    """The same, of a form that corrects the plan, where it is valid: `edit` makes the new one."""
    return form.is_valid() and save_form(
        form, lambda: draft_change(draft=draft, revision=revision_of(request), content=edit())
    )


def item_named(request: HttpRequest, find: Callable[[], Contract], blank: Contract) -> Contract:
    """The item that the address names; one that is not there any more is a page that does not exist.

    For a form that was sent it is a blank one: the refusal goes with what was typed.
    """
    try:
        return find()
    except ServiceError as error:
        if request.method == "POST":
            return blank
        raise Http404 from error


@require_http_methods(FORM_METHODS)
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_task(request: HttpRequest, pk: int, action: int, place: int) -> HttpResponse:
    """Correct one task, or with `act` merge, split, move or delete it."""
    draft, anchor = open_draft(request, pk), task_anchor(action, place)
    if request.POST.get("act") in ACTS:
        act, words = ACTS[request.POST["act"]]
        return _do(request, draft, anchor, lambda: act(request, draft, action, place), words)
    years, data = draft.content["years"], request.POST if request.method == "POST" else None
    task = item_named(request, lambda: planedit.task_at(draft.content, action, place), planedit.new_task())
    form = DraftTaskForm(data, years=years, initial=task_initial(task, years), auto_id=ids_of(anchor))
    said = ResponsibilityFormSet(data, prefix="said", initial=task["responsibilities"], auto_id=ids_of(anchor))
    marks = MilestoneFormSet(data, prefix="mark", initial=task["milestones"], auto_id=ids_of(anchor))
    if data is not None and all([form.is_valid(), said.is_valid(), marks.is_valid()]):
        changes = {**form.changes(), "responsibilities": responsibilities_of(said), "milestones": milestones_of(marks)}
        if save_content(request, draft, form, lambda: planedit.set_task(draft.content, action, place, **changes)):
            return back_to(draft, anchor)
    context = {"action": action, "place": place, "anchor": anchor, "form": form, "said": said, "marks": marks}
    points = planedit.split_points(task["text"])
    return show_form(request, draft, "task", **context, actions=draft.content["actions"], points=points)


def _number(request: HttpRequest, name: str) -> int:
    return number_in(request.POST.get(name, "")) or 0


# What an act changes in the draft, and the id of the item to go on from.
Done = tuple[dict[str, Any], str]


def _merge(request: HttpRequest, draft: PlanDraft, action: int, place: int) -> Done:
    return {"content": planedit.merge_next(draft.content, action, place)}, task_anchor(action, place)


def _split(request: HttpRequest, draft: PlanDraft, action: int, place: int) -> Done:
    offset, task = _number(request, "offset"), planedit.task_at(draft.content, action, place)
    words = task["text"][offset:].split("\n")[0][:10]
    # The same words may stand further up as well.
    lines = enumerate(draft.text.split("\n"), 1)
    found = (n for n, text in lines if n >= (task["line"] or 1) and words in text)
    new = planedit.split_task(draft.content, action, place, offset=offset, line=next(found, None))
    return {"content": new}, task_anchor(action, place + 1)


def _move(request: HttpRequest, draft: PlanDraft, action: int, place: int) -> Done:
    to_action, to_place = _number(request, "to_action"), _number(request, "to_place")
    new = planedit.move_task(draft.content, action, place, to_action=to_action, to_place=to_place)
    is_emptied = len(new["actions"]) < len(draft.content["actions"])  # then it is gone, and those after it move up
    return {"content": new}, task_anchor(to_action - (is_emptied and to_action > action), to_place)


def _delete(request: HttpRequest, draft: PlanDraft, action: int, place: int) -> Done:
    new, old = planedit.delete_task(draft.content, action, place), draft.content["actions"][action - 1]
    gone = [old["tasks"][place - 1], *([old] if len(old["tasks"]) == 1 else [])]
    return _without(draft, new, gone), task_anchor(action, max(place - 1, 1))


def _without(draft: PlanDraft, new: Contract, gone: Sequence[Contract]) -> dict[str, Any]:
    """The changes that leave the draft with the new plan, which has these rows no more."""
    return {"content": new, "given": planedit.freed(draft.content, draft.given, draft.text.split("\n"), gone)}


# What is done, and what is said of it where one goes on from: a long plan looks the same afterwards.
ACTS = {
    "merge": (_merge, "已与下一项合并，请核对标题、单位和时限。"),
    "split": (_split, "已拆分，这是分出的一项，请核对标题、单位和时限。"),
    "move": (_move, "已移到这里。"),
    "delete": (_delete, "任务已从稿件中删去。"),
}
ADDED, INDICATOR_GONE = "任务已添加，请补充单位和时限。", "指标已从稿件中删去。"
UNDONE = "已撤销，稿件恢复到这一步之前。"


def _do(request: HttpRequest, draft: PlanDraft, anchor: str, act: Callable[[], Done], words: str) -> HttpResponse:
    """Do what has no form to come back to, and say so; where it is refused one goes on from `anchor`."""
    try:
        changes, done = act()
        draft_restructure(draft=draft, revision=revision_of(request), at=anchor, **changes)
    except ServiceError as error:
        messages.error(request, str(error))
        return back_to(draft, anchor)
    messages.success(request, words, extra_tags=UNDOABLE)
    return back_to(draft, done)


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last merging, splitting, moving or deleting back."""
    draft, anchor = managed_draft(request, pk), ""
    try:
        anchor = undo(draft=draft, revision=revision_of(request))
        messages.success(request, UNDONE)
    except ServiceError as error:
        messages.error(request, str(error))
    return back_to(draft, anchor)


@require_http_methods(FORM_METHODS)
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_action(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """Correct an action's heading, or with `act` add a task to it."""
    draft, anchor = open_draft(request, pk), f"action-{action}"
    blank: Contract = {"heading": "", "goal": None, "tasks": []}
    row = item_named(request, lambda: planedit.item(draft.content["actions"], action), blank)
    heading = {"heading": row["heading"], "goal": row["goal"] or ""}
    data, adds = request.POST or None, request.POST.get("act") == "add"
    form = ActionForm(None if adds else data, initial=heading, auto_id=ids_of(anchor))
    new = NewTaskForm(data if adds else None, auto_id=ids_of(f"{anchor}-new"))
    if save_content(request, draft, form, lambda: planedit.set_action(draft.content, action, **form.cleaned_data)):
        return back_to(draft, anchor)
    if save_content(request, draft, new, lambda: planedit.add_task(draft.content, action, **new.cleaned_data)):
        messages.success(request, ADDED)
        return back_to(draft, task_anchor(action, len(row["tasks"]) + 1))
    return show_form(request, draft, "action", action=action, form=form, new=new, anchor=anchor)


@require_http_methods(FORM_METHODS)
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_about(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the plan is: title, number, issuer, date, years, place."""
    draft = open_draft(request, pk)
    plan, user = draft.content, current_user(request)
    names = ("title", "document_number", "issuer", "issued_on")
    initial = {name: plan[name] for name in names} | {
        "jurisdiction": draft.jurisdiction_id,
        "called": plan["jurisdiction"],
        "years": "、".join(map(str, plan["years"])),
    }
    form = AboutForm(request.POST or None, initial=initial, places=_places(request), auto_id=ids_of("about"))
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        place = data.pop("jurisdiction")
        issued = data.pop("issued_on")
        data |= {name: data[name] or None for name in ("document_number", "issuer")}
        data["jurisdiction"] = data.pop("called") or None
        plan = planedit.in_years(plan, data.pop("years"))
        content = planedit.set_metadata(plan, **data, issued_on=issued.isoformat() if issued else None)
        settled = list(dict.fromkeys([*draft.settled, *planedit.answered(content, draft.given)]))

        def save() -> None:
            changes = {"content": content, "settled": settled}
            draft_place(draft=draft, revision=revision_of(request), place=place, user=user, **changes)

        if save_form(form, save):
            return back_to(draft, "about")
    return show_form(request, draft, "about", form=form, anchor="about")


@require_http_methods(FORM_METHODS)
@never_cache
@requires(Act.PLACE_CREATE)
def draft_new_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the jurisdiction that the plan is of, where the system does not know it; for the admin alone."""
    draft, user = open_draft(request, pk), current_user(request)
    said = draft.content["jurisdiction"] or ""
    name, parent = parts_of(said)
    initial = {"name": name, "full_name": said, "level": level_of(said), "parent": parent}
    form = PlaceForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():

        def save() -> None:
            new_place(draft=draft, revision=revision_of(request), user=user, **form.cleaned_data)

        if save_form(form, save):
            return back_to(draft, "about")
    return show_form(request, draft, "place", form=form, anchor="about", heading="新建地区")


def _places(request: HttpRequest) -> Any:
    return allowed(Jurisdiction.objects.order_by("full_name"), current_user(request), Act.DRAFT_PLACE)


@require_http_methods(FORM_METHODS)
@never_cache
@requires(Act.DRAFT_CORRECT)
def draft_indicator(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Correct an indicator, or with `act` delete it."""
    draft, anchor = open_draft(request, pk), f"indicator-{place}"
    if request.POST.get("act") == "delete":
        return _do(request, draft, anchor, lambda: _delete_indicator(draft, place), INDICATOR_GONE)
    blank: Contract = {"name": "", "area": "", "unit": None, "targets": []}
    row = item_named(request, lambda: planedit.item(draft.content["indicators"], place), blank)
    targets = [(target["year"], target["text"]) for target in row["targets"]]
    unsaid = set(draft.content["years"]) - {year for year, _ in targets}
    targets += [(year, "") for year in sorted(unsaid)]
    initial = {name: row[name] for name in ("name", "area", "unit")}
    form = IndicatorForm(request.POST or None, initial=initial, targets=targets, auto_id=ids_of(anchor))
    if save_content(request, draft, form, lambda: planedit.set_indicator(draft.content, place, **form.changes())):
        return back_to(draft, anchor)
    return show_form(request, draft, "indicator", place=place, form=form, anchor=anchor)


def _delete_indicator(draft: PlanDraft, place: int) -> Done:
    new = planedit.delete_indicator(draft.content, place)
    return _without(draft, new, [draft.content["indicators"][place - 1]]), f"indicator-{place}"
