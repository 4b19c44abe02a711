"""Loading what a hazard's pack says of daily work. Loading twice changes nothing."""

from datetime import datetime
from typing import Any

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid
from sibao.prevention import queries as prevention
from sibao.routine.inputs import RoutinePack, WordRow
from sibao.routine.models import ReportField, SectionClass, SectionUse
from sibao.routine.rules.keys import DISINFECTION, HEALTH, ILL, WELL

More = dict[tuple[str, ...], dict[str, Any]]
"""What a row says beside its words, by what names it."""


@command("routine:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: RoutinePack) -> Done[int]:
    """Write the words of daily work; one that the pack no longer holds goes out of use.

    Raises:
        Invalid: a document that is not there, or monitoring without the kinds of signals that daily work hands over.
    """
    directory.lock_zone(actor.zone_id)
    _check_kinds(actor)
    documents = dict(directory.documents(actor.zone_id).values_list("code", "pk"))
    for row in given.classes:
        if row.cite and row.cite.document not in documents:
            raise Invalid(f"引用的文件 {row.cite.document} 不在数据包里")
    classes: More = {
        (row.key,): {
            "hours": row.hours,
            "document_id": documents[row.cite.document] if row.cite else None,
            "article": row.cite.article if row.cite else "",
        }
        for row in given.classes
    }
    fields: More = {
        (row.part, row.key): {
            "unit_word": row.unit_zh,
            "unit_word_en": row.unit_en,
            "highest": row.highest,
            "needed": row.needed,
            "prefill": row.prefill,
        }
        for row in given.fields
    }
    _write(actor, SectionClass, ("key",), classes, given.classes)
    _write(actor, SectionUse, ("key",), {(row.key,): {} for row in given.uses}, given.uses)
    _write(actor, ReportField, ("part", "key"), fields, given.fields)
    return Done(len(given.classes) + len(given.uses) + len(given.fields), Subject("pack", None, "日常防控规则"))


def _check_kinds(actor: Actor) -> None:
    kinds = prevention.monitoring(actor.zone_id).kinds
    missing = {HEALTH, DISINFECTION} - set(kinds)
    if missing or set(kinds[HEALTH].values) != {WELL, ILL}:
        raise Invalid(f"监测规则里缺少日常防控要用的信号：{'、'.join(sorted(missing)) or HEALTH}")


def _write(
    actor: Actor,
    table: type[Any],
    names: tuple[str, ...],
    more: More,
    rows: tuple[WordRow, ...],
) -> None:
    kept = []
    for order, row in enumerate(rows, start=1):
        own = tuple(getattr(row, name) for name in names)
        said = {"name": row.zh, "name_en": row.en, "order": order, "in_use": True, **more[own]}
        found, _new = table.objects.update_or_create(
            zone_id=actor.zone_id, **dict(zip(names, own, strict=True)), defaults=said
        )
        kept.append(found.pk)
    table.objects.filter(zone_id=actor.zone_id, in_use=True).exclude(pk__in=kept).update(in_use=False)
