"""Forms of consultations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.approvals.web.shown import STANCES


class AskForm(forms.Form):
    """提请会签."""

    permission = forms.CharField(max_length=80, widget=forms.HiddenInput)
    given = forms.CharField(max_length=100_000, widget=forms.HiddenInput)
    question = forms.CharField(label=_("为什么要办"), min_length=2, max_length=500, widget=forms.Textarea({"rows": 3}))


class OpinionForm(forms.Form):
    """签署意见."""

    stance = forms.ChoiceField(
        label=_("意见"), choices=[(code, tag.label) for code, tag in STANCES.items()], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("不同意或弃权须写明理由"),
    )


class WithdrawForm(forms.Form):
    """撤回会签."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=500)
