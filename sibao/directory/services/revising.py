"""Changing one field of many units or sites at once: one statement for all that change, a result for each row."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F

from sibao.directory import queries
from sibao.directory.events import UnitsChanged
from sibao.directory.models import Site, Unit
from sibao.directory.queries.revising import OF_SITES, OF_UNITS
from sibao.directory.services.imports import sizing
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.revising.definition import CHANGED, Outcome, judged
from sibao.kernel.revising.inputs import ReviseRows


@command("directory:unit:revise")
def revise_units(*, actor: Actor, now: datetime, given: ReviseRows) -> Done[list[Outcome]]:
    """Give many units one value; each is looked at once more, and size classes follow their industry."""
    held = queries.access_units(actor, list(given.seen))
    wanted = OF_UNITS[given.field](actor, given.value)
    outcomes = judged(held, given.seen, wanted)
    units = [held[one.row_id] for one in outcomes if one.verdict == CHANGED]
    cells = {(unit.area_id, unit.sector_id) for unit in units}
    _write(Unit, units, {**wanted.columns, "updated_at": now})
    if given.field == "industry_code":
        _size(units)
    cells |= {(unit.area_id, unit.sector_id) for unit in units}
    ids = tuple(unit.pk for unit in units)
    event = UnitsChanged(zone_id=actor.zone_id, unit_ids=ids, cells=frozenset(cells))
    return Done(outcomes, _subject(given), [event] if ids else [], _details(given, ids))


@command("directory:site:revise")
def revise_sites(*, actor: Actor, now: datetime, given: ReviseRows) -> Done[list[Outcome]]:
    """Give many sites one value; each is looked at once more."""
    held = queries.access_sites(actor, list(given.seen))
    wanted = OF_SITES[given.field](actor, given.value)
    outcomes = judged(held, given.seen, wanted)
    sites = [held[one.row_id] for one in outcomes if one.verdict == CHANGED]
    _write(Site, sites, wanted.columns)
    return Done(outcomes, _subject(given), details=_details(given, [site.pk for site in sites]))


def _write(table: Any, rows: Collection[Any], columns: Any) -> None:
    changed = table.objects.filter(pk__in=[row.pk for row in rows])
    changed.update(**columns, version=F("version") + 1)
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)


def _size(units: list[Unit]) -> None:
    size = sizing()
    for unit in units:
        unit.size_class = size(unit)
    Unit.objects.bulk_update(units, ["size_class"])


def _subject(given: ReviseRows) -> Subject:
    return Subject("revision", given.revision_id, given.field)


def _details(given: ReviseRows, ids: Collection[int]) -> dict[str, object]:
    return {"field": given.field, "value": given.value, "rows": list(ids), "asked": len(given.seen)}
