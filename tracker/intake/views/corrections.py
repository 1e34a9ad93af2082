"""Correcting a draft in place. Each form opens within the page, or as a page of its own where there is no script."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.people.forms import PlaceForm
from tasks.people.models import Jurisdiction
from tasks.people.services import level_of, parts_of
from tasks.planparser import ParsedIndicator
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.visibility import allowed
from tracker.intake.corrections.edits import split_points
from tracker.intake.corrections.items import Item, item_of, new_action, new_task, place_of
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
    rows_of,
    task_initial,
)
from tracker.intake.models import PlanDraft
from tracker.intake.services import items
from tracker.intake.services.places import draft_new_place as new_place
from tracker.intake.services.undo import draft_undo as undo
from tracker.intake.views.requests import (
    UNDOABLE,
    back_to,
    form_page,
    managed_draft,
    open_draft,
    refusal_told,
    seen,
    show_form,
)

Found = TypeVar("Found", bound=Item)
NO_INDICATOR = ParsedIndicator(number=None, area="", name="", unit=None, targets=(), line=None)


def ids_of(anchor: str) -> str:
    """How the boxes of an item's form are called: several forms may be open in one page."""
    return f"id_{anchor}-%s"


def save_form(form: forms.Form, save: Callable[[], object]) -> bool:
    """Whether it was saved; a refusal stands on the form, with what was typed."""
    try:
        save()
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    return True


def item_named(request: HttpRequest, find: Callable[[], Found], blank: Found) -> Found:
    """The item that the address names; one that is not there any more is a page that does not exist.

    For a form that was sent it is a blank one: the refusal goes with what was typed.
    """
    try:
        return find()
    except ServiceError as error:
        if request.method == "POST":
            return blank
        raise Http404 from error


