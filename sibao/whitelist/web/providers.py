"""Pages on which a provider is named for a need, and ended."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.web.picking import OfferingInput, PickField
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import DesignateProvider, EndProvider
from sibao.whitelist.web.steps import Shown, get_or_post, sent, step


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required)


class ProviderForm(forms.Form):
    """指定保障服务单位: the provider is picked within reach, the need is one that others have, or another."""

    need = forms.CharField(label=_("保障什么"), max_length=40, help_text=_("如 货运、防疫物资、配餐"))
    whole_sector = forms.BooleanField(label=_("为整个领域"), required=False)
    started_on = _day(_("第一天"))
    ended_on = _day(_("最后一天"), required=False)
    source = forms.CharField(label=_("依据"), min_length=2, max_length=120)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["provider_id"] = PickField(
            actor, "directory:units", label=_("保障服务单位"), help_text=_("写名称、拼音或代码，从列出的里面选")
        )
        self.fields["need"].widget = OfferingInput(queries.needs(actor), attrs={"maxlength": 40})
        self.order_fields(["provider_id"])


class EndForm(forms.Form):
    """结束保障服务."""

    ended_on = _day(_("最后一天"))


@get_or_post
def designate(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Name who provides a need of a unit."""
    actor = actor_of(request)
    title = _now("%(name)s：指定保障服务单位") % {"name": directory.unit(actor, unit_id).name}
    form = ProviderForm(actor, sent(request), initial={"started_on": clock.today()})
    shown = _shown(title, unit_id)
    return step(request, form, DesignateProvider, services.designate_provider, shown, customer_id=unit_id)


@get_or_post
def end(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Say until when a provider was named."""
    actor = actor_of(request)
    found = queries.provider(actor, provider_id)
    form = EndForm(sent(request), initial={"ended_on": clock.today()})
    title = _now("%(name)s：结束保障服务") % {"name": f"{found.unit.name} · {found.need}"}
    shown = _shown(title, _whose(actor, found))
    return step(request, form, EndProvider, services.end_provider, shown, provider_id=provider_id)


def _whose(actor: Actor, found: Any) -> int:
    """The unit on whose tab a row stands: the one provided for, else the provider."""
    whose = found.customer_id
    return whose if whose and directory.reached_units(actor, [whose]) else int(found.unit_id)


def _shown(title: str, unit_id: int) -> Shown:
    return Shown(title, _now("保存"), reverse("whitelist:unit-chain", args=[unit_id]))
