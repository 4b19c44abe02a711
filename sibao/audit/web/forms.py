"""Forms of privacy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.kernel.web.purpose import PurposeForm


class InquireForm(PurposeForm):
    """为本人查谁看过其信息."""

    number = forms.CharField(
        label=_("手机号或证件号码"), min_length=5, max_length=40, help_text=_("核对本人证件后填写；号码不保存")
    )
    field_order = ("number", "purpose")


class DestroyForm(forms.Form):
    """销毁密钥: what is destroyed is typed as it is written in the list."""

    typed = forms.CharField(
        label=_("照写数据包和时期以确认"), max_length=60, help_text=_("如 files.2022-06；由其加密的一切不能再打开")
    )
    reason = forms.CharField(label=_("销毁原因"), min_length=2, max_length=200)
