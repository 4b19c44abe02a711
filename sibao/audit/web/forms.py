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


class HoldForm(forms.Form):
    """保全."""

    pack = forms.CharField(label=_("数据包"), max_length=30, help_text=_("如 files，见个人信息密钥页"))
    period = forms.CharField(label=_("时期"), max_length=12, required=False, help_text=_("如 2022-06；不填即全部时期"))
    reason = forms.CharField(label=_("保全原因"), min_length=2, max_length=200)


class DestroyForm(forms.Form):
    """销毁密钥: what is destroyed is typed as it is written in the list."""

    typed = forms.CharField(
        label=_("照写数据包和时期以确认"), max_length=60, help_text=_("如 files.2022-06；由其加密的一切不能再打开")
    )
    reason = forms.CharField(label=_("销毁原因"), min_length=2, max_length=200)
