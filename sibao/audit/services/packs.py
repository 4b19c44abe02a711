"""Loading a pack's register of processing, and keeping to its periods."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.audit import queries
from sibao.audit.inputs import DestroyKeys, PrivacyPack
from sibao.audit.models import Processing
from sibao.audit.services import keys
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command


@command("audit:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: PrivacyPack) -> Done[int]:
    """Write a pack's register of processing; loading twice changes nothing, and what left the pack leaves the register."""
    for row in given.processings:
        said = row.model_dump(exclude={"key", "zh", "en"}) | {"name": row.zh, "name_en": row.en}
        Processing.objects.update_or_create(zone_id=actor.zone_id, code=row.key, defaults=said)
    Processing.objects.filter(zone_id=actor.zone_id).exclude(code__in=[row.key for row in given.processings]).delete()
    return Done(len(given.processings), Subject("pack", None, "个人信息处理活动"))


def keep_to_periods(now: datetime) -> list[str]:
    """Destroy the keys of all that has been kept for as long as the pack says; return their packs and periods."""
    keys.finish()
    zone = Processing.objects.order_by("zone_id").values_list("zone_id", flat=True).first()
    done = []
    for one in queries.due(now) if zone else ():
        given = DestroyKeys(
            pack=one.pack, period=one.period, typed=one.label, reason=_("保存期限已满，按登记的期限销毁")
        )
        keys.destroy_keys(actor=system(zone or 0, door="schedule"), given=given, now=now)
        done.append(one.label)
    return done
