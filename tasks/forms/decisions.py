"""What staff decide: return a report, say what a name means, choose what waits."""

from typing import Any

from django import forms

from tasks.forms.fields import TextField
from tasks.models import Jurisdiction, Unit, UnitGroup

MAX_REASON = 500


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


class LinkForm(forms.Form):
    """Which unit or group of this jurisdiction a name stands for. `target` becomes the unit or the group."""

    target = forms.ChoiceField(
        label="对应到",
        error_messages={
            "required": "请选择要对应到的单位或集合称谓。",
            "invalid_choice": "所选单位不在这份方案的地区内，请重新选择。",
        },
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, typed as Field

    @property
    def refusal(self) -> str:
        """What to do about a choice that cannot be used; nothing for a good one."""
        return " ".join(str(error) for error in self.errors.get("target", []))

    def clean_target(self) -> Unit | UnitGroup:
        kind, pk = self.cleaned_data["target"].split("-")
        return Unit.objects.get(pk=pk) if kind == "unit" else UnitGroup.objects.get(pk=pk)


def link_choices(place: Jurisdiction) -> list[Any]:
    """The units in use and the groups of one jurisdiction, as a grouped list. Two queries."""
    units = place.units.filter(is_active=True).order_by("position", "id").values_list("pk", "name")
    groups = place.unit_groups.order_by("name").values_list("pk", "name")
    return [
        ("单位", [(f"unit-{pk}", name) for pk, name in units]),
        ("集合称谓", [(f"group-{pk}", name) for pk, name in groups]),
    ]
