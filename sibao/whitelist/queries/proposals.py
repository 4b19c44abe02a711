"""What follows from judging units again (名单提议, R32), what was proposed of it, and for which causes listings are suspended."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.facts import queries as facts
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.refusals import NotFound
from sibao.whitelist import rules
from sibao.whitelist.models import Application, Listing, ListProposal, Outreach, Suspension
from sibao.whitelist.queries.standards import STANDARD
from sibao.whitelist.queries.values import outside

if TYPE_CHECKING:
    from sibao.directory.models import Unit

Place = tuple[int, str]
"""A unit's id, and what is proposed of it."""
UNDECIDED = ["draft", "reviewing", "returned"]


def list_proposals(actor: Actor) -> QuerySet[ListProposal]:
    """Return the proposals within reach, newest first."""
    require(actor, "whitelist:proposal:read")
    require(actor, "facts:value:read")
    rows = narrow(actor, ListProposal.objects.all(), OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "sector", "listing").order_by("-id")


def list_proposal(actor: Actor, proposal_id: int) -> ListProposal:
    """Return one proposal, with the verdict that it rests on.

    Raises:
        NotFound: there is none of that id within reach.
    """
    found = list_proposals(actor).select_related("verdict__criterion").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def reached_list_proposals(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some proposals that the actor may see."""
    if not (may(actor, "whitelist:proposal:read") and may(actor, "facts:value:read")):
        return set()
    return set(list_proposals(actor).filter(pk__in=ids).values_list("pk", flat=True))


def access_list_proposal(actor: Actor, proposal_id: int) -> ListProposal:
    """Return one proposal locked, its unit held first; the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id within reach.
    """
    rows = narrow(actor, ListProposal.objects.filter(pk=proposal_id), OF_UNIT)
    directory.hold_units(rows.values("unit_id"))
    found = rows.select_for_update(of=("self",)).select_related("unit", "sector", "listing").first()
    if found is None:
        raise NotFound
    return found


def standing_proposals(
    zone_id: int, unit_ids: Collection[int] | None, sectors: Collection[str] | None
) -> QuerySet[ListProposal]:
    """Return what is open, or was decided and silences the same, locked in order of id; of some units and sectors, or all."""
    rows = ListProposal.objects.filter(Q(state="open") | Q(silent=True), zone_id=zone_id)
    rows = rows if unit_ids is None else rows.filter(unit__in=unit_ids)
    rows = rows if sectors is None else rows.filter(sector__code__in=sectors)
    return rows.select_for_update(of=("self",)).select_related("sector", "verdict").order_by("id")


def due(
    actor: Actor, now: datetime, unit_ids: Collection[int] | None = None, sectors: Collection[str] | None = None
) -> dict[Place, str]:
    """Return what is to be proposed by the standards in force: (unit, kind) → its sector's code; one kind at most of a unit.

    Let in: it meets the standard, is not in, applies for nothing just now, and has not said that it declines. Removed: it is
    listed, known not to meet the standard, and has no grace left; not what two people let in against the verdict, nor what
    is suspended for just these clauses. Lifted: nothing but clauses keeps it suspended, and all of them are met.

    Args:
        unit_ids, sectors: the units and codes of sectors that are asked about; all unless given.
    """
    stands = facts.stands(actor, STANDARD.word, _free(actor, unit_ids), now, sectors)
    found = {(one.unit_id, "add"): key for key, stand in stands.items() for one in stand.meets}
    fallen = facts.fallen(actor, STANDARD.word, now, sectors, unit_ids)
    gone = {one.unit_id: key for key, sector in fallen.items() for one in sector.due}
    for unit_id, key, cured, paused in _suspended(actor, now, unit_ids, sectors):
        if cured and not paused and unit_id not in gone:
            found[unit_id, "lift"] = key
        if not cured:
            gone.pop(unit_id, None)
    excepted = Listing.objects.filter(exceptional=True, unit__in=list(gone)).exclude(state="removed")
    for unit_id in excepted.values_list("unit_id", flat=True):
        gone.pop(unit_id)
    return found | {(unit_id, "remove"): key for unit_id, key in gone.items()}


def _free(actor: Actor, unit_ids: Collection[int] | None) -> "QuerySet[Unit]":
    rows = outside(actor) if unit_ids is None else outside(actor).filter(pk__in=unit_ids)
    applying = Application.objects.filter(unit=OuterRef("pk"), state__in=UNDECIDED)
    said = Outreach.objects.filter(unit=OuterRef("pk")).order_by("-id").values("answer")[:1]
    willing = Q(said=None) | ~Q(said="declined")
    return rows.filter(~Exists(applying)).annotate(said=Subquery(said)).filter(willing)


def _suspended(
    actor: Actor, now: datetime, unit_ids: Collection[int] | None, sectors: Collection[str] | None
) -> Iterator[tuple[int, str, bool, bool]]:
    """Yield the units suspended for clauses: id, sector's code, whether all of these are met now, whether it is paused too."""
    rows = Suspension.objects.filter(zone_id=actor.zone_id, ended_at=None, listing__state="suspended")
    rows = rows if unit_ids is None else rows.filter(listing__unit__in=unit_ids)
    rows = rows if sectors is None else rows.filter(listing__unit__sector__code__in=sectors)
    paused = set(rows.filter(cause="pause").values_list("listing_id", flat=True))
    own = list(rows.filter(cause="standard").select_related("verdict", "listing__unit__sector").order_by("id"))
    units = directory.units(actor).filter(pk__in=[one.listing.unit_id for one in own])
    now_ = facts.clause_answers(actor.zone_id, STANDARD.word, units, now) if own else {}
    for one in own:
        unit = one.listing.unit
        if unit.pk in now_:
            left = rules.uncured(clauses_of(one), now_[unit.pk].clauses, now_[unit.pk].whole)
            yield unit.pk, unit.sector.code, not left, one.listing_id in paused


def clauses_of(suspension: Suspension) -> list[str]:
    """Return the clauses for which a listing was suspended, in the words of the standard then; none where it was paused."""
    clauses = suspension.verdict.clauses if suspension.verdict else []
    return [clause["zh"] for clause in clauses if clause["answer"] is False]


def clauses_of_listings(listing_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the clauses for which listings are suspended now: listing → clauses."""
    rows = Suspension.objects.filter(listing__in=listing_ids, cause="standard", ended_at=None).select_related("verdict")
    return {one.listing_id: clauses_of(one) for one in rows}


def causes(listing: Listing) -> QuerySet[Suspension]:
    """Return the causes for which a listing is suspended now."""
    return Suspension.objects.filter(listing=listing, ended_at=None)


def causes_of_unit(actor: Actor, unit_id: int) -> list[tuple[Suspension, list[str]]]:
    """Return the causes for which a unit's listing is suspended now, each with its clauses."""
    require(actor, "whitelist:listing:read")
    rows = narrow(actor, Suspension.objects.all(), OF_UNIT.via("listing"))
    rows = rows.filter(listing__unit=unit_id, ended_at=None).select_related("verdict").order_by("id")
    return [(one, clauses_of(one)) for one in rows]


def uncured(listing: Listing, now: datetime) -> list[str]:
    """Return the clauses that keep a listing suspended because they are not met for certain; none without a standard in force."""
    wanted = [clause for one in causes(listing).select_related("verdict") for clause in clauses_of(one)]
    units: QuerySet[Any] = directory.unit_rows().filter(pk=listing.unit_id)
    found = facts.clause_answers(listing.zone_id, STANDARD.word, units, now) if wanted else {}
    here = found.get(listing.unit_id)
    return rules.uncured(wanted, here.clauses, here.whole) if here else []


def running_of(zone_id: int, unit_ids: Collection[int]) -> dict[int, Listing]:
    """Return the running listings of units, for what is proposed of them: unit → listing."""
    rows = Listing.objects.filter(zone_id=zone_id, unit__in=unit_ids).exclude(state="removed")
    return {row.unit_id: row for row in rows}
