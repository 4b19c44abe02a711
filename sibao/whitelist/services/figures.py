"""Denominators and targets, the figures that coverage is held against, and what a pack brings of the list."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid
from sibao.whitelist import queries, sql
from sibao.whitelist.events import DenominatorRecorded
from sibao.whitelist.inputs import RecordDenominator, WhitelistPack
from sibao.whitelist.models import ApplicationTerms, Denominator, ListRules, Target
from sibao.whitelist.services import list_rules


@command("whitelist:denominator:record")
def record_denominator(*, actor: Actor, now: datetime, given: RecordDenominator) -> Done[Denominator]:
    """Record a sector's whole value of a year; it replaces the one in force, which stays as history."""
    sector = directory.sectors(actor).filter(pk=given.sector_id).first()
    if sector is None or sector.measure_id is None:
        raise Invalid(fields={"sector_id": _("请选择您主管的领域")})
    queries.lock_list(actor.zone_id)
    Denominator.objects.filter(sector=sector, superseded_at=None).update(superseded_at=now)
    row = Denominator.objects.create(
        zone_id=actor.zone_id,
        sector=sector,
        measure_id=sector.measure_id,
        year=given.year,
        value=given.value,
        source=given.source,
        invented=given.invented,
        recorded_by=actor.account_id,
        recorded_at=now,
    )
    event = DenominatorRecorded(zone_id=actor.zone_id, sector_id=sector.id)
    return Done(row, Subject("sector", sector.id, sector.name), [event], {"year": given.year, "value": given.value})


def recount(zone_id: int, now: datetime) -> None:
    """Count every cell of a zone anew and keep the day; called by the schedule, it changes nothing that anyone decided."""
    sql.rebuild_cells(zone_id, sql.all_cells(zone_id), now)


@command("whitelist:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: WhitelistPack) -> Done[int]:
    """Write a pack's targets, each with its citation (R124, R125), what it lays down for applications, and its rules of the list
    where there are none yet (R29).
    """
    documents = {row.code: row for row in directory.documents(actor.zone_id)}
    for row in given.targets:
        Target.objects.update_or_create(
            zone_id=actor.zone_id,
            code=row.key,
            defaults={
                "name": row.zh,
                "of": row.of,
                "due_on": row.due,
                "threshold_bp": row.threshold,
                "strict": row.strict,
                "document": documents[row.cite.document],
                "article": row.cite.article,
            },
        )
    if given.list_rules and not queries.public_rules(actor.zone_id).exists():
        first = ListRules(zone_id=actor.zone_id, number=queries.next_rules_number(actor.zone_id))
        list_rules.put_in_force(list_rules.write(first, given.list_rules, actor, now), now)
    terms = given.application
    ApplicationTerms.objects.update_or_create(
        zone_id=actor.zone_id,
        defaults={
            "cooling_days": terms.cooling_days,
            "document": documents[terms.cite.document] if terms.cite else None,
            "article": terms.cite.article if terms.cite else "",
        },
    )
    return Done(len(given.targets), Subject("pack", None, "名单目标"))
