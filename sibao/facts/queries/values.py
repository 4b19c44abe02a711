"""What is known about units: of one unit with two clocks, and of all that an actor reaches in numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Max, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from sibao.criteria import AsOf, CriterionError, Fact, Inquiry, Reading, Words
from sibao.criteria.readings import is_stale
from sibao.criteria.values import shown
from sibao.directory import queries as directory
from sibao.facts import rules
from sibao.facts.models import CurrentValue, FactDefinition, FactValue
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.origins import OBSERVED, ORIGINS
from sibao.kernel import clock
from sibao.kernel.access import Actor, may, require

REPORTED = Q(definition__origin="", definition__rule__isnull=True, definition__retired=False)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of one unit as a page shows it.

    Attributes:
        state: "known", "stale" (too old to count) or "unknown"; nothing but "known" is ever a yes.
        value: in words, with its unit; None = not known.
        mine: whether the asker may say it.
    """

    definition: FactDefinition
    fact: Fact
    state: str
    value: Words | None
    at: datetime | None
    source: str
    note: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is known of one fact among the units it is asked of."""

    definition: FactDefinition
    units: int
    known: int
    stale: int

    @property
    def missing(self) -> int:
        """Units of which nothing is known."""
        return self.units - self.known - self.stale

    @property
    def owed(self) -> int:
        """Units of which nothing is known, or nothing that still counts."""
        return self.units - self.known


def readings(unit_id: int, known: Known, as_of: datetime, *, recorded_by: datetime | None = None) -> dict[str, Reading]:
    """Return what is known of a unit: fact → reading.

    Args:
        known: the zone's catalogue.
        as_of: the moment that is asked about; what held later does not count.
        recorded_by: only what had been recorded by then, None = by now. What the directory holds is always that of now.
    """
    return _readings(unit_id, known, _said(unit_id, as_of, recorded_by))


def _readings(unit_id: int, known: Known, said: Iterable[FactValue]) -> dict[str, Reading]:
    found = dict(_from_directory(unit_id, known))
    for row in said:
        if row.raw is not None and row.definition.key in known.definitions:
            source = row.source.code if row.source else ""
            found[row.definition.key] = Reading(row.raw, int(row.observed_at.timestamp()) // 60, source)
    return found


def _said(unit_id: int, as_of: datetime, recorded_by: datetime | None) -> QuerySet[FactValue]:
    rows = FactValue.objects.filter(unit_id=unit_id, observed_at__lte=as_of)
    if recorded_by is not None:
        rows = rows.filter(recorded_at__lte=recorded_by)
    return (
        rows.order_by("definition_id", "-observed_at", "-id")
        .distinct("definition_id")
        .select_related("definition", "source")
    )


def _from_directory(unit_id: int, known: Known) -> Iterator[tuple[str, Reading]]:
    wanted = [row for row in known.definitions.values() if row.origin]
    columns = sorted({ORIGINS[row.origin].column for row in wanted})
    row = directory.unit_rows().filter(pk=unit_id).values(*columns, OBSERVED).first() if wanted else None
    if row is None:
        return
    at = int(row[OBSERVED].timestamp()) // 60
    for definition in wanted:
        origin = ORIGINS[definition.origin]
        raw = possible(known.catalogue.facts[definition.key], origin.raw(row[origin.column]))
        if raw is not None:
            yield definition.key, Reading(raw, at)


def possible(fact: Fact, value: object) -> int | None:
    """A value of the directory as a whole number; what no criterion could read, such as a code of old, is not known."""
    try:
        return rules.raw_value(fact, value, "")
    except CriterionError:
        return None


def inquiry(
    known: Known, unit_id: int, as_of: datetime, *, recorded_by: datetime | None = None, vouched: bool = False
) -> Inquiry:
    """Return what criteria ask about a unit, facts that are worked out included.

    Args:
        vouched: without what the unit says of itself and nobody else has confirmed.
    """
    local = AsOf.at(as_of.astimezone(clock.SHANGHAI))
    said = (row for row in _said(unit_id, as_of, recorded_by) if row.source_id is not None or not vouched)
    return Inquiry(known.catalogue, _readings(unit_id, known, said), local)


def facts_of_unit(actor: Actor, unit: Any) -> list[Line]:
    """Return every fact that is asked of a unit, known or not, in the catalogue's order.

    Args:
        unit: read within the actor's scope.
    """
    require(actor, "facts:value:read")
    now = clock.now()
    known = known_facts(actor.zone_id)
    told = {row.definition_id: row for row in _said(unit.pk, now, None)}
    there = _readings(unit.pk, known, told.values())
    asked = Inquiry(known.catalogue, there, AsOf.at(now.astimezone(clock.SHANGHAI)))
    return [
        _line(actor, row, known.catalogue.facts[row.key], asked.readings.get(row.key), told.get(row.pk), now)
        for row in known.definitions.values()
        if asked_of(row, unit.sector.code)
    ]


def _line(
    actor: Actor,
    row: FactDefinition,
    fact: Fact,
    reading: Reading | None,
    told: FactValue | None,
    now: datetime,
) -> Line:
    minutes = int(now.timestamp()) // 60
    state = "unknown" if reading is None else "known"
    if reading is not None and is_stale(reading.at, fact.fresh_days, minutes):
        state = "stale"
    return Line(
        row,
        fact,
        state,
        None if reading is None else words_of(fact, reading.raw),
        None if reading is None else datetime.fromtimestamp(reading.at * 60, clock.SHANGHAI),
        told.source.short_name if told and told.source else "",
        told.note if told else "",
        speaks_for(actor, row),
    )


def words_of(fact: Fact, raw: int) -> Words:
    """Return a value as people read it, a set by its members."""
    if fact.kind != "set":
        return shown(fact, raw)
    members = [label for place, label in enumerate(fact.labels.values()) if raw >> place & 1]
    return Words("、".join(one.zh for one in members) or "无", ", ".join(one.en for one in members) or "none")


def asked_of(row: FactDefinition, sector: str) -> bool:
    """Return whether a fact is asked of the units of a sector."""
    return not row.sectors or sector in row.sectors


def speaks_for(actor: Actor, row: FactDefinition, *, by: str = "facts:value:record") -> bool:
    """Return whether an actor may say a fact by a command: her organisation knows it, or it is the unit's own to say."""
    if row.origin or row.rule is not None or row.retired or not may(actor, by):
        return False
    return row.source_id is None or row.source_id == actor.organisation_id or actor.door == "cli"


