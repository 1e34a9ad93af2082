"""Which revision a page was made from, so that nobody saves over what they have not seen."""

from django import forms
from django.http import QueryDict

from tasks.common.numbers import number_in

STALE = -1  # a revision that nothing ever has


class RevisedForm(forms.Form):
    """A form on something that counts its revisions; `revision` is empty before the first save."""

    revision = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_revision(self) -> int | None:
        """The revision as a number, None before the first save; what no page of ours sent matches nothing."""
        text: str = self.cleaned_data["revision"]
        if not text:
            return None
        number = number_in(text)
        return STALE if number is None else number

    def renew(self, revision: int) -> None:
        """Carry on from this revision: the page that is shown again may save over it."""
        renewed = QueryDict(mutable=True)
        renewed.update({key: self.data[key] for key in self.data} | {"revision": str(revision)})
        self.data = renewed
