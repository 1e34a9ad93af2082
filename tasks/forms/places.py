"""A jurisdiction made during an import."""

from __future__ import annotations

from typing import Any

from django import forms

from tasks.forms.fields import TextField
from tasks.models import Jurisdiction


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
