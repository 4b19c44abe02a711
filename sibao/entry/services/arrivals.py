"""Arrivals: registered ahead by a unit, received with a code by the decision table, closed or cancelled (R42, R43)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.entry import queries
from sibao.entry.events import ArrivalsMoved, CodesChanged
from sibao.entry.inputs import OneArrival, ReasonedArrival, ReceiveArrival, RegisterArrival
from sibao.entry.models import ArrivalRegistration, EntryRules
from sibao.entry.rules.deciding import WITH_ARRIVAL, decide
from sibao.entry.services import coding, telling
from sibao.entry.states import ARRIVAL, ARRIVED, REGISTERED
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.events import Event
from sibao.kernel.refusals import Conflict, Invalid, WrongMove
from sibao.kernel.secrets import seal

CLOCKS = timedelta(minutes=5)
"""How far a moment that somebody enters may lie ahead of the product's."""
BACK = timedelta(days=7)
"""How long afterwards an arrival may be recorded."""


@command("entry:arrival:register")
def register_arrival(*, actor: Actor, now: datetime, given: RegisterArrival) -> Done[ArrivalRegistration]:
    """Register somebody who comes to a unit within reach, or who came unregistered; late is taken and said, not refused.

    Raises:
        NotFound: the unit or site is out of reach.
        Invalid: no such site of the unit, a lorry without a plate, a moment that is over, or she is under way already.
    """
    unit, rules = directory.unit_in_use(actor, given.unit_id), _rules(actor.zone_id)
    hashed = directory.number_hash(given.identity)
    _check(actor, given, hashed, now)
    people = directory.people_by_number(actor.zone_id, [given.identity])
    row = ArrivalRegistration(
        zone_id=actor.zone_id,
        unit=unit,
        site_id=given.site_id,
        person_id=people.get(given.identity),
        name_sealed=seal(given.name),
        identity_sealed=seal(given.identity),
        identity_hash=hashed,
        phone_sealed=seal(given.phone) if given.phone else None,
        late=not given.arrived and given.planned_at < now + timedelta(days=rules.ahead_days),
        unregistered=given.arrived,
        registered_at=now,
        by=actor.account_id,
        by_as=f"{actor.name} · {actor.position}"[:200],
        **given.model_dump(include={"crew", "origin_code", "origin_name", "planned_at", "transport", "plate"}),
    )
    if not given.arrived:
        row.save()
        return _done(row)
    return _received(row, min(given.planned_at, now), rules, now)


def _rules(zone_id: int) -> EntryRules:
    found = queries.rules_of(zone_id)
    if found is None:
        raise WrongMove(_("本区现在没有入口管控规则"))
    return found


def _check(actor: Actor, given: RegisterArrival, hashed: bytes, now: datetime) -> None:
    if given.site_id is not None and directory.site(actor, given.site_id).unit_id != given.unit_id:
        raise Invalid(fields={"site_id": _("这个场所不是这家单位的")})
    if given.transport == "lorry" and not given.plate:
        raise Invalid(fields={"plate": _("货车要填车牌")})
    if given.arrived:
        _check_moment("planned_at", given.planned_at, now)
    if not given.arrived and given.planned_at < now - CLOCKS:
        raise Invalid(fields={"planned_at": _("这个时间已经过去；人已经到了的，请勾选“已经抵达”")})
    under_way = ArrivalRegistration.objects.filter(unit_id=given.unit_id, identity_hash=hashed)
    if under_way.filter(state__in=[REGISTERED, ARRIVED]).exists():
        raise Invalid(fields={"identity": _("此人已有一次还没有办结的报备，请先办结或取消它")})


def _check_moment(field: str, at: datetime, now: datetime) -> None:
    if not now - BACK <= at <= now + CLOCKS:
        raise Invalid(fields={field: _("抵达时间不能晚于现在，也不能早于七天前")})


@command("entry:arrival:receive")
def receive_arrival(*, actor: Actor, now: datetime, given: ReceiveArrival) -> Done[ArrivalRegistration]:
    """Record that somebody has arrived; the decision table gives her a code in the same moment (R43).

    Raises:
        NotFound: the arrival is out of reach.
        WrongMove: she has arrived, or it was cancelled.
        Conflict: it was changed meanwhile.
        Invalid: a moment to come, or one of more than a week ago.
    """
    row = _held(actor, given, "receive")
    at = given.arrived_at or now
    _check_moment("arrived_at", at, now)
    return _received(row, at, _rules(actor.zone_id), now)


def _received(row: ArrivalRegistration, at: datetime, rules: EntryRules, now: datetime) -> Done[ArrivalRegistration]:
    row.state, row.arrived_at = ARRIVED, at
    row.save()
    telling.arrived(row, now)
    known = queries.conditions_of(row.zone_id, [row], rules) if row.crew else {}
    key = queries.classes_of(row.zone_id, [row])[row.pk]
    decision = decide(queries.table_of(row.zone_id), key, known.get(row.pk, ()), crew=row.crew, since=at)
    code = coding.by_rules(row, decision, rules, now)
    details: dict[str, object] = {"state": row.state, "code": code.pk, "colour": code.colour, "why": code.why}
    return _done(row, [CodesChanged(zone_id=row.zone_id, unit_ids=(row.unit_id,))], details)


@command("entry:arrival:cancel")
def cancel_arrival(*, actor: Actor, now: datetime, given: ReasonedArrival) -> Done[ArrivalRegistration]:
    """Cancel an arrival that has not come about; raises as `receive_arrival`."""
    return _ended(_held(actor, given, "cancel"), given.reason)


@command("entry:arrival:close")
def close_arrival(*, actor: Actor, now: datetime, given: ReasonedArrival) -> Done[ArrivalRegistration]:
    """Close an arrival: she has left, or nothing is left to watch; raises as `receive_arrival`.

    Raises:
        WrongMove: she has a code that is not green, which has to end first.
    """
    row = _held(actor, given, "close")
    for code in queries.running_codes(row.zone_id).filter(arrival=row):
        if code.colour != "green":
            raise WrongMove(_("此人的赋码还没有解除，解除后才能办结"))
        coding.end(code, WITH_ARRIVAL, given.reason, coding.BY_RULES, now)
    return _ended(row, given.reason)


def _held(actor: Actor, given: OneArrival, action: str) -> ArrivalRegistration:
    row = queries.access_arrival(actor, given.arrival_id)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    row.state = ARRIVAL.move(row.state, action)
    row.version += 1
    return row


def _ended(row: ArrivalRegistration, reason: str) -> Done[ArrivalRegistration]:
    row.note = reason
    row.save()
    return _done(row, details={"state": row.state, "reason": reason})


def _done(
    row: ArrivalRegistration, more: list[Event] | None = None, details: dict[str, object] | None = None
) -> Done[ArrivalRegistration]:
    told: list[Event] = [ArrivalsMoved(zone_id=row.zone_id, unit_ids=(row.unit_id,)), *(more or [])]
    subject = Subject("arrival", row.pk, f"{row.unit.name} · {row.origin_name}", unit_id=row.unit_id)
    return Done(row, subject, told, details or {"state": row.state, "late": row.late})
