"""The catalogue of a zone: its definitions, and the same as criteria read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from sibao.criteria import Catalogue, CodeTree, Derived, Fact, Words
from sibao.criteria.facts import NO_CODES
from sibao.directory import queries as directory
from sibao.facts import rules
from sibao.facts.models import FactDefinition
from sibao.kernel.access import Actor, require


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a zone (事实目录).

    Attributes:
        catalogue: as criteria read them.
        definitions: key → its row, in order.
    """

    catalogue: Catalogue
    definitions: Mapping[str, FactDefinition]


def definitions(zone_id: int) -> QuerySet[FactDefinition]:
    """Return the definitions of a zone in order, with who knows them, retired ones too."""
    rows = FactDefinition.objects.filter(zone_id=zone_id).select_related("source", "document")
    return rows.order_by("order", "id")


def seen_definitions(actor: Actor) -> QuerySet[FactDefinition]:
    """Return the catalogue as the actor may read it; what a zone asks of its units is the same for everyone."""
    require(actor, "facts:definition:read")
    return definitions(actor.zone_id).filter(retired=False)


def known_facts(zone_id: int, *, retired: bool = False) -> Known:
    """Return the catalogue of a zone, ready to judge by; with its retired facts too, where old versions are to be read."""
    rows = {row.key: row for row in definitions(zone_id) if retired or not row.retired}
    labels, codes = _labels(zone_id, rows), _codes(zone_id, rows)
    facts: list[Fact] = []
    derived: list[Derived] = []
    for row in rows.values():
        own = labels.get(row.origin) or rules.own_labels(row.labels)
        fact = rules.fact_of(row, row.source.code if row.source else "", own, codes.get(row.codes, NO_CODES))
        if row.rule is None:
            facts.append(fact)
        else:
            derived.append(rules.derived_of(fact, row.rule))
    return Known(Catalogue(facts, derived), rows)


def _labels(zone_id: int, rows: Mapping[str, FactDefinition]) -> dict[str, dict[str, Words]]:
    """Labels of facts whose values are rows of the directory."""
    if not any(row.origin == "sector" for row in rows.values()):
        return {}
    return {"sector": {one.code: Words(one.name, one.name_en) for one in directory.zone_sectors(zone_id)}}


def _codes(zone_id: int, rows: Mapping[str, FactDefinition]) -> dict[str, CodeTree]:
    wanted = {row.codes for row in rows.values()} - {""}
    return {name: _industries() if name == "industry" else _areas(zone_id) for name in wanted}


@lru_cache(maxsize=1)
def _industries() -> CodeTree:
    """GB/T 4754—2017; it never changes while a process runs."""
    rows = list(directory.industries())
    there = {row.code for row in rows}
    return CodeTree((row.code, row.parent_code if row.parent_code in there else "", row.name) for row in rows)


def _areas(zone_id: int) -> CodeTree:
    rows = list(directory.areas(zone_id))
    codes = {row.pk: row.code for row in rows}
    return CodeTree((row.code, codes.get(row.parent_id or 0, ""), row.name) for row in rows)
