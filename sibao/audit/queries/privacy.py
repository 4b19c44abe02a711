"""Looks at persons, the register of processing, and the keys that seal personal data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from sibao.accounts import queries as accounts
from sibao.audit.models import DestroyedKey, KeyRotation, LegalHold, Processing
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.models import PersonalLook
from sibao.kernel.personal import looks
from sibao.kernel.personal.kept import Kept, kept_of
from sibao.kernel.secrets import keyring
from sibao.kernel.secrets.sealing import HASHES


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """The keys of one pack and period: their names, and until when they are kept, None = until the purpose ends."""

    pack: str
    period: str
    names: tuple[str, ...]
    until: date | None

    @property
    def label(self) -> str:
        return f"{self.pack}.{self.period}"


@dataclass(frozen=True, slots=True)
class OwnKept:
    """What is kept of one kind about whoever asks, with what the register says of it; None = not registered."""

    row: Processing | None
    things: Sequence[Kept]


def own_looks(actor: Actor) -> QuerySet[PersonalLook]:
    """Return who looked at the data of whoever is signed in, found by the numbers she gave when she asked for access.

    A unit's user also sees who looked at the people of her unit.
    """
    hers = looks.looks_at(actor.zone_id, accounts.own_subjects(actor))
    if actor.scope.unit_id is None:
        return hers
    return hers | PersonalLook.objects.filter(zone_id=actor.zone_id, unit_id=actor.scope.unit_id)


def own_record(actor: Actor) -> list[OwnKept]:
    """Return what is kept about whoever is signed in, by kind of processing, masked."""
    found = kept_of(actor, accounts.own_subjects(actor))
    rows = {row.code: row for row in Processing.objects.filter(zone_id=actor.zone_id, code__in=found)}
    return [OwnKept(rows.get(code), things) for code, things in found.items()]


def processings(actor: Actor) -> QuerySet[Processing]:
    """Return the zone's register of processing."""
    require(actor, "audit:processing:read")
    return narrow(actor, Processing.objects.order_by("code"), ZONE_ONLY)


def key_periods(actor: Actor) -> list[KeyPeriod]:
    """Return the keys that seal personal data, by pack and period."""
    require(actor, "audit:key:read")
    return list(_periods())


def destroyed_keys(actor: Actor) -> QuerySet[DestroyedKey]:
    """Return what was destroyed, newest first, with its certificates."""
    require(actor, "audit:key:read")
    return DestroyedKey.objects.select_related("document").defer("document__content").order_by("-id")


def rotations(actor: Actor) -> QuerySet[KeyRotation]:
    """Return the rotations of keys, newest first, each with how far its former values are sealed anew."""
    require(actor, "audit:key:read")
    return KeyRotation.objects.order_by("-id")


def progress(rotation_id: int) -> str:
    """Return how far a rotation is, for the command line."""
    found = KeyRotation.objects.get(pk=rotation_id)
    if found.done_at:
        return f"{found.name} {found.resealed}/{found.resealed} 完成，已核对 done and counted"
    stuck = f"，{found.stuck} 处打不开，缺密钥 cannot be opened, keys are lost" if found.stuck else ""
    return f"{found.name} {found.resealed}/{found.total}{stuck}"


def due(now: datetime) -> list[KeyPeriod]:
    """Return the keys whose data have been kept for as long as the pack says, held ones too."""
    return [one for one in _periods() if one.until and one.until < now.astimezone(SHANGHAI).date()]


def held(pack: str, period: str) -> bool:
    """Return whether a hold stands over a pack and period; all zones share the keys, so any zone's hold counts."""
    return LegalHold.objects.filter(Q(period="") | Q(period=period), pack=pack, lifted_at=None).exists()


def holds(actor: Actor) -> QuerySet[LegalHold]:
    """Return the zone's holds, those that stand first, newest first."""
    require(actor, "audit:hold:read")
    return narrow(actor, LegalHold.objects.order_by(F("lifted_at").desc(nulls_first=True), "-id"), ZONE_ONLY)


def _periods() -> Iterator[KeyPeriod]:
    kept = dict(Processing.objects.values_list("key_pack").annotate(days=Max("days")))
    forever = set(Processing.objects.filter(days=None).values_list("key_pack", flat=True))
    for pack in sorted({name.split(".")[0] for name in keyring.names()} - {HASHES}):
        days = None if pack in forever else kept.get(pack)
        for period, names in sorted(keyring.periods(pack).items()):
            ended = end_of(period)
            until = ended + timedelta(days=days) if days and ended else None
            yield KeyPeriod(pack, period, tuple(names), until)


def end_of(period: str) -> date | None:
    """Return the last day of a month such as 2022-06; None for any other period, which time alone never ends.

    A year does not say when its key last sealed anything.
    """
    year, _dash, month = period.partition("-")
    if not (len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit() and 1 <= int(month) <= 12):
        return None
    following = date(int(year) + 1, 1, 1) if month == "12" else date(int(year), int(month) + 1, 1)
    return following - timedelta(days=1)
