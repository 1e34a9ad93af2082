"""Addresses by place, which pages that are still open and notes may hold: they lead to those by id."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tasks.rights.acts import Act
from tracker.intake.corrections.items import Item
from tracker.intake.views.requests import form_page, open_draft

Row = TypeVar("Row", bound=Item)


@form_page(Act.DRAFT_CORRECT)
def old_draft_task(request: HttpRequest, pk: int, action: int, place: int) -> HttpResponse:
    """The task at a place of an action, both from 1."""
    actions = open_draft(request, pk).reviewed.actions
    return _to(request, "draft_task", pk, _at(_at(actions, action).tasks, place))


@form_page(Act.DRAFT_CORRECT)
def old_draft_action(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """The action at a place from 1."""
    return _to(request, "draft_action", pk, _at(open_draft(request, pk).reviewed.actions, action))


@form_page(Act.DRAFT_CORRECT)
def old_draft_indicator(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """The indicator at a place from 1."""
    return _to(request, "draft_indicator", pk, _at(open_draft(request, pk).reviewed.indicators, place))


def _at(rows: Sequence[Row], place: int) -> Row:
    if not 1 <= place <= len(rows):
        raise Http404
    return rows[place - 1]


def _to(request: HttpRequest, name: str, pk: int, item: Item) -> HttpResponse:
    """What was typed into an older page goes along; its revision says whether the place means still the same."""
    return redirect(name, pk, item.id, preserve_request=request.method == "POST")
