"""Criteria as anyone may read them (公开的条件): versions that were ever in force, in words, with where each fact comes from."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sibao.criteria import CriterionError, Fact, Kind, Words
from sibao.criteria.sentences import part_words
from sibao.criteria.values import raw_of, shown
from sibao.facts import rules
from sibao.facts.models import CriterionVersion, FactDefinition
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.criteria import fitting
from sibao.facts.queries.stores import facts_needed
from sibao.kernel.refusals import NotFound


class Case(NamedTuple):
    """An example: its name, what is known of it in words, and the answer "yes", "no" or "unknown"."""

    name: str
    facts: tuple[tuple[Words, Words], ...]
    expected: str


class Told(NamedTuple):
    """A version in words.

    Attributes:
        clauses: what has to be met, each a sentence without full stop; empty where the catalogue no longer reads them.
        facts: what is asked about and what that is worked out from, in the catalogue's order.
        changes: against the version that was in force before; None = there was none, or it cannot be read.
    """

    clauses: tuple[Words, ...]
    facts: tuple[FactDefinition, ...]
    cases: tuple[Case, ...]
    changes: tuple[rules.Difference, ...] | None


def published(zone_id: int, use: str) -> QuerySet[CriterionVersion]:
    """Return the versions of a use that are or ever were in force, by key, newest first."""
    rows = CriterionVersion.objects.filter(zone_id=zone_id, use=use, valid_from__isnull=False)
    return rows.select_related("document").order_by("key", "-number")


def published_versions(
    zone_id: int, use: str, key: str, number: int
) -> tuple[CriterionVersion, list[CriterionVersion]]:
    """Return one version, and every version of its key that was ever in force, newest first.

    Raises:
        NotFound: there is none of that number, or it was never in force.
    """
    versions = list(published(zone_id, use).filter(key=key))
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound
    return found, versions


def told(zone_id: int, found: CriterionVersion, before: CriterionVersion | None) -> Told:
    """Return a version in words; facts that the catalogue has retired since are read too."""
    known = known_facts(zone_id, retired=True)
    criterion = fitting(found, known)
    if criterion is None:
        return Told((), (), (), None)
    former = fitting(before, known)
    needed = facts_needed(known.catalogue, [criterion])
    return Told(
        tuple(part_words(part) for part in criterion.clauses),
        tuple(row for key, row in known.definitions.items() if key in needed),
        tuple(_case(known, one) for one in found.examples),
        tuple(rules.differences(former, criterion)) if former else None,
    )


def _case(known: Known, example: dict[str, Any]) -> Case:
    return Case(example["name"], tuple(_values(known, example["facts"], example.get("ages", {}))), example["expected"])


def _values(known: Known, facts: dict[str, Any], ages: dict[str, int]) -> Iterator[tuple[Words, Words]]:
    """What an example gives, in the catalogue's order, with its age; a value that can no longer be read is left out."""
    for key, fact in known.catalogue.facts.items():
        if key not in facts:
            continue
        try:
            yield fact.name, _value(fact, facts[key]) + rules.age_words(ages.get(key, 0))
        except CriterionError:
            continue


def _value(fact: Fact, value: Any) -> Words:
    if fact.kind is not Kind.SET:
        return shown(fact, raw_of(fact, value))
    members = value if isinstance(value, list) else [value]
    return Words.join([fact.labels[one] for one in members if raw_of(fact, one) is not None], "、", ", ")
