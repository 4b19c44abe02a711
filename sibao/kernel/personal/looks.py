"""Keeping looks, and finding those at one person."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from sibao.kernel.access import Actor
from sibao.kernel.models import PersonalLook
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.secrets import keyed_hash
from sibao.kernel.sheets.phones import read_phone
from sibao.kernel.sheets.text import compact


def looked(
    actor: Actor, now: datetime, *, what: str, given: Purposeful, subjects: Iterable[bytes], unit_id: int | None = None
) -> int:
    """Keep one look at each of these persons and return how many; called inside the command that reveals them.

    Args:
        what: the permission that was used.
        subjects: the keyed hashes of the persons' phone or identity numbers; one that occurs twice counts once.
        unit_id: the unit to which they belong, where there is one.
    """
    shared = {"zone_id": actor.zone_id, "recorded_at": now, "unit_id": unit_id, "what": what[:80]}
    by = {"account_id": actor.account_id, "actor_name": actor.name[:40], "position": actor.position[:120]}
    why = {"how": given.how, "purpose": given.purpose}
    made = [PersonalLook(subject_hash=one, **shared, **by, **why) for one in {bytes(one) for one in subjects}]
    PersonalLook.objects.bulk_create(made, batch_size=1_000)
    return len(made)


def looks_at(zone_id: int, subjects: Iterable[bytes]) -> QuerySet[PersonalLook]:
    """Return the looks at persons, newest first; called for the person herself, or by the command that answers her."""
    return PersonalLook.objects.filter(zone_id=zone_id, subject_hash__in=list(subjects)).order_by("-id")


def subject_of(number: str) -> list[bytes]:
    """Return the keyed hashes under which a phone or identity number may stand."""
    number = compact(number).upper()
    phone = read_phone(number)
    found = [keyed_hash(phone, purpose="phone")] if isinstance(phone, str) else []
    return [*found, keyed_hash(number, purpose="identity")]
