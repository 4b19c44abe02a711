"""Rotation of keys (换发): a further key, former values sealed anew in the background, the former keys then put away.

The work goes batch by batch, each in one transaction with its progress, so that it can be killed at any moment and goes
on where it stood. What is written meanwhile takes the new key by itself; a row that somebody changes wins.
"""

from collections import Counter
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sibao.accounts import queries as accounts
from sibao.accounts import services as accounts_services
from sibao.accounts.inputs import ResealFactors
from sibao.audit import queries, sql
from sibao.audit.inputs import FinishRotation, RetireKeys, RotateKey
from sibao.audit.models import DestroyedKey, KeyRotation
from sibao.audit.services import keys
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import NotFound, WrongMove
from sibao.kernel.secrets import SealBroken, keyring, open_bytes, sealed_anew
from sibao.kernel.secrets.sealing import HASHES

RESEAL = "sibao.audit.keys.reseal"
BATCHES = 20
"""How many batches a job does before it lets others through."""


@command("audit:key:rotate")
def rotate_key(*, actor: Actor, now: datetime, given: RotateKey) -> Done[KeyRotation]:
    """Make a further key that seals from now on, and let what former ones sealed be sealed anew by it.

    Raises:
        NotFound: there is no such key.
        WrongMove: the last rotation is not done.
    """
    if given.pack == HASHES or given.period not in keyring.periods(given.pack):
        raise NotFound
    if KeyRotation.objects.filter(pack=given.pack, period=given.period, done_at=None).exists():
        raise WrongMove(_("上一次换发的重新加密还没有做完，做完后再换发"))
    name = keyring.rotate(given.pack, given.period)
    made = KeyRotation(pack=given.pack, period=given.period, name=name, started_at=now)
    made.zone_id, made.account_id = actor.zone_id, actor.account_id
    made.total = _used(former_keys(given.pack, given.period, name))
    made.save()
    ask(made.pk)
    return Done(made, Subject("key", made.pk, name), details={"key": name, "values": made.total})


@command("audit:key:finish")
def finish_rotation(*, actor: Actor, now: datetime, given: FinishRotation) -> Done[KeyRotation]:
    """Say that nothing is left which a former key sealed; the system does, after it has counted.

    Raises:
        WrongMove: something is left.
    """
    found = KeyRotation.objects.select_for_update().get(pk=given.rotation_id)
    if _used(former_keys(found.pack, found.period, found.name)):
        raise WrongMove(_("还有数据由旧密钥加密"))
    found.done_at, found.stuck = now, 0
    found.save()
    return Done(found, Subject("key", found.pk, found.name), details={"resealed": found.resealed})


@command("audit:key:retire")
def retire_keys(*, actor: Actor, now: datetime, given: RetireKeys) -> Done[list[str]]:
    """Destroy the former keys of a pack and period, none of which opens anything any more but older backups.

    Raises:
        NotFound: there is no former key.
        WrongMove: the data still need one, or they are held.
    """
    *former, newest = sorted(keyring.periods(given.pack).get(given.period, [""]), key=keyring.serial)
    if not former or given.pack == HASHES:
        raise NotFound
    if queries.held(given.pack, given.period):
        raise WrongMove(_("已保全，解除保全之前不得销毁"))
    if left := _used(former_keys(given.pack, given.period, newest)):
        raise WrongMove(_("还有 %s 处数据由旧密钥加密，先完成重新加密") % left)
    kept = {"zone_id": actor.zone_id, "at": now, "account_id": actor.account_id, "reason": given.reason}
    rows = DestroyedKey.objects.bulk_create(DestroyedKey(name=name, **kept) for name in former)
    transaction.on_commit(partial(keys.destroy_files, former))
    return Done(former, Subject("key", rows[0].pk, f"{given.pack}.{given.period}"), details={"keys": former})


def work(rotation_id: int, *, batches: int = BATCHES) -> bool:
    """Do so many batches and return whether more is to do; another worker at the same rotation waits and goes on."""
    return all(_step(rotation_id) for _batch in range(batches))


def open_rotations() -> list[int]:
    """Return the ids of the rotations that are not done."""
    return list(KeyRotation.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True))


def go_on() -> None:
    """Queue the work of every rotation that is not done, such as after lost keys have come back."""
    for rotation_id in open_rotations():
        ask(rotation_id)


def used_keys() -> Counter[str]:
    """Return how many values each key has sealed, over all tables, history and zones; for who runs the installation."""
    found = accounts.factor_keys()
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="cli")):
            for _place, name, count in sql.used_keys(zone_id):
                found[name] += count
    return found


def is_anything_sealed() -> bool:
    """Return whether any zone keeps anything that some key sealed."""
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="cli")):
            if sql.is_anything_sealed(zone_id):
                return True
    return bool(accounts.factor_keys())


def former_keys(pack: str, period: str, newest: str) -> list[str]:
    """Return the names before the newest of a pack and period, whether there or lost, without those destroyed."""
    names = (f"{pack}.{period}.{serial}" for serial in range(1, keyring.serial(newest)))
    return sorted(set(names) - set(keyring.destroyed()))


def ask(rotation_id: int) -> None:
    """Queue the next batches of a rotation."""
    app.configure_task(RESEAL, queue="default", lock="audit-reseal").defer(rotation_id=rotation_id)


def _used(names: list[str]) -> int:
    used = used_keys()
    return sum(used[name] for name in names)


@transaction.atomic
def _step(rotation_id: int) -> bool:
    found = KeyRotation.objects.select_for_update().get(pk=rotation_id)
    if found.done_at:
        return False
    stops = [(zone_id, place) for zone_id in directory.zone_ids() for place in sql.places()]
    if found.stop >= len(stops):
        return _end_of_round(found)
    zone_id, place = stops[found.stop]
    with acting(system(zone_id, door="schedule")):
        _batch(found, zone_id, place)
    found.save()
    return True


def _batch(found: KeyRotation, zone_id: int, place: sql.Place) -> None:
    """Seal one batch of one place anew, read it back, and move on."""
    rows = sql.some(place, zone_id, found.reached, former_keys(found.pack, found.period, found.name))
    if not rows:
        found.stop, found.reached = found.stop + 1, 0
        return
    opened = {pk: (sealed, anew) for pk, sealed in rows if (anew := _anew(sealed))}
    written = sql.put(place, [(pk, *both) for pk, both in opened.items()]) if opened else []
    for pk, stands in written:
        if open_bytes(stands) != open_bytes(opened[pk][0]):
            raise SealBroken(f"{place.label} {pk} does not read as before")
    found.reached = rows[-1][0]
    found.moved, found.resealed = found.moved + len(written), found.resealed + len(written)


def _anew(sealed: bytes) -> bytes:
    try:
        return sealed_anew(sealed)
    except SealBroken:
        return b""


def _end_of_round(found: KeyRotation) -> bool:
    """Second factors, then count what is left: nothing = done; something = another round, unless this one moved none."""
    names = former_keys(found.pack, found.period, found.name)
    actor = system(found.zone_id, door="schedule")
    if set(names) & set(accounts.factor_keys()):
        moved = accounts_services.reseal_factors(actor=actor, given=ResealFactors(names=names))
        found.moved, found.resealed = found.moved + moved, found.resealed + moved
    found.stuck, again = _used(names), found.moved > 0
    found.stop, found.reached, found.moved = 0, 0, 0
    found.save()
    if found.stuck:
        return again
    finish_rotation(actor=actor, given=FinishRotation(rotation_id=found.pk), now=clock.now())
    return False