def fresh_since(now: datetime, days: str = "definition__fresh_days") -> Combinable:
    """Return the moment before which a value is too old; NULL for a fact that does not age."""
    return ExpressionWrapper(Value(now) - F(days) * Value(DAY), output_field=DateTimeField())


def tallies(actor: Actor, ids: Collection[int] | None = None) -> list[Tally]:
    """Return how much is known of every fact that somebody has to report, among the units that the actor reaches.

    Args:
        ids: of these facts alone; None = of all.
    """
    require(actor, "facts:definition:read")
    wanted = Q() if ids is None else Q(definition_id__in=ids)
    mine = directory.units(actor)
    rows = mine.order_by().values("sector__code").annotate(units=Count("id"))
    by_sector = {row["sector__code"]: row["units"] for row in rows}
    counted = (
        CurrentValue.objects.filter(REPORTED, wanted, unit__in=mine.values("id"), raw__isnull=False)
        .values("definition_id", "unit__sector__code")
        .annotate(all=Count("id"), stale=Count("id", filter=Q(observed_at__lt=fresh_since(clock.now()))))
    )
    found = {(row["definition_id"], row["unit__sector__code"]): (row["all"], row["stale"]) for row in counted}
    reported = definitions_to_report(actor)
    return [_tally(row, by_sector, found) for row in (reported if ids is None else reported.filter(pk__in=ids))]


def last_reported(actor: Actor) -> datetime | None:
    """Return when anything was last told of a unit within reach; None = never."""
    require(actor, "facts:definition:read")
    rows = CurrentValue.objects.filter(REPORTED, unit__in=directory.units(actor).order_by().values("id"))
    found: datetime | None = rows.aggregate(last=Max("observed_at"))["last"]
    return found


def definitions_to_report(actor: Actor) -> QuerySet[FactDefinition]:
    """Return the facts that somebody has to report, in order."""
    rows = FactDefinition.objects.filter(zone_id=actor.zone_id, origin="", rule__isnull=True, retired=False)
    return rows.select_related("source").order_by("order", "id")


def _tally(
    row: FactDefinition, by_sector: Mapping[str, int], found: Mapping[tuple[int, str], tuple[int, int]]
) -> Tally:
    sectors = [code for code in by_sector if asked_of(row, code)]
    there = [found.get((row.pk, code), (0, 0)) for code in sectors]
    stale = sum(one[1] for one in there)
    return Tally(row, sum(by_sector[code] for code in sectors), sum(one[0] for one in there) - stale, stale)


def without_facts(ids: Collection[int]) -> Q:
    """Return the condition on units that one of these facts is asked of them and nothing is known of it."""
    found = Q(pk__in=[])
    for row in FactDefinition.objects.filter(pk__in=ids):
        there = CurrentValue.objects.filter(definition=row, raw__isnull=False)
        found |= _asked(row) & ~Q(pk__in=there.values("unit_id"))
    return found


def with_old_facts(ids: Collection[int], now: datetime) -> Q:
    """Return the condition on units that what is known of one of these facts is too old to count."""
    found = Q(pk__in=[])
    for row in FactDefinition.objects.filter(pk__in=ids, fresh_days__isnull=False):
        before = now - timedelta(days=row.fresh_days or 0)
        old = CurrentValue.objects.filter(definition=row, raw__isnull=False, observed_at__lt=before)
        found |= _asked(row) & Q(pk__in=old.values("unit_id"))
    return found


def _asked(row: FactDefinition) -> Q:
    return Q(sector__code__in=row.sectors) if row.sectors else Q()
