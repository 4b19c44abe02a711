"""Who supplies whom."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.events import LinkChanged
from sibao.directory.inputs import EditLink
from sibao.directory.models import SupplyLink
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid


@command("directory:link:edit")
def edit_link(*, actor: Actor, now: datetime, given: EditLink) -> Done[SupplyLink]:
    """Register that one unit supplies another, or change share, days of stock and last day.

    Raises:
        Invalid: a unit would supply itself, or the two already have a link for that material.
    """
    link = _held(actor, given) if given.link_id else _new(actor, given)
    for name in ("material", "share_bp", "stock_days", "source", "ended_on"):
        setattr(link, name, getattr(given, name))
    try:
        with transaction.atomic():
            link.save()
    except IntegrityError as error:
        raise Invalid(fields={"material": _("这两家之间这种物资的供应关系已经登记过")}) from error
    event = LinkChanged(zone_id=link.zone_id, link_id=link.pk, unit_ids=(link.supplier_id, link.customer_id))
    return Done(link, Subject("supply_link", link.pk, link.material, unit_id=link.customer_id), [event])


def _held(actor: Actor, given: EditLink) -> SupplyLink:
    link = queries.access_link(actor, given.link_id or 0)
    if link.version != given.version:
        raise Conflict(yours=given.version, current=link.version)
    link.version += 1
    return link


def _new(actor: Actor, given: EditLink) -> SupplyLink:
    supplier = queries.unit_in_use(actor, given.supplier_id or 0)
    customer = queries.unit_in_use(actor, given.customer_id or 0)
    if supplier == customer:
        raise Invalid(fields={"partner_code": _("供应方和使用方不能是同一家")})
    return SupplyLink(zone_id=customer.zone_id, supplier=supplier, customer=customer)
