"""Batches and their members."""

from typing import TYPE_CHECKING

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.kernel.access import Actor, may, narrow, predicate, require
from sibao.kernel.refusals import NotFound
from sibao.whitelist.models import Batch, BatchMember, Listing
from sibao.whitelist.rules import batch_name

if TYPE_CHECKING:
    from sibao.directory.models import Unit

ROLL = ("unit__sector__order", "-unit__city_lifeline", "unit__code")
"""The order of the roll: by sector, in each those first that keep the city running (R24)."""


def batch_label(number: int) -> str:
    """Return a batch's name in the language of the page: 第四批, Batch 4."""
    return f"Batch {number}" if (get_language() or "").startswith("en") else batch_name(number)


def batches(actor: Actor) -> QuerySet[Batch]:
    """Return the zone's batches, newest first, each with the number of its units that the actor reaches (`mine`).

    Who fills batches sees all of them; everyone else those that are published or hold units of hers.
    """
    require(actor, "whitelist:batch:read")
    mine = Count("members", filter=predicate(actor.scope, OF_UNIT.via("members")))
    rows = Batch.objects.filter(zone_id=actor.zone_id).select_related("zone").annotate(mine=mine).order_by("-id")
    return rows if may(actor, "whitelist:batch:fill") else rows.filter(Q(state="published") | Q(mine__gt=0))


def batch(actor: Actor, batch_id: int) -> Batch:
    """Return one batch.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = batches(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotFound
    return found


def access_batch(actor: Actor, batch_id: int, *, with_units: bool = False) -> Batch:
    """Return one batch locked, the only way to hold it in order to change it.

    Args:
        with_units: hold its units too, so that none moves to another town meanwhile.

    Raises:
        NotFound: there is none of that id that the actor sees.
    """
    rows = Batch.objects.select_for_update(of=("self",)).select_related("zone")
    found = rows.filter(zone_id=actor.zone_id, pk=batch_id).first()
    if found is None or not batches(actor).filter(pk=batch_id).exists():
        raise NotFound
    if with_units:
        directory.hold_units(BatchMember.objects.filter(batch=found).values("unit_id"))
    return found


def reaches_whole_batch(actor: Actor, batch_id: int) -> bool:
    """Return whether every unit of a batch lies in the actor's scope, so that she may decide on all of it."""
    everyone = BatchMember.objects.filter(batch_id=batch_id)
    return narrow(actor, everyone, OF_UNIT).count() == everyone.count()


def members(actor: Actor, batch_id: int) -> QuerySet[BatchMember]:
    """Return the units of a batch that the actor reaches, in the order of the roll.

    Each has `together_with`, the name of the key unit with which it enters; None when there is none or it is out of reach.
    """
    rows = narrow(actor, BatchMember.objects.filter(batch_id=batch_id), OF_UNIT)
    key = directory.units(actor).filter(pk=OuterRef("with_unit")).values("name")
    rows = rows.annotate(together_with=Subquery(key[:1]))
    return rows.select_related("unit__area", "unit__sector").order_by(*ROLL)


def units_of_batch(batch_id: int) -> "list[Unit]":
    """Return every unit of a batch in the order of the roll, for its notice."""
    rows = BatchMember.objects.filter(batch_id=batch_id).select_related("unit__area", "unit__sector")
    return [row.unit for row in rows.order_by(*ROLL)]


def pending_listings(batch_id: int) -> list[Listing]:
    """Return the pending listings of a batch, locked, in the order of the roll: lifelines first in each sector."""
    rows = Listing.objects.select_for_update(of=("self",)).filter(batch_id=batch_id, state="pending")
    rows = rows.select_related("unit__area", "unit__sector")
    return list(rows.order_by("unit__sector__order", "priority", "unit__code"))


def cells_of_batch(batch_id: int) -> frozenset[tuple[int, int]]:
    """Return the (area id, sector id) of every unit of a batch."""
    pairs = BatchMember.objects.filter(batch_id=batch_id).values_list("unit__area_id", "unit__sector_id").distinct()
    return frozenset(pairs)


def lock_list(zone_id: int) -> None:
    """Hold the zone's one list, so that numbers are given one after the other."""
    directory.lock_zone(zone_id)


def next_number(zone_id: int) -> int:
    """Return the next list number, holding the list until the transaction ends."""
    lock_list(zone_id)
    last = Listing.objects.filter(zone_id=zone_id).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


def places_taken(zone_id: int, unit_ids: list[int]) -> dict[int, str]:
    """Return, for those of the units that cannot enter a draft, where they already stand."""
    taken = {
        unit_id: _("已在名单中")
        for unit_id in Listing.objects.filter(zone_id=zone_id, unit_id__in=unit_ids)
        .exclude(state="removed")
        .values_list("unit_id", flat=True)
    }
    waiting = BatchMember.objects.filter(
        Q(batch__state="draft") | Q(batch__state="publicised"), zone_id=zone_id, unit_id__in=unit_ids
    )
    for unit_id, number in waiting.values_list("unit_id", "batch__number"):
        taken.setdefault(unit_id, _("已在%(batch)s中") % {"batch": batch_label(number)})
    return taken
