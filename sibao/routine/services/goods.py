"""Checks of goods and materials that came in (R99)."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid
from sibao.routine.inputs import RecordGoods
from sibao.routine.models import GoodsCheck


@command("routine:goods:record")
def record_goods(*, actor: Actor, now: datetime, given: RecordGoods) -> Done[GoodsCheck]:
    """Record that a site's goods were checked; what is not sound says what it is.

    Raises:
        NotFound: the site is out of reach.
        Invalid: not sound, and nothing said about it.
    """
    site = directory.site(actor, given.site_id)
    if not given.sound and not given.note:
        raise Invalid(fields={"note": _("有问题的请写明是什么")})
    row = GoodsCheck.objects.create(
        zone_id=actor.zone_id,
        unit_id=site.unit_id,
        site_id=site.pk,
        at=now,
        sound=given.sound,
        note=given.note,
        by=actor.account_id,
        by_as=f"{actor.name} · {actor.position}"[:200],
    )
    return Done(row, Subject("site", site.pk, site.name, unit_id=site.unit_id), (), {"sound": given.sound})
