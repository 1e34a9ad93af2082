"""Saying where a line of the document belongs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from tasks.common.errors import ServiceError
from tasks.common.numbers import number_in
from tasks.rights.acts import Act
from tracker.intake.corrections.lines import Move, Moved, Target
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.lines import line_view
from tracker.intake.services.lines import BAD_LINES, draft_move_lines
from tracker.intake.views.requests import UNDOABLE, back_to, form_page, open_draft, refusal_told, seen, show_form

CHOOSE = "请选择这一行归哪项任务。"
MOVES: dict[str, Move] = {"task": "task", "new": "new", "heading": "heading", "none": "none"}


@form_page(Act.DRAFT_CORRECT)
def draft_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """One line: where it belongs and where it may go; with `act` it goes there, with those below it up to `last`."""
    draft = open_draft(request, pk)
    view = line_view(draft, line)
    if view is None:
        raise Http404
    if request.method == "POST":
        return _move(request, draft, line)
    return show_form(request, draft, "line", line=view)


def _move(request: HttpRequest, draft: PlanDraft, line: int) -> HttpResponse:
    anchor = ""
    with refusal_told(request):
        to, last = _target(request), _last(request, line)
        moved = draft_move_lines(**seen(request, draft), first=line, last=last, to=to)
        messages.success(request, _told(moved, line, last), extra_tags=UNDOABLE)
        anchor = moved.anchor
    return back_to(draft, anchor or f"line-{line}")


def _target(request: HttpRequest) -> Target:
    act = MOVES.get(request.POST.get("act", ""))
    if act == "heading" or act == "none":
        return Target(act)
    item = request.POST.get("after" if act == "new" else "into", "")
    if act is None or not item:
        raise ServiceError(CHOOSE)
    return Target(act, item)


def _last(request: HttpRequest, line: int) -> int:
    text = request.POST.get("last", "").strip()
    last = number_in(text) if text else line
    if last is None:
        raise ServiceError(BAD_LINES)
    return last


def _told(moved: Moved, first: int, last: int) -> str:
    """What was done, and what went with it."""
    lines = f"第{first}行" if first == last else f"第{first}至{last}行"
    done = f"{lines}已改归属。" if moved.anchor else f"{lines}已不属于任何任务。"
    gone = "、".join(f"“{called[:30]}”" for called in moved.gone)
    return f"{done}原来的{gone}没有别的内容，已一并撤去。" if gone else done
