"""The form that stands before every look at personal data."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PurposeForm(forms.Form):
    """用途: why personal data are shown or printed; drawn with its buttons by `kernel/personal/purpose.html`."""

    purpose = forms.CharField(
        label=_("用途"), min_length=2, max_length=200, help_text=_("谁、为什么看，会留痕，本人可查")
    )
