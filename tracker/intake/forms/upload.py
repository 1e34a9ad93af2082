"""The form that begins an import."""

from __future__ import annotations

from typing import Any

from django import forms

from tasks.common.fields import TextField
from tasks.common.files import MAX_SIZE_WORDS
from tracker.intake.services.drafts import PASTED

MAX_PASTED = 2_000_000  # characters; three bytes each are less than settings let a form be


class UploadForm(forms.Form):
    """A file, or text pasted in its place."""

    file = forms.FileField(
        label="方案文件",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"data-file-list": True}),
        help_text=f"选择文件，或拖到这里：DOCX、XLSX、PDF、网页或文本，不超过{MAX_SIZE_WORDS}。",
    )
    text = TextField(
        label="或粘贴方案全文",
        required=False,
        strip=False,
        max_length=MAX_PASTED,
        widget=forms.Textarea(attrs={"rows": 4, "class": "short-text"}),
        help_text="没有文件时，把网页或文档中的全文复制到这里。",
        error_messages={"max_length": "粘贴的文本过长，请存为文本文件后上传。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"].widget.attrs["maxlength"]  # a browser would cut a paste short without a word

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        if not data.get("file") and not data.get("text", "").strip():
            raise forms.ValidationError("请选择方案文件，或粘贴方案全文。")
        if data.get("file") and data.get("text", "").strip():
            raise forms.ValidationError("文件和粘贴的文本请只提供一种。")
        return data

    def document(self) -> tuple[str, bytes]:
        """Name and content of what was given."""
        upload = self.cleaned_data.get("file")
        if upload:
            return str(upload.name), upload.read()
        return PASTED, self.cleaned_data["text"].encode("utf-8", "replace")
