"""The liaison's progress form: fill in, save, submit. Whatever happens, what was typed stays on the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tasks.common.errors import ServiceError, StaleError
from tasks.people.models import User
from tasks.rights.access import current_user
from tasks.work.forms import BaseFigures, FigureForms, ProgressForm, forms_for, with_more_rows
from tasks.work.models import Assignment, EvidenceLink, ProgressReport
from tasks.work.selectors.progress import (
    PeriodRow,
    chosen_row,
    earlier_reports,
    last_return_reason,
    period_rows,
    period_tabs,
    served_assignments,
)
from tasks.work.selectors.timeline import as_stored
from tasks.work.services.evidence import evidence_attach, evidence_remove
from tasks.work.services.progress import CLOSED, ProgressContent, progress_save, progress_submit


@dataclass(frozen=True)
class Sheet:
    """The page's subject: an assignment, its periods, and the one that is filled in."""

    assignment: Assignment
    rows: Sequence[PeriodRow]
    row: PeriodRow


@require_http_methods(["GET", "HEAD", "POST"])
def progress_edit(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The form of one assignment and period, for the unit's liaison; the latest begun period if none is named."""
    assignment = get_object_or_404(served_assignments(current_user(request)), pk=assignment_id)
    rows = period_rows(assignment, timezone.localdate())
    # What was typed while the task was withdrawn is not thrown away: saving says so, on the page that has the words.
    is_withdrawn = assignment.state == Assignment.State.WITHDRAWN and request.method != "POST"
    if not rows or is_withdrawn:
        drafts = assignment.progress_reports.filter(status__in=ProgressReport.EDITABLE).select_related("period")
        context = {"assignment": assignment, "drafts": drafts, "year_from_home": True}
        return render(request, "work/progress_closed.html", context)
    row = chosen_row(rows, request.POST.get("period") or request.GET.get("period", ""))
    if row is None:
        raise Http404
    sheet = Sheet(assignment, rows, row)
    if request.method == "POST":
        return _handle(request, sheet)
    is_done = assignment.state == Assignment.State.DONE
    if is_done:
        messages.info(request, CLOSED[Assignment.State.DONE])
    if row.report and (is_done or not row.report.is_editable):
        return redirect("progress_detail", row.report.pk)
    if is_done:
        return redirect("task_detail", assignment.task_id)
    return _page(request, sheet, *forms_for(row.report, _copied(request, sheet)))


def _copied(request: HttpRequest, sheet: Sheet) -> ProgressReport | None:
    """The earlier report whose text the person asked to start from."""
    asked = request.GET.get("copy", "")
    return next((row.report for row in sheet.rows if row.report and str(row.report.pk) == asked), None)


def _handle(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What was sent in: more rows, a file to take off, a draft, or the report itself."""
    submitting = request.POST.get("act") == "submit"
    form = ProgressForm(request.POST, request.FILES, submitting=submitting)
    figures = FigureForms(request.POST, prefix="figures")
    if request.POST.get("act") == "add_row":
        return _page(request, sheet, form, with_more_rows(request.POST), unsent=bool(request.FILES))
    unwanted = _named_link(sheet, request.POST["remove"]) if "remove" in request.POST else None
    if not (form.is_valid() and figures.is_valid()):
        return _page(request, sheet, form, figures, unsent=bool(request.FILES))
    try:
        return _save(request, sheet, form, figures, unwanted=unwanted, submitting=submitting)
    except StaleError as error:
        return _stale(request, sheet, form, figures, str(error))
    except ServiceError as error:
        form.add_error(None, str(error))
        return _page(request, sheet, form, figures)


def _named_link(sheet: Sheet, asked: str) -> EvidenceLink:
    """The file of this report that is to be taken off; of another report it is not found."""
    report = sheet.row.report
    link = next((link for link in report.evidence_links.all() if str(link.pk) == asked), None) if report else None
    if link is None:
        raise Http404
    return link


def _save(
    request: HttpRequest,
    sheet: Sheet,
    form: ProgressForm,
    figures: BaseFigures,
    *,
    unwanted: EvidenceLink | None,
    submitting: bool,
) -> HttpResponse:
    """Save first, then the files, then hand in: a bad file stops the handing in, and loses nothing.

    A file is taken off only once the text is saved, that is, by someone who saw what the report is now.
    """
    user, typed = current_user(request), form.cleaned_data
    report = progress_save(
        user=user,
        assignment=sheet.assignment,
        period=sheet.row.period,
        content=ProgressContent(typed["narrative"], typed["completion"], figures.content()),
        revision=typed["revision"],
        now=timezone.now(),
    )
    if refusals := _change_files(user, report, form, unwanted):
        form.renew(report.revision)
        for refusal in refusals:
            form.add_error("evidence", refusal)
        return _page(request, sheet, form, figures, is_saved=True)
    if not submitting:
        messages.success(request, f"草稿已保存，{timezone.localtime():%H:%M}。")
        return redirect(reverse("progress_edit", args=[sheet.assignment.pk], query={"period": sheet.row.period.pk}))
    progress_submit(user=user, report=report, now=timezone.now())
    messages.success(request, "已提交，等待司法局审核。")
    return redirect("progress_detail", report.pk)


def _change_files(user: User, report: ProgressReport, form: ProgressForm, unwanted: EvidenceLink | None) -> list[str]:
    """Take the unwanted file off, if any, and attach each new one; a sentence for each that cannot be."""
    acts: list[Callable[[], object]] = [partial(evidence_remove, user=user, link=unwanted)] if unwanted else []
    acts += [
        partial(evidence_attach, user=user, report=report, upload=upload) for upload in form.cleaned_data["evidence"]
    ]
    refusals = []
    for act in acts:
        try:
            act()
        except ServiceError as error:
            refusals.append(str(error))
    return refusals


def _stale(request: HttpRequest, sheet: Sheet, form: ProgressForm, figures: BaseFigures, sentence: str) -> HttpResponse:
    """Somebody else was first: what is stored now is shown beside what was typed, and the next save is knowing."""
    stored = ProgressReport.objects.filter(assignment=sheet.assignment, period=sheet.row.period).first()
    if stored is None:
        raise Http404
    sent_twice = stored.author_id == current_user(request).pk and stored.narrative == form.cleaned_data["narrative"]
    if not stored.is_editable and sent_twice:
        return redirect("progress_detail", stored.pk)
    form.renew(stored.revision)
    form.add_error(None, sentence)
    return _page(request, sheet, form, figures, stored=stored, unsent=bool(request.FILES))


def _page(request: HttpRequest, sheet: Sheet, form: ProgressForm, figures: BaseFigures, **extra: Any) -> HttpResponse:
    """The form. `stored`: what somebody else saved meanwhile; `unsent`: chosen files did not come along."""
    report = ProgressReport.objects.filter(assignment=sheet.assignment, period=sheet.row.period).first()
    stored = extra.pop("stored", None)
    context = {
        "assignment": sheet.assignment,
        "task": sheet.assignment.task,
        "tabs": period_tabs(sheet.rows, sheet.row.period),
        "row": sheet.row,
        "report": report,
        "form": form,
        "figures": figures,
        "links": report.evidence_links.filter(removed=False).select_related("evidence") if report else [],
        "earlier": earlier_reports(sheet.assignment, sheet.row),
        "return_reason": last_return_reason(report),
        "is_locked": report is not None and not report.is_editable,
        "stored": stored,
        "stored_content": as_stored(stored) if stored else None,
        "year_from_home": True,
        **extra,
    }
    return render(request, "work/progress_edit.html", context)
