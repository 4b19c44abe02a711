"""Saying what is known about one unit, or about many from a workbook."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from sibao.criteria import CriterionError
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.events import FactsRecorded
from sibao.facts.inputs import ImportFacts, RecordFacts, SaidRow
from sibao.facts.models import FactValue
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid

RECORD, IMPORT = "facts:value:record", "facts:value:import"


@command(RECORD)
def record_facts(*, actor: Actor, now: datetime, given: RecordFacts) -> Done[int]:
    """Add what one source says about a unit as of a day; earlier values stay, the latest that held counts.

    Raises:
        NotFound: the unit is out of scope.
        WrongMove: it was merged into another.
        Invalid: a day to come; or, fact by fact: it is not in the catalogue, not asked of this unit, not hers to say, or
            the value is impossible.
    """
    unit = directory.access_unit(actor, given.unit_id)
    if given.observed_on > clock.today():
        raise Invalid(fields={"observed_on": _("不能是将来的日期")})
    known = queries.known_facts(actor.zone_id)
    values = _read(actor, known, unit.sector.code, given.values, by=RECORD)
    row = SaidRow(number=0, unit_id=unit.pk, observed_on=given.observed_on, values=given.values)
    FactValue.objects.bulk_create(_rows(actor, known, row, values, now, given.note))
    told = FactsRecorded(zone_id=actor.zone_id, unit_ids=(unit.pk,), keys=tuple(values))
    details: dict[str, object] = {"facts": sorted(values), "observed_on": given.observed_on.isoformat()}
    return Done(len(values), Subject("unit", unit.pk, unit.name, unit_id=unit.pk), [told], details)


@command(IMPORT)
def import_facts(*, actor: Actor, now: datetime, given: ImportFacts) -> Done[int]:
    """Add what the rows of a workbook say; all of them or none.

    Raises:
        Conflict: a unit is no longer within the actor's scope, or was merged meanwhile.
        Invalid: in words that name the row.
    """
    units = directory.access_units(actor, [row.unit_id for row in given.rows])
    if len(units) < len({row.unit_id for row in given.rows}):
        raise Conflict(_("有单位已不在您的范围内，请重新上传"))
    known = queries.known_facts(actor.zone_id)
    rows: list[FactValue] = []
    for row in given.rows:
        try:
            values = _read(actor, known, units[row.unit_id].sector.code, row.values, by=IMPORT)
        except Invalid as refusal:
            raise Invalid(_("第 %(row)s 行：%(why)s") % {"row": row.number, "why": refusal}) from refusal
        rows += _rows(actor, known, row, values, now, given.source)
    FactValue.objects.bulk_create(rows, batch_size=2_000)
    keys = tuple(sorted({row.definition.key for row in rows}))
    told = FactsRecorded(zone_id=actor.zone_id, unit_ids=tuple(units), keys=keys)
    return Done(len(rows), Subject("import", given.run_id, given.source), [told], {"units": list(units), "facts": keys})


def moment(observed_on: date, now: datetime) -> datetime:
    """Return when a value held: today means now, an earlier day its beginning."""
    if observed_on == now.astimezone(clock.SHANGHAI).date():
        return now
    return datetime.combine(observed_on, time.min, clock.SHANGHAI)


def _read(
    actor: Actor, known: queries.Known, sector: str, values: Mapping[str, object], *, by: str
) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    problems: dict[str, str] = {}
    for key, value in values.items():
        try:
            found[key] = read_value(actor, known, sector, key, value, by=by)
        except Invalid as refusal:
            problems[f"values.{key}"] = str(refusal)
    if problems:
        raise Invalid("；".join(problems.values()), fields=problems)
    return found


def read_value(actor: Actor, known: queries.Known, sector: str, key: str, value: object, *, by: str) -> int | None:
    """Return what an actor says of a unit's fact, as a whole number.

    Args:
        sector: the unit's.
        by: the command that she says it by.

    Raises:
        Invalid: the fact is not in the catalogue, not reported, not asked of the unit, not hers to say, or the value is
            impossible.
    """
    row = known.definitions.get(key)
    if row is None:
        raise Invalid(_("事实目录里没有这一项"))
    if row.origin or row.rule is not None:
        raise Invalid(_("“%(name)s”由系统从底册或其他事实得出，不用填报") % {"name": row.name})
    if not queries.asked_of(row, sector):
        raise Invalid(_("“%(name)s”不向本领域的单位收取") % {"name": row.name})
    if not queries.speaks_for(actor, row, by=by):
        source = row.source.short_name if row.source else ""
        raise Invalid(_("“%(name)s”由%(source)s填报") % {"name": row.name, "source": source})
    try:
        return rules.raw_value(known.catalogue.facts[key], value, "")
    except CriterionError as error:
        raise Invalid(rules.in_language(error.problems[0].words)) from error


def _rows(
    actor: Actor, known: queries.Known, row: SaidRow, values: Mapping[str, int | None], now: datetime, note: str
) -> list[FactValue]:
    return [
        FactValue(
            zone_id=actor.zone_id,
            unit_id=row.unit_id,
            definition=known.definitions[key],
            raw=raw,
            observed_at=moment(row.observed_on, now),
            recorded_at=now,
            source_id=actor.organisation_id,
            recorded_by=actor.account_id,
            note=note[:200],
        )
        for key, raw in values.items()
    ]
