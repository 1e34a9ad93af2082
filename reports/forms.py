"""Forms of the annual report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from reports.models import AnnualReport, ReportSection
from reports.services import SectionContent, SectionFigureContent
from tasks.common.fields import DayField, NumberField, TextField
from tasks.common.numbers import decimal_text
from tasks.common.revised_form import RevisedForm
from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.people.models import Jurisdiction, User
from tasks.rights.acts import Act
from tasks.rights.visibility import allowed

if TYPE_CHECKING:
    Figures = BaseFormSet["SectionFigureForm"]
else:
    Figures = BaseFormSet

MAX_TEXT = 20000
MAX_FIGURES = 60
BLANK_ROWS = 3
WRONG_YEAR = f"请填写{FIRST_YEAR}至{LAST_YEAR}之间的四位年份，如2024。"


class NewReportForm(forms.Form):
    """Year and place of a report to begin; a person chooses among the places that are theirs."""

    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WRONG_YEAR),
    )
    jurisdiction = forms.ModelChoiceField(
        label="地区",
        queryset=Jurisdiction.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": "请从列表中选择您管理的地区。", "required": "请选择地区。"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = allowed(Jurisdiction.objects.all(), user, Act.REPORT_BEGIN)
        self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        self._places = places

    @property
    def has_places(self) -> bool:
        """Whether there is a place to choose: on a new installation there is none. One query."""
        return self._places.exists()


class SignatureForm(forms.Form):
    """Who issues the report, and its date. `seen` is the report's signature when the page was made."""

    issuer = TextField(
        label="发文机关署名",
        required=False,
        max_length=100,
        error_messages={"max_length": "发文机关署名最多100字，请缩短。"},
    )
    dated_on = DayField(
        label="成文日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按2025-03-28的格式填写日期，并核对月、日是否存在。"},
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def renew(self, seen: str) -> None:
        """Carry on from this signature: the page that is shown again may save over it."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]  # always a QueryDict

    @classmethod
    def of(cls, report: AnnualReport) -> SignatureForm:
        """The form as stored."""
        form = cls(initial={"issuer": report.issuer, "dated_on": report.dated_on, "seen": report.signature})
        form.fields["issuer"].widget.attrs["placeholder"] = report.jurisdiction.government
        return form


class SectionForm(RevisedForm):
    """The text of one section. `revision` is that of the section when the page was made, 0 before the first save."""

    text = TextField(
        label="正文",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="一行为一个自然段，段首不必空格。留空的，报告中印【待补充】。",
        error_messages={"max_length": f"正文最多{MAX_TEXT}字，现有%(show_value)s字，请精简。"},
    )

    def clean_revision(self) -> int:
        """The revision as a number, 0 before the first save."""
        return super().clean_revision() or 0


class SectionFigureForm(forms.Form):
    """One figure with its source. A row left blank is no figure."""

    label = TextField(
        label="名称", required=False, max_length=100, error_messages={"max_length": "名称最多100字，请缩短。"}
    )
    value = NumberField(
        label="数值", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10})
    )
    unit = TextField(
        label="计量单位",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"size": 8}),
        error_messages={"max_length": "计量单位最多20字，请缩短。"},
    )
    source = TextField(
        label="数据来源", required=False, max_length=200, error_messages={"max_length": "数据来源最多200字，请缩短。"}
    )

    def clean(self) -> dict[str, Any]:
        row = self.cleaned_data
        if any(typed not in (None, "") for typed in row.values()) or self.errors:
            self._require(row, "label", "请填写这项数据的名称，如“持证人员”。")
            self._require(row, "value", "请填写数值；没有数据请清空这一行。")
            self._require(row, "source", "请写明数据来源，如“区司法局统计”。")
        return row

    def _require(self, row: dict[str, Any], name: str, sentence: str) -> None:
        if name in row and row[name] in (None, ""):
            self.add_error(name, sentence)


class BaseSectionFigures(Figures):
    """The figures of one section, in the order of the page."""

    default_error_messages = {
        "missing_management_form": "页面内容不完整，请刷新页面后重新填写。",
        "too_many_forms": f"数据最多{MAX_FIGURES}项，请合并或删去一部分。",
    }


SectionFigureForms = formset_factory(
    SectionFigureForm,
    formset=BaseSectionFigures,
    extra=BLANK_ROWS,
    max_num=MAX_FIGURES,
    absolute_max=200,
    validate_max=True,
)


def section_forms(section: ReportSection | None) -> tuple[SectionForm, Figures]:
    """The page of a section as stored, blank before the first save."""
    if section is None:
        return SectionForm(initial={"revision": 0}), SectionFigureForms(prefix="figures")
    figures = [
        {"label": row.label, "value": decimal_text(row.value), "unit": row.unit, "source": row.source}
        for row in section.figures.all()
    ]
    form = SectionForm(initial={"text": section.text, "revision": section.revision})
    return form, SectionFigureForms(initial=figures, prefix="figures")


def section_content(form: SectionForm, figures: Figures) -> SectionContent:
    """What the service is given, blank rows left out. For valid forms."""
    typed = [row.cleaned_data for row in figures.forms if row.cleaned_data.get("label")]
    return SectionContent(form.cleaned_data["text"], [SectionFigureContent(**row) for row in typed])
