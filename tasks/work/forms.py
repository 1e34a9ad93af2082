"""The liaison's progress form (what was done, how far, figures, evidence), and the staff's, to return a report."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from tasks.common.fields import DraftTextField, FilesField, FilesInput, NumberField, PercentField, TextField
from tasks.common.files import MAX_SIZE_WORDS
from tasks.common.numbers import number_in
from tasks.common.revised_form import RevisedForm
from tasks.work.models import ProgressReport
from tasks.work.services.evidence import ACCEPTED, KINDS
from tasks.work.services.progress import FigureContent, figure_records

MAX_NARRATIVE = 5000
MAX_REASON = 500
MAX_FIGURES = 60
BLANK_ROWS = 3


class ProgressForm(RevisedForm):
    """One period's progress. `revision` is that of the report when the page was made, empty before the first save."""

    narrative = DraftTextField(
        label="进展情况",
        max_length=MAX_NARRATIVE,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="写明本期做了什么、取得什么成效；年度报告从这里取材。",
        error_messages={"max_length": f"进展情况最多{MAX_NARRATIVE}字，现有%(show_value)s字，请精简或放入佐证材料。"},
    )
    completion = PercentField(
        label="完成比例",
        help_text="截至本期末，这项任务完成了多少。",
        error_messages={"required": "请填写完成比例，尚未开展的填0。"},
    )
    evidence = FilesField(
        label="佐证材料",
        required=False,
        widget=FilesInput(attrs={"accept": ",".join(KINDS), "data-file-list": True}),
        help_text=f"{ACCEPTED}，每个不超过{MAX_SIZE_WORDS}，可一次选多个。",
    )

    def __init__(self, *args: Any, submitting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._submitting = submitting

    def clean_narrative(self) -> str:
        narrative: str = self.cleaned_data["narrative"]
        if self._submitting and not narrative:
            raise forms.ValidationError("请先填写进展情况，再提交审核。")
        return narrative


class FigureForm(forms.Form):
    """One counted result. A row left blank is no figure."""

    label = TextField(
        label="名称", required=False, max_length=100, error_messages={"max_length": "名称最多100字，请缩短。"}
    )
    value = NumberField(label="数值", required=False)
    unit = TextField(
        label="计量单位", required=False, max_length=20, error_messages={"max_length": "计量单位最多20字，请缩短。"}
    )
    previous_value = NumberField(label="上年数值", required=False)

    def clean(self) -> dict[str, Any]:
        row = self.cleaned_data
        if any(typed not in (None, "") for typed in row.values()) or self.errors:
            if "label" in row and not row["label"]:
                self.add_error("label", "请填写这项数据的名称，如“培训场次”。")
            if "value" in row and row["value"] is None:
                self.add_error("value", "请填写数值；没有数据请清空这一行。")
        return row


if TYPE_CHECKING:
    _FigureSet = BaseFormSet[FigureForm]
else:  # not generic when it runs
    _FigureSet = BaseFormSet


class BaseFigures(_FigureSet):
    """The figures of one report, in the order of the page."""

    default_error_messages = {
        "missing_management_form": "页面内容不完整，请刷新页面后重新填写。",
        "too_many_forms": f"成效数据最多{MAX_FIGURES}项，请合并或删去一部分。",
    }

    def content(self) -> list[FigureContent]:
        """What was typed, blank rows left out. For a valid formset."""
        return [FigureContent(**row.cleaned_data) for row in self.forms if row.cleaned_data.get("label")]


FigureForms = cast(
    type[BaseFigures],
    formset_factory(
        FigureForm, formset=BaseFigures, extra=BLANK_ROWS, max_num=MAX_FIGURES, absolute_max=200, validate_max=True
    ),
)


def forms_for(report: ProgressReport | None, copied: ProgressReport | None) -> tuple[ProgressForm, BaseFigures]:
    """The page before anything is typed: the stored report, or a blank one with an earlier narrative copied in."""
    source = copied or report
    initial = {
        "narrative": source.narrative if source else "",
        "completion": source.completion if source else 0,
        "revision": report.revision if report else "",
    }
    figures = figure_records(report) if report else []
    return ProgressForm(initial=initial), FigureForms(initial=figures, prefix="figures")


def with_more_rows(data: Any) -> BaseFigures:
    """The figures as typed and three more blank rows."""
    more = data.copy()
    total = number_in(more.get("figures-TOTAL_FORMS", "")) or 0
    more["figures-TOTAL_FORMS"] = str(min(total + BLANK_ROWS, MAX_FIGURES))
    return FigureForms(more, prefix="figures")


class ReturnForm(forms.Form):
    """Why a report goes back."""

    reason = TextField(
        label="退回理由",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="联络员会看到这段话，请写明缺什么、怎么改。",
        error_messages={
            "required": "请写明退回理由，以便联络员修改。",
            "max_length": f"退回理由最多{MAX_REASON}字，请精简。",
        },
    )
