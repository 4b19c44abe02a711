"""Chain inclusion (链式保障, R33): what hangs on a unit, who must enter with it, and the single points of failure.

Reckoned with all links of the zone; a unit beyond the actor's scope is counted and never named.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.kernel import clock
from sibao.kernel.access import Actor, narrow, predicate, require
from sibao.whitelist.models import BatchMember, Listing, Reckoning, SinglePoint
from sibao.whitelist.rules import Companion, Link, Net, Reduced, Stop, must_enter, reduced_by, told

if TYPE_CHECKING:
    from sibao.directory.models import SupplyLink, Unit

COLUMNS = ("supplier_id", "customer_id", "material", "share_bp", "stock_days")
A_LIFELINE, A_UNIT, MOST_STAFF = 10**13, 10**8, 10**8 - 1
"""How precedence is put into one number: lifelines first, then units, then staff."""
MOST_ABOVE = 1_000
Row = TypeVar("Row", Companion, Stop, Reduced)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who must enter with a key unit: itself unless it is listed, and whom it depends on, lifelines first (R24).

    `outside` counts those beyond the actor's scope; `cut` says that there are more than are followed.
    """

    unit_ids: tuple[int, ...]
    companions: tuple[Companion, ...]
    outside: int
    cut: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """What hangs together with a unit. `units` are those in reach, by id; the others are counted in `outside`.

    Args:
        states: unit id → state of its listing, "draft" while it waits in a batch; absent = not on the list.
    """

    upstream: "list[SupplyLink]"
    downstream: "list[SupplyLink]"
    proposal: Proposal
    stops: list[Stop]
    reduced: list[Reduced]
    units: "Mapping[int, Unit]"
    states: Mapping[int, str]
    outside: Mapping[str, int]


def net(zone_id: int, day: date) -> Net:
    """Return the supply links of a zone that run on a day, in the order of the arithmetic."""
    return Net([Link(*row) for row in directory.running_links(zone_id, day).values_list(*COLUMNS)])


def proposal(actor: Actor, unit_id: int, known: Net | None = None) -> Proposal:
    """Return who must enter the list together with a unit that the actor reaches."""
    require(actor, "whitelist:chain:read")
    found = known or net(actor.zone_id, clock.today())
    above = must_enter(found, unit_id, (), most=MOST_ABOVE)
    taken = listing_states([unit_id, *(one.unit for one in above.companions)])
    group = must_enter(found, unit_id, taken)
    reached = directory.units(actor).in_bulk([one.unit for one in group.companions])
    companions = sorted(
        (one for one in group.companions if one.unit in reached),
        key=lambda one: (not reached[one.unit].city_lifeline, one.step, one.unit),
    )
    alone = () if unit_id in taken else (unit_id,)
    ids = (*alone, *(one.unit for one in companions))
    return Proposal(ids, tuple(companions), len(group.companions) - len(companions), group.cut)


def chain(actor: Actor, unit_id: int) -> Chain:
    """Return what hangs together with a unit that the actor reaches: partners, companions, who stops, who has less."""
    require(actor, "whitelist:chain:read")
    day = clock.today()
    found = net(actor.zone_id, day)
    links = directory.links_of(actor, unit_id, day)
    stops = told(found, [unit_id])
    reduced = reduced_by(found, [unit_id], stops)
    group = proposal(actor, unit_id, found)
    named = {unit for stop in stops for unit in (stop.unit, stop.supplier)} | {one.unit for one in reduced}
    named |= {end for one in group.companions for end in (one.unit, one.customer)}
    partners = {unit for link in found.links if unit_id in (link.supplier, link.customer) for unit in _ends(link)}
    units = directory.units(actor).in_bulk(named | partners)
    outside = {"partners": partners, "stops": [one.unit for one in stops], "reduced": [one.unit for one in reduced]}
    return Chain(
        links["upstream"],
        links["downstream"],
        group,
        _reached(stops, units),
        _reached(reduced, units),
        units,
        listing_states(
            [*units, *(unit for link in (*links["upstream"], *links["downstream"]) for unit in _named(link))]
        ),
        {kind: sum(unit not in units for unit in ids) for kind, ids in outside.items()},
    )


def _ends(link: Link) -> tuple[int, int]:
    return link.supplier, link.customer


def _named(link: "SupplyLink") -> tuple[int, int]:
    return link.supplier_id, link.customer_id


def _reached(rows: Iterable[Row], units: "Mapping[int, Unit]") -> list[Row]:
    return [row for row in rows if row.unit in units]


def listing_states(unit_ids: Collection[int]) -> dict[int, str]:
    """Return the state of those units that are on the list or on their way: unit id → state, "draft" while in a draft."""
    waiting = BatchMember.objects.filter(unit__in=unit_ids, batch__state__in=["draft", "publicised"])
    running = Listing.objects.filter(unit__in=unit_ids).exclude(state="removed")
    drafts = dict.fromkeys(waiting.values_list("unit_id", flat=True), "draft")
    return drafts | dict(running.values_list("unit_id", "state"))


def single_points(actor: Actor) -> QuerySet[SinglePoint]:
    """Return the single points of failure that the actor reaches, with what of her reach falls with each.

    Each has `reached` units, `lifelines`, `staff`, `revenue` (分, of those that are known), the `earliest` day,
    `outside` (how many more stop beyond her scope), its `state` on the list, `as_of` (when the chain was reckoned last), and
    `precedence`, by which lifelines come first, then units, then staff.
    """
    require(actor, "whitelist:chain:read")
    mine = predicate(actor.scope, OF_UNIT.via("falls"))
    running = Listing.objects.filter(unit=OuterRef("unit")).exclude(state="removed")
    rows = narrow(actor, SinglePoint.objects.all(), OF_UNIT).select_related("unit__area", "unit__sector")
    rows = rows.annotate(
        reached=Count("falls", filter=mine),
        lifelines=Count("falls", filter=mine & Q(falls__unit__city_lifeline=True)),
        staff=Sum("falls__unit__staff_count", filter=mine),
        revenue=Sum("falls__unit__revenue_fen", filter=mine),
        earliest=Min("falls__day", filter=mine),
        state=Subquery(running.values("state")[:1]),
    )
    rank = F("lifelines") * A_LIFELINE + F("reached") * A_UNIT + Least(Coalesce(F("staff"), 0), MOST_STAFF)
    last = Reckoning.objects.filter(zone=OuterRef("zone")).order_by("-id").values("recorded_at")
    return rows.annotate(outside=F("units") - F("reached"), precedence=rank, as_of=Subquery(last[:1]))
