"""Consultations, narrowed: those she asked, is asked in or answered, and, for who oversees, all of the zone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from sibao.accounts import queries as accounts
from sibao.approvals.models import Consultation, ConsultedBody, Opinion
from sibao.approvals.queries.answering import body_matches
from sibao.approvals.rules import Voice, consultation_number
from sibao.approvals.states import AGREED, DECIDED, LIVING, OPEN
from sibao.kernel.access import ZONE_ONLY, Actor, may, predicate, require
from sibao.kernel.documents import reading
from sibao.kernel.refusals import NotFound

if TYPE_CHECKING:
    from sibao.kernel.models import IssuedDocument

LATELY = timedelta(days=7)
MOST = 20
RETRIED = timedelta(minutes=5)
READ = "approvals:consultation:read"


@dataclass(frozen=True, slots=True)
class Kept:
    """What an agreed consultation keeps for carrying out: the command, its sealed input, in whose appointment."""

    permission: str
    sealed: bytes
    appointment_id: int


def consultations(actor: Actor) -> QuerySet[Consultation]:
    """Return the consultations that the actor may see, newest first."""
    require(actor, READ)
    seat = accounts.seat_of(actor)
    asked = ConsultedBody.objects.filter(body_matches(seat), consultation=OuterRef("pk"))
    said = Opinion.objects.filter(account_id=actor.account_id, consultation=OuterRef("pk"))
    seen = Q(asker_id=actor.account_id) | Q(Exists(said))
    if may(actor, "approvals:opinion:give"):
        seen |= Q(Exists(asked))
    if may(actor, "approvals:consultation:oversee"):
        seen |= predicate(actor.scope, ZONE_ONLY)
    rows = Consultation.objects.filter(seen, zone_id=actor.zone_id).defer("sealed_given")
    return rows.select_related("zone").order_by("-id")


def consultation(actor: Actor, consultation_id: int) -> Consultation:
    """Return one consultation.

    Raises:
        NotFound: there is none of that id that the actor may see.
    """
    found = consultations(actor).filter(pk=consultation_id).first()
    if found is None:
        raise NotFound
    return found


def about(actor: Actor, subject_kind: str, subject_id: int) -> list[Consultation]:
    """Return the consultations about a thing that the actor may see, newest first, for the thing's own page."""
    if not may(actor, READ):
        return []
    return list(consultations(actor).filter(subject_kind=subject_kind, subject_id=subject_id)[:MOST])


