"""What is known of many units at once, in columns, in a fixed number of queries whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet

from sibao.criteria import AsOf, Catalogue, Column, Criterion, Fact, Kind, Store
from sibao.facts import sql
from sibao.facts.models import CurrentValue
from sibao.facts.queries.catalogue import Known
from sibao.facts.queries.origins import OBSERVED, ORIGINS, Origin
from sibao.facts.queries.values import possible
from sibao.kernel import clock

AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
"""Kinds of the directory's facts whose values are whole numbers already."""


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
    rows_of_units = units.annotate(held_at=sql.minutes(OBSERVED)).order_by("pk").values_list("pk", "held_at", *columns)
    found = list(zip(*rows_of_units, strict=True)) or [()] * (2 + len(columns))
    ids, at = (np.array(numbers, np.int64) for numbers in found[:2])
    held: dict[str, Column] = {}
    for key, origin in origins.items():
        place = 2 + columns.index(ORIGINS[origin].column)
        held[key] = _from_directory(known.catalogue.facts[key], ORIGINS[origin], found[place], at)
    held |= _said(units, ids, {row.pk: key for key, row in rows.items() if not row.origin and row.rule is None})
    return ids, Store(known.catalogue, len(ids), held, AsOf.at(now.astimezone(clock.SHANGHAI)))


def _from_directory(fact: Fact, origin: Origin, values: Sequence[Any], at: Any) -> Column:
    if fact.kind in AMOUNTS:
        there = np.array([value is not None for value in values], np.bool_)
        raw = np.array([value or 0 for value in values], np.int64)
        low, high = fact.bounds
        return Column(raw, there & (low <= raw) & (raw <= high), at)
    read: dict[Any, int | None] = {}
    numbers = []
    for value in values:
        if value not in read:
            read[value] = possible(fact, origin.raw(value))
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
    found = sql.packed(rows, "definition_id", "unit_id", "raw", sql.minutes("observed_at"))
    for definition, said in found.items():
        places = np.searchsorted(ids, said[:, 0])
        there = ids[np.minimum(places, size - 1)] == said[:, 0]
        here, column = places[there], columns[keys[definition]]
        column.raw[here], column.known[here], column.at[here] = said[there, 1], True, said[there, 2]
    return columns
