"""What staff decide: return a report, say what a name means, choose what waits."""

from django import forms

from tasks.common.fields import TextField

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
