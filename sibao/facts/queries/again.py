"""Judging again what was judged before: which facts count, how each clause stands now, and what a kept verdict rests on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sibao.criteria import Planes, Words
from sibao.criteria.bits import unpacked
from sibao.criteria.compiling import Part
from sibao.criteria.sentences import part_words
from sibao.facts.models import FactDefinition, Verdict
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.criteria import fitting, valid_at
from sibao.facts.queries.stores import facts_needed, store_of
from sibao.facts.queries.uses import use_of
from sibao.facts.queries.values import words_of
from sibao.kernel import clock

REGISTER, RECKONED, ITSELF = (
    Words("底册", "register"),
    Words("系统推算", "worked out"),
    Words("单位自己", "the unit itself"),
)


class Answers(NamedTuple):
    """How a unit stands to the version in force now: as a whole, and by each clause in its own Chinese words."""

    whole: bool | None
    clauses: Mapping[str, bool | None]


def facts_read(zone_id: int, word: str, now: datetime) -> frozenset[str]:
    """Return the facts that a use's criteria in force read, with those that these are worked out from."""
    known = known_facts(zone_id)
    found = [fitting(version, known) for version in valid_at(now).filter(zone_id=zone_id, use=word)]
    return frozenset(facts_needed(known.catalogue, [one for one in found if one]))


def clause_answers(zone_id: int, word: str, units: QuerySet[Any], now: datetime) -> dict[int, Answers]:
    """Return how units stand to each clause of what is in force for them: unit → answers; without a criterion it is left out.

    Args:
        units: units of the directory, chosen by the context that asks.
    """
    known, use = known_facts(zone_id), use_of(word)
    found: dict[int, Answers] = {}
    for version in valid_at(now).filter(zone_id=zone_id, use=word).order_by("key"):
        criterion = fitting(version, known)
        if criterion is not None:
            ids, store = store_of(units.filter(use.units(version.key)), known, [criterion], now)
            planes = Planes(store)
            whole = _answers(planes, criterion.root, len(ids))
            clauses = {part_words(part).zh: _answers(planes, part, len(ids)) for part in criterion.clauses}
            for place, unit_id in enumerate(ids.tolist()):
                found[unit_id] = Answers(whole[place], {words: each[place] for words, each in clauses.items()})
    return found


def _answers(planes: Planes, part: Part, size: int) -> list[bool | None]:
    yes, no = unpacked(planes.yes(part), size), unpacked(planes.no(part), size)
    return [True if met else False if missed else None for met, missed in zip(yes, no, strict=True)]


def reasons(known: Known, verdict: Verdict, *, answer: bool, only: Collection[str] | None = None) -> Words:
    """Return the clauses of a kept verdict that had an answer, each with what was read, who said so and when.

    Args:
        only: the clauses that are asked about, in their own Chinese words; all unless given.
    """
    sources = {row.source.code: row.source.short_name for row in known.definitions.values() if row.source}
    told = []
    for clause in verdict.clauses:
        if clause["answer"] is answer and (only is None or clause["zh"] in only):
            read = [_read(known, sources, one) for one in clause["asked"]]
            told.append(
                Words(clause["zh"], clause["en"]) + Words("（", " (") + Words.join(read, "，", ", ") + Words("）", ")")
            )
    return Words.join(told, "；", "; ")


def _read(known: Known, sources: Mapping[str, str], one: Mapping[str, Any]) -> Words:
    row, fact = known.definitions.get(one["fact"]), known.catalogue.facts.get(one["fact"])
    name = fact.name if fact else Words(one["fact"], one["fact"])
    if row is None or fact is None or one["raw"] is None:
        return name + Words("不知道", " unknown")
    day = f"{datetime.fromisoformat(one['observed_at']).astimezone(clock.SHANGHAI):%Y-%m-%d}"
    said = _source(row, sources.get(one["source"], ""))
    return name + Words("为", " ") + words_of(fact, one["raw"]) + Words("，", ", ") + said + Words(f" {day}", f" {day}")


def _source(row: FactDefinition, said: str) -> Words:
    if row.origin:
        return REGISTER
    return RECKONED if row.rule is not None else Words(said, said) if said else ITSELF
