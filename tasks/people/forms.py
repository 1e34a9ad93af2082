"""A jurisdiction made during an import."""

from __future__ import annotations

from typing import Any

from django import forms

from tasks.common.fields import TextField
from tasks.people.models import Jurisdiction, Unit, UnitGroup


class PlaceForm(forms.Form):
    """Names, level and the place above."""

    name = TextField(label="名称", max_length=50, help_text="如红寺堡区", error_messages={"required": "请填写名称。"})
    full_name = TextField(
        label="全称", max_length=100, help_text="如吴忠市红寺堡区", error_messages={"required": "请填写全称。"}
    )
    level = forms.ChoiceField(label="层级", choices=Jurisdiction.Level.choices)
    parent: forms.ModelChoiceField[Jurisdiction] = forms.ModelChoiceField(
        label="上级地区", queryset=Jurisdiction.objects.order_by("full_name"), required=False, empty_label="没有"
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("name") and data.get("full_name") and not data["full_name"].endswith(data["name"]):
            self.add_error("full_name", f"全称要以名称结尾，如吴忠市{data['name']}。")
        return data


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
