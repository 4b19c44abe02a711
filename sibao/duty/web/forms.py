"""Forms of duties."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.kernel import clock
from sibao.kernel.access import Actor


def _day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class AssignForm(forms.Form):
    """指定、交接包保干部."""

    role = forms.ChoiceField(label=_("做什么"), choices=[("lead", _("包保干部")), ("deputy", _("协助包保"))])
    officer_id = forms.TypedChoiceField(label=_("哪位干部"), coerce=int)
    started_on = _day(_("从哪天起"))
    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["started_on"].initial = clock.today
        found = queries.active_officers(actor.zone_id)
        choices = [(one.pk, f"{one.area.name} · {one.name} · {one.post}") for one in found]
        self.fields["officer_id"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]


class OfficerForm(forms.Form):
    """登记、修改包保干部."""

    name = forms.CharField(label=_("姓名"), min_length=2, max_length=40)
    post = forms.CharField(label=_("单位和职务"), min_length=2, max_length=80)
    area_id = forms.TypedChoiceField(label=_("包保哪里的单位"), coerce=int)
    most = forms.IntegerField(label=_("最多包保几家"), min_value=1, max_value=500, initial=12)
    account_id = forms.TypedChoiceField(
        label=_("账号"), coerce=int, empty_value=None, required=False, help_text=_("有账号的，本人能看到自己包保的单位")
    )
    stopped_on = _day(_("最后一天"), required=False, help_text=_("不再担任时填写；此后这些单位没有包保干部"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        areas = [(one.pk, one.name) for one in directory.areas(actor.zone_id)]
        people = [
            (one.pk, f"{one.name} · {one.username}") for one in accounts.liaison_accounts(actor.zone_id, clock.now())
        ]
        self.fields["area_id"].choices = [("", _("请选择")), *areas]  # type: ignore[attr-defined]
        self.fields["account_id"].choices = [("", _("没有")), *people]  # type: ignore[attr-defined]
