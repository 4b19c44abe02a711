"""What is known of many units at once, in columns, in a fixed number of queries whatever their number."""

from collections.abc import Iterable, Mapping
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
from sibao.facts.sql import Sent
from sibao.kernel import clock

SENT = {Kind.NUMBER: Sent.NUMBER, Kind.MONEY: Sent.NUMBER, Kind.DATE: Sent.DAY, Kind.FLAG: Sent.FLAG}
"""Kinds of the directory's facts whose values come as the numbers that criteria read; labels and codes come as words."""


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
    ids, held = _held(units, known, {key: ORIGINS[row.origin] for key, row in rows.items() if row.origin})
    held |= _said(units, ids, {row.pk: key for key, row in rows.items() if not row.origin and row.rule is None})
    return ids, Store(known.catalogue, len(ids), held, AsOf.at(now.astimezone(clock.SHANGHAI)))


def _held(units: QuerySet[Any], known: Known, origins: Mapping[str, Origin]) -> tuple[Any, dict[str, Column]]:
    """The ids of units, ascending, and what their own rows hold."""
    facts = {key: known.catalogue.facts[key] for key in origins}
    asked = {origins[key].column: SENT.get(fact.kind, Sent.WORDS) for key, fact in facts.items()}
    ids, moments, *values = sql.columns(units, {"pk": Sent.NUMBER, OBSERVED: Sent.MOMENT} | asked)
    order, found = ids.argsort(kind="stable"), dict(zip(asked, values, strict=True))
    at, held = moments[order], {}
    for key, fact in facts.items():
        raw = _numbers(fact, origins[key], found[origins[key].column])[order]
        low, high = fact.reach
        held[key] = Column(raw, (raw != sql.NOTHING) & (low <= raw) & (raw <= high), at)
    return ids[order], held


def _numbers(fact: Fact, origin: Origin, values: Any) -> sql.Numbers:
    """The directory's values as criteria read them; what they could not read, such as a code of old, as nothing."""
    if isinstance(values, np.ndarray):
        return values
    read = {value: possible(fact, origin.raw(value)) for value in set(values)}
    raws = {value: sql.NOTHING if number is None else number for value, number in read.items()}
    return np.array([raws[value] for value in values], np.int64)


def _said(units: QuerySet[Any], ids: Any, keys: Mapping[int, str]) -> dict[str, Column]:
    """What sources said: the value that counts now, from the one table that keeps it.

    Units that came into reach since their ids were read are left out.
    """
    shape = len(keys), len(ids)
    raw, at, known = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    if keys and len(ids):
        asked = sql.OneOf("unit_id", units.order_by().values("pk"))
        rows = CurrentValue.objects.filter(asked, definition_id__in=keys, raw__isnull=False)
        sent = dict.fromkeys(("definition_id", "unit_id", "raw"), Sent.NUMBER) | {"observed_at": Sent.MOMENT}
        definitions, unit_ids, raws, moments = sql.columns(rows, sent)
        places = np.minimum(np.searchsorted(ids, unit_ids), len(ids) - 1)
        there = ids[places] == unit_ids
        where = np.searchsorted(sorted(keys), definitions[there]), places[there]
        raw[where], at[where], known[where] = raws[there], moments[there], True
    return {keys[key]: Column(raw[row], known[row], at[row]) for row, key in enumerate(sorted(keys))}
