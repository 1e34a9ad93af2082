"""后台任务, for the administrator: what waits, runs and failed, and why; try again, cancel."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.common.errors import ServiceError
from tasks.jobs.models import Job
from tasks.jobs.selectors import job_rows, job_states, jobs_listed
from tasks.jobs.services import job_cancel, job_retry
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act

PAGE_SIZE = 50


@require_safe
@never_cache
@requires(Act.JOBS_MANAGE)
def job_list(request: HttpRequest) -> HttpResponse:
    """The jobs, fifty a page; ?state= narrows them to one state."""
    user, asked = current_user(request), request.GET.get("state", "")
    state = asked if asked in Job.State.values else ""
    page = Paginator(jobs_listed(user, state), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = job_rows(list(page.object_list), timezone.now())
    context = {"states": job_states(user), "state": state, "page": page, "rows": rows}
    return render(request, "jobs/job_list.html", {**context, "year_from_home": True})


@require_POST
@requires(Act.JOBS_MANAGE)
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a job again; where the queue is away, it says so."""
    job = _job(request, pk)
    return _done(request, lambda: job_retry(job=job, user=current_user(request)), f"“{job.title}”已重新排队。")


@require_POST
@requires(Act.JOBS_MANAGE)
def job_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a job."""
    job = _job(request, pk)
    words = "已取消" if job.state == Job.State.QUEUED else "几秒内停下，随后显示为已取消"
    return _done(request, lambda: job_cancel(job=job, user=current_user(request)), f"“{job.title}”{words}。")


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(current_user(request)), pk=pk)


def _done(request: HttpRequest, act: Callable[[], None], words: str) -> HttpResponse:
    """Back to the page that the form stood on, with what came of it."""
    try:
        act()
        messages.success(request, words)
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('job_list')}?{request.GET.urlencode()}")
