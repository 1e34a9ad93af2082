"""Asking for a build, watching it, downloading the file, and seeing where each paragraph came from."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reports.models import ReportBuild
from reports.selectors import traced_blocks
from reports.services import build_request
from reports.views.reports import allowed_report
from tasks.common.downloads import download
from tasks.common.errors import ServiceError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.rules import may


@require_POST
@requires(Act.REPORT_BUILD)
def annual_report_build(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a build; the page it leads back to shows how it goes."""
    report = allowed_report(request, pk, Act.REPORT_BUILD)
    try:
        build = build_request(report=report, user=current_user(request))
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("annual_report_detail", pk=pk)
    build.refresh_from_db()
    if build.state == ReportBuild.State.FAILED:
        messages.error(request, build.message)
    else:
        messages.success(request, "报告正在生成，可以离开本页，完成后在生成记录中下载。")
    return redirect("annual_report_detail", pk=pk)


@require_safe
@never_cache
@requires(Act.REPORT_READ)
def build_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a build is: the fragment that the page asks for every second until it is finished."""
    return render(request, "reports/build_progress.html", {"build": _visible_build(request, pk)})


@require_safe
@requires(Act.REPORT_READ)
def build_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a build, each paragraph with links to the progress reports it came from."""
    build, user = _visible_build(request, pk), current_user(request)
    context = {
        "build": build,
        "may_write": may(user, Act.REPORT_WRITE, place_id=build.report.jurisdiction_id),
        "report": build.report,
        "blocks": traced_blocks(build, user),
        "year_from_home": True,
    }
    return render(request, "reports/build_detail.html", context)


@require_safe
@requires(Act.REPORT_READ)
def build_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The finished file, under its Chinese name."""
    build = _visible_build(request, pk)
    if build.state != ReportBuild.State.SUCCEEDED:
        raise Http404
    try:
        with build.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        messages.error(request, "这份文件已不在服务器上，请重新生成。")
        return redirect("annual_report_detail", pk=build.report_id)
    record(act=EventAct.REPORT_DOWNLOAD, user=current_user(request), obj=build.report)
    return download(data, f"{build.report.title}.docx")


def _visible_build(request: HttpRequest, pk: int) -> ReportBuild:
    visible = ReportBuild.objects.visible_to(current_user(request))
    return get_object_or_404(visible.select_related("report__jurisdiction", "requested_by", "job"), pk=pk)
