"""Loading a pack's register of processing, and keeping to its periods."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sibao.audit import queries
from sibao.audit.inputs import DestroyKeys, PrivacyPack
from sibao.audit.models import AuditLine, Processing
from sibao.audit.services import clearing, keys
from sibao.directory import queries as directory
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command

logger = logging.getLogger("sibao.audit")
WEEK = timedelta(weeks=1)


@command("audit:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: PrivacyPack) -> Done[int]:
    """Write a pack's register of processing; loading twice changes nothing, and what left the pack leaves the register."""
    for row in given.processings:
        said = row.model_dump(exclude={"key", "zh", "en"}) | {"name": row.zh, "name_en": row.en}
        Processing.objects.update_or_create(zone_id=actor.zone_id, code=row.key, defaults=said)
    Processing.objects.filter(zone_id=actor.zone_id).exclude(code__in=[row.key for row in given.processings]).delete()
    return Done(len(given.processings), Subject("pack", None, "个人信息处理活动"))


@dataclass(frozen=True, slots=True)
class Due:
    """What the register lets go: a pack and period, how many values where, and whether a hold keeps it."""

    label: str
    values: dict[str, int]
    held: bool

    @property
    def total(self) -> int:
        return sum(self.values.values())


def trial(now: datetime) -> list[Due]:
    """Return what would be destroyed at `now`, and what a hold would keep; nothing is changed (试算)."""
    due = queries.due(now)
    counted = clearing.counted(name for one in due for name in one.names)
    return [_due(one, counted) for one in due]


def _due(one: queries.KeyPeriod, counted: Mapping[str, Mapping[str, int]]) -> Due:
    values: Counter[str] = Counter()
    for name in one.names:
        values.update(counted[name])
    return Due(one.label, dict(values), queries.held(one.pack, one.period))


def is_steady(now: datetime) -> bool:
    """Return whether the clock has run on for at least a week: the record has lines of one to four weeks ago.

    A clock that has jumped ahead, or an installation that stood still, gives somebody a week to notice.
    """
    return AuditLine.objects.filter(recorded_at__range=(now - 4 * WEEK, now - WEEK)).exists()


def keep_to_periods(now: datetime) -> list[str]:
    """Destroy the keys of all that has been kept for as long as the pack says; return their packs and periods.

    What a hold keeps is left, and everything while the clock is not steady. What destroyed keys had sealed is then
    cleared from the tables.
    """
    keys.finish()
    clearing.clear()
    if queries.due(now) and not is_steady(now):
        logger.error("nothing destroyed: the record has no line of one to four weeks before %s", now.isoformat())
        return []
    zone = directory.sole_zone()
    done = []
    for one in queries.due(now) if zone else ():
        if queries.held(one.pack, one.period):
            continue
        given = DestroyKeys(
            pack=one.pack, period=one.period, typed=one.label, reason=_("保存期限已满，按登记的期限销毁")
        )
        keys.destroy_keys(actor=system(zone.pk if zone else 0, door="schedule"), given=given, now=now)
        done.append(one.label)
    clearing.clear()
    return done
