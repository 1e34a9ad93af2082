"""Forms that correct what was read in a document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from tasks.common.fields import DayField, TextField, YearsField, half_width
from tasks.people.models import Jurisdiction
from tasks.planparser import (
    ParsedDeadline,
    ParsedMilestone,
    ParsedResponsibility,
    ParsedTask,
    parse_deadline,
    title_of,
)
from tasks.plans.models import DeadlineKind, Role

MAX_RESPONSIBILITIES = 200
MAX_MILESTONES = 50
MAX_TITLE = 500  # as wide as its column
BAD_DATE = "请写成2024-12-31或2024年12月31日，并核对月、日是否存在。"
AUTO = "auto"
_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})(?:-|/|\.|月)(?P<day>\d{1,2})日?")


def _days(**options: Any) -> DayField:
    return DayField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off"}),
        error_messages={"invalid": BAD_DATE},
        **options,
    )


class AboutForm(forms.Form):
    """What the plan is: title, number, issuer, date, years, place."""

    jurisdiction: forms.ModelChoiceField[Jurisdiction] = forms.ModelChoiceField(
        label="地区",
        queryset=Jurisdiction.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择地区。", "invalid_choice": "请从列表中选择您管理的地区。"},
    )
    called = TextField(
        label="文件所称地区",
        max_length=100,
        required=False,
        help_text="导入后记为所选地区的别名，以后自动识别；不是这个地区的名称时请清空。",
    )
    title = TextField(label="标题", max_length=300, error_messages={"required": "请填写方案标题。"})
    document_number = TextField(label="文号", max_length=100, required=False)
    issuer = TextField(label="发文机关", max_length=200, required=False)
    issued_on = _days(label="成文日期")
    years = YearsField()

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField

    def about(self) -> dict[str, Any]:
        """What to write into the plan; without the place that was chosen."""
        data = self.cleaned_data
        words = {name: data[name] or None for name in ("document_number", "issuer", "issued_on")}
        return {"title": data["title"], "years": data["years"], "jurisdiction": data["called"] or None, **words}


class ActionForm(forms.Form):
    """An action's heading and goal."""

    heading = TextField(label="行动标题", max_length=300, error_messages={"required": "请填写行动标题。"})
    goal = TextField(label="目标", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class NewTaskForm(forms.Form):
    """A task that the parser did not see."""

    text = TextField(
        label="补一项漏读的任务",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写任务原文，再添加。"},
    )


class DraftTaskForm(forms.Form):
    """A task's number, words and deadline; its text is read for the deadline unless a kind is chosen by hand.

    A title that is the text's first sentence stays it when only the text is corrected: nobody mends a word twice.
    """

    number = forms.IntegerField(
        label="编号",
        min_value=0,
        max_value=100_000,
        error_messages={"required": "请填写编号。", "invalid": "编号请填整数。"},
    )
    title = TextField(label="标题", max_length=MAX_TITLE, error_messages={"required": "请填写任务标题。"})
    text = TextField(
        label="原文", widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "请填写任务原文。"}
    )
    deadline_text = TextField(label="完成时限（原文）", max_length=200, required=False)
    deadline_kind = forms.ChoiceField(
        label="时限类型", choices=[(AUTO, "按文字识别"), *DeadlineKind.choices], required=False
    )
    due = _days(label="到期日", help_text="如2024-12-31")
    annual = TextField(label="每年月日", max_length=10, required=False, help_text="如10-31")

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._years = list(years)

    def clean_annual(self) -> str:
        text = half_width(self.cleaned_data["annual"])
        if not text:
            return ""
        found = _MONTH_DAY.fullmatch(text)
        with suppress(ValueError):  # no such day
            if found:
                return dt.date(2000, int(found["month"]), int(found["day"])).strftime("%m-%d")
        raise forms.ValidationError("月日请写成10-31，并核对是否存在。")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._retitle(data)
        kind = self._kind()
        if kind is None and (data.get("due") or data.get("annual")):
            self.add_error("deadline_kind", "要按手工填写的日期，请选择时限类型；按文字识别时请清空日期。")
        if kind and kind.is_dated and not data.get("due") and "due" not in self.errors:
            self.add_error("due", "这种时限要有到期日，如2024-12-31。")
        if kind and kind.is_annual and not data.get("annual") and "annual" not in self.errors:
            self.add_error("annual", "每年定期的时限要有月日，如10-31。")
        return data

    def _retitle(self, data: dict[str, Any]) -> None:
        """The title anew from a text that was corrected, where it was read from the text and left alone."""
        before, text = self.initial.get("title"), data.get("text")
        if not text or data.get("title") != before or before != title_of(self.initial["text"]):
            return
        data["title"] = title_of(text)
        if len(data["title"]) > MAX_TITLE:
            self.add_error("text", f"原文的第一句超过{MAX_TITLE}字，请用句号或另起一段分开。")

    def deadline(self) -> ParsedDeadline:
        """The deadline as read from its text or as chosen."""
        data, kind = self.cleaned_data, self._kind()
        if kind is None:
            return parse_deadline(data["deadline_text"], self._years)
        value: Any = kind.value
        due = data["due"] if kind.is_dated else None
        annual = data["annual"] if kind.is_annual else None
        return ParsedDeadline(data["deadline_text"] or None, value, due, kind.is_ongoing, annual)

    def _kind(self) -> DeadlineKind | None:
        """The kind chosen by hand; None where the words are to say it."""
        chosen = self.cleaned_data.get("deadline_kind") or AUTO
        return None if chosen == AUTO else DeadlineKind(chosen)

    def changes(self) -> dict[str, Any]:
        """What to write into the task."""
        data = self.cleaned_data
        return {"number": data["number"], "title": data["title"], "text": data["text"], "deadline": self.deadline()}


