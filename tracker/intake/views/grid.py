"""The grid of a draft: all its tasks as a table to type in. One form, which the page's script also sends by itself."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.common.numbers import number_in
from tasks.common.query import text_in
from tasks.planparser import ParsedAction, ParsedPlan, ParsedTask, plan_from_dict
from tasks.rights.acts import Act
from tracker.intake.clipboard import parse_tsv
from tracker.intake.corrections.items import item_of, new_action
from tracker.intake.grid import rows as grid
from tracker.intake.grid.pasting import Pasted, pasted
from tracker.intake.grid.reading import CellError, GridError
from tracker.intake.grid.rows import CELLS, NEW_ACTION, NEW_TASK, Row
from tracker.intake.models import NOT_OPEN, PlanDraft
from tracker.intake.selectors.grid import Grid, GridLine
from tracker.intake.services.grid import draft_fill
from tracker.intake.views.requests import form_page, managed_draft, refusal_told, seen

HELD = "~"  # in `row`, between what a row is and what it held before it was deleted
NOTHING_PASTED = "请先把Excel里复制的内容粘贴到框里，再点“填入表格”。"


@form_page(Act.DRAFT_CORRECT)
def draft_grid(request: HttpRequest, pk: int) -> HttpResponse:
    """All tasks as a table. `act` does something with the rows without saving; the script asks for JSON."""
    draft = managed_draft(request, pk)
    if draft.state != PlanDraft.State.READY:
        return _closed(request, draft)
    if request.method != "POST":
        return _page(request, draft)
    if request.POST.get("act") == "read":
        return _read(request)
    rows = posted_rows(request.POST, draft)
    if request.POST.get("act", "save") in ACTS:
        return _act(request, draft, rows)
    if request.headers.get("Accept") == "application/json":
        return _save_quietly(request, draft, rows)
    try:
        draft_fill(**seen(request, draft), rows=rows)
    except GridError as error:
        return _page(request, draft, rows, error.errors)
    except ServiceError as error:
        messages.error(request, str(error))
        return _page(request, draft, rows)
    messages.success(request, "已保存。")
    return redirect("draft_grid", pk)


def _closed(request: HttpRequest, draft: PlanDraft) -> HttpResponse:
    """One comes back to the grid of a draft that is done with, or types on in another window."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": NOT_OPEN}, status=400)
    if request.method == "POST":
        messages.error(request, NOT_OPEN)
    return redirect("draft_detail", draft.pk)


def posted_rows(data: QueryDict, draft: PlanDraft) -> list[Row]:
    """The rows as they were sent: `row` says for each what it is; its cells are the next in their lists."""
    lists = {name: iter(data.getlist(name)) for name in (*CELLS, "heading")}

    def cell(name: str) -> str:
        return text_in(next(lists[name], ""))

    rows = []
    for value in data.getlist("row"):
        ref, _, signed = value.partition(HELD)
        if not grid.is_ref(ref):
            continue
        cells = {"text": cell("heading")} if ref.startswith(NEW_ACTION) else {name: cell(name) for name in CELLS}
        rows.append(Row(ref, **cells, held=_unpacked(signed, ref, draft)))
    return rows


# ---- what a deleted row held goes to the page and comes back with the row: nobody else can have written it ----
def _packed(row: Row, draft: PlanDraft) -> str:
    """The value of `row` for a row that is deleted, should it come back: a new one that holds what it held."""
    plan = draft.reviewed
    held = _alone(plan, item_of(plan.actions, row.item) if row.is_action else item_of(plan.tasks(), row.item))
    kind = NEW_ACTION if row.is_action else NEW_TASK
    return f"{kind}{HELD}{signing.dumps(held.as_dict(), salt=_salt(kind, draft), compress=True)}"


def _alone(plan: ParsedPlan, item: ParsedAction | ParsedTask) -> ParsedPlan:
    """A plan that holds this alone: an action without its tasks, or a task in an action without words."""
    action = replace(item, tasks=()) if isinstance(item, ParsedAction) else replace(new_action(""), tasks=(item,))
    return replace(plan, actions=(action,), indicators=(), diagnostics=())


def _unpacked(signed: str, ref: str, draft: PlanDraft) -> ParsedAction | ParsedTask | None:
    if not signed:
        return None
    with suppress(signing.BadSignature):
        held = plan_from_dict(signing.loads(signed, salt=_salt(f"{ref.partition(':')[0]}:", draft)))
        return next(iter(held.tasks()), held.actions[0])
    return None


def _salt(kind: str, draft: PlanDraft) -> str:
    return f"grid-{kind}-{draft.pk}"


def _page(
    request: HttpRequest, draft: PlanDraft, rows: Sequence[Row] | None = None, errors: Iterable[CellError] = ()
) -> HttpResponse:
    """The rows as saved, or as typed (with what is wrong in them)."""
    shown = Grid(draft, rows, errors)
    context = {
        "draft": draft,
        "grid": shown,
        "lines": shown.lines,
        "errors": errors,
        "is_pending": request.method == "POST",
        "revision": request.POST.get("revision", draft.revision),
        "at": number_in(request.POST.get("at", "")) or 0,
        "is_full": len(shown.rows) > grid.MAX_ROWS,
        "max_rows": grid.MAX_ROWS,
        "columns": CELLS.items(),
        "year_from_home": True,
    }
    return render(request, "intake/grid.html", context)


