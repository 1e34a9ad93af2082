"""Writing a section of an annual report."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.forms import Figures, SectionFigureForms, SectionForm, section_content, section_forms
from reports.models import AnnualReport, ReportSection
from reports.services import section_save
from reports.views.reports import allowed_report
from tasks.common.errors import StaleError
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.REPORT_WRITE)
def section_edit(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Text and figures of one section. What was typed stays on the page until it is saved."""
    report = allowed_report(request, pk, Act.REPORT_WRITE)
    if kind not in ReportSection.Kind.values:
        raise Http404
    if request.method != "POST":
        return _page(request, report, kind, *section_forms(_stored(report, kind)))
    form, figures = SectionForm(request.POST), SectionFigureForms(request.POST, prefix="figures")
    if not (form.is_valid() and figures.is_valid()):
        return _page(request, report, kind, form, figures)
    try:
        section = section_save(
            report=report,
            kind=kind,
            content=section_content(form, figures),
            revision=form.cleaned_data["revision"],
            user=current_user(request),
            now=timezone.now(),
        )
    except StaleError as error:
        # What was typed stands beside what the other person saved; saving again, having seen it, goes over it.
        theirs = _stored(report, kind)
        form.add_error(None, str(error))
        form.renew(theirs.revision if theirs else 0)
        return _page(request, report, kind, form, figures, theirs=theirs)
    messages.success(request, f"“{section.get_kind_display()}”已保存。")
    return redirect("annual_report_detail", pk=report.pk)


def _stored(report: AnnualReport, kind: str) -> ReportSection | None:
    return report.sections.select_related("edited_by").prefetch_related("figures").filter(kind=kind).first()


def _page(
    request: HttpRequest,
    report: AnnualReport,
    kind: str,
    form: SectionForm,
    figures: Figures,
    theirs: ReportSection | None = None,
) -> HttpResponse:
    context = {
        "report": report,
        "title": ReportSection.Kind(kind).label,
        "form": form,
        "figures": figures,
        "theirs": theirs,
        "year_from_home": True,
    }
    return render(request, "reports/section_edit.html", context)
