"""Codes by hand: assigned case by case, and released with a reason (R43)."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.entry import queries
from sibao.entry.events import CodesChanged
from sibao.entry.inputs import AssignCode, ReleaseCode
from sibao.entry.models import CodeAssignment
from sibao.entry.rules.deciding import BY_OFFICER, REPLACED
from sibao.entry.services import coding, telling
from sibao.entry.states import ARRIVED
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, WrongMove


@command("entry:code:assign")
def assign_code(*, actor: Actor, now: datetime, given: AssignCode) -> Done[CodeAssignment]:
    """Give somebody who has arrived a code by hand, in place of the one that she has.

    Raises:
        NotFound: the arrival is out of reach.
        WrongMove: nobody has arrived, or the arrival is closed.
        Conflict: the arrival was changed meanwhile.
        Invalid: a code that is not green without an end, or one that is over.
    """
    arrival = queries.access_arrival(actor, given.arrival_id)
    if arrival.version != given.version:
        raise Conflict(yours=given.version, current=arrival.version)
    if arrival.state != ARRIVED:
        raise WrongMove(_("人到了以后、办结以前才能赋码"))
    if given.colour != "green" and given.until_at is None:
        raise Invalid(fields={"until_at": _("黄码、红码要写明到什么时候为止")})
    if given.until_at is not None and given.until_at <= now:
        raise Invalid(fields={"until_at": _("要晚于现在")})
    rules = queries.rules_of(actor.zone_id)
    for code in queries.running_codes(actor.zone_id).filter(arrival=arrival):
        coding.end(code, REPLACED, given.reason, actor.position, now)
    row = CodeAssignment.objects.create(
        zone_id=actor.zone_id,
        unit_id=arrival.unit_id,
        arrival=arrival,
        colour=given.colour,
        why=BY_OFFICER,
        reason=given.reason,
        pack=rules.version if rules else "",
        issued_by=actor.account_id,
        issuer=f"{actor.name} · {actor.position}"[:200],
        from_at=now,
        until_at=given.until_at,
    )
    telling.coded(row, given.reason, now)
    return done(row)


@command("entry:code:release")
def release_code(*, actor: Actor, now: datetime, given: ReleaseCode) -> Done[CodeAssignment]:
    """Release a code before its end, with the reason.

    Raises:
        NotFound: the code is out of reach.
        WrongMove: it has ended.
        Conflict: it was changed meanwhile.
    """
    row = queries.access_code(actor, given.code_id)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    coding.end(row, "officer", given.reason, actor.position, now)
    return done(row)


def done(row: CodeAssignment) -> Done[CodeAssignment]:
    """Return what happened to a code, for the record and for whoever listens."""
    told = [CodesChanged(zone_id=row.zone_id, unit_ids=(row.unit_id,))]
    details: dict[str, object] = {"colour": row.colour, "why": row.why, "released": row.released_how}
    return Done(row, Subject("arrival", row.arrival_id, row.unit.name, unit_id=row.unit_id), told, details)
