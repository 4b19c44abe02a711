"""Full enrolment (应入尽入, R123): who meets the standard and is not on the list, who misses one clause, what it would bring."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sibao.directory import queries as directory
from sibao.facts import queries as facts
from sibao.facts.queries import Affected, Stand
from sibao.kernel.access import Actor, narrow, require
from sibao.whitelist import rules
from sibao.whitelist.models import Outreach
from sibao.whitelist.queries.coverage import SectorCoverage, coverage
from sibao.whitelist.queries.standards import STANDARD
from sibao.whitelist.queries.values import outside, sums_of

READ = "whitelist:enrolment:read"
GROUPS = ("meets", "near", "unknown")


@dataclass(frozen=True, slots=True)
class SectorEnrolment:
    """How far those who qualify in a sector are in.

    Attributes:
        coverage: as it stands.
        stand: the groups of those who are not in; None where no standard is in force.
        with_all_bp: the coverage in basis points if all who meet the standard were in; None where it is unknown.
        without_value: how many of those who meet it have no value, so that what they bring is unknown.
        willing: how many of those who meet it said that they wish to apply; none may be left (应入未入).
    """

    coverage: SectorCoverage
    stand: Stand | None
    with_all_bp: int | None
    without_value: int
    willing: int


@dataclass(frozen=True, slots=True)
class TownEnrolment:
    """The units of a town that are not in: how many meet their sector's standard, how many miss one clause."""

    code: str
    name: str
    meets: int
    near: int


def enrolment(actor: Actor, now: datetime) -> tuple[list[SectorEnrolment], list[TownEnrolment]]:
    """Return, per sector and per town, who of those not in would be in on applying; what waits in a batch is left out."""
    require(actor, READ)
    stands = facts.stands(actor, STANDARD.word, outside(actor), now)
    meets = {key: [one.unit_id for one in stand.meets] for key, stand in stands.items()}
    all_who_meet = [unit_id for ids in meets.values() for unit_id in ids]
    values, said = sums_of(actor, all_who_meet), last_answers(actor, all_who_meet)
    sectors = []
    for row in coverage(actor):
        found, (added, unvalued) = stands.get(row.sector.code), values.get(row.sector.pk, (0, 0))
        denominator = row.denominator.value if row.denominator else None
        with_all = rules.coverage_bp(row.value + added, denominator)
        willing = sum(
            said[unit_id].answer == "willing" for unit_id in meets.get(row.sector.code, ()) if unit_id in said
        )
        sectors.append(SectorEnrolment(row, found, with_all, unvalued, willing))
    return sectors, _towns(actor, stands.values())


def last_answers(actor: Actor, unit_ids: Collection[int]) -> dict[int, Outreach]:
    """Return what units said last when they were asked to apply, by unit; those never asked are left out."""
    rows = narrow(actor, Outreach.objects.filter(unit__in=unit_ids), directory.OF_UNIT)
    return {row.unit_id: row for row in rows.order_by("unit_id", "-id").distinct("unit_id")}


def _towns(actor: Actor, stands: Collection[Stand]) -> list[TownEnrolment]:
    meets, near = (_by_town(actor, stands, group) for group in ("meets", "near"))
    return [TownEnrolment(code, name, meets[code, name], near[code, name]) for code, name in sorted(meets | near)]


def _by_town(actor: Actor, stands: Collection[Stand], group: str) -> Counter[tuple[str, str]]:
    unit_ids = [one.unit_id for stand in stands for one in getattr(stand, group)]
    rows = directory.units(actor).filter(pk__in=unit_ids).order_by().select_related(None)
    return Counter(rows.values_list("area__code", "area__name"))


def enrolment_units(
    actor: Actor, group: str, now: datetime, *, sectors: Collection[str] | None = None, town: str = ""
) -> list[Affected]:
    """Return the units of a group, in order of their ids, with the clauses that they miss.

    Args:
        group: one of GROUPS.
        sectors: the codes of the sectors asked for; all unless given.
        town: the code of the one town asked for.
    """
    require(actor, READ)
    units = outside(actor).filter(area__code=town) if town else outside(actor)
    stands = facts.stands(actor, STANDARD.word, units, now, sectors)
    return sorted(one for stand in stands.values() for one in getattr(stand, group))