@form_page(Act.DRAFT_CORRECT)
def draft_task(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Correct one task, or with `act` merge, split, move or delete it."""
    draft = open_draft(request, pk)
    if request.POST.get("act") in ACTS:
        act, words = ACTS[request.POST["act"]]
        return _do(request, draft, item, lambda: act(request, draft, item), words)
    years, data = draft.reviewed.years, request.POST if request.method == "POST" else None
    task = item_named(request, lambda: item_of(draft.reviewed.tasks(), item), new_task())
    form = DraftTaskForm(data, years=years, initial=task_initial(task, years), auto_id=ids_of(item))
    said = ResponsibilityFormSet(data, prefix="said", initial=rows_of(task.responsibilities), auto_id=ids_of(item))
    marks = MilestoneFormSet(data, prefix="mark", initial=rows_of(task.milestones), auto_id=ids_of(item))
    if data is not None and all([form.is_valid(), said.is_valid(), marks.is_valid()]):
        changes: Any = form.changes()
        changes |= {"responsibilities": responsibilities_of(said), "milestones": milestones_of(marks)}
        if save_form(form, lambda: items.draft_task_correct(**seen(request, draft), task=item, **changes)):
            return back_to(draft, item)
    context = {"item": item, "form": form, "said": said, "marks": marks, "points": split_points(task.text)}
    return show_form(request, draft, "task", **context, **_where(draft, item))


def _where(draft: PlanDraft, task: str) -> dict[str, Any]:
    """The actions to move a task to, and where it stands: its action, and its place there from 1."""
    plan = draft.reviewed
    held = next((action for action in plan.actions if place_of(action.tasks, task) >= 0), None)
    place = place_of(held.tasks, task) + 1 if held else ""
    return {"actions": plan.actions, "action": held.id if held else "", "place": place}


def _number(request: HttpRequest, name: str) -> int:
    return number_in(request.POST.get(name, "")) or 0


# Each act returns the id of the item to go on from.
def _merge(request: HttpRequest, draft: PlanDraft, task: str) -> str:
    items.draft_task_merge(**seen(request, draft), task=task)
    return task


def _split(request: HttpRequest, draft: PlanDraft, task: str) -> str:
    return items.draft_task_split(**seen(request, draft), task=task, offset=_number(request, "offset"))


def _move(request: HttpRequest, draft: PlanDraft, task: str) -> str:
    goal: Any = {"to_action": request.POST.get("to_action", ""), "to_place": _number(request, "to_place")}
    items.draft_task_move(**seen(request, draft), task=task, **goal)
    return task


def _delete(request: HttpRequest, draft: PlanDraft, task: str) -> str:
    return items.draft_task_delete(**seen(request, draft), task=task)


# What is done, and what is said of it where one goes on from: a long plan looks the same afterwards.
ACTS = {
    "merge": (_merge, "已与下一项合并，请核对标题、单位和时限。"),
    "split": (_split, "已拆分，这是分出的一项，请核对标题、单位和时限。"),
    "move": (_move, "已移到这里。"),
    "delete": (_delete, "任务已从稿件中删去。"),
}
ADDED, INDICATOR_GONE = "任务已添加，请补充单位和时限。", "指标已从稿件中删去。"
UNDONE = "已撤销，稿件恢复到这一步之前。"


def _do(request: HttpRequest, draft: PlanDraft, item: str, act: Callable[[], str], words: str) -> HttpResponse:
    """Do what has no form to come back to, and say so; where it is refused one goes on from `item`."""
    with refusal_told(request):
        item = act()
        messages.success(request, words, extra_tags=UNDOABLE)
    return back_to(draft, item)


@require_POST
@requires(Act.DRAFT_CORRECT)
def draft_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last merging, splitting, moving or deleting back."""
    draft, anchor = managed_draft(request, pk), ""
    with refusal_told(request):
        anchor = undo(**seen(request, draft))
        messages.success(request, UNDONE)
    return back_to(draft, anchor)


@form_page(Act.DRAFT_CORRECT)
def draft_action(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Correct an action's heading, or with `act` add a task to it."""
    draft = open_draft(request, pk)
    row = item_named(request, lambda: item_of(draft.reviewed.actions, item), new_action(""))
    said: Any = {**seen(request, draft), "action": item}
    data, adds = request.POST or None, request.POST.get("act") == "add"
    heading = {"heading": row.heading, "goal": row.goal or ""}
    form = ActionForm(None if adds else data, initial=heading, auto_id=ids_of(item))
    new = NewTaskForm(data if adds else None, auto_id=ids_of(f"{item}-new"))
    if form.is_valid() and save_form(form, lambda: items.draft_action_correct(**said, **form.cleaned_data)):
        return back_to(draft, item)
    added: list[str] = []
    if new.is_valid() and save_form(new, lambda: added.append(items.draft_task_add(**said, **new.cleaned_data))):
        messages.success(request, ADDED)
        return back_to(draft, added[0])
    return show_form(request, draft, "action", item=item, anchor=item, form=form, new=new)


@form_page(Act.DRAFT_CORRECT)
def draft_about(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the plan is: title, number, issuer, date, years, place."""
    draft = open_draft(request, pk)
    plan = draft.reviewed
    initial = {name: getattr(plan, name) for name in ("title", "document_number", "issuer", "issued_on")} | {
        "jurisdiction": draft.jurisdiction_id,
        "called": plan.jurisdiction,
        "years": "、".join(map(str, plan.years)),
    }
    places = allowed(Jurisdiction.objects.order_by("full_name"), current_user(request), Act.DRAFT_PLACE)
    form = AboutForm(request.POST or None, initial=initial, places=places, auto_id=ids_of("about"))
    if form.is_bound and form.is_valid():
        place, about = form.cleaned_data["jurisdiction"], form.about()
        if save_form(form, lambda: items.draft_about_correct(**seen(request, draft), place=place, **about)):
            return back_to(draft, "about")
    return show_form(request, draft, "about", form=form, anchor="about")


@form_page(Act.PLACE_CREATE)
def draft_new_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the jurisdiction that the plan is of, where the system does not know it; for the admin alone."""
    draft = open_draft(request, pk)
    said = draft.reviewed.jurisdiction or ""
    name, parent = parts_of(said)
    initial = {"name": name, "full_name": said, "level": level_of(said), "parent": parent}
    form = PlaceForm(request.POST or None, initial=initial)
    if form.is_valid() and save_form(form, lambda: new_place(**seen(request, draft), **form.cleaned_data)):
        return back_to(draft, "about")
    return show_form(request, draft, "place", form=form, anchor="about", heading="新建地区")


@form_page(Act.DRAFT_CORRECT)
def draft_indicator(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Correct an indicator, or with `act` delete it."""
    draft = open_draft(request, pk)
    said: Any = {**seen(request, draft), "indicator": item}
    if request.POST.get("act") == "delete":
        return _do(request, draft, item, lambda: items.draft_indicator_delete(**said), INDICATOR_GONE)
    row = item_named(request, lambda: item_of(draft.reviewed.indicators, item), NO_INDICATOR)
    targets = [(target.year, target.text) for target in row.targets]
    unsaid = set(draft.reviewed.years) - {year for year, _ in targets}
    targets += [(year, "") for year in sorted(unsaid)]
    initial = {"name": row.name, "area": row.area, "unit": row.unit}
    form = IndicatorForm(request.POST or None, initial=initial, targets=targets, auto_id=ids_of(item))
    if form.is_valid() and save_form(form, lambda: items.draft_indicator_correct(**said, **form.changes())):
        return back_to(draft, item)
    return show_form(request, draft, "indicator", item=item, anchor=item, form=form)
