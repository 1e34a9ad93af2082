"""Saying what the names in a draft mean."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.common.query import text_in
from tasks.people.forms import link_choices
from tasks.people.names import normal_name
from tasks.rights.acts import Act
from tracker.intake.decisions import Decision, Leave, NewGroup, NewUnit, SameAs, ToGroup, ToUnit
from tracker.intake.meanings import NameMeanings
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import review_of
from tracker.intake.selectors.names import NEW, NameRow, name_rows, new_labels
from tracker.intake.services.review import draft_decide
from tracker.intake.services.units import MAX_NAME
from tracker.intake.views.requests import back_to, form_page, open_draft, refusal_told, seen, show_form

CHOOSE = "请选择这个名称指哪个单位。"


@form_page(Act.DRAFT_CORRECT)
def draft_name(request: HttpRequest, pk: int) -> HttpResponse:
    """All that one name may mean (`name`), and the choice; without a name, every unknown one of one unit becomes it."""
    draft = open_draft(request, pk)
    if draft.jurisdiction is None:
        messages.error(request, "请先在方案信息中选择地区，再对应责任单位。")
        return back_to(draft, "about")
    if request.method == "POST":
        return _decide(request, draft)
    key = normal_name(request.GET.get("name", ""))
    rows = name_rows(draft)
    row = next((row for row in rows if row.key == key), None)
    if row is None:
        raise Http404
    choices = link_choices(draft.jurisdiction)
    new = [(value, label) for value, label in new_labels(NameMeanings(draft)).items() if value != NEW + key]
    members = [(value.removeprefix("unit-"), label) for value, label in choices[0][1]]
    members += [(other.key, f"{other.name}（新建）") for other in rows if _is_new_unit(draft, other.key)]
    offered = [*choices, *([("本稿新建", new)] if new else [])]
    return show_form(request, draft, "name", row=row, choices=offered, members=members)


def _decide(request: HttpRequest, draft: PlanDraft) -> HttpResponse:
    rows = {row.key: row for row in name_rows(draft)}
    key = normal_name(request.POST.get("name", ""))
    with refusal_told(request):
        if "name" not in request.POST:
            creatable = review_of(draft).creatable_names
            decisions: dict[str, Decision | None] = {row.key: NewUnit(row.name) for row in creatable}
        elif key in rows:
            decisions = {key: _decision(request.POST, rows[key], draft)}
        else:
            raise ServiceError("这个名称已不在稿件中，请刷新页面。")
        draft_decide(**seen(request, draft), decisions=decisions)
    return back_to(draft, "names")


def _is_new_unit(draft: PlanDraft, key: str) -> bool:
    return isinstance(draft.decisions.get(key), NewUnit)


def _decision(data: QueryDict, row: NameRow, draft: PlanDraft) -> Decision | None:
    """The choice; None takes one back."""
    target = data.get("target", "")
    if target == "undo":
        return None
    if target == "leave":
        return Leave()
    if target in ("new_unit", "new_group"):
        return _new(target, data, row, draft)
    return _known(target, draft)


def _new(target: str, data: QueryDict, row: NameRow, draft: PlanDraft) -> Decision:
    name = text_in(data.get(f"{target}_name", "")) or row.name
    if len(name) > MAX_NAME:
        raise ServiceError(f"名称最多{MAX_NAME}字，请改短后再建。")
    if target == "new_unit":
        return NewUnit(name)
    assert draft.jurisdiction  # noqa: S101  the view has seen to it
    chosen = data.getlist("members")
    ids = [pk for text in chosen if (pk := number_in(text)) is not None]
    known = draft.jurisdiction.units.filter(pk__in=ids).values_list("pk", flat=True)
    return NewGroup(name, (*known, *(key for key in chosen if _is_new_unit(draft, key))))


def _known(target: str, draft: PlanDraft) -> Decision:
    """A unit or group of the draft's jurisdiction, as unit-3 or group-5, or one that is new too, as new-司法局."""
    if target in new_labels(NameMeanings(draft)):
        return SameAs(target.removeprefix(NEW))
    assert draft.jurisdiction  # noqa: S101  the view has seen to it
    offered = {value for _, options in link_choices(draft.jurisdiction) for value, _ in options}
    if target not in offered:
        raise ServiceError(CHOOSE)
    kind, pk = target.split("-")
    return ToUnit(int(pk)) if kind == "unit" else ToGroup(int(pk))
