"""Loading a pack's catalogue. Loading twice changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sibao.criteria import CriterionError
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.inputs import FactRow, FactsPack
from sibao.facts.models import FactDefinition
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("facts:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: FactsPack) -> Done[int]:
    """Write a pack's catalogue; facts that it no longer holds are retired, and what was said of them stays.

    Raises:
        Invalid: a key twice, an organisation, sector, document or column that is not there, a fact that would mean
            something else than before, a catalogue that criteria cannot read, or one that a criterion in force does
            not fit.
    """
    directory.lock_zone(actor.zone_id)
    before = {row.key: row for row in queries.definitions(actor.zone_id)}
    named = _named(actor)
    if len({row.key for row in given.facts}) < len(given.facts):
        raise Invalid("事实目录里有重复的标识")
    for order, row in enumerate(given.facts, start=1):
        _write(actor.zone_id, row, before.get(row.key), {"order": order, **_values(row, named)})
    kept = [row.key for row in given.facts]
    FactDefinition.objects.filter(zone_id=actor.zone_id, retired=False).exclude(key__in=kept).update(retired=True)
    try:
        known = queries.known_facts(actor.zone_id)
    except CriterionError as error:
        raise Invalid("；".join(f"{one.at} {one.words.zh}" for one in error.problems)) from error
    _check_criteria(known, actor.zone_id, now)
    return Done(len(kept), Subject("pack", None, "事实目录"))


def _check_criteria(known: queries.Known, zone_id: int, now: datetime) -> None:
    for version in queries.valid_at(now).filter(zone_id=zone_id):
        try:
            queries.compiled(version, known)
        except CriterionError as error:
            raise Invalid(f"“{version.title}”正在使用，{rules.said(error)}") from error


def _named(actor: Actor) -> dict[str, dict[str, Any]]:
    return {
        "organisation": {row.code: row for row in directory.organisations(actor)},
        "document": {row.code: row for row in directory.documents(actor.zone_id)},
        "sector": {row.code: row for row in directory.zone_sectors(actor.zone_id)},
    }


def _write(zone_id: int, row: FactRow, before: FactDefinition | None, values: dict[str, Any]) -> None:
    labels = [one.key for one in row.labels]
    if before is not None and rules.changes_meaning(before, row.kind, labels):
        raise Invalid(f"事实 {row.key} 的类型不能改，选项只能在后面添加：已填报的值会变成别的意思，请另立一项")
    FactDefinition.objects.update_or_create(
        zone_id=zone_id, key=row.key, defaults=values, create_defaults={**values, "kind": row.kind}
    )


def _values(row: FactRow, named: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    origin = queries.ORIGINS.get(row.origin)
    if row.origin and (origin is None or row.kind not in origin.kinds):
        raise Invalid(f"事实 {row.key} 引用了底册没有的 {row.origin}，或类型不符")
    for sector in row.sectors:
        _find(named["sector"], sector, row.key)
    return {
        "name": row.zh,
        "name_en": row.en,
        "unit_word": row.unit_zh,
        "unit_word_en": row.unit_en,
        "labels": [one.model_dump() for one in row.labels],
        "codes": row.codes,
        "source": _find(named["organisation"], row.source, row.key) if row.source else None,
        "origin": row.origin,
        "rule": row.derived.model_dump(mode="json") if row.derived else None,
        "sectors": list(row.sectors),
        "fresh_days": row.fresh_days,
        "inventory": row.inventory,
        "sensitivity": row.sensitivity,
        "lowest": row.lowest,
        "highest": row.highest,
        "retired": False,
        "document": _find(named["document"], row.cite.document, row.key) if row.cite else None,
        "article": row.cite.article if row.cite else "",
    }


def _find(rows: Mapping[str, Any], code: str, key: str) -> Any:
    if code not in rows:
        raise Invalid(f"事实 {key} 引用了不存在的 {code}")
    return rows[code]
