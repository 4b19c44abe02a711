"""What is known of many units at once, in columns, in a fixed number of queries whatever their number."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet

from sibao.criteria import AsOf, Catalogue, Column, Criterion, Fact, Store
from sibao.facts.models import CurrentValue
from sibao.facts.queries.catalogue import Known
from sibao.facts.queries.origins import OBSERVED, ORIGINS
from sibao.facts.queries.values import possible
from sibao.kernel import clock


def facts_needed(catalogue: Catalogue, criteria: Iterable[Criterion]) -> set[str]:
    """Return the facts that criteria read, and those that these are worked out from."""
    needed = {key for criterion in criteria for key in criterion.facts}
    for rule in reversed(list(catalogue.derived.values())):
        if rule.fact.key in needed:
            needed |= rule.inputs
    return needed


def store_of(units: QuerySet[Any], known: Known, criteria: Iterable[Criterion], now: datetime) -> tuple[Any, Store]:
    """Return the ids of units (ascending) and what is known of them now, for these criteria.

    Args:
        units: units of the directory, narrowed to who asks.
        known: the zone's catalogue.
    """
    needed = facts_needed(known.catalogue, criteria)
    rows = {key: row for key, row in known.definitions.items() if key in needed}
    origins = {key: row.origin for key, row in rows.items() if row.origin}
    columns = sorted({ORIGINS[origin].column for origin in origins.values()})
    found = list(units.order_by("pk").values_list("pk", OBSERVED, *columns))
    ids = np.array([row[0] for row in found], np.int64)
    at = np.array([int(row[1].timestamp()) // 60 for row in found], np.int64)
    held: dict[str, Column] = {}
    for key, origin in origins.items():
        place = 2 + columns.index(ORIGINS[origin].column)
        held[key] = _from_directory(known.catalogue.facts[key], ORIGINS[origin].raw, (row[place] for row in found), at)
    held |= _said(units, ids, {row.pk: key for key, row in rows.items() if not row.origin and row.rule is None})
    return ids, Store(known.catalogue, len(ids), held, AsOf.at(now.astimezone(clock.SHANGHAI)))


def _from_directory(fact: Fact, raw: Callable[[Any], Any], values: Iterable[Any], at: Any) -> Column:
    read: dict[Any, int | None] = {}
    numbers = []
    for value in values:
        if value not in read:
            read[value] = possible(fact, raw(value))
        numbers.append(read[value])
    there = np.array([number is not None for number in numbers], np.bool_)
    return Column(np.array([number or 0 for number in numbers], np.int64), there, at)


def _said(units: QuerySet[Any], ids: Any, keys: Mapping[int, str]) -> dict[str, Column]:
    """What sources said: the value that counts now, from the one table that keeps it.

    Units that came into reach since their ids were read are left out.
    """
    size = len(ids)
    columns = {
        key: Column(np.zeros(size, np.int64), np.zeros(size, np.bool_), np.zeros(size, np.int64))
        for key in keys.values()
    }
    if not keys or not size:
        return columns
    rows = CurrentValue.objects.filter(
        definition_id__in=keys, raw__isnull=False, unit__in=units.order_by().values("pk")
    )
    found = np.array(
        [
            (definition, unit, raw, int(at.timestamp()) // 60)
            for definition, unit, raw, at in rows.values_list("definition_id", "unit_id", "raw", "observed_at")
        ],
        np.int64,
    ).reshape(-1, 4)
    places = np.searchsorted(ids, found[:, 1])
    there = ids[np.minimum(places, size - 1)] == found[:, 1]
    found, places = found[there], places[there]
    for definition, key in keys.items():
        mine = found[:, 0] == definition
        here, column = places[mine], columns[key]
        column.raw[here], column.known[here], column.at[here] = found[mine, 2], True, found[mine, 3]
    return columns
