"""Checks of goods and materials that came in (R99)."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid
from sibao.routine.inputs import RecordGoods
from sibao.routine.models import GoodsCheck


@command("routine:goods:record")
def record_goods(*, actor: Actor, now: datetime, given: RecordGoods) -> Done[GoodsCheck]:
    """Record that a site's goods were checked; what is not sound says what it is.

    Raises:
        NotFound: the site is out of reach.
        Invalid: not sound, and nothing said about it.
        Conflict: the same key said something else before.
    """
    site = directory.site(actor, given.site_id)
    if not given.sound and not given.note:
        raise Invalid(fields={"note": _("有问题的请写明是什么")})
    said = {
        "zone_id": actor.zone_id,
        "unit_id": site.unit_id,
        "at": now,
        "sound": given.sound,
        "note": given.note,
        "by": actor.account_id,
        "by_as": f"{actor.name} · {actor.position}"[:200],
    }
    row, new = GoodsCheck.objects.get_or_create(site_id=site.pk, key=given.key, defaults=said)
    if not new and (row.sound, row.note) != (given.sound, given.note):
        raise Conflict(_("这张表单已登记过别的结果，请刷新页面再填"))
    return Done(row, Subject("site", site.pk, site.name, unit_id=site.unit_id), (), {"sound": given.sound})
