"""The list of annual reports, and one report with what is there and what is missing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reports.forms import NewReportForm, SignatureForm
from reports.models import AnnualReport
from reports.selectors import recent_builds, report_outline, report_rows
from reports.services import report_create, report_sign
from tasks.common.errors import StaleError
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.rules import may


@require_safe
@requires(Act.REPORT_READ)
def annual_report_list(request: HttpRequest) -> HttpResponse:
    """All annual reports of one's places, and the form to begin one: last year's, which is what falls due."""
    form = NewReportForm(user=current_user(request), initial={"year": timezone.localdate().year - 1})
    return _list_page(request, form)


@require_POST
@requires(Act.REPORT_BEGIN)
def annual_report_create(request: HttpRequest) -> HttpResponse:
    """Begin a report; where it was begun already, that one opens."""
    user = current_user(request)
    form = NewReportForm(request.POST, user=user)
    if not form.is_valid():
        return _list_page(request, form)
    report, created = report_create(user=user, **form.cleaned_data)
    if not created:
        messages.info(request, f"“{report.title}”已经建立，这是它的页面。")
    return redirect("annual_report_detail", pk=report.pk)


def _list_page(request: HttpRequest, form: NewReportForm) -> HttpResponse:
    context = {"rows": report_rows(current_user(request)), "form": form, "year_from_home": True}
    return render(request, "reports/annual_report_list.html", context)


@require_safe
@requires(Act.REPORT_READ)
def annual_report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its outline, signature and builds."""
    report = allowed_report(request, pk, Act.REPORT_READ)
    return _detail_page(request, report, SignatureForm.of(report))


@require_POST
@requires(Act.REPORT_SIGN)
def annual_report_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Set issuer and date."""
    report = allowed_report(request, pk, Act.REPORT_SIGN)
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return _detail_page(request, report, form)
    try:
        report_sign(report=report, user=current_user(request), now=timezone.now(), **form.cleaned_data)
    except StaleError as error:
        report.refresh_from_db(fields=["issuer", "dated_on"])
        form.add_error(None, str(error))
        form.renew(report.signature)
        return _detail_page(request, report, form)
    messages.success(request, "署名和成文日期已保存。")
    return redirect("annual_report_detail", pk=report.pk)


def _detail_page(request: HttpRequest, report: AnnualReport, form: SignatureForm) -> HttpResponse:
    context = {
        "report": report,
        "may_write": may(current_user(request), Act.REPORT_WRITE, place_id=report.jurisdiction_id),
        "outline": report_outline(report),
        "builds": recent_builds(report),
        "form": form,
        "year_from_home": True,
    }
    return render(request, "reports/annual_report_detail.html", context)


def allowed_report(request: HttpRequest, pk: int, act: Act) -> AnnualReport:
    """A report to which this person may do the act; to anyone else it does not exist."""
    allowed = AnnualReport.objects.allowed_to(current_user(request), act)
    return get_object_or_404(allowed.select_related("jurisdiction"), pk=pk)
