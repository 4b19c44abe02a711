"""Who provides a need (保障服务单位, R34): named with a term, and ended."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, WrongMove
from sibao.whitelist import queries
from sibao.whitelist.inputs import DesignateProvider, EndProvider
from sibao.whitelist.models import Provider


@command("whitelist:provider:designate")
def designate_provider(*, actor: Actor, now: datetime, given: DesignateProvider) -> Done[Provider]:
    """Name the unit that provides a need of one unit, or of the whole sector of that unit (R34).

    Raises:
        Invalid: it would provide itself, end before it begins, or is named for that already; a town names for no sector.
    """
    unit = directory.unit_in_use(actor, given.provider_id)
    customer = directory.unit_in_use(actor, given.customer_id)
    if given.whole_sector and (actor.scope.area_path or actor.scope.unit_id):
        raise Invalid(fields={"whole_sector": _("整个领域的由行业部门或指挥部办公室指定")})
    if unit == customer and not given.whole_sector:
        raise Invalid(fields={"provider_id": _("不能指定它自己")})
    if given.ended_on and given.ended_on < given.started_on:
        raise Invalid(fields={"ended_on": _("最后一天不能早于第一天")})
    terms = {name: getattr(given, name) for name in ("need", "started_on", "ended_on", "source")}
    whom = {"sector_id": customer.sector_id} if given.whole_sector else {"customer": customer}
    try:
        with transaction.atomic():
            made = Provider.objects.create(zone_id=unit.zone_id, unit=unit, **whom, **terms)
    except IntegrityError as error:
        raise Invalid(fields={"need": _("这家单位已经指定来保障这一项")}) from error
    return Done(made, Subject("provider", made.pk, f"{unit.name} · {made.need}", unit_id=customer.pk))


@command("whitelist:provider:end")
def end_provider(*, actor: Actor, now: datetime, given: EndProvider) -> Done[Provider]:
    """End what a provider was named for with its last day.

    Raises:
        Invalid: the last day lies before the first.
        WrongMove: it has ended already.
    """
    found = queries.access_provider(actor, given.provider_id)
    if found.ended_on is not None:
        raise WrongMove(_("已经定了最后一天"))
    if given.ended_on < found.started_on:
        raise Invalid(fields={"ended_on": _("最后一天不能早于第一天")})
    found.ended_on = given.ended_on
    found.save()
    return Done(found, Subject("provider", found.pk, f"{found.unit.name} · {found.need}", unit_id=found.unit_id))
