"""Small tags of the frame: icons, addresses with one key changed, dates, figures, lights, the rail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.contrib import admin
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tasks.common.numbers import decimal_text
from tasks.plans.models import Role
from tasks.rights.access import current_user
from tasks.rights.acts import Act
from tasks.rights.rules import may_anywhere
from tasks.work.lights import SOON, Light, light_words

register = template.Library()


# ---- icons ----
@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 16) -> SafeString:
    """A Lucide icon as inline SVG, hidden from screen readers: the word beside it, or a label around it, speaks."""
    svg = lucide._render_icon(name, size, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})
    return mark_safe(svg)  # noqa: S308  # the package's own drawing, no user text in it


# ---- addresses ----
@register.simple_tag(takes_context=True)
def url_without(context: RequestContext, key: str, value: str | None = None) -> str:
    """This page's query string without `key` (only without that one value of it, if given), on its first page.

    For a key known when writing the template, Django's own {% querystring key=None %} does the same.
    """
    query = context["request"].GET.copy()
    rest = [] if value is None else [kept for kept in query.getlist(key) if kept != str(value)]
    query.setlist(key, rest)
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def url_with(context: RequestContext, key: str, value: object) -> str:
    """This page's query string with `key` set to `value`, on its first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query[key] = str(value)
    return f"?{query.urlencode()}"


# ---- dates and figures ----
@register.filter
def role_word(value: str) -> str:
    """牵头, 责任 or 配合."""
    return str(Role(value).label)


@register.filter
def day(value: dt.date | None) -> str:
    """2024-12-31, for tables; nothing for no date."""
    return f"{_local(value):%Y-%m-%d}" if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """2024-12-31 10:32, local time."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def second(value: dt.datetime) -> str:
    """2024-12-31 10:32:07, local time, for what is compared with other logs."""
    return f"{_local(value):%Y-%m-%d %H:%M:%S}"


@register.filter
def day_in_words(value: dt.date | None) -> str:
    """2024年12月31日, for prose; no leading zeros (GB/T 9704)."""
    if not value:
        return ""
    local = _local(value)
    return f"{local.year}年{local.month}月{local.day}日"


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def figure(value: Decimal | float | None) -> str:
    """A number without trailing zeros: 98.50 is 98.5, 1200.0000 is 1200; nothing for no number."""
    if value is None or value == "":
        return ""
    return decimal_text(Decimal(str(value)))


# ---- lights ----
LIGHT_SHAPES = {
    "green": '<circle cx="5" cy="5" r="5"/>',
    "yellow": '<path d="M5 0l5 10H0z"/>',
    "red": '<path d="M0 0h10v10H0z"/>',
    "blue": '<path d="M1 5.5l3 3L9 2"/>',
    "grey": '<circle cx="5" cy="5" r="4"/>',
}
LIGHT_RULES = {
    "green": "正常：未到临期，或未规定完成时限",
    "yellow": f"临期：{SOON.days}天内到期",
    "red": "逾期：已过完成时限，尚未办结",
    "blue": "已办结：完成比例100%的进展已审核通过",
    "grey": "长期：长期坚持的任务，本期进展已报",
}
NOT_REPORTED_RULE = "本期未报：长期坚持的任务，本期进展还没有报"


@register.simple_tag
@lru_cache(maxsize=4096)
def light(code: str, days: int | None = None) -> SafeString:
    """One status light: a shape, its word, and the rule as tooltip.

    `code` is a tasks.lights.Light value; `days` the days to the due date (negative once past), None without one.
    """
    is_unreported = code == "yellow" and (days is None or days < 0)
    return _drawn(code, light_words(code, days), NOT_REPORTED_RULE if is_unreported else LIGHT_RULES[code])


@register.simple_tag
@lru_cache(maxsize=16)
def light_name(code: str) -> SafeString:
    """A light as a kind, without days, for legends, filters and heads of columns."""
    rule = f"{LIGHT_RULES[code]}；{NOT_REPORTED_RULE}" if code == "yellow" else LIGHT_RULES[code]
    return _drawn(code, Light(code).label, rule)


def _drawn(code: str, words: str, rule: str) -> SafeString:
    return format_html(
        '<span class="light light-{}" title="{}"><svg viewBox="0 0 10 10" aria-hidden="true">{}</svg>{}</span>',
        code,
        rule,
        mark_safe(LIGHT_SHAPES[code]),  # noqa: S308  # a constant above
        words,
    )


# ---- rail ----
@dataclass(frozen=True)
class RailEntry:
    """One line of the left rail, for who may do `act`. `pages` are the prefixes of the URL names that lie under it."""

    name: str
    label: str
    icon: str
    pages: tuple[str, ...]
    act: Act | None = None

    def is_current(self, url_name: str) -> bool:
        return url_name.startswith(self.pages)


HOME = RailEntry("home", "首页", "house", ("home",))
INDICATORS = RailEntry("indicator_list", "指标", "target", ("indicator_",))
BUREAU_RAIL = (
    HOME,
    RailEntry("task_list", "任务台账", "list-checks", ("task_", "progress_edit")),
    RailEntry("review_queue", "待审核", "clipboard-check", ("review_", "progress_detail"), Act.PROGRESS_DECIDE),
    INDICATORS,
    RailEntry("plan_list", "工作方案", "scroll-text", ("plan_", "draft_"), Act.PLAN_READ),
    RailEntry("annual_report_list", "年度报告", "file-text", ("annual_report_", "section_", "build_"), Act.REPORT_READ),
)
UNIT_RAIL = (HOME, RailEntry("task_list", "我的任务", "list-checks", ("task_", "progress_")), INDICATORS)
EVENTS = RailEntry("event_list", "操作记录", "history", ("event_",), Act.EVENTS_READ)
JOBS = RailEntry("job_list", "后台任务", "hourglass", ("job_",), Act.JOBS_MANAGE)
ADMIN = RailEntry("admin:index", "系统管理", "settings", ("admin:",))


@register.inclusion_tag("components/rail.html", takes_context=True)
def rail(context: RequestContext) -> dict[str, object]:
    """What this person may open; the year chosen on this page goes along."""
    request: HttpRequest = context["request"]
    match = request.resolver_match
    here = match.view_name if match else ""
    user = current_user(request)
    every = BUREAU_RAIL if may_anywhere(user, Act.BUREAU_READ) else UNIT_RAIL
    entries = [entry for entry in (*every, EVENTS, JOBS) if entry.act is None or may_anywhere(user, entry.act)]
    if admin.site.has_permission(request):
        entries.append(ADMIN)
    query = f"?year={context['year']}" if "year" in request.GET and context.get("year") else ""
    return {"rows": [(entry, _address(entry, query), entry.is_current(here)) for entry in entries]}


def _address(entry: RailEntry, query: str) -> str:
    """Where an entry leads; the admin's pages know no years."""
    return reverse(entry.name) + ("" if entry in (EVENTS, ADMIN) else query)


# ---- paging ----
@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any], key: str = "page") -> dict[str, object]:
    """Links to the pages around this one and to the first and last; the rest of the address is kept."""
    query = context["request"].GET.copy()

    def link(label: object, number: int) -> tuple[object, str, bool]:
        query[key] = str(number)
        return label, f"?{query.urlencode()}", False

    links: list[tuple[object, str, bool]] = []
    if page.has_previous():
        links.append(link("上一页", page.previous_page_number()))
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        here = number == page.number
        links.append(link(number, int(number)) if str(number).isdigit() and not here else (number, "", here))
    if page.has_next():
        links.append(link("下一页", page.next_page_number()))
    return {"page": page, "links": links}
