"""The tab of whom a unit is supplied by and whom it supplies, with days of stock, and the form of one link."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import EditLink
from sibao.directory.web.frames import Editing, day_field, edit_page, get_or_post
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.tabs import unit_page

DIRECTIONS = [("upstream", gettext_lazy("上游：对方供应本单位")), ("downstream", gettext_lazy("下游：本单位供应对方"))]


class LinkForm(forms.Form):
    """修改供应关系."""

    material = forms.CharField(label=gettext_lazy("物资"), max_length=40, help_text=gettext_lazy("如 铅锭、包装材料"))
    share = forms.DecimalField(
        label=gettext_lazy("占使用方需求（%）"), min_value=0, max_value=100, decimal_places=2, max_digits=5
    )
    stock_days = forms.IntegerField(
        label=gettext_lazy("使用方库存可用（天）"),
        min_value=0,
        max_value=3_650,
        required=False,
        help_text=gettext_lazy("不清楚就空着，显示为未知"),
    )
    source = forms.CharField(label=gettext_lazy("来源"), min_length=2, max_length=120)
    ended_on = day_field(gettext_lazy("最后一天"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        share = cleaned.pop("share", None)
        return {**cleaned, "share_bp": int(share * 100) if share is not None else None}


class NewLinkForm(LinkForm):
    """登记供应关系: the partner is found by code within reach."""

    direction = forms.ChoiceField(label=gettext_lazy("方向"), choices=DIRECTIONS)
    partner_code = forms.CharField(label=gettext_lazy("对方信用代码或项目代码"), max_length=40)
    field_order = ("direction", "partner_code", "material", "share", "stock_days", "source", "ended_on")

    def __init__(self, actor: Actor, unit_id: int, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.actor, self.unit_id = actor, unit_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code, direction = cleaned.pop("partner_code", "").strip().upper(), cleaned.pop("direction", "")
        partner = queries.units(self.actor).filter(code=code).first() if code else None
        if code and partner is None:
            self.add_error("partner_code", _("您的范围内没有这个代码的单位"))
        ends = (partner.pk if partner else None, self.unit_id)
        supplier, customer = ends if direction == "upstream" else ends[::-1]
        return {**cleaned, "supplier_id": supplier, "customer_id": customer}


def tab(unit_id: int) -> str:
    """Return the address of the tab."""
    return reverse("directory:unit-chain", args=[unit_id])


@require_GET
def chain(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Whom a unit is supplied by and whom it supplies."""
    actor = actor_of(request)
    shown = {
        "links": queries.links_of(actor, unit_id, clock.today()),
        "outside": queries.partners_outside(actor, unit_id),
        "may_link": may(actor, "directory:link:edit"),
    }
    return unit_page(request, queries.unit(actor, unit_id), "chain", "directory/chain.html", shown)


@get_or_post
def link_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Register a supply link of a unit."""
    actor = actor_of(request)
    unit = queries.unit(actor, unit_id)
    form = NewLinkForm(actor, unit_id, request.POST or None)
    page = Editing(_("%(name)s：登记供应关系") % {"name": unit.name}, tab(unit_id), draft=f"link-new-{unit_id}")
    return edit_page(request, form, EditLink, services.edit_link, page)


@get_or_post
def link_edit(request: HttpRequest, link_id: int) -> HttpResponse:
    """Change a supply link."""
    link = queries.link(actor_of(request), link_id)
    initial = {name: getattr(link, name) for name in ("material", "stock_days", "source", "ended_on")}
    form = LinkForm(request.POST or None, initial=initial | {"share": f"{link.share_bp / 100:g}"})
    title = f"{link.supplier.name} → {link.customer.name}"
    page = Editing(title, tab(link.customer_id), link.version, f"link-{link_id}")
    return edit_page(request, form, EditLink, services.edit_link, page, link_id=link_id)
