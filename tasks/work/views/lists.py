"""The task list and its export."""

import datetime as dt

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tasks.common.query import query_of
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import User
from tasks.rights.access import current_user
from tasks.work.exports import export_name, write_task_list
from tasks.work.filters import AssignmentFilter
from tasks.work.selectors.assignments import RowBuilder
from tasks.work.selectors.withdrawn import withdrawn_with_words
from tasks.work.tables import AssignmentTable

SORT = "sort"
PAGE = "page"


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """The assignments that the address asks for, fifty a page. To htmx, only the panel that it swaps."""
    user, today = current_user(request), timezone.localdate()
    filters, table = _list(request.GET, user, today)
    notice = table.turn_to(request.GET.get(PAGE, ""))
    table.show(RowBuilder(user, filters.plans, today).rows(table.on_page), with_place=filters.has_many_places)
    days = {plan.as_of(today) for plan in filters.plans}
    context = {
        "filter": filters,
        "table": table,
        "notice": notice,
        "withdrawn": withdrawn_with_words(user, filters.plans, filters.words),
        "year": filters.chosen_year,
        "years": filters.years,
        "as_of": days.pop() if len(days) == 1 else None,
        "sort": request.GET.get(SORT, ""),
    }
    is_swap = bool(getattr(request, "htmx", False))
    response = render(request, "work/_task_panel.html" if is_swap else "work/task_list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if is_swap:
        response["HX-Push-Url"] = f"{request.path}{query_of(request.GET.dict())}"
    return response


@require_safe
def task_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The same rows on all pages as XLSX. A wrong filter leads back to the list, which says what is wrong."""
    user, today = current_user(request), timezone.localdate()
    filters, table = _list(request.GET, user, today)
    if not filters.form.is_valid():
        return redirect(f"{reverse('task_list')}{query_of(request.GET.dict())}")
    builder = RowBuilder(user, filters.plans, today)
    file = write_task_list(builder.batches(table.in_order), with_place=filters.has_many_places)
    chosen = "；".join(f"{chip['label']}：{chip['text']}" for chip in filters.chips)
    record(act=EventAct.TASK_EXPORT, user=user, object_name=f"{filters.chosen_year}年", reason=chosen or "全部")
    return FileResponse(file, as_attachment=True, filename=export_name(filters.chosen_year, today))


def _list(query: QueryDict, user: User, today: dt.date) -> tuple[AssignmentFilter, AssignmentTable]:
    filters = AssignmentFilter(query, user=user, today=today)
    return filters, AssignmentTable(filters.assignments, as_of_days=filters.as_of_days, order_by=query.get(SORT, ""))