# ---- what is done with the rows as they were typed; they are shown again, not saved ----
def _pasted(text: str, first: str) -> Pasted:
    """What was copied in Excel; its first column goes to the cell `first` where no head row says more."""
    return pasted(parse_tsv(text.replace("\0", "")), first if first in CELLS else "text")


def _paste(rows: Sequence[Row], data: QueryDict) -> tuple[list[Row], str]:
    """New rows at the end, in place of blank ones there, and what is said of it."""
    found = _pasted(data.get("pasted", "").strip("\r\n"), data.get("first", ""))
    if not found.rows:
        raise ServiceError(NOTHING_PASTED)
    rows = list(rows)
    while rows and rows[-1].is_new and rows[-1].is_blank:
        rows.pop()
    if len(rows) + len(found.rows) > grid.MAX_ROWS:
        raise ServiceError(grid.TOO_MANY)
    left = "".join((not_taken(found.headings), f"有{found.beyond}格超出表格的列，没有填入。" if found.beyond else ""))
    return [*rows, *found.rows], f"已填入表格末尾。{left}"


def not_taken(headings: Sequence[str]) -> str:
    """Which columns of a pasted table the grid has no cell for; nothing where it has one for each."""
    return f"“{'”“'.join(headings)}”列在任务表格中没有对应的列，没有填入。" if headings else ""


ACTS: dict[str, Callable[[Sequence[Row], int, QueryDict], tuple[list[Row], str]]] = {
    "task": lambda rows, at, _: (grid.inserted(rows, at, NEW_TASK), "已插入一行。"),
    "action": lambda rows, at, _: (grid.inserted(rows, at, NEW_ACTION), "已插入一个行动。"),
    "delete": lambda rows, at, _: (grid.deleted(rows, at), "已删去一行。"),
    "up": lambda rows, at, _: (grid.moved(rows, at, -1), "已上移。"),
    "down": lambda rows, at, _: (grid.moved(rows, at, 1), "已下移。"),
    "renumber": lambda rows, _at, _: (grid.renumbered(rows), "已按顺序重新编号。"),
    "paste": lambda rows, _at, data: _paste(rows, data),
}


def _act(request: HttpRequest, draft: PlanDraft, rows: list[Row]) -> HttpResponse:
    act = ACTS[request.POST["act"]]
    with refusal_told(request):
        rows, words = act(rows, number_in(request.POST.get("at", "")) or 0, request.POST)
        messages.info(request, f"{words}还没有保存，请核对后点“保存”。")
    return _page(request, draft, rows)


# ---- what the script sends when a block is pasted ----
def _read(request: HttpRequest) -> JsonResponse:
    """The lines of a copied block by cell, for the page to put where the block goes; nothing is changed."""
    found = _pasted(request.POST.get("pasted", ""), request.POST.get("first", ""))
    return JsonResponse({"lines": found.lines, "beyond": found.beyond, "notTaken": not_taken(found.headings)})


# ---- what the script sends when a row is left ----
def _save_quietly(request: HttpRequest, draft: PlanDraft, rows: list[Row]) -> JsonResponse:
    """Saved: 200 with the rows as they are understood, and what those that are gone held.

    Else 422 with the cells, 409 when somebody else was first.
    """
    part = "part" in request.POST
    before = grid.rows_of(draft.reviewed) if part else rows
    kept = {row.ref for row in rows}
    gone = {} if part else {row.ref: _packed(row, draft) for row in grid.rows_of(draft.reviewed) if row.ref not in kept}
    try:
        draft_fill(**seen(request, draft), rows=rows, part=part)
    except GridError as error:
        wrong = [{"row": before[one.row - 1].ref, "at": one.row, **_words(one)} for one in error.errors]
        return JsonResponse({"errors": wrong}, status=422)
    except ServiceError as error:
        return JsonResponse({"error": str(error)}, status=409 if isinstance(error, StaleError) else 400)
    lines = Grid(draft).lines
    if part:
        lines = [line for line in lines if line.row.ref in kept]
    saved = timezone.localtime(draft.updated_at).strftime("%H:%M")
    plain = [_plain(line) for line in lines]
    return JsonResponse({"revision": draft.revision, "saved": saved, "rows": plain, "gone": gone})


def _words(error: CellError) -> dict[str, str]:
    return {"cell": error.cell, "message": error.message}


def _plain(line: GridLine) -> dict[str, Any]:
    row = line.row
    cells = {"text": row.text} if row.is_action else {name: getattr(row, name) for name in CELLS}
    notes = {cell: words for cell, words in line.notes.items() if words}
    return {"row": row.ref, "cells": cells, "understood": line.understood, "notes": notes}
