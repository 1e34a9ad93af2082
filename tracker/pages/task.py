"""The task page: the document's own words, how far each unit is, what happened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tasks.alignment.selectors.coverage import carried_out_by, carries_out
from tasks.common.numbers import number_in
from tasks.plans.models import Task
from tasks.plans.selectors.source_lines import line_span
from tasks.plans.selectors.versions import source_of, task_revisions
from tasks.rights.access import current_user
from tasks.work.lights import due_date
from tasks.work.selectors.task_page import (
    get_task,
    own_rows,
    reports_shown,
    role_parts,
    sees_work,
    source_lines,
    unresolved,
    waiting_here,
)
from tasks.work.selectors.timeline import timeline
from tasks.work.selectors.withdrawn import withdrawn_assignments

EVENTS_SHOWN = 60


@require_safe
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task; ?unit= narrows the timeline to one unit."""
    user, today = current_user(request), timezone.localdate()
    try:
        task = get_task(user, pk)
    except Task.DoesNotExist as error:
        raise Http404 from error
    parts, lines = role_parts(task, user, today), source_lines(task)
    unit = number_in(request.GET.get("unit", ""))
    events = timeline(reports_shown(task, user, unit))
    context = {
        "task": task,
        "plan": task.action.plan,
        "lines": lines,
        "span": line_span(lines),
        "parts": parts,
        "due": due_date(task, task.action.plan.as_of(today)),
        "unresolved": unresolved(task),
        "withdrawn": withdrawn_assignments(task),
        "revisions": task_revisions(task),
        "source": source_of(task),
        "own": list(own_rows(parts)),
        "waiting": waiting_here(task, user),
        "events": events[:EVENTS_SHOWN],
        "event_count": len(events),
        "unit": unit,
        "above": carries_out(task),
        "below": carried_out_by(task, user),
        "sees_work": sees_work(task, user),
        "year_from_home": True,
    }
    return render(request, "pages/task_detail.html", context)