def reached(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some consultations that the actor may see."""
    if not may(actor, READ):
        return set()
    return set(consultations(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def takes_evidence(actor: Actor, consultation_id: int) -> bool:
    """Return whether opinions are still asked, so that evidence may be added or taken off."""
    return consultations(actor).filter(pk=consultation_id, state=OPEN).exists()


def consultation_of_body(actor: Actor, body_id: int) -> Consultation:
    """Return the consultation in which a body is asked.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = consultations(actor).filter(bodies=body_id).first()
    if found is None:
        raise NotFound
    return found


def access_consultation(actor: Actor, consultation_id: int) -> Consultation:
    """Return one consultation locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id that the actor may see.
    """
    reached = consultations(actor).filter(pk=consultation_id).order_by().values("pk")
    found = _locked().filter(pk__in=reached).first()
    if found is None:
        raise NotFound
    return found


def held_consultation(zone_id: int, consultation_id: int) -> Consultation | None:
    """Return one consultation locked, for the system."""
    return _locked().filter(zone_id=zone_id, pk=consultation_id).first()


def agreed_for(actor: Actor, fingerprint: bytes) -> Consultation | None:
    """Return, locked, the consultation that was completed for exactly this and is not used up yet."""
    rows = _locked().filter(zone_id=actor.zone_id, asker_id=actor.account_id, fingerprint=fingerprint)
    return rows.filter(appointment_id=actor.appointment_id or 0, state=AGREED).first()


def _locked() -> QuerySet[Consultation]:
    return Consultation.objects.select_for_update(of=("self",)).select_related("zone").defer("sealed_given")


def living(actor: Actor, fingerprint: bytes) -> Consultation | None:
    """Return the actor's consultation about exactly this that is open, or agreed and not carried out yet."""
    rows = Consultation.objects.filter(asker_id=actor.account_id, fingerprint=fingerprint, state__in=LIVING)
    return rows.select_related("zone").first()


def next_serial(zone_id: int, year: int) -> int:
    """Return the next number of a year; the zone is held."""
    rows = Consultation.objects.filter(zone_id=zone_id, year=year)
    return int(rows.aggregate(Max("serial"))["serial__max"] or 0) + 1


def bodies(found: Consultation) -> list[ConsultedBody]:
    """Return who is asked, in order."""
    return list(found.bodies.order_by("number"))


def opinions(found: Consultation) -> QuerySet[Opinion]:
    """Return the opinions in the order in which they were given."""
    return found.opinions.select_related("body").order_by("id")


def voices(found: Consultation, asked: list[ConsultedBody]) -> list[Voice]:
    """Return the opinions as they count, in order; the bodies asked are numbered from 0."""
    places = {body.pk: place for place, body in enumerate(asked)}
    rows = found.opinions.order_by("id").values_list("account_id", "holder_id", "body_id", "stance")
    return [Voice(account, holder, places[body], stance) for account, holder, body, stance in rows]  # type: ignore[arg-type]


def asked_lately(actor: Actor, now: datetime) -> QuerySet[Consultation]:
    """Return what the actor asked that has not ended, or ended within seven days, newest first."""
    rows = Consultation.objects.filter(Q(ended_at=None) | Q(ended_at__gte=now - LATELY), asker_id=actor.account_id)
    return rows.filter(zone_id=actor.zone_id).select_related("zone").defer("sealed_given").order_by("-id")


def to_carry_out(zone_id: int, consultation_id: int) -> Kept | None:
    """Return what an agreed consultation keeps for carrying out; None = it is not agreed, or was carried out."""
    found = Consultation.objects.filter(zone_id=zone_id, pk=consultation_id, state=AGREED).first()
    return Kept(found.permission, bytes(found.sealed_given), found.appointment_id) if found else None


def to_expire(zone_id: int, now: datetime, most: int) -> list[int]:
    """Return the open consultations whose time has run out, by id."""
    rows = Consultation.objects.filter(zone_id=zone_id, state=OPEN, lapses_at__lte=now)
    return list(rows.order_by("lapses_at").values_list("pk", flat=True)[:most])


def left_agreed(zone_id: int, now: datetime, most: int) -> list[int]:
    """Return the agreed consultations that a job should have carried out by now, by id."""
    rows = Consultation.objects.filter(zone_id=zone_id, state=AGREED, decided_at__lte=now - RETRIED)
    return list(rows.order_by("decided_at").values_list("pk", flat=True)[:most])


def undocumented(zone_id: int, now: datetime, most: int) -> list[int]:
    """Return the decided consultations whose decision should have been issued by now, by id."""
    issued = reading.documented(zone_id, "consultation").filter(subject_id=OuterRef("pk"))
    rows = Consultation.objects.filter(~Exists(issued), zone_id=zone_id, state__in=DECIDED).exclude(state=AGREED)
    rows = rows.filter(decided_at__lte=now - RETRIED)
    return list(rows.order_by("decided_at").values_list("pk", flat=True)[:most])


def number(found: Consultation) -> str:
    """Return a consultation's number."""
    return consultation_number(found.zone.list_prefix, found.year, found.serial)


def document(found: Consultation, *, with_content: bool = False) -> "IssuedDocument | None":
    """Return the decision as it was issued, or None before that."""
    rows = reading.documents_of(found.zone_id, "consultation", found.pk)
    return (rows.defer(None) if with_content else rows).first()
