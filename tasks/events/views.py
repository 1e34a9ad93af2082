"""操作记录: what happened, for the admin to read and to take along. Nothing here changes it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tasks.events.acts import EventAct
from tasks.events.export import MAX_ROWS, export_name, write_events
from tasks.events.filters import EventFilter
from tasks.events.selectors import change_words, type_words
from tasks.events.services import record
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act

PER_PAGE = 50


@require_safe
@requires(Act.EVENTS_READ)
def event_list(request: HttpRequest) -> HttpResponse:
    """The events that the address asks for, newest first, fifty a page: two queries of its own."""
    filters = EventFilter(request.GET)
    page = Paginator(filters.events, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(event, type_words(event.object_type), change_words(event)) for event in page.object_list]
    context = {"filter": filters, "page": page, "rows": rows, "is_long": page.paginator.count > MAX_ROWS}
    return render(request, "events/event_list.html", {**context, "most": MAX_ROWS, "year_from_home": True})


@require_safe
@requires(Act.EVENTS_READ)
def event_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The same events on all pages as XLSX. A wrong filter, or too many rows, lead back to the list that says so."""
    filters = EventFilter(request.GET)
    if not filters.form.is_valid() or filters.events.count() > MAX_ROWS:
        return redirect(f"{reverse('event_list')}?{request.GET.urlencode()}")
    file = write_events(filters.events)
    chosen = "；".join(f"{chip['label']}：{chip['text']}" for chip in filters.chips)
    record(act=EventAct.EVENT_EXPORT, user=current_user(request), reason=chosen or "全部")
    return FileResponse(file, as_attachment=True, filename=export_name(timezone.localdate()))
