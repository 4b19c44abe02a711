"""Loading a hazard pack's guide items, beside those of other hazards. Loading twice changes nothing; an item that is gone is retired."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from sibao.directory import queries as directory
from sibao.guidance.inputs import GuidancePack, PackItem
from sibao.guidance.models import GuideItem, Hazard
from sibao.guidance.rules import CHAPTERS, POSTURES
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("guidance:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: GuidancePack) -> Done[int]:
    """Write the items of each sector's guide (R53).

    Raises:
        Invalid: a sector or document that is not there, a key twice or of another hazard, or a chapter that says nothing
            for a state.
    """
    hazard = _hazard(actor.zone_id, given)
    sectors = {one.code: one.pk for one in directory.zone_sectors(actor.zone_id)}
    documents = dict(directory.documents(actor.zone_id).values_list("code", "pk"))
    kept: list[int] = []
    for part in given.guides:
        if part.sector not in sectors:
            raise Invalid(f"指南引用了不存在的领域 {part.sector}")
        _check(part.sector, part.items)
        for order, item in enumerate(part.items, start=1):
            kept.append(_write(hazard, sectors[part.sector], order, item, documents))
    own = GuideItem.objects.filter(Q(hazard=hazard) | Q(hazard=None), zone_id=actor.zone_id, retired=False)
    own.exclude(pk__in=kept).update(retired=True)
    return Done(len(kept), Subject("pack", None, "指南条目"))


def _hazard(zone_id: int, given: GuidancePack) -> Hazard:
    said = {"name": given.zh, "name_en": given.en, "in_force": given.in_force}
    found, _created = Hazard.objects.update_or_create(zone_id=zone_id, code=given.key, defaults=said)
    return found


def _check(sector: str, items: tuple[PackItem, ...]) -> None:
    if len({item.key for item in items}) < len(items):
        raise Invalid(f"{sector} 的指南里有重复的标识")
    there = {(item.chapter, item.state) for item in items}
    if empty := [f"{chapter}/{state}" for chapter in CHAPTERS for state in POSTURES if (chapter, state) not in there]:
        raise Invalid(f"{sector} 的指南有空着的格子：{'、'.join(empty)}")


def _write(hazard: Hazard, sector_id: int, order: int, item: PackItem, documents: dict[str, int]) -> int:
    if item.cite and item.cite.document not in documents:
        raise Invalid(f"引用的文件 {item.cite.document} 不在数据包里")
    place: dict[str, Any] = {"zone_id": hazard.zone_id, "sector_id": sector_id, "key": item.key}
    if GuideItem.objects.filter(**place).exclude(Q(hazard=hazard) | Q(hazard=None)).exists():
        raise Invalid(f"条目 {item.key} 的标识已被另一灾种使用")
    said = {
        "hazard": hazard,
        "chapter": item.chapter,
        "posture": item.state,
        "kind": "criterion" if item.use else "declaration",
        "use": item.use,
        "rule_key": item.rule,
        "text": item.zh,
        "text_en": item.en,
        "evidence": item.evidence,
        "valid_days": item.valid_days,
        "document_id": documents[item.cite.document] if item.cite else None,
        "article": item.cite.article if item.cite else item.follows,
        "certainty": "sourced" if item.cite else "to_confirm",
        "order": order,
        "retired": False,
    }
    row, _created = GuideItem.objects.update_or_create(**place, defaults=said)
    return row.pk
