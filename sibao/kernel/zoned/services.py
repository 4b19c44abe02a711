"""Commands of a zone's own settings."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.models import FeatureSwitch
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove
from sibao.kernel.zoned.inputs import TurnSwitch, ZonedPack
from sibao.kernel.zoned.switches import SWITCHES


@command("kernel:switch:turn")
def turn_switch(*, actor: Actor, now: datetime, given: TurnSwitch) -> Done[FeatureSwitch]:
    """Switch a feature of the zone on or off.

    Raises:
        NotFound: there is no such feature.
        Conflict: somebody has turned it meanwhile.
        WrongMove: it is so already.
    """
    if given.key not in SWITCHES:
        raise NotFound
    first = {"on": SWITCHES[given.key].on, "version": 0, "turned_at": now}
    FeatureSwitch.objects.bulk_create(
        [FeatureSwitch(zone_id=actor.zone_id, key=given.key, **first)], ignore_conflicts=True
    )
    row = FeatureSwitch.objects.select_for_update().get(zone_id=actor.zone_id, key=given.key)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    if row.on is given.on:
        raise WrongMove(_("这项功能已经是这样"))
    row.on, row.reason, row.turned_at = given.on, given.reason, now
    row.by, row.version = f"{actor.name} · {actor.position}"[:160], row.version + 1
    row.save()
    label = str(SWITCHES[given.key].label)
    return Done(row, Subject("switch", row.pk, label), details={"key": row.key, "on": row.on, "reason": row.reason})


@command("kernel:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: ZonedPack) -> Done[int]:
    """Write a pack's own settings; what the zone has settled for itself stays.

    Raises:
        Invalid: the pack names what is not there.
    """
    unknown = [row.key for row in given.switches if row.key not in SWITCHES]
    if unknown:
        raise Invalid(f"没有这些功能：{'、'.join(unknown)}")
    FeatureSwitch.objects.bulk_create(
        [
            FeatureSwitch(zone_id=actor.zone_id, by=actor.position, turned_at=now, version=0, **row.model_dump())
            for row in given.switches
        ],
        ignore_conflicts=True,
    )
    return Done(len(given.switches), Subject("pack", None, "the zone's own settings"))