def task_initial(task: ParsedTask, years: Iterable[int]) -> dict[str, Any]:
    """What the task form shows at first: the kind is only named where the text does not say it."""
    deadline = task.deadline
    says = parse_deadline(deadline.text or "", list(years)) == deadline
    return {
        "number": task.number,
        "title": task.title,
        "text": task.text,
        "deadline_text": deadline.text or "",
        "deadline_kind": AUTO if says else deadline.kind,
        "due": None if says else deadline.due,
        "annual": "" if says else deadline.annual or "",
    }


class ResponsibilityForm(forms.Form):
    """One line of 责任分工; without a name it is left out."""

    role = forms.ChoiceField(label="角色", choices=Role.choices, initial=Role.RESPONSIBLE)
    name = TextField(label="名称", max_length=200, required=False)


ResponsibilityFormSet: type[BaseFormSet[Any]] = formset_factory(
    ResponsibilityForm, extra=2, max_num=MAX_RESPONSIBILITIES, absolute_max=MAX_RESPONSIBILITIES
)


def rows_of(said: Iterable[ParsedResponsibility | ParsedMilestone]) -> list[dict[str, Any]]:
    """What the rows of a form show at first."""
    return [asdict(row) for row in said]


def responsibilities_of(formset: BaseFormSet[Any]) -> tuple[ParsedResponsibility, ...]:
    """The rows that have a name."""
    rows = [form.cleaned_data for form in formset.forms]
    return tuple(ParsedResponsibility(row["role"], row["name"]) for row in rows if row.get("name"))


class MilestoneForm(forms.Form):
    """One line of 时间节点: the words that name it, and the day; an empty line is left out."""

    text = TextField(
        label="原文说法",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"aria-label": "节点的原文说法"}),
    )
    due = _days(label="日期")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("text") and not data.get("due") and "due" not in self.errors:
            self.add_error("due", "请填写这个节点的日期，如2024-06-30；不要这一行时请把文字也清空。")
        if data.get("due") and not data.get("text") and "text" not in self.errors:
            self.add_error("text", "请填写原文怎么说这个日期，如“6月底前完成申报”。")
        return data


MilestoneFormSet: type[BaseFormSet[Any]] = formset_factory(
    MilestoneForm, extra=1, max_num=MAX_MILESTONES, absolute_max=MAX_MILESTONES
)


def milestones_of(formset: BaseFormSet[Any]) -> tuple[ParsedMilestone, ...]:
    """The rows that are filled in."""
    rows = [form.cleaned_data for form in formset.forms]
    return tuple(ParsedMilestone(row["text"], row["due"]) for row in rows if row.get("text"))


class IndicatorForm(forms.Form):
    """An indicator; its targets are fields of their own: target_0, target_1, one for each of `targets` (year, text)."""

    name = TextField(
        label="指标",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        error_messages={"required": "请填写指标。"},
    )
    area = TextField(label="领域", max_length=300, required=False)
    unit = TextField(label="计量单位", max_length=20, required=False)

    def __init__(self, *args: Any, targets: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._years = []
        for n, (year, text) in enumerate(targets):
            self._years.append(year)
            self.fields[f"target_{n}"] = TextField(
                label=f"{year}年目标",
                max_length=500,
                required=False,
                initial=text,
                help_text="清空即删除这个目标。" if text else "",
            )

    def changes(self) -> dict[str, Any]:
        """What to write into the indicator; of its targets, (year, text) of those that are there."""
        data = self.cleaned_data
        said = [(year, data[f"target_{n}"]) for n, year in enumerate(self._years)]
        targets = [(year, text) for year, text in said if text]
        return {"name": data["name"], "area": data["area"], "unit": data["unit"] or None, "targets": targets}
