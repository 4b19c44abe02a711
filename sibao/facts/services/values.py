"""Saying what is known about a unit."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from sibao.criteria import CriterionError, Fact
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.events import FactsRecorded
from sibao.facts.inputs import RecordFacts
from sibao.facts.models import FactDefinition, FactValue
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("facts:value:record")
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
    problems: dict[str, str] = {}
    values: dict[str, int | None] = {}
    for key, value in given.values.items():
        try:
            values[key] = _read(actor, known, unit.sector.code, key, value)
        except Invalid as refusal:
            problems[f"values.{key}"] = str(refusal)
    if problems:
        raise Invalid(_("有 %(count)d 项不能填报") % {"count": len(problems)}, fields=problems)
    observed = _moment(given, now)
    FactValue.objects.bulk_create(
        _value(actor, known.definitions[key], unit.pk, raw, observed, now, given.note) for key, raw in values.items()
    )
    told = FactsRecorded(zone_id=actor.zone_id, unit_ids=(unit.pk,), keys=tuple(values))
    details: dict[str, object] = {"facts": sorted(values), "observed_on": given.observed_on.isoformat()}
    return Done(len(values), Subject("unit", unit.pk, unit.name, unit_id=unit.pk), [told], details)


def _moment(given: RecordFacts, now: datetime) -> datetime:
    """Return when a value held: today means now, an earlier day its beginning."""
    if given.observed_on == clock.today():
        return now
    return datetime.combine(given.observed_on, time.min, clock.SHANGHAI)


def _read(actor: Actor, known: queries.Known, sector: str, key: str, value: object) -> int | None:
    row = known.definitions.get(key)
    if row is None:
        raise Invalid(_("事实目录里没有这一项"))
    if row.origin or row.rule is not None:
        raise Invalid(_("“%(name)s”由系统从底册或其他事实得出，不用填报") % {"name": row.name})
    if not queries.asked_of(row, sector):
        raise Invalid(_("“%(name)s”不向本领域的单位收取") % {"name": row.name})
    if not queries.speaks_for(actor, row):
        raise Invalid(
            _("“%(name)s”由%(source)s填报") % {"name": row.name, "source": row.source.short_name if row.source else ""}
        )
    return _raw(known.catalogue.facts[key], value)


def _raw(fact: Fact, value: object) -> int | None:
    try:
        return rules.raw_value(fact, value, "")
    except CriterionError as error:
        raise Invalid(error.problems[0].words.zh) from error


def _value(
    actor: Actor, row: FactDefinition, unit_id: int, raw: int | None, observed: datetime, now: datetime, note: str
) -> FactValue:
    return FactValue(
        zone_id=actor.zone_id,
        unit_id=unit_id,
        definition=row,
        raw=raw,
        observed_at=observed,
        recorded_at=now,
        source_id=actor.organisation_id,
        recorded_by=actor.account_id,
        note=note,
    )
