"""Holds (保全): while one stands, neither the schedule nor a person destroys what it covers; the database refuses it too."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.audit.inputs import LiftHold, PlaceHold
from sibao.audit.models import LegalHold
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from sibao.kernel.secrets import keyring


@command("audit:hold:place")
def place_hold(*, actor: Actor, now: datetime, given: PlaceHold) -> Done[LegalHold]:
    """Hold a pack, or one period of it.

    Raises:
        Invalid: there is no such key.
        Conflict: it is held already.
    """
    periods = keyring.periods(given.pack)
    if not periods or (given.period and given.period not in periods):
        raise Invalid(fields={"period" if periods else "pack": _("没有这样的密钥，请照密钥页填写")})
    standing = LegalHold.objects.filter(zone_id=actor.zone_id, lifted_at=None)
    if standing.filter(pack=given.pack, period=given.period).exists():
        raise Conflict(_("已在保全中"))
    said = {"pack": given.pack, "period": given.period, "reason": given.reason}
    made = LegalHold.objects.create(zone_id=actor.zone_id, placed_at=now, placed_by=actor.account_id, **said)
    return Done(made, _subject(made), details={**said})


@command("audit:hold:lift")
def lift_hold(*, actor: Actor, now: datetime, given: LiftHold) -> Done[LegalHold]:
    """Lift a hold; what is due is then destroyed at night.

    Raises:
        NotFound: no such hold stands.
    """
    rows = LegalHold.objects.select_for_update().filter(zone_id=actor.zone_id, lifted_at=None)
    found = rows.filter(pk=given.hold_id).first()
    if found is None:
        raise NotFound
    found.lifted_at, found.lifted_by = now, actor.account_id
    found.save()
    return Done(found, _subject(found))


def _subject(hold: LegalHold) -> Subject:
    return Subject("hold", hold.pk, f"{hold.pack}.{hold.period}".rstrip("."))
