"""Forms of responsible persons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.web.forms import day_field
from sibao.kernel import clock
from sibao.kernel.access import Actor


class ResponsibleForm(forms.Form):
    """指定责任人: one person for one or several matters at a site."""

    site_id = forms.TypedChoiceField(label=_("场所"), coerce=int)
    matter_ids = forms.TypedMultipleChoiceField(
        label=_("责任事项"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("可以选几项")
    )
    role = forms.ChoiceField(label=_("类别"), choices=[("lead", _("责任人")), ("deputy", _("副责任人"))])
    name = forms.CharField(label=_("姓名"), min_length=2, max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=40)
    post = forms.CharField(label=_("职务"), max_length=40, required=False)
    started_on = day_field(_("从哪天起"), help_text=_("与现任同一天的，算更正现任的登记"))
    ended_on = day_field(_("到哪天止"), required=False, help_text=_("没有期限的不填"))
    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)

    def __init__(self, actor: Actor, unit_id: int, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        sites = directory.sites(actor).filter(queries.lasts_beyond(clock.today()), unit_id=unit_id).order_by("number")
        self.fields["site_id"].choices = [(one.pk, one.name) for one in sites]  # type: ignore[attr-defined]
        matters = [(one.pk, one.name) for one in queries.matters(actor.zone_id)]
        self.fields["matter_ids"].choices = matters  # type: ignore[attr-defined]
        self.fields["started_on"].initial = clock.today


class EndForm(forms.Form):
    """不再担任: the last day, and whether it is that of everything."""

    ended_on = day_field(_("最后一天"))
    everywhere = forms.BooleanField(label=_("离任：此人在本单位的各项责任都到这一天为止"), required=False, initial=True)
    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["ended_on"].initial = clock.today
