"""Forms of arrivals, codes, appeals and areas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.entry import queries
from sibao.kernel import clock
from sibao.kernel.access import Actor

TEXT = forms.Textarea(attrs={"rows": 3})


def moment_field(label: Any, **given: Any) -> forms.DateTimeField:
    """Return a field for a moment, in the product's time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **given)


class ArrivalForm(forms.Form):
    """入济报备: who comes to a unit."""

    name = forms.CharField(label=_("姓名"), min_length=2, max_length=40)
    identity = forms.CharField(
        label=_("证件号码"), min_length=5, max_length=30, help_text=_("加密保存，页面上只显示打码的")
    )
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)
    origin_code = forms.RegexField(
        "^[0-9]{6}$", label=_("来源地区划代码"), help_text=_("六位，如 310115；身份证前六位是户籍地，不一定是来源地")
    )
    origin_name = forms.CharField(label=_("来源地"), min_length=2, max_length=40, help_text=_("写到县（市、区）"))
    planned_at = moment_field(_("计划抵达"))
    transport = forms.ChoiceField(label=_("交通方式"), choices=[("car", _("自驾")), ("lorry", _("货车")), ("train", _("火车")), ("coach", _("客车")), ("other", _("其他"))])  # fmt: skip
    plate = forms.CharField(label=_("车牌"), max_length=10, required=False, help_text=_("货车必填"))
    crew = forms.BooleanField(label=_("司乘人员"), required=False)
    site_id = forms.TypedChoiceField(label=_("到哪个场所"), coerce=int, required=False, empty_value=None)
    arrived = forms.BooleanField(
        label=_("已经抵达，之前没有报备"), required=False, help_text=_("会作为未报备抵达预警，并马上按来源地赋码")
    )

    def __init__(self, actor: Actor, unit_id: int, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        sites = directory.sites(actor).filter(unit_id=unit_id, ended_on=None).order_by("number")
        choices = [("", _("不定")), *((one.pk, one.name) for one in sites)]
        self.fields["site_id"].choices = choices  # type: ignore[attr-defined]


class ReceiveForm(forms.Form):
    """登记抵达: when."""

    arrived_at = moment_field(_("抵达时间"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["arrived_at"].initial = clock.now


class ReasonForm(forms.Form):
    """取消、办结、解除: why."""

    reason = forms.CharField(label=_("情况说明"), min_length=2, max_length=200, widget=TEXT)


class AssignForm(forms.Form):
    """人工赋码: which colour, why, until when."""

    colour = forms.ChoiceField(
        label=_("码色"), choices=[("green", _("绿码")), ("yellow", _("黄码")), ("red", _("红码"))]
    )
    reason = forms.CharField(label=_("赋码原因"), min_length=2, max_length=200, widget=TEXT)
    until_at = moment_field(_("到什么时候为止"), required=False, help_text=_("黄码、红码必填"))


class AppealForm(forms.Form):
    """赋码申诉: what is wrong."""

    text = forms.CharField(label=_("申诉内容"), min_length=4, max_length=400, widget=TEXT)


class DecideForm(forms.Form):
    """答复申诉: upheld or not, and why."""

    outcome = forms.ChoiceField(label=_("结论"), choices=[("uphold", _("成立，解除赋码")), ("reject", _("不成立"))])
    reason = forms.CharField(label=_("理由"), min_length=4, max_length=400, widget=TEXT)


class GradeForm(forms.Form):
    """定来源地类别: which area, which class, from when, by what."""

    code = forms.RegexField("^([0-9]{2}){1,3}$", label=_("区划代码"), help_text=_("两位是省，四位是市，六位是县"))
    name = forms.CharField(label=_("地区"), min_length=2, max_length=40)
    class_key = forms.ChoiceField(label=_("类别"))
    started_on = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    basis = forms.CharField(label=_("依据"), min_length=2, max_length=200, help_text=_("文件或通报的名称、文号"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["class_key"].choices = queries.class_key_options(actor.zone_id)  # type: ignore[attr-defined]
        self.fields["started_on"].initial = clock.today
