"""The rows of the task list, written in one go.

A template visits some thirty nodes for each row; fifty rows of them took longer than everything else on the page.
"""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tasks.work.selectors.assignments import AssignmentRow
from tracker.templatetags.frame import light

register = template.Library()

ROW = (
    '<tr data-href="{href}"><td class="num">{number}</td>'
    '<td><a class="row-link clamp-2" href="{href}" title="{title}">{title}</a></td>'
    '<td class="ledger-action"><span class="clamp-2" title="{action}">{action}</span></td><td>{unit}</td>'
    '<td class="nowrap">{role}</td><td class="date">{deadline}</td><td class="num">{completion}</td>'
    "<td>{period}</td><td>{light}</td></tr>\n"
)
NOTHING = SafeString('<span class="muted">—</span>')


@register.simple_tag
def task_rows(rows: Iterable[AssignmentRow], with_place: bool) -> SafeString:
    """The nine cells of each row; the place stands before the unit where there are several."""
    return format_html_join("", "{}", ((_row(row, with_place),) for row in rows))


def _row(row: AssignmentRow, with_place: bool) -> SafeString:
    return format_html(
        ROW,
        href=reverse("task_detail", args=(row.task_id,)),
        number=row.number,
        title=row.title,
        action=row.action,
        unit=format_html('<span class="muted">{}</span> {}', row.place, row.unit) if with_place else row.unit,
        role=row.role_words,
        deadline=_deadline(row),
        completion=_completion(row),
        period=_period(row),
        light=light(row.light, row.days),
    )


def _deadline(row: AssignmentRow) -> str:
    words = row.deadline_text or "未明确"
    return format_html('{}<br><span class="muted">{}</span>', words, row.due_on) if row.due_on else words


def _completion(row: AssignmentRow) -> SafeString:
    if row.report_id is None:
        return NOTHING
    address = reverse("progress_detail", args=(row.report_id,))
    return format_html('<a href="{}" title="查看这次填报">{}%</a>', address, row.completion)


def _period(row: AssignmentRow) -> SafeString:
    if not row.period_status:
        return NOTHING
    return format_html('<span class="status status-{}">{}</span>', row.period_status, row.period_words)
