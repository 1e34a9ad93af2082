"""The task list as a table: its columns, what each is sorted by, and its pages.

Rows are written by a tag of their own (`task_rows`), not cell by cell: that is where most of the time went.
"""

from __future__ import annotations

import django_tables2 as tables
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Case, Expression, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import StrIndex

from tasks.plans.models import ROLE_STRENGTH
from tasks.work.as_of import AsOfDays, due_key
from tasks.work.lights import Light
from tasks.work.models import AssignmentQuerySet, ProgressReport
from tasks.work.selectors.assignments import DOCUMENT_ORDER, AssignmentRow

PER_PAGE = 50
Sorted = tuple[AssignmentQuerySet, bool]


def head(words: str, *order_by: str, align: str = "", orderable: bool = True) -> tables.Column:
    """A column head; the document's order settles what `order_by` leaves open."""
    attrs = {"th": {"class": align}} if align else {}
    return tables.Column(
        verbose_name=words, order_by=(*order_by, *DOCUMENT_ORDER), orderable=orderable, attrs=attrs, empty_values=()
    )


class AssignmentTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Nine columns over assignments with `light`."""

    number = head("编号", align="num")
    title = head("任务", "task__title")
    action = head("行动")
    unit = head("承办单位", "unit__jurisdiction_id", "unit__position", "unit_id")
    role = head("角色")
    deadline = head("完成时限")
    completion = head("进度", align="num")
    period = head("本期", orderable=False)
    light = head("状态灯")

    class Meta:
        template_name = "work/_task_table.html"
        per_page = PER_PAGE

    def __init__(self, data: AssignmentQuerySet, *, as_of_days: AsOfDays, order_by: str) -> None:
        self.as_of_days = as_of_days
        super().__init__(data, order_by=order_by or None)

    def turn_to(self, page: str) -> str:
        """Open a page of the list. Returns a sentence where there is no such page, and another is open instead."""
        try:
            self.paginate(page=int(page or 1))
        except (ValueError, PageNotAnInteger, EmptyPage):
            last = self.paginator.num_pages if page.isdecimal() and hasattr(self, "paginator") else 1
            self.paginate(page=last)
            return f"没有第“{page[:20]}”页，现在显示的是第{last}页。"
        return ""

    @property
    def in_order(self) -> AssignmentQuerySet:
        """All assignments of the list, sorted as asked for."""
        queryset: AssignmentQuerySet = self.data.data
        return queryset

    @property
    def on_page(self) -> AssignmentQuerySet:
        """The assignments of the page that is open."""
        queryset: AssignmentQuerySet = self.page.object_list.data
        return queryset

    def show(self, rows: list[AssignmentRow], *, with_place: bool) -> None:
        """What the template writes: the rows of the page that is open, with their place where there are several."""
        self.shown, self.with_place = rows, with_place

    def order_role(self, queryset: AssignmentQuerySet, is_descending: bool) -> Sorted:
        strength = [When(role=role, then=Value(rank)) for role, rank in ROLE_STRENGTH.items()]
        return _by(queryset, Case(*strength, output_field=IntegerField()), is_descending)

    def order_deadline(self, queryset: AssignmentQuerySet, is_descending: bool) -> Sorted:
        return _by(queryset, due_key(self.as_of_days), is_descending)

    def order_completion(self, queryset: AssignmentQuerySet, is_descending: bool) -> Sorted:
        handed = ProgressReport.objects.reported().filter(assignment=OuterRef("pk"))
        latest = handed.order_by("-period__starts_on").values("completion")[:1]
        return _by(queryset, Subquery(latest), is_descending)

    def order_light(self, queryset: AssignmentQuerySet, is_descending: bool) -> Sorted:
        """Most urgent first: by where the light stands in the list of all, so that the rule is worked out once."""
        return _by(queryset, StrIndex(Value(" ".join(Light.values)), F("light")), is_descending)


def _by(queryset: AssignmentQuerySet, key: Expression | Subquery, is_descending: bool) -> Sorted:
    """Sorted by a computed key, rows without one last either way."""
    order = key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True)
    return queryset.order_by(order, *DOCUMENT_ORDER), True
