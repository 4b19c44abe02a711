"""After a key was destroyed (清除): what it sealed is of no use any more, and goes from the tables batch by batch.

Only the head stays, which says what the value was sealed by, so that pages can say why it is gone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from sibao.audit import sql
from sibao.audit.inputs import ClearKey
from sibao.audit.models import DestroyedKey
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.commands import Done, Subject, command


@command("audit:key:clear")
def clear_key(*, actor: Actor, now: datetime, given: ClearKey) -> Done[int]:
    """Say that nothing is left of what a destroyed key sealed; the system does, after the last batch."""
    found = DestroyedKey.objects.select_for_update().get(pk=given.destroyed_id)
    found.cleared_at = now
    found.save()
    return Done(found.cleared, Subject("key", found.pk, found.name), details={"cleared": found.cleared})


def counted(names: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return how many values each of these keys has sealed, place by place, over all zones."""
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="cli")):
            for place, name, count in sql.used_keys(zone_id):
                if name in found:
                    found[name][place] = found[name].get(place, 0) + count
    return found


def clear() -> int:
    """Clear what is left of destroyed keys, a batch a transaction; killed, it goes on where it stood. Return how many."""
    total = 0
    for one in DestroyedKey.objects.filter(cleared_at=None).order_by("pk"):
        for zone_id in directory.zone_ids():
            with acting(system(zone_id, door="schedule")):
                total += sum(_clear_place(one, zone_id, place) for place in sql.places())
        clear_key(actor=system(one.zone_id, door="schedule"), given=ClearKey(destroyed_id=one.pk), now=clock.now())
    return total


def _clear_place(one: DestroyedKey, zone_id: int, place: sql.Place) -> int:
    total = after = 0
    while True:
        with transaction.atomic():
            rows = sql.with_content(place, zone_id, after, one.name)
            if not rows:
                return total
            done = len(sql.put(place, [(pk, sealed, _head(sealed)) for pk, sealed in rows]))
            DestroyedKey.objects.filter(pk=one.pk).update(cleared=F("cleared") + done)
        total, after = total + done, rows[-1][0]


def _head(sealed: bytes) -> bytes:
    return sealed[: 2 + sealed[1]]
