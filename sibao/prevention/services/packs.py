"""Loading a hazard's facts of states, kinds of signals, sources and rules. Loading twice changes nothing."""

from datetime import datetime
from typing import Any

from sibao.accounts import queries as accounts
from sibao.criteria import CriterionError
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid
from sibao.prevention import queries, sql
from sibao.prevention.events import RulesChanged
from sibao.prevention.inputs import AlertRuleRow, PreventionPack, SignalKindRow, SourceRow, StateFactRow
from sibao.prevention.models import AlertRule, SignalKind, SignalSource, StateFact


@command("prevention:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: PreventionPack) -> Done[int]:
    """Write what a pack says; a kind or rule that it no longer holds is retired, and what was said by it stays.

    Raises:
        Invalid: a number or slot that means something else already, a document that is not there, or a rule that reads
            what is not there or asks a role that is not there.
    """
    directory.lock_zone(actor.zone_id)
    _check_roles(actor, given.rules)
    before = sql.edition()
    documents = dict(directory.documents(actor.zone_id).values_list("code", "pk"))
    for fact in given.facts:
        _write(StateFact, actor, {"subject": fact.subject, "key": fact.key}, _of_fact(fact))
    for kind in given.kinds:
        _write(SignalKind, actor, {"key": kind.key}, _of_kind(kind) | {"hazard": given.hazard})
    for source in given.sources:
        _write(SignalSource, actor, {"key": source.key}, _of_source(source))
    for rule in given.rules:
        _write_rule(actor, rule.key, _of_rule(rule, documents) | {"hazard": given.hazard})
    _retire(SignalKind, actor, given.hazard, [kind.key for kind in given.kinds])
    _retire(AlertRule, actor, given.hazard, [rule.key for rule in given.rules])
    try:
        queries.monitoring(actor.zone_id)
    except CriterionError as error:
        raise Invalid("；".join(f"{one.at} {one.words.zh}" for one in error.problems)) from error
    told = [RulesChanged(zone_id=actor.zone_id)] if sql.edition() != before else []
    return Done(len(given.kinds) + len(given.rules), Subject("pack", None, "监测规则"), told)


def _check_roles(actor: Actor, rules: tuple[AlertRuleRow, ...]) -> None:
    there = set(accounts.roles(actor).values_list("code", flat=True))
    unknown = [rule for rule in rules if rule.asks and rule.asks not in there]
    if unknown:
        raise Invalid("；".join(f"规则 {rule.key} 要交给角色 {rule.asks}，本区没有这个角色" for rule in unknown))


def _write(table: type[Any], actor: Actor, own: dict[str, Any], said: dict[str, Any]) -> None:
    fixed = {name: said[name] for name in ("subject", "slot", "number", "bit", "kind") if name in said}
    there = table.objects.filter(zone_id=actor.zone_id, **own).first()
    if (
        there is not None
        and table is not SignalSource
        and any(getattr(there, key) != one for key, one in fixed.items())
    ):
        raise Invalid(f"{own['key']} 的编号、对象或类型不能改，请另立一项")
    table.objects.update_or_create(zone_id=actor.zone_id, **own, defaults=said)


def _write_rule(actor: Actor, key: str, said: dict[str, Any]) -> None:
    """Write a rule; of one that the zone has settled for itself only what it leaves to the pack, and what the pack says."""
    if AlertRule.objects.filter(zone_id=actor.zone_id, key=key, settled_here=True).exists():
        packed = {name: said.pop(name) for name in queries.SETTLED}
        said["packed"] = packed
    _write(AlertRule, actor, {"key": key}, said)


def _retire(table: type[Any], actor: Actor, hazard: str, kept: list[str]) -> None:
    table.objects.filter(zone_id=actor.zone_id, hazard=hazard, retired=False).exclude(key__in=kept).update(retired=True)


def _of_fact(row: StateFactRow) -> dict[str, Any]:
    return {
        "slot": row.slot,
        "kind": row.kind.value,
        "name": row.zh,
        "name_en": row.en,
        "labels": [one.model_dump() for one in row.labels],
        "fresh_days": row.fresh_days,
        "counts": row.counts,
        "origin": row.origin,
    }


def _of_kind(row: SignalKindRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "subject": row.subject,
        "name": row.zh,
        "name_en": row.en,
        "values": [one.model_dump() for one in row.values],
        "fields": [one.model_dump() for one in row.fields],
        "sets": [one.model_dump(mode="json") for one in row.sets],
        "keep_days": row.keep_days,
        "keep_basis": row.keep_basis,
        "retired": False,
    }


def _of_source(row: SourceRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.zh,
        "kind": row.kind,
        "kinds": list(row.kinds),
        "stream": row.stream,
        "silent_minutes": row.silent_minutes,
    }


def _of_rule(row: AlertRuleRow, documents: dict[str, int]) -> dict[str, Any]:
    if row.cite and row.cite.document not in documents:
        raise Invalid(f"引用的文件 {row.cite.document} 不在数据包里")
    if "normal" not in row.trees:
        raise Invalid(f"规则 {row.key} 没有平时的条件")
    return {
        "subject": row.subject,
        "bit": row.bit,
        "name": row.zh,
        "name_en": row.en,
        "trees": row.trees,
        "severity": row.severity,
        "layer": row.layer,
        "matter": row.matter,
        "stream": row.stream,
        "asks": row.asks,
        "limit_minutes": row.limit_minutes,
        "cure": row.cure_zh,
        "cure_en": row.cure_en,
        "document_id": documents[row.cite.document] if row.cite else None,
        "article": row.cite.article if row.cite else "",
        "retired": False,
    }
