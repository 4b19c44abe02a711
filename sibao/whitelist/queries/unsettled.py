"""Applications that let nobody in any more as things stand now: they keep a batch from going out (R28)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from sibao.directory import queries as directory
from sibao.facts import queries as facts
from sibao.whitelist.models import Application, Batch, BatchMember
from sibao.whitelist.queries.standards import STANDARD


def shaken(
    zone_id: int, now: datetime, unit_ids: Collection[int] | None = None, sectors: Collection[str] | None = None
) -> dict[int, int]:
    """Return the accepted applications whose unit is not known to meet the standard in force any more: unit → application.

    What two people accepted against the verdict stays as they decided.

    Args:
        unit_ids, sectors: the units and codes of sectors that are asked about; all unless given.
    """
    rows = Application.objects.filter(zone_id=zone_id, state="accepted", overridden=False)
    rows = rows if unit_ids is None else rows.filter(unit__in=unit_ids)
    rows = rows if sectors is None else rows.filter(sector__code__in=sectors)
    held = dict(rows.values_list("unit_id", "pk"))
    moved = set(rows.exclude(sector=F("unit__sector")).values_list("unit_id", flat=True))
    units = directory.unit_rows().filter(pk__in=list(held))
    answers = facts.clause_answers(zone_id, STANDARD.word, units, now) if held else {}
    meet = {unit_id for unit_id, one in answers.items() if one.whole is True} - moved
    return {unit_id: pk for unit_id, pk in held.items() if unit_id not in meet}


def unsettled(batch: Batch, now: datetime) -> list[str]:
    """Return the names of a batch's units whose application is to be reviewed anew, or was refused since they are in it."""
    members = BatchMember.objects.filter(batch=batch)
    own = Application.objects.filter(unit=OuterRef("unit"))
    anew = Q(state__in=["reviewing", "returned"], decided_at__isnull=False)
    again = own.filter(anew | Q(state="refused", decided_at__gte=OuterRef("added_at")))
    ids = shaken(batch.zone_id, now, list(members.values_list("unit_id", flat=True)))
    rows = members.filter(Exists(again) | Q(unit__in=list(ids)))
    return list(rows.order_by("unit__code").values_list("unit__name", flat=True))
